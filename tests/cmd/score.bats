#!/usr/bin/env bats
# crm-score: reliability, prospects and churn, each with its reason, kept and compared
load helper

add() { crm-add -q "$@" >/dev/null; }

# deals FIRST LAST STATE INDUSTRY: closed deals of a client of that industry
client_of() { crm-find "name=$1" -o ids; }
closed() {
	local stage=won more=
	[ "$1" = won ] || { stage=lost more=,price; }
	{ echo "title,client,stage${more:+,reason}"; seq -f "$1 %g,$2,$stage$more" "$3"; } | add deal -i csv
}

@test "what the books tell of a client is added up, the heaviest reason first" {
	add name=Good registration=1
	add name=Bad emails=bad@gmail.com credit_limit=50
	add product sku=B1 name=Bolt price=10
	for c in Good Bad; do
		for m in 05 06 07; do add order client=$c ordered=2026-$m-01; done
	done
	seq -f 'o%g,B1,10,10' 6 | { echo order,product,quantity,price; cat; } | add line -i csv
	add payment -i csv <<<'order,amount,due,paid
o1,100,2026-05-31,2026-05-31
o2,100,2026-06-30,2026-06-20
o3,100,2026-07-31,2026-07-31
o4,100,2026-05-31,2026-08-29
o5,100,2026-06-30,
o6,50,2026-07-01,2026-08-01'
	add signal client=Good kind=good_reference at=2026-01-01 source=Jansen
	add signal client=Good kind=fraud until=2026-09-14
	run -0 --separate-stderr crm-score reliability
	is "c1	Good	promising	45	82		+20 pays_promptly: payment index 82 of 3 payments; +15 good_reference: recorded (Jansen); +10 buys_again: 3 orders
c2	Bad	unprofitable	-80	36		-40 pays_badly: payment index 36 of 3 payments; -20 overdue: a payment is 77 days overdue; -15 over_limit: owes more than its credit limit; +10 buys_again: 3 orders; -10 no_registration: neither a number in the trade register nor one for VAT; -5 free_mail: only addresses that anybody may have"
	same 'crm-score reliability c2' 'crm-score reliability | tail -1'
	same 'crm-score reliability name=Bad' 'crm-find name=Bad | crm-score reliability -'
	run -1 crm-score reliability name=Nobody
	run -65 --separate-stderr crm-score reliability o1
	says "o1 is no client"
}

@test "people, letters, complaints and figures count" {
	add name=Acme registration=1
	add person name=Jan
	add role client=Acme person=Jan until=2026-03-01
	add consent client=Acme address=a@acme.example state=granted at=2026-01-01
	add consent client=Acme address=a@acme.example state=hold at=2026-02-01
	add consent client=Acme address=b@acme.example state=hold at=2026-01-01
	add consent client=Acme address=b@acme.example state=granted at=2026-02-01
	for i in 1 2; do
		add case about=Torn client=Acme
		for v in acknowledge assess investigate; do crm-case -q $v cs$i >/dev/null; done
		crm-case -q decide cs$i decision=No >/dev/null
		crm-case -q reject cs$i >/dev/null
	done
	add figures client=Acme year=2024 ebit=1 total_assets=1000 sales=1 equity=1 liabilities=999 working_capital=1 retained=1
	add figures client=Acme year=2025 ebit=100 total_assets=1000 sales=2000 equity=600 liabilities=400 working_capital=300 retained=200
	run -0 --separate-stderr crm-score reliability -c points,z,why
	is "c1	-10	3.32	+15 solvent: Altman Z' 3.32 of 2025; -10 complaints_lost: 2 of its complaints were rejected; -10 returned_mail: mail to 1 address comes back; -5 changed_contact: 1 of those we knew left within a year"
	add figures client=Acme year=2026 ebit=1
	run -0 --separate-stderr crm-score reliability -c points,z
	is "c1	-25	"
}

@test "a signal that the policy does not know needs its weight, and one with a veto decides" {
	add name=Acme registration=1
	run -65 --separate-stderr crm-add signal client=Acme kind=rude
	says "the policy has no signal \"rude\""
	add signal client=Acme kind=rude weight=-3 note=$'tab\there "q" \xe2\x80\xae'
	add signal client=Acme kind=good_reference weight=99
	run -0 crm-score reliability -c verdict,points
	is "c1	promising	96"
	add signal client=Acme kind=bankrupt weight=-1
	run -0 crm-score reliability -c verdict,points,why
	is "c1	unprofitable	95	veto -1 bankrupt: recorded; +99 good_reference: recorded; -3 rude: tab\\there \"q\" "$'\xe2\x80\xae'
}

@test "chances are learned from what was won and lost, and every factor can be seen" {
	add name=Care industry=care
	add name=Rail industry=rail
	closed won c1 30
	closed lost c1 5
	closed won c2 5
	closed lost c2 20
	add deal title=One client=c1
	add deal title=Two client=c2 probability=77
	run -0 --separate-stderr crm-score prospect -c id,title,probability,prospect,why
	is "d61	One	5	85.53	for: industry care 0.81
d62	Two	77	20.26	against: industry rail 0.15"
	run -0 --separate-stderr crm-score prospect d61 --explain
	[ "${#lines[@]}" = 4 ]
	[ "${lines[0]}" = "d61	industry	care	30.1	35.2	5.1	25.2	80.86" ]
	run -0 --separate-stderr crm-score prospect --save -q
	run -0 crm-find deal prospect=50.. -c title
	is "d61	One"
	run -0 crm-find deal title=Two -c probability,prospect
	[[ $output == "d62	77	"* ]]
	run -1 crm-score prospect d1
}

@test "with few closed deals there are points, and it is said" {
	add name=Acme emails=a@acme.example phones=0401234567 source=referral
	add person name=Jan
	add role client=Acme person=Jan influence=decider
	add deal title=One client=Acme
	add deal title=Two
	add need client=Acme deal=d1 line=bolts
	add interaction client=Acme deal=d1 channel=call direction=in at=2026-08-16T09:00:00Z
	run -0 --separate-stderr crm-score prospect -c title,prospect,points,why
	is "d1	One		50	fit 40 of 40: e-mail telephone decider referral; nearness 10 of 60: contacts 5.0, needs 1
d2	Two		0	fit 0 of 40: nothing known; nearness 0 of 60: contacts 0.0, needs 0"
	says "points, not chances: 0 deals won and 0 lost are too few"
	run -64 crm-score prospect --since soon
}

@test "the published clients of CDNOW come out" {
	data cdnow/CDNOW_sample.txt
	{ echo client,date,amount; awk '{ print $2 "," $3 "," $5 + 0 }' "$file"; } >cdnow.csv
	run -0 --separate-stderr crm-score churn -i csv cdnow.csv --date-format %Y%m%d --at 1997-09-30 --fit
	# to the digits that are published
	run -0 awk '{ printf "%s %." (/likelihood/ ? 1 : /^(r|a|b|alpha)\t/ ? 3 : /^[pqv]\t/ ? 2 : 0) "f\n", $1, $2 }' <<<"$output"
	is "clients 2357
no_repeat 1411
repeats 2457
r 0.243
alpha 4.414
a 0.793
b 2.426
log_likelihood -9582.4
p 6.25
q 3.74
v 15.44
money_log_likelihood -4055.9"
	run -0 --separate-stderr crm-score churn -i csv cdnow.csv --date-format %Y%m%d --at 1997-09-30 --weeks 39
	[ "${#lines[@]}" = 2357 ]
	[[ $output == *$'\n0001\t\t3\t1997-08-02\tfading\t'*$'\t1.226\t'* ]]
	[ "$(cut -f5,6 <<<"$output" | grep -c $'^no_repeat\t$')" = 1411 ]
}

@test "orders in the base and the same from a file foresee the same" {
	seq -f 'C%g' 12 | { echo name; cat; } | add client -i csv
	add product sku=B1 name=Bolt price=1
	for c in $(seq 12); do
		for w in 0 "$c" 20; do echo "c$c,$(date -u -d "2026-01-01 $w weeks" +%F),$((c * 10 + w))"; done
	done >o.txt
	{ echo client,ordered; cut -d, -f1,2 o.txt; } | add order -i csv
	{ echo order,product,quantity,price; awk -F, '{ print "o" NR ",B1," $3 ",1" }' o.txt; } | add line -i csv
	{ echo client,date,amount; cat o.txt; } >o.csv
	same 'crm-score churn | cut -f1,3-' 'crm-score churn -i csv o.csv | cut -f1,3-'
	same 'crm-score churn --fit' 'crm-score churn -i csv --fit <o.csv'
	same 'crm-score churn c3' 'crm-score churn name=C3'
	same 'crm-score churn c3' "crm-score churn | grep '^c3	'"
	same 'crm-score churn c3 --margin 100% --rate 10' 'crm-score churn c3'
	[ "$(crm-score churn c3 -c lifetime --margin 0)" = $'c3\t0.00' ]
	# what comes after the day is not known on it
	{ cat o.csv; echo c1,2026-09-20,5; } >more.csv
	same 'crm-score churn -i csv o.csv' 'crm-score churn -i csv more.csv'
	run -64 crm-score churn --save -i csv o.csv
	run -64 crm-score churn --margin 101
	run -64 crm-score churn --at soon
	run -1 --separate-stderr crm-score churn --at 2026-01-02
	says "0 clients ordered again: too few to learn from, 10 are needed"
}

@test "bad rows of a file are all told, by line" {
	printf 'client,date,amount\nA,2026-01-01,1\n,2026-01-01,1\nB,01-02-2026,1\nC,2026-01-01,-1\nD,,\n' >bad.csv
	run -65 --separate-stderr crm-score churn -i csv bad.csv
	says "bad.csv:3: has no client"
	says 'bad.csv:4: date: "01-02-2026" is no date'
	says 'bad.csv:5: amount: "-1" is no amount'
	says "bad.csv:6: has no date"
	run -66 crm-score churn -i csv none.csv
}

@test "scores are kept with their date, compared, and taken back" {
	add name=Acme registration=1
	add name=Bits registration=2
	run -0 --separate-stderr crm-score reliability --save -n
	says "2 scores kept (dry run: nothing is kept)"
	run -1 crm-find score
	crm-score reliability --save -q --now 2026-08-01T09:00:00Z
	run -1 crm-score changes
	add signal client=Acme kind=good_reference
	run -0 --separate-stderr crm-score reliability --save
	says "2 scores kept (ba"
	run -0 crm-score changes -c id,name,was,is,why
	is "c1	Acme	careful 0	promising 15	+15 good_reference: recorded"
	run -0 crm-score changes --since 2026-09-01 -c id
	is c1
	run -0 crm-score changes --since 2026-07-01 -c id,was
	[ "${#lines[@]}" = 2 ]
	run -0 crm-find reliability=promising -c name
	is "c1	Acme"
	run -0 crm-sum client -b reliability -a count
	is "promising	1
careful	1
total	2"
	[[ $(crm-show Acme) == *"scores:"* ]]
	crm-history undo last -q
	run -1 crm-find reliability=promising
	run -64 crm-score changes x
	run -65 crm-add score kind=churn
	run -74 bash -c 'crm-score reliability --save >/dev/full'
	[ "$(crm-find score --count)" = 2 ]
}
