#!/usr/bin/env bats
# crm-sum: totals per group, in every format, agreeing with what is listed
load helper

prepare() {
	crm-add user -q -i csv <<-'CSV' >/dev/null
		login,name,unit
		anna,Anna,North
		bob,Bob,South
	CSV
	crm-add client -q -i csv <<-'CSV' >/dev/null
		name,city,employees,tags,owner
		Acme,Utrecht,10,"vip,big",anna
		Bits,utrecht,3,big,bob
		Corner,Aalst,,,bob
		Dock,,4,,
	CSV
	crm-add deal -q -i csv <<-'CSV' >/dev/null
		title,client,stage,value,owner,opened,closed
		a,Acme,won,100.50,anna,2026-01-01,2026-02-10
		b,Acme,won,50,anna,2026-01-01,2026-05-01
		c,Bits,lost,0,bob,2026-03-01,2026-05-02
		d,,needs,70,bob,2026-06-01,
	CSV
}

@test "without options it counts clients" {
	run -0 crm-sum
	is 4
	same 'crm-sum' 'crm-find --count'
	same 'crm-sum city~utrecht' 'crm-find city~utrecht --count'
	same 'crm-sum deal -b stage --no-total' 'crm-find deal -c stage | cut -f2 | sort | uniq -c | awk "{ print \$2 \"\t\" \$1 }" |
		sort -k1,1 -t"	" | awk "{ r[\$1] = \$0 } END { print r[\"needs\"]; print r[\"won\"]; print r[\"lost\"] }"'
}

@test "groups are sorted, nothing last, and a total ends them" {
	run -0 crm-sum client -b city -a count,sum:employees,avg:employees -o csv
	is "city,count,sum_employees,avg_employees
Aalst,1,0,
Utrecht,1,10,10
utrecht,1,3,3
,1,4,4
total,4,17,5.67"
}

@test "a reference groups by its id, a path by what it leads to" {
	run -0 crm-sum deal -b owner -a count --no-total
	is "u1	2
u2	2"
	run -0 crm-sum deal -b owner.name,owner.unit -a count --no-total
	is "Anna	North	2
Bob	South	2"
}

@test "dates are taken by their unit" {
	run -0 crm-sum deal state=won,lost -b closed:quarter,state -a count,sum:value --no-total
	is "2026-Q1	won	1	100.50
2026-Q2	won	1	50.00
2026-Q2	lost	1	0.00"
}

@test "rates and shares" {
	run -0 crm-sum deal state=won,lost -b owner.unit -a count,rate:state=won,lost,rate:state=won,share:value
	is "North	2	100	100	100
South	1	100	0	0
total	3	100	66.67	100"
}

@test "in a table the total is aligned, in json it is told apart by a column" {
	run -0 crm-sum deal -b stage -a sum:value -o table
	is "stage  sum_value
needs      70.00
won       150.50
lost        0.00
total     220.50"
	run -0 bash -c 'crm-sum client -b employees -a count -o json | jq -c ".[]"'
	is '{"employees":3,"count":1,"total":false}
{"employees":4,"count":1,"total":false}
{"employees":10,"count":1,"total":false}
{"employees":null,"count":1,"total":false}
{"employees":null,"count":4,"total":true}'
	[ "$(crm-sum deal -b stage -a sum:value -o jsonl | jq 'select(.total) | .sum_value')" = "$(crm-sum deal -a sum:value | jq .)" ]
	[ "$(crm-sum deal -b stage -o jsonl --no-total | jq -s 'map(has("total")) | any')" = false ]
}

@test "the total is one in all formats" {
	for o in lines table tsv csv markdown; do
		crm-sum deal -b stage -a count,sum:value -o $o >out
		[ "$(grep -c total out)" = 1 ] || { cat out; false; }
		tail -n 1 out | grep -q '4.*220\.50' || { cat out; false; }
	done
	crm-sum deal -b stage -a count,sum:value -o yaml | tail -n 4 | grep -q 'sum_value: 220.50'
}

@test "order, limit and columns are chosen" {
	run -0 crm-sum deal -b stage -a count,sum:value -s -sum_value -l 2 -c sum_value,stage
	is "150.50	won
70.00	needs
220.50	total"
	run -64 --separate-stderr crm-sum deal -b stage -s nix
	says "no such column: 'nix'"
	run -64 --separate-stderr crm-sum deal -b stage -c nix
	says "no such column: 'nix'; there are stage, count"
}

@test "a record counts once in the total, and in each of its tags" {
	run -0 crm-sum client -b tags
	is "big	2
vip	1
	2
total	4"
}

@test "it sums among the records piped in" {
	run -0 bash -c 'crm-find client city=Utrecht,Aalst | crm-sum client - -a count,sum:employees'
	is "2	10"
}

@test "amounts of several currencies are not added" {
	crm-add deal title=e value=9 currency=USD stage=needs >/dev/null
	run -65 --separate-stderr crm-sum deal -b stage -a sum:value
	says "crm-sum: value: amounts of several currencies cannot be added: add currency to -b"
	[ -z "$output" ]
	run -0 crm-sum deal -b currency -a sum:value
	is "EUR	220.50
USD	9.00
total	"
	crm-add deal title=f value=1200 currency=JPY >/dev/null
	run -0 crm-sum deal currency=JPY -b currency -a sum:value,avg:value,max:value
	is "JPY	1200	1200	1200
total	1200	1200	1200"
}

@test "nothing found is exit 1" {
	run -1 crm-sum client name=nobody
	is 0
	run -1 crm-sum client name=nobody -b city
	is ""
	run -1 crm-sum client name=nobody -b city -o json
	is "[]"
}

@test "every mistake is named, and nothing printed" {
	run -64 --separate-stderr crm-sum deal -b nix,value,title:day,closed:age -a sum:title,nope,rate:
	[ -z "$output" ] && [ "$(grep -c '^crm-sum: ' <<<"$stderr")" = 7 ]
	says "amounts make no groups"
	says "no such unit: 'age'; there are day, week, month, quarter, year"
	says "no such statistic: 'nope'"
}
