#!/usr/bin/env bats
# Orders from taking to payment, and what is told of them: late, short, on time in full.
load helper

prepare() {
	crm-add -q user login=anna name=Anna role=agent >ids
	crm-add -q user login=boss name=Boss role=manager >>ids
	crm-add -q client name=Acme owner=anna >>ids
	crm-add -q client name=Bits credit_limit=100 >>ids
	printf 'sku,name,line,price,cost\nBOLT,Bolt,iron,2.50,1\nNUT,Nut,iron,1,0.5\nTAPE,Tape,soft,4,1\n' | crm-add -q product -i csv >>ids
}
counts() { for e in order line delivery payment followup; do crm-sum $e; done | tr '\n' ' '; }

@test "an order is taken at the price that holds, and says why" {
	crm-add -q term client=Acme product=BOLT price=2.40 quantity=100 >ids
	run -0 --separate-stderr crm-order take Acme BOLT:10 NUT:5 --promised 2026-10-01 number=1001 freight=7
	is o1
	run -0 crm-find order -c number,client.name,owner.name,promised_first,state,total,freight
	is "$(printf 'o1\t1001\tAcme\tAnna\t2026-10-01\topen\t30.00\t7.00')"
	run -0 crm-find line -c product.sku,quantity,price,why
	[[ ${lines[0]} == "ol1	BOLT	10	2.50	"?* ]]
	crm-order take Acme BOLT:100
	run -0 crm-find line order=o2 -c price
	is "$(printf 'ol3\t2.40')"
}

@test "a price below what who acts may give is refused, unless approved" {
	run -77 --separate-stderr crm-order take Acme NUT:5@0.50
	says 'NUT: price: 50 % is beyond the 5 % that anna may decide alone'
	[ "$(crm-sum order)" = 0 ]
	crm-order take Acme NUT:5@0.96
	CRM_USER=boss crm-order take Acme NUT:5@0.85
}

@test "credit: over the limit is refused with the numbers, unless approved" {
	crm-order take Bits BOLT:40
	run -77 --separate-stderr crm-order take Bits NUT:1
	says 'credit_limit: with this order c2 owes 101.00 EUR, 1.00 EUR beyond its 100.00 EUR: see crm-order approve'
	crm-order take Bits BOLT:1000 --quote                   # a quote is not owed
	run -77 --separate-stderr crm-order confirm o2
	run -77 --separate-stderr crm-order approve Bits 500
	run -64 crm-order approve Bits none
	CRM_USER=boss run -0 crm-order approve Bits 500 --until 2026-10-01 -m 'pays well'
	crm-order take Bits TAPE:125
	run -77 crm-order take Bits NUT:1
	run -77 crm-order --now 2026-10-02 take Bits NUT:1
	crm-order pay o1
	crm-order take Bits NUT:1
	CRM_USER=boss crm-order take Bits BOLT:1000             # within what a manager may give
}

@test "what cannot be ordered is told whole, and nothing is kept" {
	run -65 --separate-stderr crm-order take Acme FOO:1 BOLT:0 NUT:99999999999999 NUT:2@x
	says 'FOO: product: there is no product "FOO"'
	says 'BOLT: quantity: at least one unit is ordered'
	says 'NUT: quantity: 99999999999999 of them come to more than can be counted'
	says 'NUT: price: "x"'
	run -1 crm-order take Nobody BOLT:1
	run -64 crm-order take Acme
	run -64 crm-order take Acme BOLT
	run -64 --separate-stderr crm-order take Acme BOLT:1 promised
	says "'promised' is no SKU:QTY and no field=value"
	run -0 counts
	is '0 0 0 0 0 '
	run -0 crm-order -n take Acme BOLT:1
	run -0 counts
	is '0 0 0 0 0 '
}

@test "orders from a stream: rows of one number are one order" {
	run -0 --separate-stderr crm-order take < <(printf 'A1\tAcme\tBOLT\t3\t\t2026-10-01\nA2\tBits\tNUT\t1\nA1\t\tNUT\t4\t0.99\n')
	is $'o1\no2'
	says '2 orders taken, of 3 lines (ba6)'
	run -0 crm-find order -c number,client.name,promised,lines,total
	is "$(printf 'o1\tA1\tAcme\t2026-10-01\t2\t11.46\no2\tA2\tBits\t\t1\t1.00')"
	printf 'Order No;Kunde;Article;Qty;carrier;odd\nB1;Acme;NUT;2;DHL;x\nB1;Acme;TAPE;1;DHL;\n' >shop.csv
	crm-order take -i csv --map 'Kunde=client' --ignore-unknown shop.csv --promised +7d tags=shop
	run -0 crm-find order number=B1 -c lines,carrier,promised,tags
	is "$(printf 'o3\t2\tDHL\t2026-09-22\tshop')"
	crm-history -q undo last
	[ "$(crm-sum order)" = 2 ]
}

@test "a stream is kept whole or not at all, and every bad row is told" {
	printf 'order,client,sku,qty\nB1,Acme,BOLT,3\nB1,Acme,NUX,4\nB2,Nobody,NUT,1\n,Acme,NUT,1\n' >bad.csv
	run -65 --separate-stderr crm-order take bad.csv
	says 'bad.csv:3: product: there is no product "NUX"'
	says 'bad.csv:4: client: there is no client "Nobody"'
	[ "$(crm-sum order)" = 0 ]
	run -65 --separate-stderr crm-order take -i csv < <(printf 'order,client,sku,qty\nB1,Acme,BOLT,3\nB1,Bits,NUT,4\n')
	says "stdin:3: client: is 'Bits' here and 'Acme' in an earlier row of order B1"
	run -65 --separate-stderr crm-order take -i csv < <(printf 'order,client,sku,qty,foo\nB1,Acme,BOLT,3,1\n')
	says "no column 'foo'"
	run -65 --separate-stderr crm-order take -i csv < <(printf 'order,client,qty\nB1,Acme,3\n')
	says 'stdin:2: sku: is required'
	run -1 crm-order take </dev/null
	printf 'order,client,sku,qty,note\n"o\t1",Acme,BOLT,1,"a ""b""\n\xe2\x80\xaec\x1b[31m"\n' | crm-order take -i csv
	run -0 crm-find order -c note -o json
	[[ $output == *'"note":"a \"b\"\n'* ]]
}

@test "of a stream with bad orders the good ones are kept, and the others come back whole, to be mended" {
	printf 'order,client,sku,qty\r\nB1,Acme,BOLT,3\r\nB2,Nobody,NUT,1\r\nB3,Bits,BOLT,1\r\nB1,Acme,NUX,4\r\n,Bits,NUT\r\nB3,Bits,NUT,2\r\n' >in.csv
	run -65 --separate-stderr crm-order take in.csv --rejects bad.csv
	is o1
	says 'in.csv:5: product: there is no product "NUX"'
	says 'in.csv:3: client: there is no client "Nobody"'
	says 'in.csv:6: 3 fields where the header has 4'
	says '1 orders taken, of 2 lines, 3 rejected (ba'
	run -0 cat bad.csv
	is $'order,client,sku,qty\nB1,Acme,BOLT,3\nB2,Nobody,NUT,1\nB1,Acme,NUX,4\n,Bits,NUT'
	run -0 --separate-stderr crm-order take <(sed 's/NUX/NUT/;s/Nobody/Bits/;s/NUT$/NUT,9/' bad.csv) -i csv --skip-bad
	says '3 orders taken, of 4 lines, 0 rejected (ba'
	[ "$(crm-sum order)" = 4 ]
	run -65 --separate-stderr crm-order take <bad.csv -i csv --skip-bad
	says '0 orders taken, of 0 lines, 3 rejected'
	run -73 crm-order take in.csv --rejects /nowhere/x
	[ "$(crm-sum order)" = 4 ]
}

@test "what a bad order would have owed is not held against the client's other orders" {
	crm-set -q Acme credit_limit=100
	printf 'order,client,sku,qty\nB1,Acme,NUT,90\nB1,Acme,NUX,1\nB2,Acme,NUT,80\nB3,Acme,NUT,70\nB4,Acme,NUT,10\n' >in.csv
	run -65 --separate-stderr crm-order take in.csv --skip-bad
	is $'o1\no2'
	says 'in.csv:5: '
	says '2 orders taken, of 2 lines, 2 rejected'
	run -0 crm-find order -c number
	is $'o1\tB2\no2\tB4'
}

@test "deliveries in parts, by line and by product; what remains is told" {
	crm-order take Acme BOLT:10 NUT:5 number=1001
	run -0 --separate-stderr crm-order deliver 1001 BOLT:4 ol2:5 --at 2026-09-16 --consignment C7
	is $'dl1\ndl2'
	says 'o1: 6 BOLT of ol1 remain'
	run -0 crm-find order -c state,delivered_pct
	is "$(printf 'o1\tpartial\t60')"
	run -65 --separate-stderr crm-order deliver 1001 BOLT:7
	says 'BOLT: quantity: 7 are more than the 6 that remain of the 10 ordered (ol1)'
	run -65 --separate-stderr crm-order deliver 1001 TAPE:1
	says 'TAPE: the order has no line of "TAPE"'
	run -65 crm-order deliver 1001 ol99:1
	run -65 crm-order deliver 1001 BOLT:9999999999999999999
	run -0 --separate-stderr crm-order deliver o1
	says 'o1: nothing remains'
	run -1 crm-order deliver o1
	run -0 crm-find delivery -c line,quantity,at,consignment
	is "$(printf 'dl1\tol1\t4\t2026-09-16\tC7\ndl2\tol2\t5\t2026-09-16\tC7\ndl3\tol1\t6\t2026-09-15\t')"
	crm-history -q undo last
	run -0 crm-find order -c state
	is "$(printf 'o1\tpartial')"
}

@test "a product on two lines: the one with units left, else it must be named" {
	crm-order take Acme BOLT:3 BOLT:2
	run -65 --separate-stderr crm-order deliver o1 BOLT:2
	says '2 lines are of it: name one'
	crm-order deliver o1 ol1:3
	crm-order deliver o1 BOLT:2
}

@test "a load of many lines that no longer looks at each order still sees those that are not ordinary" {
	printf 'number,client,currency\n1,Acme,EUR\n2,Acme,USD\n' | crm-add -q order -i csv >ids
	awk 'BEGIN { print "order,product,quantity,price"; for (i = 0; i < 10500; i++) print "o" (i == 10400 ? 2 : 1) ",BOLT,1,2" }' >many.csv
	crm-add -q line many.csv >ids
	run -0 crm-find line currency=USD -c order
	is "$(printf 'ol10401\to2')"
	crm-history -q undo last
	crm-order -q cancel o2
	run -65 --separate-stderr crm-add line many.csv
	says 'many.csv:10402: order: o2 was cancelled on 2026-09-15'
	sed -i 's/^o2/o1/' many.csv
	crm-add -q line many.csv >ids
	[ "$(crm-sum line -a count:currency=EUR --no-total)" = 10500 ]
}

@test "the policy's tolerance, also for what is imported" {
	crm-init --print-policy | sed 's/over_delivery: 0%/over_delivery: 10%/' >p.yaml
	crm-init -q --policy p.yaml
	crm-order take Acme BOLT:10
	run -65 --separate-stderr crm-add delivery -i csv < <(printf 'line,quantity\nol1,5\nol1,6\nol1,1\n')
	says 'stdin:4: quantity: 1 are more than the 0 that remain of the 10 ordered (ol1)'
	printf 'line,quantity\nol1,5\nol1,6\nol1,-2\nol1,2\n' | crm-add -q delivery -i csv
	run -65 --separate-stderr crm-add delivery line=ol1 quantity=-12
	says '12 are more than the 11 that were delivered (ol1)'
}

@test "what comes back is not owed, unless it is replaced" {
	crm-order take Acme BOLT:10
	run -65 --separate-stderr crm-order return o1 BOLT:1
	says 'BOLT: quantity: 1 are more than the 0 that were delivered (ol1)'
	crm-order deliver o1
	crm-order return o1 BOLT:2 -m broken
	run -0 crm-find order -c total,kept,owed
	is "$(printf 'o1\t25.00\t20.00\t20.00')"
	crm-order deliver o1 BOLT:2
	run -0 crm-find order -c total,kept,owed
	is "$(printf 'o1\t25.00\t25.00\t25.00')"
	run -64 crm-order return o1
}

@test "a quote becomes an order of today; one that expired only by force" {
	crm-order take Acme NUT:5 --valid 2026-09-20
	run -0 crm-find order -c kind,state,owed
	is "$(printf 'o1\tquote\tquote\t0.00')"
	run -65 crm-order deliver o1
	run -65 --separate-stderr crm-order --now 2026-09-21 confirm o1
	says 'o1: held until 2026-09-20'
	run -0 crm-order -n -q --now 2026-09-21 confirm -f o1
	run -0 crm-find order -c state
	is "$(printf 'o1\tquote')"
	crm-order -q --now 2026-09-18 confirm o1 promised=+7d
	run -0 crm-find order -c kind,state,ordered,promised,promised_first
	is "$(printf 'o1\torder\topen\t2026-09-18\t2026-09-25\t2026-09-25')"
	run -65 --separate-stderr crm-order confirm o1
	says 'o1: is no quote: it is open'
}

@test "the first promise stays known, the reason is noted" {
	crm-order take Acme NUT:5 --promised 2026-09-20
	crm-order -q promise o1 2026-09-25 -m 'no steel'
	crm-order -q promise o1 2026-09-22
	run -0 crm-find order -c promised,promised_first,note
	is "$(printf 'o1\t2026-09-22\t2026-09-20\t2026-09-15: promised 2026-09-25, not 2026-09-20: no steel')"
	run -65 crm-order promise o1 never
	run -64 crm-order promise
	crm-order deliver o1
	run -65 --separate-stderr crm-order promise o1 2026-10-01
	says 'o1: nothing is to be delivered: it is delivered'
}

@test "cancelling: what was not delivered; the rest of what was, by force; never what was delivered whole" {
	crm-order take Acme BOLT:10 NUT:5
	crm-order take Acme BOLT:1
	crm-order deliver o1 BOLT:4
	run -65 --separate-stderr crm-order cancel o1 o2
	says 'o1: was delivered in part: --force closes what remains of it'
	run -1 crm-find order state=cancelled
	run -0 crm-order -q cancel -f o1 reason='too late'
	run -0 crm-find order -c state,total,owed,reason
	is "$(printf 'o1\tdelivered\t10.00\t10.00\ttoo late\no2\topen\t2.50\t2.50\t')"
	run -0 crm-find line order=o1 -c product.sku,quantity
	is "$(printf 'ol1\tBOLT\t4')"
	crm-history -q undo last
	run -0 crm-find line order=o1 -c product.sku,quantity
	is "$(printf 'ol1\tBOLT\t10\nol2\tNUT\t5')"
	crm-order -q cancel o2 reason=mistake
	run -65 --separate-stderr crm-order cancel o2
	says 'o2: is cancelled already'
	run -65 --separate-stderr crm-order deliver o2 BOLT:1
	says 'o2 was cancelled on 2026-09-15'
	run -65 crm-add line order=o2 product=NUT quantity=1 price=1
	crm-order deliver o1
	run -65 crm-order cancel -f o1
}

@test "payments: no more than is owed" {
	crm-order take Acme BOLT:10
	crm-order pay o1 10 --at 2026-09-14 invoice=F1
	run -65 --separate-stderr crm-order pay o1 15.01
	says 'o1: amount: only 15.00 EUR are owed'
	crm-order pay o1
	run -1 crm-order pay o1
	crm-order pay -f o1 5
	run -0 crm-find payment -c amount,paid,invoice
	is "$(printf 'py1\t10.00\t2026-09-14\tF1\npy2\t15.00\t2026-09-15\t\npy3\t5.00\t2026-09-15\t')"
	run -64 crm-order pay o1 o2 5
}

@test "late and short: what remains, for the next command" {
	crm-order take Acme BOLT:10 --promised 2026-09-10
	crm-order take Acme NUT:5 --promised 2026-09-17
	crm-order take Bits NUT:5 --promised 2026-09-18
	crm-order take Bits NUT:5 --promised 2026-12-01
	crm-order deliver o1 BOLT:4
	crm-order deliver o4 NUT:1
	run -0 crm-order late -c promised,late_days,left
	is "$(printf 'o1\t2026-09-10\t5\t6')"
	run -0 crm-order short -c left
	is "$(printf 'o1\t6\no2\t5\no4\t4')"
	run -1 crm-order late client=Bits
	run -0 crm-order short client=Bits -o ids
	is o4
	crm-order late | crm-order deliver -q
	run -1 crm-order late
	crm-find order -o ids | crm-order short -o ids - >got
	[ "$(cat got)" = $'o2\no4' ]
}

@test "OTIF against the current and the first promise: 1080 of 1200 is 90.00" {
	awk 'BEGIN {
		print "number,client,promised,promised_first,shipped,country"
		for (i = 1; i <= 1200; i++)
			printf "%d,Acme,2026-08-%s,2026-08-10,2026-08-%s,%s\n", i, (i > 1000 ? 20 : 10),
				(i <= 960 ? 10 : i > 1000 && i <= 1120 ? 20 : 25), (i % 2 ? "NL" : "DE")
	}' | crm-add -q order -i csv >/dev/null
	crm-order take Acme NUT:1 --promised 2026-08-10 >ids         # late: nothing came
	crm-order take Acme NUT:1 --promised 2026-12-01 >ids         # may still come
	crm-order take Acme NUT:1 >ids                               # nothing was promised
	crm-order -q cancel "$(cat ids)"
	run -0 crm-order otif number!= -c due,good,rate,due_first,good_first,rate_first
	is "$(printf '1200\t1080\t90\t1200\t960\t80')"
	run -0 crm-order otif -c due,good
	is "$(printf '1201\t1080')"
	run -0 crm-order otif number!= --by country -c country,due,good
	is "$(printf 'DE\t600\t540\nNL\t600\t540\ntotal\t1200\t1080')"
	run -0 crm-order otif number!= --by month -c due --from 2026-08-11
	is "$(printf '200\n200')"
	run -64 crm-order otif --by nonsense
}

@test "OTIF of lines: what came late of an order does not count against what came in time" {
	crm-order take Acme BOLT:10 TAPE:5 --promised 2026-09-20
	crm-order deliver o1 BOLT:10 --at 2026-09-19
	crm-order deliver o1 TAPE:4 --at 2026-09-20
	CRM_NOW=2026-09-21T09:00:00Z run -0 crm-order otif -c due,good
	is "$(printf '1\t0')"
	CRM_NOW=2026-09-21T09:00:00Z run -0 crm-order otif --lines -c due,good
	is "$(printf '2\t1')"
	CRM_NOW=2026-09-21T09:00:00Z run -0 crm-order otif --by line -c 'product.line,due,good'
	is "$(printf 'iron\t1\t1\nsoft\t1\t0\ntotal\t2\t1')"
}

@test "the sweep warns an order's owner once for each promise" {
	crm-order take Acme BOLT:10 --promised 2026-09-17
	crm-order take Acme BOLT:10 --promised 2026-09-18
	run -0 crm-followup sweep
	[[ $output == *'about: Acme awaits 10 units of what was promised for 2026-09-17'*'order: o1, owner: u1'* ]]
	[ "${#lines[@]}" = 1 ]
	run -0 crm-followup sweep
	is ''
	crm-followup -q done f1
	crm-order -q promise o1 2026-09-16
	run -0 crm-followup sweep
	[ "${#lines[@]}" = 1 ]
	crm-order deliver o1 o2
	run -0 crm-followup sweep --now 2026-12-01
	is ''
}

@test "revenue is summed whole and rounded once" {
	for i in 1 2 3; do crm-add -q order client=Acme ordered=2026-0$i-01; crm-add -q line order=o$i product=NUT quantity=1 price=0.33 discount=50; done >ids
	crm-order -q cancel o3
	run -0 crm-report revenue -c orders,lines,units,gross,revenue
	is "$(printf '2\t2\t2\t0.66\t0.33')"
	run -0 crm-report revenue --by month -c gross,revenue,share
	is "$(printf '0.33\t0.17\t51.52\n0.33\t0.17\t51.52\n0.66\t0.33\t100')"
	run -64 crm-report revenue --by order.tags
}

@test "a brief shows what was ordered" {
	crm-order take Acme BOLT:10 --promised 2026-09-10 number=1001
	crm-order deliver o1 BOLT:4
	crm-order pay o1 5
	run -0 crm-show o1 -o json
	jq -e '.order_lines[0].left == 6 and .deliveries[0].quantity == 4 and .payments[0].amount == 5' <<<"$output"
	run -0 crm-show Acme -o json
	[ "$(jq -r '.overdue_orders[0].number' <<<"$output")" = 1001 ]
	[ "$(jq -r '.unpaid_orders[0].owed' <<<"$output")" = 20 ]
}

@test "a closed standard output is told" {
	crm-order take Acme BOLT:10 --promised 2026-09-10
	run -74 bash -c 'crm-order late >/dev/full'
}
