#!/usr/bin/env bats
# crm-followup: planned, listed, ended, repeated, reminded of exactly once, swept, told by mail and calendar
load helper

prepare() {
	crm-add user login=anna name='Anna Smit' email=anna@example.org >/dev/null
	crm-add user login=bob name='Bob de Vries' email=bob@example.org >/dev/null
	crm-add name=Acme owner=bob >/dev/null
	crm-add name='Bravo BV' >/dev/null
	crm-add person name='Pia Jansen' >/dev/null
	crm-add role client=Acme person='Pia Jansen' >/dev/null
	crm-add deal title=Boxes client=Acme value=1000 >/dev/null
}
field() { crm-find followup id="$1" -o jsonl -c "$2" | jq -r ".\"$2\""; }
# many N FIELD=VALUE...: N follow-ups that are due
many() {
	local n=$1; shift
	seq "$n" | awk 'BEGIN { print "about,due,client" } { printf "Call number %d,2026-09-14T08:00:00Z,c1\n", $1 }' |
		crm-add followup -i csv -q "$@" >/dev/null
}

@test "add plans one for each client, person or deal, and prints the ids" {
	run -0 --separate-stderr crm-followup add Acme 'Bravo BV' p1 d1 tomorrow Call about it kind=call --priority high
	is $'f1\nf2\nf3\nf4'
	[ "$(crm-find followup -c client,person,deal,owner.login,kind,priority,due,about)" = "\
f1	c1			bob	call	high	2026-09-16T00:00:00Z	Call about it
f2	c2			anna	call	high	2026-09-16T00:00:00Z	Call about it
f3	c1	p1		bob	call	high	2026-09-16T00:00:00Z	Call about it
f4	c1		d1	bob	call	high	2026-09-16T00:00:00Z	Call about it" ]
	[ "$(crm-find batch -c changes | tail -n 1 | cut -f2)" = 4 ]
}

@test "add takes references from a pipe, an owner and a deal" {
	crm-find client | crm-followup add -q '2026-09-20 14:30' 'Send the folder' --owner anna --deal d1 note=blue
	[ "$(crm-find followup -c client,deal,owner.login,due,note)" = "\
f1	c1	d1	anna	2026-09-20T14:30:00Z	blue
f2	c2	d1	anna	2026-09-20T14:30:00Z	blue" ]
}

@test "add keeps nothing when one is wrong, and names all that is" {
	run -64 --separate-stderr crm-followup add c1 'some day' 'Call'
	says "when?"
	run -64 crm-followup add c1 tomorrow
	run -65 --separate-stderr crm-followup add c1 tomorrow Call kind=shout priority=utmost
	says 'kind: "shout"'
	says 'priority: "utmost"'
	run -1 --separate-stderr crm-followup add c1 Nobody c99 tomorrow Call
	says Nobody
	says c99
	run -64 --separate-stderr crm-followup add c1 u1 tomorrow Call
	says 'u1 is a user: a follow-up is for a client, person or deal'
	[ "$(crm-find followup --count)" = 0 ]
}

@test "due lists what is open until the end of a day, by due, priority and id" {
	run -1 crm-followup due
	is ''
	run -1 crm-followup due -q
	crm-followup add c1 '2026-09-15 16:00' Low priority=low >/dev/null
	crm-followup add c1 '2026-09-15 16:00' Normal >/dev/null
	crm-followup add c2 '2026-09-15 16:00' High priority=high >/dev/null
	crm-followup add c2 2026-09-14 Late kind=call >/dev/null
	crm-followup add c1 tomorrow Later >/dev/null
	[ "$(crm-followup due -o ids | tr '\n' ' ')" = 'f4 f3 f2 f1 ' ]
	run -0 crm-followup due -q
	is ''
	[ "$(crm-followup due yesterday)" = "f4	2026-09-14T00:00:00Z	1	normal	call	Bravo BV	Late	Anna Smit" ]
	[ "$(crm-followup due 2026-09 client=Acme or about=Late -o ids | tr '\n' ' ')" = 'f4 f2 f1 f5 ' ]
	[ "$(crm-followup due client=Acme -o csv -c about)" = $'id,about\nf2,Normal\nf1,Low' ]
	same 'crm-followup due -o jsonl' 'crm-followup due -o json | jq -c ".[]"'
	run -64 --separate-stderr crm-followup due nix=1
	says 'nix'
}

@test "done and drop end what is open, all of them or none" {
	crm-followup add c1 c2 tomorrow Call >/dev/null
	run -0 --separate-stderr crm-followup done f1 was pleased
	is ''
	[ "$(crm-find followup id=f1 -c state,outcome,closed)" = "f1	done	was pleased	2026-09-15T09:00:00Z" ]
	run -65 --separate-stderr crm-followup done f1 f2
	says 'f1 is done already'
	run -65 --separate-stderr crm-followup drop f2 c1
	says 'c1 is a client: name the follow-up'
	run -1 --separate-stderr crm-followup done f2 f77
	[ "$(field f2 state)" = open ]
	crm-find followup state=open | crm-followup drop 'not needed'
	[ "$(crm-find followup id=f2 -c state,outcome)" = "f2	dropped	not needed" ]
	run -0 crm-followup done -n "$(crm-followup add c1 tomorrow Call)"
	[ "$(field f3 state)" = open ]
}

@test "snooze puts off, the reminder as long before, and reminds again" {
	crm-followup add c1 '2026-09-15 08:00' Call 'remind=2026-09-15 07:00' >/dev/null
	crm-followup remind | grep -q '^f1	'
	run -1 crm-followup remind
	run -0 crm-followup snooze f1 '2026-09-16 10:00'
	is 'f1	2026-09-16T10:00:00Z'
	[ "$(field f1 remind)" = 2026-09-16T09:00:00Z ]
	run -1 crm-followup remind
	crm-followup remind --now 2026-09-16T09:00:00Z | grep -q '^f1	'
	run -1 crm-followup remind --now 2026-09-16T10:00:00Z
	run -64 --separate-stderr crm-followup snooze f1
	says 'until when?'
}

@test "what is done meanwhile, or not yet due, is not reminded of" {
	crm-followup add c1 '2026-09-15 09:00:01' Later >/dev/null
	crm-followup add c1 '2026-09-15 09:00' Now >/dev/null
	crm-followup add c1 '2026-09-15 08:00' Done >/dev/null
	crm-followup done f3
	[ "$(crm-followup remind -o ids)" = f2 ]
}

@test "done plans the next of what recurs: months end where they end" {
	crm-followup add c1 2026-01-31 'Monthly check' repeat=monthly 'remind=2026-01-30' >/dev/null
	for want in 2026-02-28 2026-03-31 2026-04-30 2026-05-31; do
		id=$(crm-followup done "${id:-f1}")
		[ "$(field "$id" due)" = "${want}T00:00:00Z" ] || { field "$id" due; false; }
	done
	[ "$(field "$id" remind)" = 2026-05-30T00:00:00Z ]
	[ "$(crm-find followup --count state=open)" = 1 ]
	run -0 crm-followup drop "$id"
	[ "$(crm-find followup --count state=open)" = 0 ]
}

@test "quarters, leap days, counts and ends" {
	crm-followup add c1 2025-11-30 Q repeat=quarterly >/dev/null
	[ "$(field "$(crm-followup done f1)" due)" = 2026-02-28T00:00:00Z ]
	crm-followup add c1 2024-02-29 Y repeat=yearly >/dev/null
	id=f3
	for want in 2025-02-28 2026-02-28 2027-02-28 2028-02-29; do
		id=$(crm-followup done "$id")
		[ "$(field "$id" due)" = "${want}T00:00:00Z" ]
	done
	id=$(crm-followup add c1 2026-09-01 C 'repeat=FREQ=DAILY;COUNT=3')
	id=$(crm-followup done "$id") && id=$(crm-followup done "$id")
	[ "$(field "$id" due)" = 2026-09-03T00:00:00Z ]
	[ -z "$(crm-followup done "$id")" ]
	id=$(crm-followup add c1 2026-09-01 U 'repeat=FREQ=WEEKLY;UNTIL=20260910T000000Z')
	id=$(crm-followup done "$id")
	[ "$(field "$id" due)" = 2026-09-08T00:00:00Z ] && [ -z "$(crm-followup done "$id")" ]
}

@test "the hour stays when the clocks change" {
	export TZ=Europe/Amsterdam
	id=$(crm-followup add c1 '2026-10-24 09:30' Weekly repeat=daily)
	[ "$(field "$id" due)" = 2026-10-24T07:30:00Z ]
	id=$(crm-followup done "$id")
	[ "$(field "$id" due)" = 2026-10-25T08:30:00Z ]
}

@test "one that recurs is done here, nowhere else" {
	crm-followup add c1 2026-09-01 Check repeat=weekly >/dev/null
	run -64 --separate-stderr crm-set f1 state=done
	says 'crm-followup done'
}

@test "sixteen that remind at once print each reminder once" {
	many 500
	for i in $(seq 16); do crm-followup remind >out.$i 2>err.$i & done
	wait
	[ "$(cat out.* | wc -l)" = 500 ]
	[ "$(cat out.* | cut -f1 | sort -u | wc -l)" = 500 ]
	[ ! -s err.1 ] && [ "$(cat err.* | wc -l)" = 0 ]
	[ "$(crm-find followup --count reminded=)" = 0 ]
}

@test "sixteen that run a command at once run it once for each" {
	many 60
	for i in $(seq 16); do crm-followup remind -x 'echo "$CRM_ID" >>sent' 2>>err & done
	wait
	[ "$(sort -u sent | wc -l)" = 60 ] && [ "$(wc -l <sent)" = 60 ]
}

@test "after a crash between claim and mark it comes again, when the lease has ended" {
	crm-followup add c1 today Call >/dev/null
	run -137 crm-followup remind -x 'kill -9 $PPID' --lease 5min
	run -1 crm-followup remind
	run -1 crm-followup remind --now 2026-09-15T09:04:50Z
	run -0 crm-followup remind --now 2026-09-15T09:05:01Z
	[[ $output == f1$'\t'* ]]
	run -1 crm-followup remind --now 2026-09-15T12:00:00Z
	# killed while it writes what nobody reads
	many 3000
	mkfifo pipe
	sleep 60 <pipe & reader=$!
	crm-followup remind >pipe & writer=$!
	for _ in $(seq 100); do [ "$(crm-find followup --count claim!=)" = 3000 ] && break; sleep 0.1; done
	kill -9 $writer; wait $writer || true
	kill $reader
	[ "$(crm-find followup --count reminded!=)" = 1 ]
	run -1 crm-followup remind
	[ "$(crm-followup remind --now 2026-09-15T09:10:30Z | wc -l)" = 3000 ]
	run -1 crm-followup remind --now 2026-09-15T10:00:00Z
}

@test "output that fails leaves the reminders for the next" {
	many 20
	run -74 --separate-stderr bash -c 'crm-followup remind >/dev/full'
	says 'cannot write'
	run -0 --separate-stderr bash -c '{ sleep 0.3; crm-followup remind; echo $? >code; } | true'
	[ "$(cat code)" = 74 ]
	[ "$(crm-find followup --count claim!=)" = 0 ]
	[ "$(crm-followup remind | wc -l)" = 20 ]
	[ "$(crm-find followup --count reminded!=)" = 20 ]
}

@test "a command gets each reminder as JSON and variables" {
	crm-followup add d1 2026-09-15 $'Call\nnow; $(touch pwned)' kind=call priority=high >/dev/null
	run -0 --separate-stderr crm-followup remind -x 'cat >json; env | grep ^CRM_ | sort >vars; echo ran'
	is ran
	[ "$(jq -r '[.id, .about, ."client.name", ."deal.title", ."owner.email"] | join("|")' json)" = \
		$'f1|Call\nnow; $(touch pwned)|Acme|Boxes|bob@example.org' ]
	[ "$(grep -v 'CRM_\(BIN\|DB\|NOW\|TOP\|TEST\|USER\)' vars)" = 'CRM_ABOUT=Call\nnow; $(touch pwned)
CRM_CLIENT=Acme
CRM_CLIENT_ID=c1
CRM_DUE=2026-09-15T00:00:00Z
CRM_ID=f1
CRM_KIND=call
CRM_OWNER=Bob de Vries
CRM_OWNER_EMAIL=bob@example.org
CRM_PRIORITY=high' ]
	[ ! -e pwned ]
}

@test "what a command fails at is tried again next time" {
	many 10
	run -75 --separate-stderr crm-followup remind -x 'echo "$CRM_ID" >>tried; case $CRM_ID in *[02468]) exit 3 ;; esac'
	says 'f2: the command ended with 3'
	says '5 of 10 reminders failed'
	[ "$(wc -l <tried)" = 10 ]
	[ "$(crm-find followup --count reminded!=)" = 5 ] && [ "$(crm-find followup --count claim!=)" = 0 ]
	run -0 --separate-stderr crm-followup remind -x 'echo "$CRM_ID" >>again'
	[ "$(tr '\n' ' ' <again)" = 'f2 f4 f6 f8 f10 ' ]
	run -1 crm-followup remind -x 'echo never'
}

@test "a command that outlives the lease is killed with all that it started" {
	crm-followup add c1 today Call >/dev/null
	run -75 --separate-stderr crm-followup remind --lease 1s -x 'sleep 7.77; echo late >late'
	says 'longer than 1 seconds'
	run -1 pgrep -f 'sleep 7[.]77'
	[ ! -e late ]
	run -64 crm-followup remind --lease never
}

@test "remind takes a filter, a limit and a dry run" {
	many 5 priority=low
	crm-followup add c2 today Call priority=high >/dev/null
	[ "$(crm-followup remind -n | wc -l)" = 6 ]
	[ "$(crm-followup remind -n -x 'touch ran' | wc -l)" = 6 ] && [ ! -e ran ]
	[ "$(crm-followup remind priority=high -o ids)" = f6 ]
	[ "$(crm-followup remind -l 2 -o ids | tr '\n' ' ')" = 'f1 f2 ' ]
	run -0 crm-followup remind -l 1 -x 'echo $CRM_ID'
	is f3
	[ "$(crm-followup remind -o ids | tr '\n' ' ')" = 'f4 f5 ' ]
}

@test "after a downtime all that came due is reminded of, once" {
	for d in 16 17 18 19 20; do crm-followup add c1 2026-09-$d "Call on $d" >/dev/null; done
	[ "$(crm-followup remind --now 2026-09-19T08:00:00Z | wc -l)" = 4 ]
	[ "$(crm-followup remind --now 2026-09-20T08:00:00Z -o ids)" = f5 ]
}

@test "a commit that fails on the way is done again, not told twice" {
	many 5
	CRM_FAULT=retry:2 crm-followup remind >out
	[ "$(wc -l <out)" = 5 ]
	run -1 crm-followup remind
}

sweep_policy() {
	crm-init --print-policy | sed '/^followups:/,$d' >p.yaml
	cat >>p.yaml <<-'END'
	followups:
	  - name: quiet
	    of: client
	    when: "stage=lead"
	    what: "Call {name} in {city}, {owner.name} knows them"
	    kind: call
	    priority: high
	    due: +2d
	    again: last_contact
	  - name: deals
	    of: deal
	    when: "state=open"
	    what: "Ask about {title}"
	    to: client.owner
	  - name: once
	    of: person
	    when: "name!="
	    what: "Introduce yourself"
	    to: bob
	END
	crm-init -q --policy p.yaml
}

@test "sweep plans what the rules ask for, once for each situation" {
	sweep_policy
	crm-set -q c1 city=Utrecht >/dev/null
	run -0 --separate-stderr crm-followup sweep -n
	[ "${#lines[@]}" = 4 ]
	[ "$(crm-find followup --count)" = 0 ]
	run -0 --separate-stderr crm-followup sweep
	[ "${#lines[@]}" = 4 ]
	[ "$(crm-find followup -c about,due,kind,priority,client,deal,person,owner.login,rule,situation)" = "\
f1	Call Acme in Utrecht, Bob de Vries knows them	2026-09-17T00:00:00Z	call	high	c1			bob	quiet	quiet:c1:
f2	Call Bravo BV in ,  knows them	2026-09-17T00:00:00Z	call	high	c2			anna	quiet	quiet:c2:
f3	Ask about Boxes	2026-09-15T00:00:00Z	task	normal	c1	d1		bob	deals	deals:d1:
f4	Introduce yourself	2026-09-15T00:00:00Z	task	normal	c1		p1	bob	once	once:p1:" ]
	run -0 crm-followup sweep
	is ''
	crm-followup done f1
	crm-followup drop f2 f3 f4
	run -0 crm-followup sweep
	is ''
}

@test "a new situation is a new follow-up, but not while one is open" {
	sweep_policy
	crm-followup sweep >/dev/null
	crm-log call c1 'Spoke with them' -q >/dev/null
	[ -z "$(crm-followup sweep)" ]
	crm-followup done f1
	[ "$(crm-followup sweep | cut -f1)" = f5 ]
	[ "$(field f5 situation)" = quiet:c1:2026-09-15T09:00:00Z ]
	[ -z "$(crm-followup sweep)" ]
}

@test "sixteen sweeps at once plan each once" {
	sweep_policy
	seq 200 | sed '1i name' | sed '2,$s/^/Client /' | crm-add -i csv -q >/dev/null
	for i in $(seq 16); do crm-followup sweep >out.$i & done
	wait
	[ "$(cat out.* | wc -l)" = 204 ] && [ "$(crm-find followup --count)" = 204 ]
}

@test "the policy that a base starts with is one that sweeps" {
	crm-set -q c2 stage=prospect >/dev/null
	[ -z "$(crm-followup sweep)" ]
	run -0 --separate-stderr crm-followup sweep --now 2026-10-15T09:00:00Z
	[[ $output == *"a prospect is waiting for 30 days"*"client: c2"* ]]
}

@test "digest writes each owner a message: late, today and coming" {
	crm-followup add Acme 2026-09-10 'Late call' kind=call priority=high >/dev/null
	crm-followup add Acme '2026-09-15 14:30' 'Send the quote' >/dev/null
	crm-followup add Acme 2026-09-22 'Soon enough' >/dev/null
	crm-followup add Acme 2026-09-23 'Too far' >/dev/null
	crm-followup digest --owner bob >bob.mail
	[ "$(sed '/^Message-ID: /d' bob.mail)" = 'From: bob@example.org
To: "Bob de Vries" <bob@example.org>
Subject: Follow-ups: 1 late, 1 today, 1 coming
Date: Tue, 15 Sep 2026 09:00:00 +0000
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

Late
  2026-09-10  Acme: Late call  (call, high, f1)

Today
  2026-09-15 14:30  Acme: Send the quote  (task, normal, f2)

The next seven days
  2026-09-22  Acme: Soon enough  (task, normal, f3)' ]
	run -1 crm-followup digest --owner anna
	run -64 crm-followup digest --from $'a@b\nBcc: c@d'
}

@test "digests of several owners are a mailbox, or messages for a command" {
	crm-add user login=nemo name=Nemo >/dev/null
	crm-followup add c1 c2 today Call >/dev/null
	crm-followup add c1 today Call owner=nemo >/dev/null
	crm-add followup about=Call due=today >/dev/null
	run -0 --separate-stderr crm-followup digest
	says 'Nemo has no address'
	says '1 follow-ups have no owner'
	[ "$(grep -c '^From MAILER-DAEMON Tue Sep 15 09:00:00 2026$' <<<"$output")" = 2 ]
	crm-followup digest -x 'cat >>all; echo >>all' --from crm@example.org 2>/dev/null
	[ "$(grep -c '^From: crm@example.org$' all)" = 2 ]
	[ "$(grep '^To: ' all | sort | tr '\n' ' ')" = 'To: "Anna Smit" <anna@example.org> To: "Bob de Vries" <bob@example.org> ' ]
	run -75 --separate-stderr crm-followup digest -x false
	says '2 of 2 messages failed'
}

@test "the calendar is one that a calendar library reads" {
	crm-followup add Acme '2026-09-15 14:30' 'Ask; about, the "long offer" that we made them last week, and the folding of lines é' \
		kind=call priority=high 'remind=2026-09-15 13:30' note=$'two\nlines' >/dev/null
	crm-followup add c2 2026-09-16 'Send it' >/dev/null
	crm-followup add c2 '2026-09-16 10:00' 'Check' 'repeat=FREQ=DAILY;COUNT=3' >/dev/null
	crm-followup due eom -o ics >cal
	[ "$(grep -c $'\r$' cal)" = "$(wc -l <cal)" ]
	[ "$(awk '{ if (length($0) > 76) n++ } END { print n + 0 }' cal)" = 0 ]
	unfolded=$(sed -z 's/\r\n[ \t]//g' cal | tr -d '\r')
	has() { grep -qxF -- "$1" <<<"$unfolded" || { echo "no $1"; echo "$unfolded"; false; }; }
	has 'SUMMARY:Call Acme: Ask\; about\, the "long offer" that we made them last week\, and the folding of lines é'
	has 'DTSTART:20260915T143000Z'
	has 'TRIGGER:-PT1H'
	has 'DESCRIPTION:two\nlines'
	has 'DTSTART;VALUE=DATE:20260916'
	has 'DTSTART:20260916T100000'
	has 'RRULE:FREQ=DAILY;COUNT=3'
	has 'PRIORITY:1'
	[ "$(grep -c '^BEGIN:VALARM' cal)" = 3 ]
	# the same tomorrow: the ids are the base's own
	same 'crm-followup due eom -o ics | grep ^UID' 'crm-followup due eom -o ics --now tomorrow | grep ^UID'
	id=$(crm-followup done f3)
	crm-followup due eom about=Check -o ics | grep -q $'^RRULE:FREQ=DAILY;COUNT=2\r$'
	run -1 crm-followup due 2026-09-01 -o ics
	run -64 crm-find followup -o ics
}

@test "without the part for calendars all else goes on, and what needs it says so" {
	[ ! -e /usr/local/lib/crm/ics.so ] || skip "crm is installed"
	mkdir bin
	cp "$CRM_BIN/crm-followup" bin
	bin/crm-followup add Acme 2026-09-15 'Call' repeat=weekly >/dev/null
	bin/crm-followup due >/dev/null
	run -69 --separate-stderr bin/crm-followup due -o ics
	says 'crm/ics.so'
	run -69 --separate-stderr bin/crm-followup done f1
	says 'repetition and calendars need a part that cannot be loaded'
	[ "$(crm-find followup state=open --count)" = 1 ]
}

@test "reminders, endings and plans are journalled and can be undone" {
	crm-followup add c1 c2 today Call >/dev/null
	crm-followup remind >/dev/null
	crm-followup done f1 f2
	ba=$(crm-find batch -c command -s -id | head -n 1 | cut -f1)
	crm-history undo "$ba" >/dev/null
	[ "$(field f1 state)" = open ]
	[ "$(crm-find change record=f1 --count)" -ge 4 ]
	run -0 crm-init --check
}
