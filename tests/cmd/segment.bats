#!/usr/bin/env bats
# crm-segment: filters with names, classes, schemes of communication, markets
load helper

prepare() {
	{ crm-init --print-policy; cat <<-'EOF'
		fields:
		  client:
		    - {name: abc, type: word, values: [A, B, C]}
		    - {name: rfm, type: text}
		    - {name: growth, type: int}
		    - {name: fit, type: int}
		    - {name: role, type: word}
	EOF
	} >policy.yaml
	crm-init -q --policy policy.yaml
}

clients() {
	crm-add -q user login=anna name='Anna Ames' >/dev/null
	crm-add -q -i csv >/dev/null <<-'EOF'
		name,city,owner,growth,fit
		Acme,Utrecht,anna,8,2
		Beta,Zwolle,anna,4,9
		Ceta,Utrecht,,9,7
		Deta,Ede,,1,1
	EOF
}

# Acme has bought 1000, Beta 100, Ceta 90, Deta nothing that counts
orders() {
	clients
	crm-add -q product sku=X name=X price=1 >/dev/null
	crm-add -q order -i csv >/dev/null <<-'EOF'
		client,number,ordered,kind,cancelled,currency
		Acme,1,2026-01-01,order,,EUR
		Acme,2,2026-08-01,order,,EUR
		Beta,3,2026-05-05,order,,EUR
		Ceta,4,2025-01-01,order,,EUR
		Deta,5,2026-05-05,quote,,EUR
		Deta,6,2026-05-05,order,2026-05-06,EUR
		Deta,7,2026-05-05,order,,USD
	EOF
	crm-add -q line -i csv >/dev/null <<-'EOF'
		order,product,quantity,price
		1,X,10,50
		2,X,100,5
		3,X,10,10
		4,X,10,9
		5,X,10,9000
		6,X,10,9000
		7,X,10,9000
	EOF
}

@test "a segment is a filter with a name, wherever a filter is" {
	clients
	crm-add -q segment name=utrecht filter=city=Utrecht about='Near by'
	run -0 crm-find @utrecht -c name
	is $'c1\tAcme\nc3\tCeta'
	run -0 crm-find 'not (@utrecht or city=Ede)' -c name
	is $'c2\tBeta'
	[ "$(crm-sum @utrecht growth=9)" = 1 ]
	crm-find @utrecht | crm-set -q tags+=near
	[ "$(crm-find tags=near --count)" = 2 ]
	run -0 crm-segment list
	is $'sg1\tutrecht\tcity=Utrecht\t\t\t\tNear by'
	run -1 crm-segment list name=other
}

@test "segments use each other and the policy's filters, but not themselves" {
	clients
	crm-add -q segment name=utrecht filter=city=Utrecht
	crm-add -q segment name=more filter='@utrecht or class=key'
	crm-add -q segment name=most filter='not @more or @key_clients'
	[ "$(crm-find @most --count)" = 2 ]
	run -65 --separate-stderr crm-set sg1 filter='city=Ede or @most'
	says 'filter: @more: column 1: @utrecht goes round in a circle: @utrecht > @most > @more > @utrecht'
	run -65 --separate-stderr crm-add segment name=me filter=@me
	says '@me goes round in a circle: @me > @me'
	[ "$(crm-find @most --count)" = 2 ]
}

@test "what cannot be read is refused before it is kept" {
	run -65 --separate-stderr crm-add segment name=x filter=citty=Ede
	says 'filter: @x: column 1: client has no field "citty" (did you mean city?)'
	run -65 --separate-stderr crm-add segment name=x filter=@nobody
	says 'there is no filter @nobody'
	run -65 --separate-stderr crm-add segment name=hot.1 filter=city=Ede
	says 'is no name'
	run -65 --separate-stderr crm-add segment name=quiet filter=city=Ede
	says 'the policy has a filter @quiet already'
	run -65 --separate-stderr crm-add segment name=x filter=city=Ede 'message=Call {naam}'
	says 'message: client has no field "naam"'
	run -65 --separate-stderr crm-add segment name=x filter=city=Ede every=0
	says 'every'
	crm-add -q segment name=ede filter=city=Ede
	run -65 --separate-stderr crm-add segment name=EDE filter=city=Ede
	says 'sg1 has "ede" already'
	crm-add -q segment name=west filter='@ede or city=Utrecht'
	run -65 --separate-stderr crm-set sg1 name=edde
	says '@west: column 1: there is no filter @ede (did you mean @edde?)'
	run -64 --separate-stderr crm-find deal @west
	says '@west is a filter of client, not of deal'
	crm-rm -q sg1
	run -64 --separate-stderr crm-find @west
	says '@west: column 1: there is no filter @ede'
}

@test "a price for a segment holds for its clients" {
	orders
	crm-add -q segment name=utrecht filter=city=Utrecht
	crm-add -q term segment=utrecht product=X price=0.96
	[ "$(crm-product price Acme X 1 -c rank,price | tail -1)" = $'price\t0.96' ]
	[ "$(crm-product price Beta X 1 -c rank,price | tail -1)" = $'price\t1.00' ]
	run -65 --separate-stderr crm-add term segment=none product=X price=1
	says 'there is no segment'
	crm-add -q segment name=west filter='@utrecht or city=Ede'
	crm-add -q term segment=west product=X price=0.97
	crm-rm -q sg1
	run -0 crm-product price Acme X 1 -c term,what,price
	is 't1	@utrecht is no filter that can be read	
t2	@west is no filter that can be read	
	list price	1.00
		1.00'
}

@test "ABC is by orders that count, of a period, or by a field" {
	orders
	run -0 --separate-stderr crm-segment classify --by abc
	is $'c1\tAcme\tA\t1000.00\t84.03\t0\nc2\tBeta\tB\t100.00\t8.4\t84.03\nc3\tCeta\tB\t90.00\t7.56\t92.44'
	says 'A 1, B 2'
	run -0 crm-segment classify --by abc --from 2026-02 -q -c id,value
	is $'c1\t500.00\nc2\t100.00'
	run -0 crm-segment classify --by abc --at 2025-12-31 -q -c id,value
	is $'c3\t90.00'
	run -0 crm-segment classify --by abc --value growth city!=Ede -q -c id,class,value
	is $'c3\tA\t9\nc1\tA\t8\nc2\tB\t4'
	run -1 crm-segment classify --by abc city=Ede
	run -64 --separate-stderr crm-segment classify --by abc --value city
	says 'city is no number'
	run -64 --separate-stderr crm-segment classify --by abc --value growth --from 2026
	says 'do not count here'
	run -64 crm-segment classify
	run -64 crm-segment classify --by xyz
}

@test "what was sent back does not count" {
	orders
	crm-add -q delivery line=ol2 quantity=100 at=2026-08-02 >/dev/null
	crm-add -q delivery line=ol2 quantity=-30 at=2026-08-09 >/dev/null
	crm-add -q delivery line=ol2 quantity=-10 at=2026-08-10 >/dev/null
	crm-add -q delivery line=ol2 quantity=5 at=2026-08-11 >/dev/null   # replaces some
	run -0 crm-segment classify --by abc -q -c id,value
	is $'c1\t825.00\nc2\t100.00\nc3\t90.00'
	[ "$(crm-sum line order.client=Acme -a sum:kept | head -1)" = 825.00 ]
}

@test "the matrix scores factors, and prints them" {
	orders
	run -0 crm-segment classify --by matrix --attractive growth:2,spent:1:0..1000 --position fit -q -o csv -c id,class,why
	is 'id,class,why
c1,star,"growth 8x2, spent 10x1; fit 2x1"
c3,strategic,"growth 9x2, spent 0.9x1; fit 7x1"
c2,status,"growth 4x2, spent 1x1; fit 9x1"
c4,streamline,"growth 1x2, spent 0x1; fit 1x1"'
	run -64 --separate-stderr crm-segment classify --by matrix --attractive growth
	says '--position'
	for bad in growth:x growth:1:5 growth:1:5..5 city nobody growth:0; do
		run -64 crm-segment classify --by matrix --attractive "$bad" --position fit
	done
}

@test "a class goes into a field: tried first, written once, taken back" {
	orders
	crm-add -q client name=Eta abc=C
	run -0 --separate-stderr crm-segment classify --by abc --into abc -n
	is $'c1\tabc: -> A\nc2\tabc: -> B\nc3\tabc: -> B\nc5\tabc: C ->'
	says '4 changed (dry run: nothing is kept)'
	run -1 crm-find abc=A
	crm-segment classify --by abc --into abc -q
	run -0 --separate-stderr crm-segment classify --by abc --into abc
	is ''
	says '0 changed'
	[ "$(crm-find abc=B --count)" = 2 ]
	crm-history undo last -q
	run -1 crm-find abc=A
	crm-segment classify --by rfm --into role -q city!=Zwolle
	run -0 crm-find role!= -c role
	[[ $output != *' '* ]]
	for bad in name city.x orders tags nope; do
		run -64 crm-segment classify --by abc --into $bad
	done
	run -65 --separate-stderr crm-segment classify --by abc --into class
	says 'class'
}

@test "who moved is told by the journal" {
	orders
	run -1 crm-segment moved abc
	crm-segment classify --by abc --into abc -q
	CRM_NOW=2026-10-01T09:00:00Z crm-segment classify --by abc --from 2026-02-01 --into abc -q
	run -0 crm-segment moved abc
	is $'c3\tCeta\tB\t\t2026-10-01T09:00:00Z'
	run -0 crm-segment moved abc --since 2026-09-01 -c id,was,is
	is $'c1\t\tA\nc2\t\tB'
	run -1 crm-segment moved abc --since 2026-10-02
	run -64 crm-segment moved nope
	run -64 crm-segment moved
}

@test "gaps are those of a scheme, on its channel" {
	clients
	crm-add -q segment name=near filter=city=Utrecht every=14 channel=call
	crm-add -q segment name=all filter='@near or city=Zwolle' every=30
	run -1 crm-segment gaps
	crm-log -q Acme -c call 'Hello' 2>/dev/null || crm-add -q interaction client=Acme channel=call subject=Hello
	crm-add -q interaction client=Ceta channel=email subject=Hello
	export CRM_NOW=2026-09-29T09:00:00Z
	run -1 crm-segment gaps                              # 14 days are not more than 14
	crm-add -q interaction client=Acme channel=call subject=Again >/dev/null
	export CRM_NOW=2026-09-30T09:00:00Z
	run -0 crm-segment gaps
	is $'c3\tCeta\tnear\tcall\t14\t15\t\t'
	export CRM_NOW=2026-11-01T09:00:00Z
	run -0 crm-segment gaps all -c id,days,last,owner
	is $'c2\t47\t\tAnna Ames\nc3\t47\t2026-09-15T09:00:00Z\t\nc1\t33\t2026-09-29T09:00:00Z\tAnna Ames'
	run -1 --separate-stderr crm-segment gaps nobody
	says 'there is no segment "nobody"'
}

@test "the sweep plans what a scheme asks for, once for each gap" {
	clients
	crm-add -q segment name=near filter=city=Utrecht every=14 channel=call 'message=Call {name} in {city}' owner=anna
	export CRM_NOW=2026-10-01T09:00:00Z
	crm-followup sweep -n -q
	run -1 crm-find followup rule=segment_near
	crm-followup sweep -q
	run -0 crm-find followup rule=segment_near -c about,kind,client.name,owner
	is $'f1\tCall Acme in Utrecht\tcall\tAcme\tu1\nf2\tCall Ceta in Utrecht\tcall\tCeta\tu1'
	crm-followup sweep -q || true
	[ "$(crm-find followup rule=segment_near --count)" = 2 ]
	crm-followup 'done' -q f1
	crm-followup sweep -q || true
	[ "$(crm-find followup rule=segment_near --count)" = 2 ]
	crm-add -q interaction client=Acme channel=call subject=Hello >/dev/null
	CRM_NOW=2026-10-20T09:00:00Z crm-followup sweep -q
	[ "$(crm-find followup rule=segment_near client=Acme --count)" = 2 ]
}

@test "markets: the most promising first, with the reason" {
	orders
	crm-add -q segment name=utrecht filter=city=Utrecht size=100k growth=12
	crm-add -q segment name=zwolle filter=city=Zwolle size=500k growth=-10
	crm-add -q segment name=ede filter=city=Ede size=1k
	crm-add -q segment name=anywhere filter=name~a
	crm-add -q segment name=usa filter=city=Zwolle size=1k currency=USD
	for d in Acme/won Acme/lost Beta/won Beta/lost Beta/lost Beta/lost; do
		crm-add -q deal client=${d%/*} title=x value=1 stage=${d#*/} reason=price >/dev/null
	done
	run -0 crm-segment market -o csv -c name,clients,share,win_rate,promise,why
	is 'id,name,clients,share,win_rate,promise,why
sg2,zwolle,1,0.02,25,112475.00,"in a year 450000.00, of which not ours 449900.00; 1 of 4 deals won"
sg1,utrecht,2,1,50,55500.00,"in a year 112000.00, of which not ours 111000.00; 1 of 2 deals won"
sg4,anywhere,4,,33.33,,its size is not known
sg3,ede,1,0,,,no deal was closed there yet
sg5,usa,1,,25,,its size is not in EUR'
	run -64 crm-segment market x
}

@test "published classes come out: 995 clients, 4,906 orders" {
	data rfm/rfm_data_orders.csv
	run -0 --separate-stderr crm-segment classify --by rfm -i csv "$file" --at 2006-12-31
	says 'days from 1, 115, 181, 297.4, 482, 977'
	says 'orders from 1, 4, 5, 6, 8, 15'
	says 'amount from 12, 255.8, 382, 506.4, 666, 1489'
	echo "$output" >got
	[ "$(awk -F '\t' '$2 == "Champions" { n++; o += $5; a += $6 } END { print n, o, a }' got)" = '35 316 31646' ]
	grep -qx "Abbey O'Reilly	[A-Za-z ]*	343	205	6	472.00" got
	[ "$(cut -f 3 got | cut -c 2 | sort | uniq -c | awk '{ printf "%s ", $1 }')" = '268 187 176 244 120 ' ]
	crm-segment classify --by abc -i csv <"$file" -q >got
	[ "$(awk -F '\t' '{ n[$2]++; a[$2] += $3 } END { print n["A"], a["A"], n["B"], a["B"], n["C"], a["C"] }' got)" = \
		'606 371676 228 69361 161 23121' ]
}

@test "orders of any source: headers are known or mapped, bad rows named" {
	printf 'Who,When,EUR\nAnn,31.12.2025,10\nBob,01.02.2026,30\nBob,01.03.2027,99\n' >a.csv
	run -0 crm-segment classify --by abc -i csv a.csv --map Who=client,When=ordered,EUR=amount --date-format %d.%m.%Y -q
	is $'Bob\tA\t30.00\t75\t0\nAnn\tA\t10.00\t25\t75'
	run -64 --separate-stderr crm-segment classify --by abc -i csv a.csv
	says "a.csv:2: no column is the order's client: --map 'COLUMN=client'"
	printf '{"client":"A\\"nn","ordered":"2026-01-01","amount":5}\n{"client":"Bob","amount":5}\n' |
		{ run -65 --separate-stderr crm-segment classify --by rfm -i jsonl; says 'stdin:2: '; }
	printf 'A; -- "x"\t2026-01-01\t5\n' | { run -0 crm-segment classify --by abc -i lines -q; is $'A; -- "x"\tA\t5.00\t100\t0'; }
	printf 'client,ordered,amount\n' | { run -1 crm-segment classify --by rfm -i csv; }
	run -64 crm-segment classify --by abc -i csv a.csv --into abc
}
