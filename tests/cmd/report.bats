#!/usr/bin/env bats
# crm-report: fixed columns, the same figures in every format
load helper

prepare() {
	crm-add user login=anna name=Anna unit=North >/dev/null
	crm-add user login=bob name=Bob unit=South >/dev/null
	crm-add client -q name=Acme stage=client owner=anna >/dev/null
	crm-add deal -q -i csv <<-'CSV' >/dev/null
		title,client,stage,value,owner,opened,closed,close,reason
		a,Acme,won,100.50,anna,2026-01-01,2026-02-10,,
		b,Acme,won,50,anna,2026-01-01,2026-05-01,,
		c,Acme,lost,30,bob,2026-03-01,2026-05-02,,price
		d,Acme,needs,70,bob,2026-06-01,,2026-10-01,
	CSV
}

@test "it lists its reports, each of which runs and has the columns it says" {
	run -0 crm-report
	[ "${#lines[@]}" -ge 19 ]
	crm-report -o jsonl | jq -r '[.report, .columns] | @tsv' >list
	while IFS=$'\t' read -r name columns; do
		run crm-report "$name" -o csv
		[ "$status" -le 1 ] && [ "${lines[0]}" = "$columns" ] || { echo "$name: $output"; false; }
		run crm-report "$name" -o json
		jq -e 'type == "array"' <<<"$output" >/dev/null || { echo "$name"; false; }
	done <list
}

@test "totals agree in all formats" {
	crm-log call Acme hello -q >/dev/null
	for r in pipeline board forecast won lost velocity winrate sources units; do
		want=$(crm-report "$r" -o jsonl | jq -r 'select(.total) | [del(.total)[] | if . == null then "" else tostring end] | @csv' | tr -d '"')
		[ -n "$want" ] || { echo "$r has no total"; false; }
		got=$(crm-report "$r" -o csv | tail -n 1)
		awk -v a="$want" -v b="${got/#total/}" 'BEGIN {
			n = split(a, x, ","); m = split(b, y, ",")
			for (i = 1; i <= n; i++) if (x[i] != y[i] && x[i] + 0 != y[i] + 0) exit 1
			exit n != m || n < 3 }' || { echo "$r: $want, not $got"; false; }
		same "crm-report $r -o tsv | tail -n +2" "crm-report $r -o lines"
		same "crm-report $r -o tsv | tr '\t' ,"  "crm-report $r -o csv"
	done
}

@test "the pipeline agrees with crm-sum" {
	same "crm-report pipeline -c deals,value,weighted | tail -n 1" "crm-sum deal state=open -a count,sum:value,sum:weighted"
}

@test "won and lost keep to their period" {
	run -0 crm-report won --from 2026-Q2 --to 2026-Q2 -c deals,value
	is "1	50.00
1	50.00"
	run -0 crm-report won --by owner.unit -o csv
	is "owner.unit,currency,deals,value,avg,share_deals,share_value
North,EUR,2,150.50,75.25,100,100
total,EUR,2,150.50,75.25,100,100"
	run -0 crm-report lost
	is "price	EUR	1	30.00	30.00	100	100
total	EUR	1	30.00	30.00	100	100"
	run -1 crm-report lost --to 2025
	run -64 --separate-stderr crm-report lost --from whenever
	says "--from: 'whenever' is no day"
}

@test "the forecast has months" {
	run -0 crm-report forecast --from 2026-09 -o csv
	is "month,currency,deals,closed,commit,best_case,pipeline,cum_closed,cum_commit,cum_best_case,cum_pipeline
2026-10,EUR,1,0.00,0.00,0.00,70.00,0.00,0.00,0.00,70.00
total,EUR,1,0.00,0.00,0.00,70.00,0.00,0.00,0.00,70.00"
	run -64 --separate-stderr crm-report forecast --category sure
	says "'sure' is none of closed|commit|best_case|pipeline"
}

@test "velocity, by hand" {
	# 1 open x 2/3 x 75.25 / 80 days = 0.627
	run -0 crm-report velocity
	is "total	EUR	1	2	1	66.67	75.25	80	80	0.63	0.63"
}

@test "activity is of this month unless asked otherwise" {
	crm-log call Acme hello --minutes 5 -q >/dev/null
	crm-log email Acme in 'a mail' -q >/dev/null
	run -0 crm-report activity
	is "Anna	call	1	0	1	5
Anna	email	1	1	0	0
total		2	1	1	5"
	CRM_NOW=2026-10-01T00:00:00Z run -1 crm-report activity
	run -0 crm-report activity --from 2026 --by agent.unit -c agent.unit,count
	is "North	1
North	1
total	2"
	same 'crm-report activity --by unit -o csv' 'crm-report activity --by agent.unit -o csv'
	same 'crm-report activity --by owner -o csv' 'crm-report activity -o csv'
	same 'crm-report won --by unit -o csv' 'crm-report won --by owner.unit -o csv'
	run -0 crm-report activity --by channel -o csv
	is "channel,count,in,out,minutes
call,1,0,1,5
email,1,1,0,0
total,2,1,1,5"
}

@test "the agenda is one person's, or all of them" {
	crm-followup add Acme today 'Send the offer' -q >/dev/null
	crm-followup add Acme 2026-09-10 'Ring' owner=bob -q >/dev/null
	run -0 crm-report agenda -c id,kind,what,owner
	[ "${lines[0]}" = "f2	late	Ring	Bob" ]
	grep -q "^f1	due	Send the offer	" <<<"$output"
	run -0 crm-report agenda --owner bob -c id,kind
	[[ $output == "f2	late"* && $output != *f1* ]]
	same 'crm-report agenda --owner me' 'crm-report agenda --owner anna'
	run -1 --separate-stderr crm-report agenda --owner nobody
	says 'there is no user "nobody"'
}

@test "what a report cannot be asked is refused; a misspelt one is named" {
	run -64 --separate-stderr crm-report velocty
	says "no such report: 'velocty', did you mean velocity?"
	run -64 --separate-stderr crm-report agenda --by owner
	says "the report agenda takes no --by"
	run -64 --separate-stderr crm-report agenda state=open
	says "the report agenda takes no filter"
	run -64 --separate-stderr crm-report pipeline stagge=won
	says "stagge"
}

@test "people, units and their plans are restricted by owner and unit" {
	crm-set -q u1 target=40 >/dev/null
	run -0 crm-report units --from 2026-02 --to 2026-02 -o csv
	is "unit,id,user,currency,interactions,opened,won,lost,win_rate,cycle,won_value,target,attainment
North,u1,Anna,EUR,0,0,1,0,100,40,100.50,40.00,251.25
total,,,EUR,0,0,1,0,100,40,100.50,40.00,251.25"
	same 'crm-report units --from 2026 --owner anna' 'crm-report units --from 2026 --unit North'
	run -0 crm-report units --by unit --from 2026 --to 2026 -c unit,won,lost,target
	is "North	2	0	480.00
South	0	1	
total	2	1	480.00"
	crm-followup add Acme 2026-09-18 'Ring' owner=bob -q >/dev/null
	run -0 crm-report plan --unit South --to 2026-10-01
	is "2026-09-18	Bob	followup	f1	Ring	Acme
2026-10-01	Bob	deal	d4	d, in stage needs	Acme"
	run -1 crm-report plan --unit North
	run -64 --separate-stderr crm-report winrate --unit North
	says "the report winrate takes no --unit"
	run -64 --separate-stderr crm-report units --by title
	says "owner or unit, not title"
}

@test "win rates and their months" {
	run -0 crm-report winrate --by unit -c owner.unit,won,lost,win_rate,value_rate
	is "North	2	0	100	100
South	0	1	0	0
total	2	1	66.67	83.38"
	run -0 crm-report winrate --by month -o csv
	[ "${lines[1]}" = "2026-02,EUR,1,0,100,100.50,0.00,100" ]
	same 'crm-report winrate --by owner -o csv' 'crm-report winrate --by owner.name -o csv'
}

@test "the report service is that of crm-case" {
	crm-case receive Acme Torn severity=high >/dev/null
	same 'crm-report service --by severity -o csv' 'crm-case service --by severity -o csv'
	run -0 crm-report service --by kind -c kind,clock,waiting
	[ "${lines[0]}" = "complaint	response	1" ]
}

# The cohorts are counted a second time, by awk, from the file as it is.
@test "the cohorts of CDNOW" {
	data cdnow/CDNOW_sample.txt
	tr -d '\r' <"$file" | awk '{ d = substr($3, 1, 4) "-" substr($3, 5, 2) "-" substr($3, 7); print $2 "," d "," $5 + 0 }' >o.txt
	{ echo name; cut -d, -f1 o.txt | sort -u | sed 's/^/C/'; } | crm-add client -q -i csv - >/dev/null
	{ echo client,ordered; sed 's/^/C/' o.txt | cut -d, -f1,2; } | crm-add order -q -i csv - >/dev/null
	export CRM_NOW=1998-06-30T12:00:00Z
	# quarters since the first: of 2,357 clients, all of whom came in the first quarter of 1997
	run -0 crm-report retention --by quarter -c cohort,since,clients,active
	[ "$(head -n 6 <<<"$output")" = "$(printf '1997-Q1\t%s\t2357\t%s\n' 0 2357 1 524 2 418 3 404 4 384 5 300)" ]
	crm-report retention -o csv -c cohort,since,clients,active | grep -v '[a-z]' | sort >got
	awk -F '[-,]' '
		function name(m) { return sprintf("%04d-%02d", m / 12, m % 12 + 1) }
		{ m = $2 * 12 + $3 - 1; if (!($1 in first) || m < first[$1]) first[$1] = m; met[$1, m] }
		END {
			last = 1998 * 12 + 5
			for (c in first) size[first[c]]++
			for (k in met) { split(k, p, SUBSEP); n[first[p[1]], p[2] - first[p[1]]]++ }
			for (f in size) for (s = 0; s <= last - f; s++) print name(f) "," s "," size[f] "," n[f, s] + 0
		}' o.txt | sort >want
	[ -s want ] && diff want got
	run -0 crm-report clients --by quarter -c period,start,new,back,lost,end,repeat_rate --from 1998-Q2
	is "1998-Q2	934	0	42	164	812	48.88"
}

@test "by segment, in which a client may be more than once" {
	crm-add client -q name=Bits stage=prospect >/dev/null
	crm-add deal -q title=e client=Bits stage=won value=10 opened=2026-01-01 closed=2026-01-11 >/dev/null
	crm-add segment -q name=all filter='stage=client,prospect' >/dev/null
	crm-add segment -q name=kept filter='@all owner.unit=North' >/dev/null
	run -0 crm-report winrate --by segment -c segment,won,lost,won_value
	is "all	3	1	160.50
kept	2	1	150.50
total	3	1	160.50"
	same 'crm-report winrate --by segment -c won,lost --from 2026-05 | head -n 1' 'crm-report winrate -c won,lost --from 2026-05'
	run -0 crm-report velocity --by segment -c segment,open,won,cycle_median
	is "all	1	3	40
kept	1	2	80
total	1	3	40"
	crm-add product -q sku=B1 name=Boot price=80 >/dev/null
	crm-order take Bits B1:2 promised=2026-09-01 -q >/dev/null
	run -0 crm-report otif --by segment -c segment,due,good
	is "all	1	0
kept	0	0
total	1	0"
	run -0 crm-report revenue --by segment -c segment,revenue
	is "all	160.00
total	160.00"
	crm-add segment -q name=words filter='acme' >/dev/null
	run -64 --separate-stderr crm-report winrate --by segment
	says "segment words looks for words"
}
