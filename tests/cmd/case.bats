#!/usr/bin/env bats
# crm-case: complaints from receipt to a verified measure, the clock of service, objections
load helper

prepare() {
	crm-add user login=anna name=Anna >/dev/null
	crm-add user login=bob name=Bob >/dev/null
	crm-add client name=Acme owner=bob >/dev/null
	crm-add client name=Bits >/dev/null
}

# office ZONE: opens the office Mon-Fri 10-18 there, with the service levels of the known answers
office() {
	crm-init --print-policy | awk -v zone="$1" '
		/^hours:/ { print "hours:\n  zone: " zone "\n  week:\n    mon-fri: [10:00-18:00]"; skip = 1; next }
		/^service:/ { print "service:"
			print "  - {severity: high, respond: 1h, resolve: 4h}"
			print "  - {severity: urgent, respond: 30min, resolve: 2h}"; skip = 1; next }
		/^[a-z#]/ { skip = 0 }
		!skip' >policy.yaml
	crm-init --policy policy.yaml 2>/dev/null
}
# at TIME COMMAND...: with the clock there
at() { CRM_NOW=$1 "${@:2}"; }

@test "receive prints the id, tells the deadlines, and finds out whose it is" {
	run -0 --separate-stderr crm-case receive Acme "Torn parka" severity=high channel=call
	is cs1
	[ "$stderr" = "crm-case: cs1 is cs-2026-0001: answer by 2026-09-15T10:00:00Z, decide by 2026-09-15T13:30:00Z" ]
	crm-add person name=Piet >/dev/null
	crm-add role client=Bits person=Piet >/dev/null
	run -0 --separate-stderr crm-case receive - Whose is it person=Piet kind=question
	is cs2
	run -0 crm-find case -s id -c number,client.name,owner.name,kind,about,state
	is "cs1	cs-2026-0001	Acme	Bob	complaint	Torn parka	received
cs2	cs-2026-0002	Bits	Anna	question	Whose is it	received"
}

@test "receive wants a client and a text, and refuses what is neither" {
	run -64 --separate-stderr crm-case receive
	says "a client and a text: what was said?"
	run -64 crm-case receive Acme
	run -64 crm-case receive Acme ''
	run -64 crm-case receive Acme kind=claim
	run -1 --separate-stderr crm-case receive Nobody "Torn"
	says 'there is no client "Nobody"'
	run -65 --separate-stderr crm-case receive u1 "Torn"
	says "u1 is no client"
	run -65 --separate-stderr crm-case receive Acme "Torn" severity=huge satisfaction=x
	says "severity: "
	says "satisfaction: "
	run -64 --separate-stderr crm-case receive Acme "Torn" state2=closed
	[ "$(crm-find case --count)" = 0 ]
}

@test "what hostile clients write is kept as it is, and ends no line" {
	text=$(printf 'quotes \x27 " \\ tab\there\nline \033[31m \xd7\xa9 \xe2\x80\xae %%s {x}')
	run -0 crm-case receive Acme "$text" -q
	[ "$(crm-find case -c about -o json | jq -r '.[0].about')" = "$text" ]
	[ "$(crm-case due | wc -l)" = 1 ]
	crm-case acknowledge cs1 --channel email -m "$text" >/dev/null
	[ "$(crm-case history cs1 | wc -l)" = 1 ]
	[ "$(crm-find interaction -c subject -o json | jq -r '.[0].subject')" = "$text" ]
	run -65 crm-case satisfaction cs1 99999999999999999999
	run -1 crm-case due 99999999999999999999        # no time: a word that no case has
}

@test "known service times" {
	office UTC
	at 2024-01-08T08:00:00Z crm-case receive Acme a severity=high -q >/dev/null
	at 2024-01-08T20:00:00Z crm-case receive Acme b severity=urgent -q >/dev/null
	at 2024-01-12T19:00:00Z crm-case receive Acme c severity=high -q >/dev/null
	at 2024-01-11T15:00:00Z crm-case receive Acme d severity=urgent -q >/dev/null
	at 2024-01-11T15:10:00Z crm-case hold cs4 -q >/dev/null
	run -0 at 2024-01-11T16:10:00Z crm-case resume cs4
	is "cs4	resumed, decide by 2024-01-11T18:00:00Z"
	run -0 crm-find case -s id -c respond_by,resolve_by,held
	is "cs1	2024-01-08T11:00:00Z	2024-01-08T14:00:00Z	
cs2	2024-01-09T10:30:00Z	2024-01-09T12:00:00Z	
cs3	2024-01-15T11:00:00Z	2024-01-15T14:00:00Z	
cs4	2024-01-11T15:30:00Z	2024-01-11T18:00:00Z	1h"
}

@test "the clock hangs where the policy says, also when it turns" {
	office Europe/Amsterdam
	at 2026-03-27T16:30:00Z crm-case receive Acme a severity=high -q >/dev/null     # Friday, 17:30
	at 2026-10-23T15:30:00Z crm-case receive Acme b severity=high -q >/dev/null     # Friday, 17:30
	run -0 crm-find case -s id -c respond_by
	is "cs1	2026-03-30T08:30:00Z
cs2	2026-10-26T09:30:00Z"
}

@test "a complaint from receipt to a verified measure" {
	crm-case receive Acme "Torn parka" severity=low -q >/dev/null
	run -0 crm-case acknowledge cs1 --channel email -m "We look into it"
	is "cs1	state: received -> acknowledged, responded: -> 2026-09-15T09:00:00Z"
	[ "$(crm-find interaction case=cs1 channel=email direction=out client=Acme --count)" = 1 ]
	run -0 crm-case assess cs1 severity=high
	is "cs1	severity: low -> high, state: acknowledged -> assessed"
	crm-case investigate cs1 why="worn needle; why: not replaced" >/dev/null
	run -64 --separate-stderr crm-case decide cs1
	says "cs1: decision: what was decided? decision=..."
	run -0 crm-case decide cs1 decision="A new one"
	run -0 crm-case reject cs1 -m "wants money"
	run -0 crm-case escalate cs1
	run -0 crm-case decide cs1 decision="Money back"
	run -0 crm-case accept cs1
	run -64 --separate-stderr crm-case act cs1 measure="New needles"
	says "cs1: cause: what caused it? cause=..."
	says "cs1: department: which department does it? department=..."
	says "cs1: due: by when? due=..."
	run -0 crm-case act cs1 measure="New needles" cause=Seams department=Sewing due=+14d effect_due=+60d
	run -64 --separate-stderr crm-case verify cs1
	says "did it remove the cause?"
	run -0 crm-case verify cs1 effective=no
	is "cs1	effect_due: 2026-11-14 ->, effective: -> no"
	[ "$(crm-find case -c state | cut -f2)" = acting ]
	run -0 crm-case verify cs1 effective=yes
	run -65 --separate-stderr crm-case satisfaction cs1 4
	says "cs1 is verified: satisfaction is asked for once it is closed"
	run -0 crm-case close cs1
	run -0 crm-case satisfaction cs1 4
	is "cs1	satisfaction: -> 4"
	run -65 --separate-stderr crm-case satisfaction cs1 6
	says "satisfaction: 6: is from 1 to 5"
	run -0 crm-case history cs1 -c old_state,state,note
	is "st1	received	acknowledged	We look into it
st2	acknowledged	assessed	
st3	assessed	investigating	
st4	investigating	decided	
st5	decided	rejected	wants money
st6	rejected	escalated	
st7	escalated	decided	
st8	decided	accepted	
st9	accepted	acting	
st10	acting	verified	
st11	verified	acting	without effect
st12	acting	verified	
st13	verified	closed	"
	run -0 crm-case reopen cs1 -m "torn again"
	run -0 crm-find case cycle=2 state=received closed= satisfaction= -c number
	is "cs1	cs-2026-0001"
}

@test "a step that may not follow is refused, naming those that may; nothing is kept then" {
	crm-case receive Acme a -q >/dev/null
	crm-case receive Acme b -q >/dev/null
	crm-case acknowledge cs2 >/dev/null
	for verb in assess investigate decide accept reject escalate act close reopen; do
		run -65 --separate-stderr crm-case $verb cs1
		[ "$stderr" = "crm-case: cs1: is received: acknowledge, withdraw may follow, not $verb" ]
	done
	run -65 --separate-stderr crm-case verify cs1 effective=yes
	says "acknowledge, withdraw may follow, not verify"
	run -65 --separate-stderr crm-case acknowledge cs1 cs2
	says "cs2: is acknowledged: assess, withdraw may follow, not acknowledge"
	[ "$(crm-find case state=received --count)" = 1 ]
	run -0 bash -c 'crm-find case | crm-case withdraw -m "sorry"'
	[ "$(crm-find case state=withdrawn closed!= --count)" = 2 ]
	run -65 --separate-stderr crm-case acknowledge c1
	says "c1 is no case"
	run -1 crm-case acknowledge cs99
	run -64 --separate-stderr crm-case asess cs1
	says "did you mean assess?"
}

@test "hold and resume say so once, and a decision ends a hold" {
	office UTC
	at 2024-01-08T10:00:00Z crm-case receive Acme a severity=high -q >/dev/null
	for verb in acknowledge assess investigate; do at 2024-01-08T10:00:00Z crm-case $verb cs1 >/dev/null; done
	run -65 --separate-stderr at 2024-01-08T10:00:00Z crm-case resume cs1
	says "cs1: is not on hold"
	run -0 at 2024-01-08T11:00:00Z crm-case hold cs1 -m "photo awaited"
	is "cs1	on hold"
	run -65 at 2024-01-08T11:00:00Z crm-case hold cs1
	run -1 at 2024-01-08T17:00:00Z crm-case due
	at 2024-01-09T12:00:00Z crm-case decide cs1 decision=yes >/dev/null
	run -0 crm-find case -c held,hold_since,resolve_by,breached
	is "cs1	9h		2024-01-09T15:00:00Z	no"
	run -0 at 2024-01-09T12:00:00Z crm-case service -c clock,median,in_time
	is "response	0s	100
resolution	1h	100"
	run -65 --separate-stderr crm-case hold cs1
	says "cs1: is decided: its clock has stopped"
}

@test "a dry run changes nothing; undo takes all of a step back" {
	crm-case receive Acme a -q >/dev/null
	crm-deal open Acme title=Parkas >/dev/null
	before=$(for e in case objection step interaction; do crm-find $e -c all || :; done)
	run -0 --separate-stderr crm-case receive Acme b -n
	run -0 --separate-stderr crm-case acknowledge cs1 --channel call -n
	says "dry run: nothing is kept"
	run -0 crm-case hold cs1 -n -q
	run -0 crm-case object d1 x -n -q
	[ "$(for e in case objection step interaction; do crm-find $e -c all || :; done)" = "$before" ]
	crm-case acknowledge cs1 --channel call >/dev/null
	crm-history undo last -q >/dev/null
	run -0 crm-find case -c number,state,responded,respond_by
	is "cs1	cs-2026-0001	received		2026-09-15T13:30:00Z"
	run -1 crm-case history cs1
	[ "$(crm-find interaction --count)" = 0 ]
	crm-case hold cs1 >/dev/null
	crm-history undo last -q >/dev/null
	[ "$(crm-find case hold_since= --count)" = 1 ]
	run -0 crm-init --check
}

@test "due is for cron: the first first, in business time, 1 when there is none" {
	run -1 --separate-stderr crm-case due
	[ -z "$output$stderr" ]
	crm-case receive Acme late severity=high -q >/dev/null
	crm-case receive Bits soon -q >/dev/null
	crm-case receive Bits far kind=question -q >/dev/null
	run -0 at 2026-09-15T10:30:00Z crm-case due
	is "cs1	respond	2026-09-15T10:00:00Z	30min	complaint	high	received	Acme	Bob	late
cs1	resolve	2026-09-15T13:30:00Z	-2h30min	complaint	high	received	Acme	Bob	late
cs2	respond	2026-09-15T13:30:00Z	-2h30min	complaint	normal	received	Bits	Anna	soon"
	run -0 at 2026-09-15T10:30:00Z crm-case due +1h
	is "cs1	respond	2026-09-15T10:00:00Z	30min	complaint	high	received	Acme	Bob	late"
	run -0 crm-case due +7d kind=question -c id,what,when
	is "cs3	respond	2026-09-16T09:30:00Z
cs3	resolve	2026-09-22T11:30:00Z"
	run -0 crm-case due owner=bob client.name=Acme -o ids
	run -0 --separate-stderr crm-case due -q
	[ -z "$output" ]
	run -1 crm-case due -q client=Bits kind=claim
	run -0 bash -c 'crm-case due owner=bob | head -1 | crm-case acknowledge'
	run -64 --separate-stderr crm-case due colour=red
	says "case has no field \"colour\""
}

@test "measures to be taken and checked are due too" {
	crm-add case about=a client=Acme state=acting due=2026-09-20 measure=m >/dev/null
	run -1 crm-case due
	run -0 at 2026-09-22T09:00:00Z crm-case due -c id,what,when,late
	is "cs1	measure	2026-09-20T23:59:59Z	7h30min"
	crm-set -q cs1 done=2026-09-21 effect_due=2026-10-01 >/dev/null
	run -1 crm-case due
	run -0 crm-case due +30d -c id,what
	is "cs1	effect"
}

@test "service tells response, resolution and every answer, by whom and when" {
	office UTC
	at 2024-01-08T10:00:00Z crm-case receive Acme a severity=high -q >/dev/null
	at 2024-01-08T10:00:00Z crm-case receive Bits b severity=high -q >/dev/null
	at 2024-01-08T10:30:00Z crm-case acknowledge cs1 >/dev/null
	at 2024-01-08T12:00:00Z crm-log email Acme in 'And?' >/dev/null
	at 2024-01-08T13:00:00Z crm-log call Acme out 'Soon' >/dev/null
	export CRM_NOW=2024-01-08T15:00:00Z
	run -0 crm-case service -o csv
	is "all,clock,count,waiting,median,p90,in_time,breached,failed_by
total,response,1,1,30min,30min,50,1,4h
total,resolution,0,2,,,0,2,1h
total,rolling,1,0,1h,1h,,,"
	run -0 crm-case service --by client -c client,clock,count,breached
	is "Acme	response	1	0
Acme	resolution	0	1
Acme	rolling	1	
Bits	response	0	1
Bits	resolution	0	1
total	response	1	1
total	resolution	0	2
total	rolling	1	"
	for by in owner kind severity month client.city received:week; do
		[ "$(crm-case service --by $by -o json | jq '[.[] | select(.clock == "response" and (.total | not)) | .count] | add')" = 1 ]
	done
	run -0 crm-case service client=Bits -c clock,count,waiting
	is "response	0	1
resolution	0	1"
	run -1 crm-case service --from 2024-02
	run -0 crm-case service --from 2024-01 --to 2024-01
	run -64 crm-case service --by nothing
	run -64 crm-case service --from whenever
}

@test "cases of one cause are told together, with what was done against it" {
	crm-add case about=a client=Acme cause=Seams received=2026-01-01 state=closed closed=2026-01-05 measure=m done=2026-01-10 \
		effective=no >/dev/null
	crm-add case about=b client=Bits cause=seams received=2026-02-01 >/dev/null
	crm-add case about=c client=Bits cause=zips >/dev/null
	run -0 crm-case repeats
	is "Seams	2	2	2026-01-01T00:00:00Z	2026-02-01T00:00:00Z	1	1	0	1	1"
	run -1 crm-case repeats client=Bits
	run -0 crm-show cs2
	[[ $output == *"same_cause:"*"cs1"* ]]
}

@test "a case and its client's brief tell of it" {
	crm-case receive Acme "Torn parka" -q >/dev/null
	crm-case acknowledge cs1 --channel email >/dev/null
	crm-add followup due=+1d about="Send parka" case=cs1 >/dev/null
	run -0 crm-show Acme
	[[ $output == *$'\ncases:'*"cs-2026-0001"*"acknowledged"* ]]
	run -0 crm-show cs1
	[[ $output == *"history:"*"received"*"acknowledged"*"interactions:"*"followups:"*"Send parka"* ]]
}

@test "objections: raised, answered, settled or standing, and what works against which" {
	crm-deal open Acme title=Parkas >/dev/null
	crm-deal open Bits title=Tents >/dev/null
	run -0 crm-case object d1 Much too dear kind=price
	is ob1
	run -65 --separate-stderr crm-case settle ob1
	says "ob1: is open: answer may follow, not settle"
	run -65 crm-case stands ob1
	run -64 --separate-stderr crm-case answer ob1
	says "which objection, and what was said to it?"
	run -0 crm-case answer ob1 Cheaper in the end
	run -0 crm-case answer ob1 'Ten years of use'
	run -0 crm-case settle ob1
	is "ob1	state: answered -> settled, settled: -> 2026-09-15T09:00:00Z"
	for verb in settle stands; do run -65 crm-case $verb ob1; done
	run -65 --separate-stderr crm-case answer ob1 no
	says "ob1: is settled: nothing may follow, not answer"
	run -1 crm-case answers d2
	crm-case object d2 'Too dear' kind=price >/dev/null
	run -0 crm-case answers d2
	is "price	Ten years of use	1	1	100	1	0
price	Cheaper in the end	1	0	0	1	0"
	same 'crm-case answers d2' 'crm-case answers price'
	same 'crm-case answers' 'crm-case answers price'
	run -1 crm-case answers trust
	run -0 crm-show d2
	[[ $output == *"objections_heard:"*"Too dear"*"best_answers:"*"Ten years of use"* ]]
	crm-case answer ob2 'cheaper in the END' >/dev/null
	run -0 crm-case stands ob2
	run -0 crm-case answer ob2 'Ten years of use'
	crm-deal win d1 -q >/dev/null
	run -0 crm-case answers price
	is "price	Ten years of use	2	1	50	2	1
price	Cheaper in the end	2	0	0	2	1"
	run -65 --separate-stderr crm-case object c1 x
	says "c1 is no deal"
	run -65 --separate-stderr crm-case settle d1
	says "d1 is no objection"
}

@test "an output that is full, or closed, is an error" {
	crm-case receive Acme a -q >/dev/null
	run -74 bash -c 'crm-case due +9d >/dev/full'
	run -74 bash -c 'crm-case service >/dev/full'
	run -74 bash -c 'crm-case due +9d >&-'
}
