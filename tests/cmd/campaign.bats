#!/usr/bin/env bats
# crm-campaign: whom it may approach and why not, each written to once, answers and seats, visitors, consent
load helper

prepare() {
	crm-add -q user login=anna name='Anna Smit' email=anna@example.org
	crm-add -q name=Acme emails=info@acme.example phones=+31301234567 basis=contract street='Dorpsstraat 1' postcode='1234 AB' city=Utrecht
	crm-add -q name=Bravo emails=info@bravo.example
	crm-add -q name=Cees emails=c@cees.example basis=contract prefers=post street='Laan 3' city=Gent country=BE
	crm-add -q name=Delta emails=d@delta.example phones=+31201234567 basis=contract optout=email
	crm-add -q person name='Pia Jansen' emails=pia@acme.example
	crm-add -q role client=Acme person='Pia Jansen'
	crm-add -q campaign name=Fair kind=fair channel=email,post,call place='Hall 3' owner=anna seats=2 \
		subject='To {client.name}' template='Dear {person.name|client.name}, see {campaign.place}.'
} >/dev/null
target() { crm-campaign target Fair -q "$@" -c status,channel,address,why; }
mailed() { grep -c '^To: ' "$1" || true; }

@test "each member has its channel and why, or why not; who is in already stays" {
	run -0 --separate-stderr crm-campaign target Fair client -n -c status,client,channel,address,why
	is "\
mb1	targeted	Acme	email	info@acme.example	basis contract
mb2	excluded	Bravo	email	info@bravo.example	no consent; no address for post; no address for call
mb3	targeted	Cees	post	Laan 3, Gent, BE	post needs no consent; prefers post
mb4	targeted	Delta	call	+31201234567	call needs no consent"
	says '3 targeted, 1 excluded, 0 in it already (dry run'
	run -1 crm-campaign members Fair
	crm-campaign target Fair client -q >/dev/null
	[ "$(crm-find client city=Utrecht | crm-campaign target Fair -o ids 2>&1)" = 'crm-campaign: 0 targeted, 0 excluded, 1 in it already' ]
	run -0 target ro1
	is 'mb5	targeted	email	pia@acme.example	basis contract'
	[ "$(crm-campaign members Fair | wc -l)" = 5 ]
	run -65 crm-add member campaign=Fair client=Acme
}

@test "left out: on hold, denied, left, put away, complaining, the same address, contacted lately" {
	crm-campaign consent hold -q info@acme.example >/dev/null
	[ "$(target Acme -n | cut -f3-)" = "post	Dorpsstraat 1, 1234 AB Utrecht	post needs no consent" ]
	crm-set -q cm1 channel=email
	[ "$(target c1 -n | cut -f5)" = 'address on hold since 2026-09-15' ]
	CRM_NOW=2026-09-16T09:00:00Z crm-campaign consent grant -q info@acme.example >/dev/null
	[ "$(target c1 -n | cut -f2,5)" = 'targeted	consent granted 2026-09-16' ]
	crm-campaign consent deny -q pia@acme.example >/dev/null
	[ "$(target p1 -n | cut -f5)" = 'consent denied 2026-09-15' ]
	crm-set -q ro1 until=2026-09-01
	[ "$(target ro1 -n | cut -f5)" = 'has left' ]
	crm-add -q case client=Cees about=Broken >/dev/null
	[ "$(target Cees -n | cut -f5)" = 'complaint open' ]
	crm-add -q name=Twin emails=info@acme.example basis=contract >/dev/null
	[ "$(target c1 c5 -n | sed -n 2p | cut -f5)" = 'same address as mb1' ]
	crm-campaign target Fair c1 -q >/dev/null
	crm-campaign send Fair >/dev/null
	crm-add -q campaign name=News channel=email >/dev/null
	[ "$(CRM_NOW=2026-09-18T09:00:00Z crm-campaign target News c1 -n -q -c why | cut -f2)" = 'contacted 3 days ago' ]
	[ "$(CRM_NOW=2026-10-18T09:00:00Z crm-campaign target News c1 -n -q -c status | cut -f2)" = 'targeted' ]
	crm-set -q cm2 quiet=1
	[ "$(CRM_NOW=2026-09-18T09:00:00Z crm-campaign target News c1 -n -q -c status | cut -f2)" = 'targeted' ]
}

@test "consent that ended is none; a hold that ended is passed over" {
	crm-campaign consent grant -q info@bravo.example until=2026-09-14 at=2026-01-02 >/dev/null
	[ "$(crm-campaign consent show info@bravo.example -c may,why)" = 'no	consent ended 2026-09-14' ]
	crm-campaign consent grant -q info@bravo.example at=2026-02-02 >/dev/null
	crm-campaign consent hold -q info@bravo.example at=2026-03-02 until=2026-04-01 >/dev/null
	[ "$(crm-campaign consent show info@bravo.example -c may,why | sort -u)" = 'yes	consent granted 2026-02-02' ]
	run -0 crm-campaign consent show Bravo -q
	run -1 crm-campaign consent show nobody@x.example -q
	run -65 --separate-stderr crm-campaign consent grant 'not an address@'
	says 'address:'
	run -77 crm-set co1 state=denied
	[ "$(crm-find consent client=Bravo --count)" = 3 ]
}

@test "a mailbox holds each once, and never who may not be written to" {
	crm-campaign target Fair client -q >/dev/null; crm-campaign target Fair p1 -q >/dev/null
	run -0 crm-campaign send Fair
	[[ $output == *$'To: "Acme" <info@acme.example>\nSubject: To Acme\n'* ]]
	[[ $output == *$'List-Unsubscribe: <mailto:anna@example.org?subject=unsubscribe>\n'* ]]
	[[ $output == *'Dear Pia Jansen, see Hall 3.'* ]]
	[ "$(grep -c '^To: ' <<<"$output")" = 2 ]
	[[ $output != *bravo* && $output != *delta* ]]
	run -1 --separate-stderr crm-campaign send Fair
	says 'nobody is left'
	[ "$(crm-find interaction -c channel,direction,client.name,subject,campaign | cut -f2-)" = "\
email	out	Acme	To Acme	cm1
email	out	Acme	To Acme	cm1" ]
	[ "$(crm-find member status=sent -c message_id | cut -f2)" = "$(crm-find interaction -c message_id | cut -f2)" ]
	crm-history undo "$(crm-find batch -o ids | tail -n 1)" >/dev/null
	[ "$(crm-find member status=sent --count)" = 0 ]
	[ "$(crm-find interaction --count)" = 0 ]
}

@test "a dry run of send and a closed output mark nobody" {
	crm-campaign target Fair c1 -q >/dev/null
	run -0 crm-campaign send Fair -n
	run -74 bash -c 'crm-campaign send Fair >/dev/full'
	[ "$(crm-find member status=targeted claim= --count)" = 1 ]
	run -0 crm-campaign send Fair -q
}

@test "a command that fails leaves its member for the next run" {
	crm-campaign target Fair c1 p1 -q >/dev/null
	run -75 --separate-stderr crm-campaign send Fair -x 'm=$(cat); case $m in *info@*) exit 3 ;; esac; echo "$m" >>out'
	says '1 of 2 messages failed'
	[ "$(mailed out)" = 1 ]
	run -0 crm-campaign send Fair -x 'cat >>out'
	[ "$(mailed out)" = 2 ]
	run -1 crm-campaign send Fair -x 'cat >>out'
}

@test "after a crash the lease keeps others off, then the same message goes out" {
	crm-campaign target Fair c1 -q >/dev/null
	crm-campaign send Fair --lease 1min -x 'cat >one; kill -9 $PPID' || true
	[ "$(crm-find member status=targeted claim!= --count)" = 1 ]
	run -1 crm-campaign send Fair -x 'cat >two'
	[ ! -e two ]
	CRM_NOW=2026-09-15T09:02:00Z crm-campaign send Fair -x 'cat >two'
	[ "$(grep ^Message-ID one)" = "$(grep ^Message-ID two)" ]
	[ "$(crm-find member status=sent --count)" = 1 ]
}

@test "two senders at once write to each member once" {
	seq 40 | awk 'BEGIN { print "name,emails,basis" } { printf "N%d,n%d@n.example,contract\n", $1, $1 }' | crm-add -q -i csv >/dev/null
	crm-campaign target Fair 'name~N' -q >/dev/null
	for i in 1 2 3; do crm-campaign send Fair -x 'sed -n "s/^To: //p" >>sent.'$i & done
	wait
	[ "$(cat sent.* | sort | uniq -d)" = '' ]
	[ "$(cat sent.* | wc -l)" = 40 ]
}

@test "work that is run again after a lost commit says and does everything once" {
	[ "$(CRM_FAULT=retry:2 crm-campaign target Fair client -q -o ids)" = $'mb1\nmb2\nmb3\nmb4' ]
	CRM_FAULT=retry:1 crm-campaign send Fair -x 'cat >>out'
	[ "$(mailed out)" = 1 ]
	[ "$(crm-find interaction --count)" = 1 ]
	[ "$(CRM_FAULT=retry:1 crm-campaign capture Fair client=Echo x)" = $'c5\nmb5\ni2' ]
}

@test "consent withdrawn after targeting excludes when it is sent" {
	crm-campaign target Fair c1 p1 -q >/dev/null
	crm-campaign consent withdraw -q info@acme.example >/dev/null
	run -0 --separate-stderr crm-campaign send Fair
	says 'mb1 is left out: consent withdrawn 2026-09-15'
	[[ $output != *info@acme.example* && $output == *pia@acme.example* ]]
	[ "$(crm-find member id=mb1 -c status,why)" = 'mb1	excluded	consent withdrawn 2026-09-15' ]
}

@test "an override writes to them all the same, and the reason is kept" {
	crm-set -q cm1 channel=email
	crm-campaign target Fair c2 -q >/dev/null
	run -1 crm-campaign send Fair
	run -64 crm-campaign send Fair --override ''
	run -0 crm-campaign send Fair client=c2 --override 'asked by phone'
	[[ $output == *'<info@bravo.example>'* ]]
	[ "$(crm-find member -c status,why)" = 'mb1	sent	override: asked by phone (no consent)' ]
	crm-find change record=mb1 -c after,command | grep -q 'override: asked by phone.*crm-campaign'
}

@test "no value makes a header or HTML of its own" {
	crm-add -q name=$'Evil\nBcc: all@x.example "<b>&' emails=e@evil.example basis=contract >/dev/null
	crm-set -q cm1 html='<p>{client.name}</p>' template=$'{client.name}\nFrom here\n>From there'
	crm-campaign target Fair emails=e@evil.example -q >/dev/null
	run -0 crm-campaign send Fair
	[[ $output != *$'\nBcc: all@x.example "<b>'*$'\nMIME-Version'* ]]
	[[ $output == *'&quot;&lt;b&gt;&amp;</p>'* ]]
	[ "$(grep -c '^From ' <<<"$output")" = 1 ]
	grep -q '^>>From there' <<<"$output"
	grep -q '^Content-Type: multipart/alternative' <<<"$output"
	[ "$(sed '/^$/q' <<<"$output" | grep -ci '^bcc')" = 0 ]
}

@test "what is wrong with a template is told before anything is sent" {
	crm-campaign target Fair c1 -q >/dev/null
	printf 'Dear {client.nam},\n{oops\n' >bad.txt
	run -65 --separate-stderr crm-campaign send Fair --template bad.txt --subject '{person.confidential}'
	says 'template: line 1, column 7: client has no field "nam"'
	says 'template: line 2, column 1: a brace by itself'
	says 'subject: line 1, column 2: a secret field'
	run -64 crm-campaign send Fair --unsubscribe 'http://x'
	run -65 crm-campaign send Fair --from x
	run -66 crm-campaign send Fair --template nowhere.txt
	[ "$(crm-find member status=targeted --count)" = 1 ]
	printf '{{literally}} {client.name}' >good.txt
	run -0 crm-campaign send Fair --template good.txt --unsubscribe 'https://x.example/u?m={address}'
	[[ $output == *'{literally} Acme'* ]]
	[[ $output == *$'List-Unsubscribe: <https://x.example/u?m=info%40acme.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n'* ]]
}

@test "calls and letters list, labels fit an envelope, done logs" {
	crm-campaign target Fair client -q >/dev/null
	run -0 crm-campaign calls Fair
	is 'mb4	Delta		+31201234567	Fair	'
	run -0 crm-campaign letters Fair -o labels
	is $'Cees\nLaan 3\nGent\nBE'
	crm-campaign done mb3 mb4 -m 'will come' >/dev/null
	run -1 crm-campaign calls Fair
	run -1 crm-campaign letters Fair
	[ "$(crm-find interaction -c channel,client.name,outcome | cut -f2-)" = $'post\tCees\twill come\ncall\tDelta\twill come' ]
	run -65 --separate-stderr crm-campaign done mb2
	says 'mb2 is excluded and cannot be sent; it can be targeted, responded'
}

@test "calls leave out who opted out since" {
	crm-campaign target Fair c4 -q >/dev/null
	crm-set -q c4 optout+=call
	run -1 --separate-stderr crm-campaign calls Fair
	says 'left out, who may be approached no longer: mb1'
}

@test "seats: the waiting list moves up when one comes free, or more are made" {
	for n in 1 2 3 4; do crm-add -q name=N$n >/dev/null; done
	run -0 crm-campaign register N1 N2 N3 N4 --campaign Fair
	[ "$(crm-campaign members Fair -c status | cut -f2 | tr '\n' ' ')" = 'registered registered waiting waiting ' ]
	run -65 --separate-stderr crm-set mb3 status=registered
	says 'every seat is taken; it can be waiting'
	run -0 crm-campaign decline N1 --campaign Fair answer='ill'
	is $'mb1\tstatus: registered -> declined, answer: -> ill\nmb3\tstatus: waiting -> registered'
	crm-set -q cm1 seats=3
	[ "$(crm-find member status=registered -o ids | tr '\n' ' ')" = 'mb2 mb3 mb4 ' ]
	run -65 --separate-stderr crm-campaign register mb2
	says 'mb2 is registered already'
	crm-campaign attend mb2 >/dev/null; crm-campaign absent mb3 >/dev/null
	[ "$(crm-find campaign -c registered,attended,responded)" = 'cm1	2	1	4' ]
	run -1 crm-campaign decline Acme --campaign Fair
	run -64 crm-campaign respond Acme
}

@test "capture: client, person, words and follow-up in one batch; the known are found" {
	run -0 crm-campaign capture Fair client=Echo city=Delft person='Jan Kok' email=jan@echo.example title=Buyer \
		'Wants chairs' --next +2d 'Call Jan' --consent
	is $'c5\np2\nro2\nco1\nmb1\ni1\nf1'
	[ "$(crm-find client id=c5 -c stage,source,campaign,city)" = 'c5	lead	fair	cm1	Delft' ]
	[ "$(crm-find interaction -c channel,direction,client.name,subject)" = 'i1	fair	in	Echo	Wants chairs' ]
	[ "$(crm-find followup -c client.name,person.name,about)" = 'f1	Echo	Jan Kok	Call Jan' ]
	[ "$(crm-find member -c status,why)" = 'mb1	attended	came unasked' ]
	run -0 crm-campaign capture Fair email=jan@echo.example 'Came back'
	is $'mb1\ni2'
	run -0 crm-campaign capture Fair client=echo person='jan kok' phone=+31611111111 'Again'
	is $'mb1\ni3'
	[ "$(crm-find person id=p2 -c emails,phones)" = 'p2	jan@echo.example	+31611111111' ]
	run -64 --separate-stderr crm-campaign capture Fair colour=red 'x'
	says 'of a visitor can be said: client, kind'
	run -64 crm-campaign capture Fair 'x'
	crm-campaign capture Fair client=Golf person='Ria Bos' 'x' >/dev/null
	crm-history undo last >/dev/null
	[ "$(crm-find client name=Golf --count)$(crm-find interaction subject=x --count)" = 00 ]
	run -0 crm-campaign capture Fair client=Foxtrot 'x' -n
	[ "$(crm-find client name=Foxtrot --count)" = 0 ]
}

@test "results, in all and by channel" {
	crm-campaign target Fair client -q >/dev/null
	crm-campaign send Fair >/dev/null
	crm-campaign respond c1 --campaign Fair answer=maybe >/dev/null
	crm-set -q cm1 cost=300
	crm-add -q deal title=Chairs client=c1 campaign=Fair value=1200 stage=won >/dev/null
	[ "$(crm-campaign results Fair -c targeted,excluded,sent,responded,deals,won_value,cost_per_response,roi)" = \
		'cm1	3	1	1	1	1	1200.00	300.00	300' ]
	run -0 crm-campaign results --by channel -o csv
	is "\
channel,targeted,excluded,sent,responded,registered,attended,declined
call,1,0,0,0,0,0,0
email,1,1,1,1,0,0,0
post,1,0,0,0,0,0,0
total,3,1,1,1,0,0,0"
	crm-show c1 | grep -A3 '^campaigns:' | grep -q mb1
	crm-show cm1 | grep -q '^members:'
}
