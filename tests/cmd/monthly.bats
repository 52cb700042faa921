#!/usr/bin/env bats
# crm-report monthly: what stood when a month ended, beside others, the same whenever it is asked and in whatever form
load helper

prepare() {
	at 2025-08-20 crm-add -q user -i csv <<-'CSV' >/dev/null
		login,name,unit,target
		anna,Anna,North,1000
		bob,Bob,South,500
	CSV
	at 2025-08-20 crm-add -q client -i csv <<-'CSV' >/dev/null
		name,owner
		Acme,anna
		Bolt,bob
		"Cog <b>|&",anna
		Dent,bob
	CSV
	# of Dent the last is 12 months ago in August; Bolt comes back; Acme stays; Cog is new
	at 2026-09-01 crm-add -q order -i csv <<-'CSV' >/dev/null
		number,client,ordered,promised,promised_first,shipped,cancelled,owner,currency
		1,Dent,2025-08-05,2025-08-20,2025-08-20,2025-08-21,,bob,
		2,Bolt,2024-03-01,2024-03-10,2024-03-10,2024-03-10,,bob,
		3,Acme,2026-01-10,2026-01-20,2026-01-20,2026-01-20,,anna,
		4,Bolt,2026-08-03,2026-08-10,2026-08-05,2026-08-09,,bob,
		5,Acme,2026-08-04,2026-08-12,2026-08-12,,,anna,
		6,Acme,2026-08-05,2026-08-14,2026-08-14,,2026-08-06,anna,
		7,"Cog <b>|&",2026-08-25,2026-09-20,2026-09-20,,,anna,USD
		8,Acme,2026-08-28,2026-09-20,2026-09-20,,,anna,
	CSV
	crm-add -q product sku=A name=A price=1 >/dev/null
	printf '%s,A,3,10.01,12.5%%\n' 1 2 3 4 5 7 8 | sed '1i order.number,product.sku,quantity,price,discount' |
		crm-add -q line -i csv >/dev/null
	at 2026-09-01 crm-order cancel -q o8 >/dev/null
}

at() { local now=$1; shift; CRM_NOW=${now}T10:00:00Z "$@"; }
# figure SECTION WHAT [ITEM]: value, previous, year before
figure() { at "${NOW:-2026-09-15}" crm-report monthly ${OPTS-} 2026-08 -o csv |
	awk -F, -v s="$1" -v w="$2" -v i="${3-}" '$1 == s && $3 == w && $2 == i { print $5 "|" $6 "|" $8 }'; }
deal() { at "$1" crm-add -q deal client=Acme owner=anna "${@:2}"; }

@test "clients are those who bought in twelve months: new, won back, lost, and they add up" {
	[ "$(figure clients 'at the start')" = '2|2|0' ]          # Acme, Dent
	[ "$(figure clients new)" = '1|0|1' ]
	[ "$(figure clients 'won back')" = '1|0|0' ]
	[ "$(figure clients lost)" = '1|0|0' ]
	[ "$(figure clients 'at the end')" = '3|2|1' ]
	[ "$(figure clients retention)" = '50|100|' ]
	same "crm-report monthly -o csv | awk -F, -v OFS=, '\$1 == \"clients\" { print \$5 }' | paste -sd," \
		"crm-report clients --from 2026-08 --to 2026-08 -o csv -c start,new,back,lost,end,retention,repeat_rate | tail -n 1"
	crm-add -q contract client=Dent title=Frame state=active signed=2026-01-01 starts=2026-01-01 ends=2026-11-15 value=70 --now 2026-09-01
	[ "$(figure contracts 'in force at the end')" = '1|1|0' ]
	[ "$(figure contracts 'ending in 90 days')" = '1|0|0' ]
}

@test "orders: cancelled later still counts, each currency by itself, lateness as it was" {
	[ "$(figure orders placed)" = '4|0|1' ]
	[ "$(figure orders cancelled)" = '1|0|0' ]
	[ "$(figure orders delivered)" = '1|0|1' ]
	[ "$(figure orders due)" = '2|0|1' ]
	[ "$(figure orders 'late at the end')" = '1|0|0' ]
	[ "$(figure orders 'on time in full')" = '50||0' ]
	[ "$(figure orders 'by the first promise')" = '0||0' ]
	# 3 x 10.01 less an eighth, of three orders rounded once; the fourth in dollars
	[ "$(figure orders revenue | tr '\n' ' ')" = '78.83|0.00|26.28 26.28|0.00|0.00 ' ]
	at 2026-09-02 crm-set -q o5 shipped=2026-09-02
	[ "$(figure orders 'late at the end')" = '1|0|0' ]
}

@test "the pipeline is what it was at each end, whatever became of it" {
	deal 2026-07-10 title=a stage=base value=100 >ids
	deal 2026-07-20 title=b stage=needs value=200
	deal 2026-08-10 title=c stage=base value=400
	at 2026-08-12 crm-deal move d1 needs
	at 2026-08-15 crm-set -q d2 value=250
	at 2026-08-20 crm-deal win d2 reason=price
	[ "$(NOW=2026-09-01 figure 'won by reason' deals price)" = '1|0|0' ]
	at 2026-09-01 crm-report monthly 2026-08 -o csv | grep -v 'by reason' >before
	at 2026-09-03 crm-set -q d1 value=999
	at 2026-09-04 crm-deal move d1 closing
	at 2026-09-05 crm-deal lose d3 reason=price
	at 2026-09-06 crm-deal reopen d2 needs
	at 2026-09-20 crm-report monthly 2026-08 -o csv | grep -v 'by reason' >after
	diff before after
	[ "$(figure pipeline 'open at the start')" = '2|0|0' ]
	[ "$(figure pipeline opened)" = '1|2|0' ]
	[ "$(figure pipeline won)" = '1|0|0' ]
	[ "$(figure pipeline 'open at the end')" = '2|2|0' ]
	[ "$(figure pipeline 'value at the end')" = '500.00|300.00|0.00' ]
	[ "$(figure won value)" = '250.00|0.00|0.00' ]
	[ "$(figure stages entered needs)" = '1|1|0' ]
	[ "$(figure stages left base)" = '1|0|0' ]
	[ "$(figure stages 'at the end' needs)" = '1|1|0' ]
	[ "$(figure trend 'value won' 2026-08)" = '250.00||' ]
	at 2026-09-20 crm-report monthly 2026-08 -o csv | grep -q '^won,,value,EUR,250.00,0.00,,0.00,,1500.00,16.67$'
}

@test "what came in late, or was imported closed, counts by its own day" {
	deal 2026-09-02 title=x stage=won value=60 opened=2026-07-01 closed=2026-08-30
	deal 2026-09-02 title=y stage=lost value=70 opened=2026-07-01 closed=2026-09-01 rival=Zed reason=price
	deal 2026-09-02 title=z stage=lost value=80 opened=2026-06-01 closed=2026-08-02 rival='Zed & "Sons"' reason=price
	[ "$(figure pipeline 'open at the start')" = '3|1|0' ]
	[ "$(figure pipeline 'open at the end')" = '1|3|0' ]
	[ "$(figure stages 'at the end' 'not recorded')" = '1|3|0' ]
	crm-report monthly -o jsonl | jq -r 'select(.section == "rivals") | [.item, .what, .value] | @tsv' >rivals
	[ "$(cat rivals)" = 'Zed & "Sons"	lost to	1' ]
	[ "$(figure won 'win rate')" = '50||' ]
}

@test "answers are those of the month, follow-ups its plan" {
	at 2026-09-01 crm-add -q interaction -i csv <<-'CSV' >/dev/null
		client,at,channel,direction,agent,subject
		Acme,2026-08-03T10:00:00Z,email,in,anna,one
		Acme,2026-08-03T12:00:00Z,email,out,anna,one
		Bolt,2026-08-04T10:00:00Z,call,in,bob,two
		Bolt,2026-08-04T10:30:00Z,call,out,bob,two
		Bolt,2026-08-31T22:00:00Z,chat,in,bob,three
		Bolt,2026-09-01T08:00:00Z,chat,out,bob,three
		Acme,2026-08-05T10:00:00Z,note,out,anna,mine alone
	CSV
	at 2026-08-01 crm-followup add -q Acme 2026-08-10 Call kind=call
	at 2026-08-01 crm-followup add -q Acme 2026-08-11 Again kind=call
	at 2026-08-10 crm-followup done -q f1
	[ "$(figure activity contacts)" = '5|0|0' ]
	[ "$(figure activity planned)" = '2|0|0' ]
	[ "$(figure activity done)" = '1|0|0' ]
	[ "$(figure activity 'overdue at the end')" = '1|0|0' ]
	[ "$(figure response 'any answer median')" = '1h15min||' ]
	[ "$(figure response 'messages not answered')" = '1|0|0' ]
	at 2026-09-15 crm-report monthly -o csv | grep -q '^channels,call,contacts,count,2,0,,0,,2,100$'
	[ "$(OPTS='--unit South' figure activity contacts)" = '3|0|0' ]
	[ "$(OPTS='--owner anna' figure response 'any answer median')" = '2h||' ]
}

@test "cases, campaigns, referrals and points" {
	at 2026-08-03 crm-case receive Acme 'Torn' owner=anna
	at 2026-08-04 crm-set -q cs1 cause='Thin thread'
	at 2026-08-20 crm-case receive Bolt 'Torn too' cause='thin THREAD' owner=bob
	at 2026-08-25 crm-case withdraw cs2
	at 2026-08-10 crm-add -q campaign name=Fair kind=fair since=2026-08-09 cost=300
	at 2026-08-10 crm-add -q member -i csv <<-'CSV' >/dev/null
		campaign,client,status,sent,responded
		Fair,Acme,responded,2026-08-10,2026-08-12
		Fair,Bolt,sent,2026-08-10,
	CSV
	at 2026-08-11 crm-add -q client name=New referrer=Acme
	at 2026-08-12 crm-add -q points client=Acme points=50 kind=earned
	at 2026-09-12 crm-add -q points client=Acme points=-20 kind=redeemed
	[ "$(figure cases received)$(figure cases closed)$(figure cases repeated)" = '2|0|01|0|01|0|0' ]
	[ "$(figure cases 'open at the end')$(figure cases 'overdue at the end')" = '1|0|01|0|0' ]
	[ "$(figure campaigns approached)$(figure campaigns responded)$(figure campaigns cost)" = '2|0|01|0|0300.00|0.00|0.00' ]
	[ "$(figure referrals made)" = '1|0|0' ]
	[ "$(figure loyalty 'points issued')$(figure loyalty 'points at the end')" = '50|0|050|0|0' ]
}

# The texts of a page's cells, blanks and signs as other formats have them.
plain() { sed -e 's/\xE2\x80\xAF//g; s/\xC2\xA0/ /g; s/\xE2\x88\x92/-/g; s/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g'; }

@test "numbers agree in every form, totals and all" {
	deal 2026-07-20 title=b stage=needs value=1234567.89
	at 2026-08-20 crm-deal win d1
	deal 2026-08-20 title=c value=70
	crm-report monthly -o json >j
	for o in csv tsv yaml jsonl; do
		crm-report monthly -o $o >$o
		[ "$(jq length j)" = $(( $(grep -c . $o) - $([ $o = csv ] || [ $o = tsv ] && echo 1 || echo 0) )) ] || [ $o = yaml ]
	done
	same "crm-report monthly -o tsv | tail -n +2" "crm-report monthly -o lines"
	same "tr '\t' , <tsv" "cat csv"
	crm-report monthly -o html | plain >page
	crm-report monthly -o markdown | plain >md
	# each line of which there is something stands in both documents with its numbers; the summary has the same
	awk -F'\t' -v OFS='\t' 'NR > 1 && $1 != "trend" && $4 != "time" && $5 + 0 != 0 {
		print $3 ($4 ~ /^[A-Z]/ ? ", " $4 : ""), $5, $6, $8 }' tsv >want
	[ "$(grep -c . want)" -gt 15 ]
	while IFS='|' read -r what value previous year; do
		grep -qE ">$what</th><td style=\"text-align:right\">$value( %)?</td><td style=\"text-align:right\">$previous( %)?</td>.*<td style=\"text-align:right\">$year( %)?</td>" page ||
			{ echo "html: $what $value $previous $year"; false; }
		grep -qE "$what \| $value( %)? \| $previous( %)? \| .* \| $year( %)? \|" md || { echo "markdown: $what $value"; false; }
	done < <(tr '\t' '|' <want)
	grep -q 'Value won: <b>1234567.89 EUR</b>' page
	grep -q '^- Value won: \*\*1234567.89 EUR\*\*' md
}

@test "a page stands alone, and hides nothing that people wrote" {
	at 2026-08-03 crm-set -q u1 name='<script>alert(1)</script>'
	deal 2026-08-20 title=c value=70 stage=lost closed=2026-08-21 rival='<img src=x>|*"'
	crm-report monthly --owner anna -o html >page
	grep -q '<title>Monthly report, August 2026: &lt;script&gt;' page
	grep -q '&lt;img src=x&gt;|\*&quot;' page
	run -1 grep -iE '<script|<link|https?:|@import|<img src=x' page
	awk 'length > 998 { exit 1 }' page                      # a mail's longest line
	[ "$(grep -c '<img src="data:image/svg+xml;base64,' page)" = 1 ] && grep -q 'alt="Value won' page
	crm-report monthly --owner anna -o markdown | grep -q '^| &lt;img src=x>\\|\\\*": lost to'
	crm-report monthly --owner anna -c section,value -o markdown | head -1 | grep -q '^| section | value |'
	crm-report monthly 2022-01 -o html | grep -q 'Nothing is recorded of clients, activity'
}

@test "which month, whose" {
	same "crm-report monthly" "crm-report monthly 2026-08"
	same "crm-report monthly 2026-08" "crm-report monthly 2026-08-13"
	run -64 --separate-stderr crm-report monthly 2026-10
	says 'has not begun'
	run -64 crm-report monthly 2026-Q3
	run -64 crm-report monthly rubbish
	run -64 crm-report monthly 2026-08 2026-07
	run -64 crm-report won 2026-08 --unit North
	run -64 --separate-stderr crm-report monthly --unit Moon
	says "no user is of unit 'Moon'"
	run -64 crm-report monthly --from 2026-08
	crm-report monthly today -o markdown | head -1 | grep -q 'September 2026 so far'
	for o in html markdown csv; do
		run bash -c "crm-report monthly -o $o >/dev/full"
		[ "$status" = 74 ] || { echo "$o: $status"; false; }
	done
}
