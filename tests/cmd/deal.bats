#!/usr/bin/env bats
# crm-deal: the pipeline's verbs
load helper

prepare() {
	crm-add user login=anna name=Anna unit=North >/dev/null
	crm-add user login=bob name=Bob unit=South >/dev/null
	crm-add client name=Acme owner=bob >/dev/null
	crm-add client name=Bits >/dev/null
}

@test "open prints the id, takes the client's owner, else who acts" {
	run -0 crm-deal open Acme title=Line value=1250
	is d1
	run -0 crm-deal open c2 title=More 'value=2.5k' stage=needs
	is d2
	run -0 crm-deal open - title=Loose owner=
	is d3
	run -0 crm-find deal -c title,client.name,stage,value,owner.name -s id
	is "d1	Line	Acme	base	1250.00	Bob
d2	More	Bits	needs	2500.00	Anna
d3	Loose		base		"
}

@test "open takes clients from a pipe, all or none" {
	run -0 bash -c 'crm-find client | crm-deal open title=Spring value=10'
	is "d1
d2"
	run -64 --separate-stderr bash -c 'crm-find client | crm-deal open value=10'
	says "title: what is being sold?"
	run -65 --separate-stderr crm-deal open Acme title=x value=much
	says "value: "
	[ "$(crm-find deal --count)" = 2 ]
}

@test "move shows what changed, a dry run keeps nothing" {
	crm-deal open Acme title=Line value=1 >/dev/null
	crm-deal open Bits title=More value=1 >/dev/null
	run -0 --separate-stderr crm-deal move d1 d2 needs -n
	is "d1	stage: base -> needs, probability: 5 -> 40
d2	stage: base -> needs, probability: 5 -> 40"
	says "crm-deal: 2 moved (dry run: nothing is kept)"
	[ "$(crm-find deal stage=base --count)" = 2 ]
	same 'crm-deal move d1 d2 needs -n -q' 'crm-find deal | crm-deal move needs -q'
	[ "$(crm-find deal stage=needs --count)" = 2 ]
}

@test "moving to where it is is an error, and then nothing moves" {
	crm-deal open Acme title=Line value=1 >/dev/null
	crm-deal open Bits title=More value=1 stage=needs >/dev/null
	run -65 --separate-stderr crm-deal move d1 d2 needs
	says "d2: is in needs already"
	[ "$(crm-find deal stage=base --count)" = 1 ]
	run -64 --separate-stderr crm-deal move d1 d2 nowhere
	says "d1: the policy has no stage \"nowhere\""
	says "d2: the policy has no stage \"nowhere\""
	run -1 --separate-stderr crm-deal move d1 d9 d8 needs
	says 'there is no deal "d9"'
	says 'there is no deal "d8"'
	[ "$(crm-find deal stage=base --count)" = 1 ]
}

@test "a gate refuses with the reason; force passes it and the history says so" {
	crm-deal open Acme title=Line >/dev/null
	run -77 --separate-stderr crm-deal move d1 closing
	says "d1 may not enter closing, whose gate is: value!="
	[ "$(crm-find deal stage=base --count)" = 1 ]
	run -0 crm-deal move d1 closing --force -m 'the chief says' -q
	run -0 crm-deal history d1 -c stage,note
	is "sh1	closing	forced: the chief says"
	run -0 crm-deal move d1 needs -q -m 'back again'
	run -0 crm-deal history d1 -c old_stage,stage,actor,note
	is "sh1	base	closing	anna	forced: the chief says
sh2	closing	needs	anna	back again"
}

@test "won business makes a client; closed and value may be said" {
	crm-deal open Acme title=Line value=100 >/dev/null
	run -0 crm-deal win d1 value=90 closed=2026-09-01 -q
	is "d1	stage: base -> won, value: 100.00 -> 90.00, probability: 5 -> 100, closed: -> 2026-09-01"
	[ "$(crm-find client stage=client -c name | cut -f2)" = Acme ]
	run -77 --separate-stderr crm-deal lose d1 reason=price
	says "a won deal is not lost"
	run -65 --separate-stderr crm-deal win d1
	says "d1: is in won already"
}

@test "lost needs a reason, reopened goes back" {
	crm-deal open Acme title=Line value=100 stage=objections >/dev/null
	run -64 --separate-stderr crm-deal lose d1
	says "d1: why was it lost? reason=..."
	run -0 crm-deal lose d1 reason=price -q
	run -0 crm-deal reopen d1 -q
	is "d1	stage: lost -> objections, probability: 0 -> 70, closed: 2026-09-15 ->, reason: price ->"
	run -65 --separate-stderr crm-deal reopen d1
	says "d1: is open already, in objections"
	crm-deal win d1 -q >/dev/null
	run -0 crm-deal reopen d1 needs -q
	is "d1	stage: won -> needs, probability: 100 -> 40, closed: 2026-09-15 ->"
}

@test "the board has every open stage; its total is the sum" {
	crm-deal open Acme title=Line value=100 stage=needs >/dev/null
	crm-deal open Bits title=More value=50.50 stage=needs >/dev/null
	crm-deal open - title=Loose value=10 >/dev/null
	run -0 crm-deal board -o csv
	is "stage,currency,deals,value,weighted,rotting
base,EUR,1,10.00,0.50,0
appointment,EUR,0,0.00,0.00,0
preparation,EUR,0,0.00,0.00,0
contact,EUR,0,0.00,0.00,0
needs,EUR,2,150.50,60.20,0
presentation,EUR,0,0.00,0.00,0
objections,EUR,0,0.00,0.00,0
closing,EUR,0,0.00,0.00,0
total,EUR,3,160.50,60.70,0"
	same 'crm-deal board' 'crm-report board'
	crm-deal board client.name=Acme -o json | jq -e '.[] | select(.total) | .value == 100'
}

@test "a deal rots by either clock, and feeds the next command" {
	crm-deal open Acme title=Line stage=needs >/dev/null
	run -1 crm-deal rotting
	export CRM_NOW=2026-10-07T09:00:00Z
	crm-log call Acme 'still there?' --deal d1 -q >/dev/null
	run -0 crm-deal rotting
	is "d1	Line	Acme	needs	Bob	0	22	21	in stage"
	run -0 bash -c 'crm-deal rotting | crm-deal move presentation -q'
	run -1 crm-deal rotting
}

@test "verbs are named, and what is no deal is refused" {
	run -64 --separate-stderr crm-deal
	run -64 --separate-stderr crm-deal opn Acme
	says "no such verb: 'opn', did you mean open?"
	run -65 --separate-stderr crm-deal move c1 needs
	says "c1 is no deal"
	crm-deal open Acme title=Line >/dev/null
	run -65 --separate-stderr crm-deal open d1 title=x
	says "d1 is no client"
}
