#!/usr/bin/env bats
# crm-rival: who else sells: dated facts, sightings, deals they are in, who wins, the card of a deal
load helper

prepare() {
	crm-add -q user login=anna name='Anna Ames' >/dev/null
	crm-add -q client -i csv >/dev/null <<-'EOF'
		name,industry,supplier
		Zed,care,ACME
		Yard,trade,
	EOF
	crm-add -q product -i csv >/dev/null <<-'EOF'
		sku,name,line,price,currency,strengths,proof
		PK,Parka,Winter,100,EUR,"warm,light",Test of 2025
		GL,Glove,Hands,10,EUR,,
		BT,Boot,Feet,50,USD,,
	EOF
}

# Acme: won d3, lost d2 (to it), in d1; Brio: in d1 and d2
deals() {
	crm-add -q deal -i csv >/dev/null <<-'EOF'
		title,client,value,currency,rival,product,stage,reason,closed
		One,Zed,100,EUR,Acme,Parka,base,,
		Two,Zed,200,EUR,acme,Glove,lost,price,2026-05-05
		Three,Yard,400,EUR,ACME,Parka,won,quality,2026-08-08
		Four,Yard,800,USD,Acmé,Boot,lost,price,2026-08-09
		Five,Yard,1600,EUR,,Parka,won,quality,2026-08-08
	EOF
	crm-add -q rival name=Brio lines=Winter,Heads >/dev/null
	crm-rival bid d1 d2 Brio >/dev/null
}

@test "a deal that names a rival makes it known, once, whatever the case and accents" {
	deals
	run -0 crm-find rival -c name,open_deals,won,lost,lost_to,win_rate
	is $'rv1\tAcme\t1\t1\t2\t2\t33.33\nrv2\tBrio\t1\t0\t1\t0\t0'
	[ "$(crm-find deal rival!= -c rival | cut -f 2 | sort -u)" = Acme ]
	crm-set -q d5 rival=rv2 >/dev/null
	[ "$(crm-find deal id=d5 -c rival,rivals)" = $'d5\tBrio\t1' ]
	run -65 --separate-stderr crm-set d5 rival=rv9
	says 'rival: there is no rival rv9'
	run -65 --separate-stderr crm-add rival name='áCMe'
	says 'name: rv1 is called so already'
	[ "$(crm-find rival --count)" = 2 ]
}

@test "what a deal's rival brought is taken back with it" {
	crm-add -q deal title=One client=Zed rival=Acme >/dev/null
	[ "$(crm-find bid -c deal,rival.name)" = $'bd1\td1\tAcme' ]
	crm-history -q undo last
	[ "$(crm-find rival --count) $(crm-find bid --count) $(crm-find deal --count)" = '0 0 0' ]
	crm-add -n -q deal title=One client=Zed rival=Acme >/dev/null
	[ "$(crm-find rival --count)" = 0 ]
}

@test "who is named no longer stays in the deal; who is in is not in twice" {
	deals
	crm-set -q d1 rival=Brio >/dev/null
	[ "$(crm-find bid deal=d1 -c rival.name | cut -f 2 | sort | tr '\n' ' ')" = 'Acme Brio ' ]
	run -65 --separate-stderr crm-rival bid d1 Acme
	says 'rival: is in that deal already: bd1'
	crm-set -q d1 rival= >/dev/null
	[ "$(crm-find bid deal=d1 --count)" = 2 ]
}

@test "the incumbent is whom the client buys from, and who took a deal is whom it names" {
	deals
	run -0 crm-find bid -s id -c deal,rival.name,role,took
	is "$(printf '%s\n' bd1,d1,Acme,incumbent,no bd2,d2,Acme,incumbent,yes bd3,d3,Acme,challenger,no \
		bd4,d4,Acme,challenger,yes bd5,d1,Brio,challenger,no bd6,d2,Brio,challenger,no | tr , '\t')"
	crm-deal lose -q d1 reason=price rival=Brio >/dev/null
	[ "$(crm-find bid deal=d1 took=yes -c rival.name)" = $'bd5\tBrio' ]
	run -0 crm-rival bid d5 Brio role=incumbent price=90
	[ "$(crm-find bid id="$output" -c role,price,currency)" = "$output"$'\tincumbent\t90.00\tEUR' ]
}

@test "deals follow a rival to its new name" {
	deals
	crm-set -q rv1 name='Acme Holding' >/dev/null
	[ "$(crm-find deal rival='Acme Holding' --count)" = 4 ]
	[ "$(crm-find rival id=rv1 -c lost_to)" = $'rv1\t2' ]
	run -65 --separate-stderr crm-set rv1 name=brio
	says 'name: rv2 is called so already'
}

@test "won and lost: each rival's rate with its counts, a deal counted once in the total" {
	deals
	run -0 crm-rival won-lost -o csv
	is 'id,rival,deals,won,lost,lost_to,win_rate,won_value,lost_value
rv1,Acme,3,1,2,2,33.33,400.00,200.00
rv2,Brio,1,0,1,0,0,0.00,200.00
total,,3,1,2,2,33.33,400.00,200.00'
	run -0 crm-rival won-lost Brio -c id,deals,lost_to
	is $'rv2\t1\t0\ntotal\t1\t0'
	run -0 crm-rival won-lost --by reason -c id,reason,won,lost
	is $'rv1\tprice\t0\t2\nrv1\tquality\t1\t0\nrv2\tprice\t0\t1\ntotal\t\t1\t2'
	run -0 crm-rival won-lost acme client.industry=trade --by closed:month -c id,closed:month,deals
	is $'rv1\t2026-08\t2\ntotal\t\t2'
	run -0 crm-rival won-lost --from 2026-08-09 --to 2026-08 -c id,deals
	is $'rv1\t1\ntotal\t1'
	run -0 crm-rival won-lost -o jsonl
	[ "$(jq -c '[.rival, .win_rate, .total]' <<<"$output" | tail -1)" = '[null,33.33,true]' ]
}

@test "won and lost by the base's segments: a deal stands under each that its client is in" {
	deals
	crm-add -q segment name=care filter=industry=care >/dev/null
	crm-add -q segment name=every filter='name!='  >/dev/null
	run -0 crm-rival won-lost --by segment -c id,segment,won,lost
	is $'rv1\tcare\t0\t1\nrv1\tevery\t1\t2\nrv2\tcare\t0\t1\nrv2\tevery\t0\t1\ntotal\t\t1\t2'
}

@test "won-lost refuses what it cannot be asked, and says when there is nothing" {
	run -1 crm-rival won-lost
	is ''
	deals
	run -64 --separate-stderr crm-rival won-lost --by reason,client
	says 'one path only'
	run -64 --separate-stderr crm-rival won-lost --by tags
	says 'tags has several values'
	run -64 --separate-stderr crm-rival won-lost --by rival
	says 'lines are by rival as it is'
	run -64 --separate-stderr crm-rival won-lost nope=1
	says 'deal has no field "nope"'
	run -1 --separate-stderr crm-rival won-lost Nobody
	says 'there is no rival "Nobody"'
	run -65 --separate-stderr crm-rival won-lost d1
	says 'd1 is no rival'
	run -64 --separate-stderr crm-rival won-lost --from never
	says 'never'
	run -1 crm-rival won-lost closed=2020
}

@test "facts hold between their days, are old after a year, and say who said so" {
	deals
	run -0 crm-rival fact Acme strength Delivers overnight source='Fair, Utrecht' line=Winter
	is fa1
	crm-rival fact acme weakness 'Repairs nothing' at=2025-09-14 >/dev/null
	crm-rival fact rv1 weakness 'Has no shop' at=2025-09-15 >/dev/null
	crm-rival fact Acme threat 'Buys Brio' at=2026-01-01 until=2026-09-14 >/dev/null
	crm-rival fact Acme opportunity 'Its fitter left' until=2026-09-15 >/dev/null
	crm-rival fact Acme goal 'Half of the north' at=2027-01-01 >/dev/null
	run -0 crm-find fact -s id -c kind,state
	is "$(printf '%s\n' fa1,strength,holds fa2,weakness,old fa3,weakness,holds fa4,threat,expired fa5,opportunity,holds \
		fa6,goal,coming | tr , '\t')"
	[ "$(crm-find rival id=rv1 -c facts)" = $'rv1\t4' ]
	run -0 crm-rival swot Acme -o json
	[ "$(jq -c '[.name, .strengths[0].source, (.weaknesses | map(.state)), .opportunities[0].until, .threats, .goals]' <<<"$output")" = \
		'["Acme","Fair, Utrecht",["holds","old"],"2026-09-15",null,null]' ]
	run -0 crm-rival swot Acme -a -o json
	[ "$(jq -c '[.threats[0].state, .goals[0].state]' <<<"$output")" = '["expired","coming"]' ]
	run -0 crm-rival swot Acme --now 2026-09-16T09:00:00Z -o json
	[ "$(jq -c .opportunities <<<"$output")" = null ]
	run -0 crm-rival swot Acme
	[[ $output == *$'weaknesses:\n  id   about            at          state\n  fa3'* ]]
	run -0 crm-rival swot Acme Brio -o json
	[ "$(jq -c 'map(.name)' <<<"$output")" = '["Acme","Brio"]' ]
	run -0 crm-rival swot Acme -o yaml
	[ "${lines[1]}" = 'name: Acme' ]
}

@test "facts and sightings refuse what they are not" {
	deals
	run -64 --separate-stderr crm-rival fact Acme
	says 'RIVAL KIND TEXT'
	run -64 crm-rival fact Acme strength
	run -64 crm-rival fact Acme strength ''
	run -65 --separate-stderr crm-rival fact Acme wish 'A shop'
	says 'kind'
	run -65 --separate-stderr crm-rival fact Acme strength 'A shop' until=2026-01-01
	says 'until: is before at'
	run -1 --separate-stderr crm-rival fact Nobody strength 'A shop'
	says 'there is no rival "Nobody"'
	run -65 --separate-stderr crm-rival see Acme price 'Cheap'
	says 'price: which?'
	run -65 --separate-stderr crm-rival see d1 product 'New'
	says 'd1 is no rival'
	run -64 --separate-stderr crm-rival swot Acme -o vcard
	run -65 --separate-stderr crm-rival swot d1
	says 'd1 is no rival'
	[ "$(crm-find fact --count; crm-find sighting --count)" = $'0\n0' ]
}

@test "sightings: the latest first, a price against ours in one currency only" {
	deals
	crm-rival see Acme price 'In the catalogue' product=Parka price=95 source=catalogue at=2026-09-01 >/dev/null
	crm-rival see Acme price 'At Zed' product=Parka price=104.99 client=Zed at=2026-09-02 >/dev/null
	crm-rival see Brio price 'On the site' product=Boot price=40 >/dev/null
	crm-rival see Brio price 'In euros' product=Boot price=40 currency=EUR >/dev/null
	crm-rival see Brio campaign 'Free gloves' line=Hands at=2026-08-01 >/dev/null
	run -0 crm-rival sightings -c rival.name,price,currency,of_ours,line,agent.name
	is "$(printf '%s\n' si4,Brio,40.00,EUR,,Feet,'Anna Ames' si3,Brio,40.00,USD,80,Feet,'Anna Ames' \
		si2,Acme,104.99,EUR,104.99,Winter,'Anna Ames' si1,Acme,95.00,EUR,95,Winter,'Anna Ames' \
		si5,Brio,,EUR,,Hands,'Anna Ames' | tr , '\t')"
	run -0 crm-rival sightings acme 'at>=2026-09-02' -o ids
	is si2
	run -0 crm-rival sightings kind=campaign -o csv -c about
	is $'id,about\nsi5,Free gloves'
	run -1 crm-rival sightings kind=people
	crm-find rival name=Brio | crm-rival sightings - -o ids >got
	[ "$(tr '\n' ' ' <got)" = 'si4 si3 si5 ' ]
}

@test "the matrix: lines of products and needs, what was seen there, the mean of the last prices" {
	deals
	crm-rival see Acme price Old product=Parka price=50 at=2026-01-01 >/dev/null
	crm-rival see Acme price New product=Parka price=90 at=2026-02-02 >/dev/null
	crm-add -q product sku=PS name=Scarf line=Winter price=10 currency=EUR >/dev/null
	crm-rival see Acme price Scarf product=Scarf price=12 at=2026-01-05 >/dev/null
	crm-add -q need client=Zed deal=d2 line=Winter >/dev/null
	run -0 crm-rival matrix -o csv
	is 'id,rival,line,open,won,lost,win_rate,seen,of_ours,last_seen
rv1,Acme,Feet,0,0,1,0,0,,
rv1,Acme,Hands,0,0,1,0,0,,
rv1,Acme,Winter,1,1,1,50,3,105,2026-02-02
rv2,Brio,Hands,0,0,1,0,0,,
rv2,Brio,Heads,0,0,0,,0,,
rv2,Brio,Winter,1,0,1,0,0,,'
	run -0 crm-rival matrix --show deals -o csv
	is 'id,rival,Feet,Hands,Heads,Winter
rv1,Acme,1,1,,3
rv2,Brio,,1,0,2'
	run -0 crm-rival matrix Brio --show lost -o csv
	is $'id,rival,Hands,Heads,Winter\nrv2,Brio,1,0,1'
	run -64 --separate-stderr crm-rival matrix --show win_rate
	run -64 --separate-stderr crm-rival matrix name=Acme
	says 'matrix takes rivals'
	crm-rm -q --with-dependents rv1 >/dev/null
	run -0 crm-rival matrix -c id -o csv
	is $'id\nrv2\nrv2\nrv2'
}

@test "a line may be called like a column, or not at all" {
	crm-add -q rival name=Acme lines=id,rival >/dev/null
	crm-rival see Acme people 'A new fitter' >/dev/null
	run -0 crm-rival matrix --show seen -o csv
	is $'id,rival,line id,line rival,(no line)\nrv1,Acme,0,0,1'
}

@test "the card: what we have, who is in, their record, prices against this client's, answers that worked" {
	deals
	crm-add -q term client=Zed product=Parka price=96 --as boss >/dev/null
	crm-add -q need client=Zed product=Glove about='Warm hands' >/dev/null
	crm-add -q need client=Zed product=Boot about='Never again' level=rejected >/dev/null
	crm-rival see Acme price Old product=Parka price=80 at=2026-01-01 >/dev/null
	crm-rival see Acme price New product=Parka price=90 source=web >/dev/null
	crm-rival fact Acme weakness 'Repairs nothing' >/dev/null
	crm-rival fact Acme strength 'Was cheap' at=2025-01-01 until=2025-12-31 >/dev/null
	for d in d3 d4; do
		crm-case object $d 'Too dear' kind=price >/dev/null
	done
	crm-case answer -q ob1 'Lasts ten winters' >/dev/null
	crm-case settle -q ob1 >/dev/null
	crm-case answer -q ob2 'Less for more' >/dev/null
	crm-case stands -q ob2 >/dev/null
	crm-case object d1 'Zed has no budget' kind=price >/dev/null
	run -0 crm-rival card d1 -o json
	card=$output
	ask() { jq -c "$1" <<<"$card"; }
	[ "$(ask '[.title, .["client.name"], .["client.supplier"]]')" = '["One","Zed","ACME"]' ]
	[ "$(ask '.products | map([.name, .strengths, .proof])')" = '[["Glove",null,null],["Parka",["warm","light"],"Test of 2025"]]' ]
	[ "$(ask '.needs | map(.about)')" = '["Warm hands"]' ]
	[ "$(ask '.rivals | map([.["rival.name"], .role])')" = '[["Acme","incumbent"],["Brio","challenger"]]' ]
	[ "$(ask '.rivals[0] | [.["rival.won"], .["rival.lost"], .["rival.lost_to"], .["rival.win_rate"]]')" = '[1,2,2,33.33]' ]
	[ "$(ask '.rivals[0].reasons | map([.deals, .were, .by])')" = '[[1,"won","quality"],[2,"lost","price"]]' ]
	[ "$(ask '.rivals[0] | [.strengths, .weaknesses[0].about]')" = '[null,"Repairs nothing"]' ]
	[ "$(ask '.rivals[0].prices | map([.product, .theirs, .ours, .of_ours, .source])')" = '[["Parka",90,96,93.75,"web"]]' ]
	[ "$(ask '.rivals[0].answers_that_worked | map([.kind, .answer, .used, .settled])')" = '[["price","Lasts ten winters",1,1]]' ]
	[ "$(ask '.rivals[1] | [.prices, .answers_that_worked]')" = '[null,null]' ]
	[ "$(ask '.objections | map(.about)')" = '["Zed has no budget"]' ]
	[ "$(ask '.best_answers[0].answer')" = '"Lasts ten winters"' ]
	run -0 crm-rival card d5 -o json
	[ "$(jq -c .rivals <<<"$output")" = '[]' ]
	run -65 --separate-stderr crm-rival card rv1
	says 'rv1 is no deal'
	run -0 crm-rival card d1
	[[ $output == *$'\nrivals:\n'*'Repairs nothing'* ]]
}

@test "crm-show tells who is in a deal, and all of a rival" {
	deals
	crm-rival fact Acme threat 'Buys Brio' >/dev/null
	crm-rival see Acme product 'A coat' >/dev/null
	run -0 crm-show d1 -o json
	[ "$(jq -c '.bids | map([.["rival.name"], .["rival.won"], .["rival.lost"]])' <<<"$output")" = '[["Acme",1,2],["Brio",0,1]]' ]
	run -0 crm-show rv1 -o json
	[ "$(jq -c '[.threats[0].about, .open_deals, (.in_deals | length), .last_sightings[0].about, (.won_deals | length), (.lost_deals | map(.took))]' <<<"$output")" = \
		'["Buys Brio",1,1,"A coat",1,[true,true]]' ]
}

@test "a dry run keeps nothing, and what was told is taken back by undo" {
	deals
	before=$(crm-find fact -c all; crm-find sighting -c all; crm-find bid -c all)
	crm-rival fact -n Acme strength x >/dev/null
	crm-rival see -n Acme product x >/dev/null
	crm-rival bid -n d3 Brio >/dev/null
	for c in 'fact Acme strength x' 'see Acme product x' 'bid d3 d5 Brio'; do
		eval "crm-rival $c" >/dev/null
		crm-history -q undo last
	done
	[ "$(crm-find fact -c all; crm-find sighting -c all; crm-find bid -c all)" = "$before" ]
}

@test "bids of many deals are one batch, all or none" {
	deals
	crm-find deal stage=won | crm-rival bid Brio >got
	[ "$(crm-find bid rival=rv2 --count)" = 4 ]
	run -65 --separate-stderr crm-rival bid d4 d1 Brio
	says 'is in that deal already'
	[ "$(crm-find bid deal=d4 --count)" = 1 ]
	run -64 crm-rival bid
	run -1 crm-rival bid d1 Nobody
	run -65 --separate-stderr crm-rival bid c1 Brio
	says 'c1 is no deal'
}

@test "what hostile rivals write is kept as it is, and ends no line" {
	name=$(printf 'quotes \x27 " \\ tab\there\nline \033[31m \xd7\xa9 \xe2\x80\xae %%s {x}')
	crm-add -q deal title=One client=Zed rival="$name" stage=lost reason=price >/dev/null
	[ "$(crm-find rival -c name -o json | jq -r '.[0].name')" = "$name" ]
	crm-rival fact "$name" strength "$name" source="$name" >/dev/null
	crm-rival see "$name" price "$name" price=999999999999 product=Parka line="$name" >/dev/null
	[ "$(crm-rival sightings | wc -l)" = 1 ]
	[ "$(crm-rival won-lost | wc -l)" = 2 ]
	[ "$(crm-rival matrix --show seen -o json | jq -r '.[0] | keys[]' | grep -c quotes)" = 1 ]
	[ "$(crm-rival swot rv1 -o json | jq -r '.strengths[0].source')" = "$name" ]
	crm-rival card d1 -o json | jq . >/dev/null
	run -0 crm-rival card d1
	[[ $output != *$'\033'* ]]
	crm-set -q rv1 name=Tame >/dev/null
	[ "$(crm-find deal rival=Tame --count)" = 1 ]
}

@test "a closed standard output is told" {
	deals
	for c in list won-lost matrix 'swot Acme' 'card d1'; do
		run -74 --separate-stderr bash -c "crm-rival $c >/dev/full"
	done
}
