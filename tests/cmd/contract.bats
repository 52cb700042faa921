#!/usr/bin/env bats
# crm-contract: from draft to end, differences, files, amendments, renewals, rights, referrals
load helper

prepare() {
	crm-add user login=anna name=Anna role=agent >/dev/null
	crm-add user login=dirk name=Dirk role=director >/dev/null
	crm-add client name=Acme owner=anna >/dev/null
	crm-add client name=Bits >/dev/null
}

# in_force [FIELD=VALUE...]: a contract with Acme that was signed and is active
in_force() {
	local k
	k=$(crm-contract draft Acme title=Frame "$@")
	for verb in submit approve await; do crm-contract $verb "$k" -q >/dev/null || return; done
	crm-contract sign "$k" --by 'Mr Bos' -q >/dev/null && crm-contract activate "$k" -q >/dev/null
}
state() { crm-find contract id="$1" -c state | cut -f2; }

@test "a draft is its client's, or comes from a deal" {
	run -0 crm-contract draft Acme title=Frame value=9000 starts=2026-10-01 term=1y notice=3m
	is k1
	run -0 crm-find contract id=k1 -c title,client.name,owner.name,value,starts,ends,notice_by,version
	is "k1	Frame	Acme	Anna	9000.00	2026-10-01	2027-09-30	2027-06-30	1"
	crm-deal open Bits title=Parkas value=500 >/dev/null
	run -0 crm-contract draft deal=d1
	is k2
	run -0 crm-find contract id=k2 -c title,client.name,value
	is "k2	Parkas	Bits	500.00"
	run -0 bash -c 'crm-find client | crm-contract draft title=Same'
	is "k3
k4"
	run -65 --separate-stderr crm-contract draft Acme title=x notice=soon
	says 'notice: "soon" is no period: 30d, 2w, 3m, 1y, or 10bd for business days'
}

@test "known dates of notice" {
	crm-contract draft Acme title=a ends=2024-05-31 notice=1m >/dev/null
	crm-contract draft Acme title=b ends=2024-03-31 notice=1m >/dev/null
	run -0 crm-find contract -c notice_by
	is "k1	2024-04-30
k2	2024-02-29"
	crm-set k1 ends=2024-03-31 -q >/dev/null
	[ "$(crm-find contract id=k1 -c notice_by)" = "k1	2024-02-29" ]
}

@test "every step there is, and no other" {
	export CRM_USER=script
	way() {         # VERB TO [ARGUMENT...]
		local verb=$1 to=$2
		shift 2
		run -0 crm-contract "$verb" k1 -q "$@"
		[ "$(state k1)" = "$to" ]
	}
	# refuses VERB...: each is refused, and the state stays
	refuses() {
		local was verb
		was=$(state k1)
		for verb; do
			run -65 --separate-stderr crm-contract "$verb" k1 $(case $verb in
			reject|decline|terminate|cancel) echo reason=x ;; sign) echo --by x ;; esac)
			says "k1: is $was: "
			says "may follow, not $verb"
		done
		[ "$(state k1)" = "$was" ]
	}
	crm-contract draft Acme title=Frame >/dev/null
	refuses approve reject redraft await negotiate sign decline activate end terminate
	way submit approval
	refuses submit await negotiate sign decline activate end terminate
	way reject rejected reason=dear
	refuses submit approve reject await negotiate sign decline activate end terminate
	way redraft draft
	way submit approval
	way redraft draft
	way submit approval
	way approve negotiating
	refuses submit approve reject negotiate sign decline activate end terminate
	way await awaiting
	refuses submit approve reject redraft await activate end terminate
	way negotiate negotiating
	way await awaiting
	way decline declined reason=late
	refuses submit approve reject await negotiate sign decline activate end terminate
	way redraft draft
	way submit approval
	way approve negotiating
	way await awaiting
	way sign signed --by 'Mr Bos'
	refuses submit approve reject redraft await negotiate sign decline end terminate cancel
	way activate active
	refuses submit approve reject redraft await negotiate sign decline activate cancel
	way terminate terminated reason=broke --at 2026-09-10
	refuses submit approve reject redraft await negotiate sign decline activate end terminate cancel
	[ "$(crm-find contract id=k1 -c closed,reason)" = "k1	2026-09-10	broke" ]
	[ "$(crm-find step contract=k1 state=terminated -c note | cut -f2)" = broke ]
	crm-contract draft Acme title=Other >/dev/null
	run -64 --separate-stderr crm-contract cancel k2
	says "why? reason=TEXT"
	run -0 crm-contract cancel k2 reason=x -q
	[ "$(state k2)" = cancelled ]
}

@test "who approves needs the authority, and is kept" {
	crm-contract draft Acme title=Frame value=20000 >/dev/null
	crm-contract submit k1 -q >/dev/null
	run -77 --separate-stderr crm-contract approve k1
	says "k1: value: 20000.00 is beyond the 10000.00 that anna may decide alone"
	[ "$(state k1)" = approval ]
	run -0 crm-contract approve k1 --as dirk -q
	[ "$(crm-find contract -c approver.login)" = "k1	dirk" ]
	run -77 --separate-stderr crm-set k1 value=20000.01
	says "20000.01 is beyond the 10000.00 that anna may decide alone"
	run -0 crm-set k1 value=19000 -q
	crm-contract draft Acme title=Dollars value=1 currency=USD >/dev/null
	crm-contract submit k2 -q >/dev/null
	run -77 --separate-stderr crm-contract approve k2
	says "is in USD, and limits are in EUR: only who has none may approve"
	run -0 crm-contract approve k2 --as dirk -q
}

@test "nothing goes out to be signed while a difference is open" {
	crm-contract draft Acme title=Frame >/dev/null
	run -0 crm-contract clause k1 para=4.2 about='Pay "soon"' ours='14 days' theirs='60 days'
	is cl1
	crm-contract clause k1 about=Term ours=1y theirs=2y >/dev/null
	crm-contract submit k1 -q >/dev/null
	crm-contract approve k1 -q >/dev/null
	run -65 --separate-stderr crm-contract await k1
	says 'differences are open: cl1 (Pay "soon"), cl2 (Term)'
	run -65 --separate-stderr crm-contract settle cl1 compromise
	says "cl1: agreed: what was agreed on? agreed=TEXT"
	run -0 crm-contract settle cl1 compromise agreed='30 days'
	run -0 crm-contract settle cl2 theirs
	run -65 --separate-stderr crm-contract settle cl2 ours
	says "cl2: is settled already: theirs"
	run -0 crm-contract clauses k1 -o table
	is 'id   para  about       ours     theirs   agreed   state
cl1  4.2   Pay "soon"  14 days  60 days  30 days  compromise
cl2        Term        1y       2y       2y       theirs'
	run -0 crm-contract await k1 -q
	run -65 --separate-stderr crm-contract clause k1 about=More
	says "k1 awaits its signature: crm-contract negotiate k1 first"
	run -64 --separate-stderr crm-contract settle
	says "how? [CLAUSE...] ours|theirs|compromise|withdrawn"
}

@test "what is signed does not change, whoever tries" {
	crm-add product name=Bolt price=5 >/dev/null
	crm-contract draft Acme title=Frame number=K-1 value=900 >/dev/null
	crm-add term contract=k1 product=Bolt price=5 >/dev/null
	for verb in submit approve await; do crm-contract $verb k1 -q >/dev/null; done
	run -64 --separate-stderr crm-contract sign k1
	says "k1: signed_by: who signed for the client? --by NAME"
	run -0 crm-contract sign k1 --by 'Mr Bos' --at 2026-09-01 -q
	is "k1	state: awaiting -> signed, signed_by: -> Mr Bos, signed: -> 2026-09-01"
	run -77 --separate-stderr crm-set k1 value=1
	says "value: does not change once a contract is signed: crm-contract amend k1"
	run -65 --separate-stderr bash -c 'printf "number,value\nK-1,1\n" | crm-add contract -i csv --key number'
	says "does not change once a contract is signed"
	run -77 --separate-stderr crm-set t1 price=4
	says "crm-contract amend k1 makes its next version"
	run -77 --separate-stderr crm-rm t1
	says "crm-contract amend k1"
	run -77 --separate-stderr crm-add bonus contract=k1 threshold=1 rate=1
	says "crm-contract amend k1"
	run -0 crm-set k1 note='rang them' owner=dirk tags+=big -q
}

@test "a signed text is known again, changed or gone" {
	crm-contract draft Acme title=Frame >/dev/null
	for verb in submit approve await; do crm-contract $verb k1 -q >/dev/null; done
	mkdir 'a b' && echo agreed >'a b/x	y.txt'
	run -66 --separate-stderr crm-contract sign k1 --by x --document none.txt
	says '"none.txt" cannot be read: No such file or directory'
	run -66 --separate-stderr crm-contract sign k1 --by x --document 'a b'
	says '"a b" cannot be read: Is a directory'
	[ "$(state k1)" = awaiting ]
	run -0 crm-contract sign k1 --by x --document 'a b/x	y.txt' -n
	[ "$(crm-find document --count)" = 0 ]
	run -0 crm-contract sign k1 --by x --document 'a b/x	y.txt' -q
	echo plan >plan.txt
	run -0 crm-contract document k1 plan.txt title=Plan
	is dc2
	[ "$(crm-find document id=dc1 -c sha256,size,signed)" = \
		"dc1	$(sha256sum <'a b/x	y.txt' | cut -d' ' -f1)	7	2026-09-15" ]
	run -0 crm-contract verify -c id,verdict,contract,title
	is "dc1	ok	k1	Frame
dc2	ok	k1	Plan"
	cd /
	run -0 crm-contract verify k1 -q
	is ""
	cd - >/dev/null
	echo more >>'a b/x	y.txt'
	rm plan.txt
	run -1 crm-contract verify k1 -c id,verdict
	is "dc1	changed
dc2	missing"
	crm-add document title=Page contract=k1 file=https://example.com/ >/dev/null
	run -1 crm-contract verify k1 -c id,verdict
	is "dc1	changed
dc2	missing
dc3	unsealed"
	run -1 crm-contract verify k1 -q
}

@test "amended twice, each version ends the one before" {
	in_force value=100 number=K-1 starts=2026-01-01 term=1y
	crm-contract draft Acme title=Draft >/dev/null
	run -65 --separate-stderr crm-contract amend k2
	says "k2 is draft: what is signed or active is amended, the rest can be changed with crm-set"
	crm-contract cancel k2 reason=x -q >/dev/null
	run -0 crm-contract amend k1 value=200 term=2y
	is k3
	run -0 crm-find contract id=k3 -c version,amends,state,value,starts,ends,signed_by,number
	is "k3	2	k1	draft	200.00	2026-01-01	2027-12-31		"
	run -65 --separate-stderr crm-contract amend k1
	says "k3 amends k1 already: go on with that, or cancel it"
	for verb in submit approve await; do crm-contract $verb k3 -q >/dev/null; done
	crm-contract sign k3 --by x -q >/dev/null
	[ "$(state k1)" = active ]
	run -0 crm-contract activate k3 -q
	[ "$(crm-find contract id=k1 -c state,closed)" = "k1	ended	2026-09-15" ]
	[ "$(crm-find step contract=k1 state=ended -c note | cut -f2)" = "replaced by k3" ]
	run -65 --separate-stderr crm-contract amend k1
	says "k1 is ended"
	run -0 crm-contract amend k3
	is k4
	[ "$(crm-find contract id=k4 -c version,amends)" = "k4	3	k3" ]
	crm-history undo last -q >/dev/null
	crm-history undo last -q >/dev/null
	[ "$(state k1)" = active ]
	[ "$(state k3)" = signed ]
}

@test "terms, bonuses and rights go along into the next version" {
	crm-add product name=Bolt price=5 >/dev/null
	crm-contract draft Acme title=Frame >/dev/null
	crm-add term contract=k1 product=Bolt price=4 --as dirk >/dev/null
	crm-add bonus contract=k1 threshold=1000 rate=2 >/dev/null
	crm-add right contract=k1 about='Ten days' department=Stores every=1m >/dev/null
	crm-contract check rt1 ok >/dev/null
	for verb in submit approve await; do crm-contract $verb k1 -q >/dev/null; done
	crm-contract sign k1 --by x -q >/dev/null
	run -0 crm-contract amend k1
	[ "$(crm-find term contract=k2 -c product.name,price)" = "t2	Bolt	4.00" ]
	[ "$(crm-find bonus contract=k2 -c threshold,rate)" = "bo2	1000.00	2" ]
	[ "$(crm-find right contract=k2 -c about,department,verdict)" = "rt2	Ten days	Stores	" ]
}

@test "what renews itself goes on after two years of silence, once" {
	in_force starts=2025-02-01 term=1y renewal=auto notice=1m
	in_force starts=2025-01-01 ends=2025-12-31 renewal=manual
	in_force starts=2025-01-01 ends=2025-12-31
	in_force starts=2025-01-01 ends=2025-12-31 renewal=auto
	run -0 --separate-stderr crm-contract renew --due -n
	says "2 renewed, 2 to be renewed by hand (dry run: nothing is kept)"
	[ "$(crm-find contract id=k1 -c ends | cut -f2)" = 2026-01-31 ]
	export CRM_NOW=2028-09-15T09:00:00Z
	run -0 --separate-stderr crm-contract renew --due
	is "k1	ends: 2026-01-31 -> 2029-01-31
k2	ended on 2025-12-31: amend it, or end it
k3	ended on 2025-12-31: amend it, or end it
k4	ends: 2025-12-31 -> 2028-12-31, term: -> 12m"
	[ "$(crm-find contract id=k1 -c notice_by | cut -f2)" = 2028-12-31 ]
	[ "$(crm-find step contract=k1 'note~until' -c note | cut -f2 | paste -sd,)" = \
		"until 2027-01-31,until 2028-01-31,until 2029-01-31" ]
	run -0 crm-contract renew --due -q
	is "k2	ended on 2025-12-31: amend it, or end it
k3	ended on 2025-12-31: amend it, or end it"
	run -1 crm-contract renew k1
	run -77 crm-set k1 ends=2030-01-01
	crm-history undo last -q >/dev/null
	[ "$(crm-find contract id=k1 -c ends | cut -f2)" = 2026-01-31 ]
}

@test "due says what must be decided, when and why, the first first" {
	run -1 crm-contract due
	in_force starts=2026-01-01 ends=2026-12-31 notice=1m renewal=manual introductions=1 introductions_due=2026-10-01
	crm-contract draft Bits title=Late starts=2026-09-01 >/dev/null
	in_force title=Auto starts=2025-10-01 term=1y renewal=auto
	crm-contract draft Acme title=Far starts=2027-01-01 >/dev/null
	crm-contract draft Acme title=Rights >/dev/null
	crm-add right contract=k5 about='Ten days' due=2026-09-20 >/dev/null
	for verb in submit approve await; do crm-contract $verb k5 -q >/dev/null; done
	crm-contract sign k5 --by x -q >/dev/null && crm-contract activate k5 -q >/dev/null
	run -0 crm-contract due 2026-12-31 -c id,date,why
	is "k2	2026-09-01	has started, and is not signed
rt1	2026-09-20	a right is to be checked
k3	2026-09-30	renews itself
k1	2026-10-01	introductions are due
k1	2026-11-30	last day to give notice
k1	2026-12-31	ends: renewed by hand"
	run -0 crm-contract due -c id,date
	is "k2	2026-09-01
rt1	2026-09-20
k3	2026-09-30
k1	2026-10-01
k1	2026-11-30"
	run -0 crm-contract due +10d client.name=Bits -c id
	is k2
	run -0 crm-contract due -q
	is ""
	run -1 crm-contract due -q client.name=Nobody
	run -64 --separate-stderr crm-contract due nosuch=1
	says 'contract has no field "nosuch"'
}

@test "owners are reminded as many days before as the policy says, once" {
	in_force ends=2026-12-31 notice=1m
	run -0 crm-followup sweep
	[ "$(crm-find followup -c about,contract,owner.name)" = \
		"f1	Decide on Frame: notice by 2026-11-30	k1	Anna" ]
	run -0 crm-followup sweep
	is ""
	export CRM_NOW=2026-11-10T09:00:00Z
	crm-followup sweep >/dev/null
	[ "$(crm-find followup rule=contract_notice_30 -c priority | cut -f2)" = high ]
	[ "$(crm-find followup rule=contract_end_90 --count)" = 1 ]
	export CRM_NOW=2027-06-01T09:00:00Z
	run -0 crm-followup sweep
	is ""
}

@test "a breach opens exactly one case" {
	in_force
	crm-contract draft Acme title=Rights >/dev/null
	crm-add right contract=k2 about=$'Ten "days"\tand\nnights' department=Stores every=2w >/dev/null
	run -64 --separate-stderr crm-contract check
	says "what was found? [RIGHT...] ok|breach"
	run -0 crm-contract check rt1 ok --at 2026-09-01
	is ck1
	[ "$(crm-find right -c due,verdict)" = "rt1	2026-09-15	ok" ]
	[ "$(crm-find case --count)" = 0 ]
	run -0 crm-contract check rt1 breach -m 'five days late'
	is ck2
	run -0 crm-find case -c kind,client.name,contract,right,department,body,state
	is "cs1	right	Acme	k2	rt1	Stores	five days late	received"
	crm-set ck2 note='six days late' -q >/dev/null
	[ "$(crm-find case --count)" = 1 ]
	[ "$(crm-find check id=ck2 -c case.about | cut -f2)" = "Not kept: Ten \"days\"\\tand\\nnights" ]
	run -0 crm-contract rights k2 -c due,verdict,breaches
	is "rt1	2026-09-29	breach	1"
	run -0 crm-contract rights verdict=breach -c contract
	is "rt1	k2"
	run -1 crm-contract rights k1
	crm-history undo last -q >/dev/null
	crm-history undo last -q >/dev/null
	[ "$(crm-find case --count)" = 0 ]
	[ "$(crm-find right -c verdict | cut -f2)" = ok ]
	run -65 --separate-stderr crm-contract check rt1 perhaps
	says "verdict"
}

@test "introductions are counted, rewards owed, and chains told in order" {
	in_force introductions=2 reward='5 % off' introductions_due=2026-12-31
	crm-add client name=Cube referral=k1 >/dev/null
	run -0 crm-contract referrals -c introductions,introduced,to_introduce,introductions_due,reward_owed
	is "k1	2	1	1	2026-12-31	no"
	crm-add client name=Dots referral=k1 >/dev/null
	crm-add client name=Ends referrer=Cube >/dev/null
	crm-deal open Dots title=x value=50 >/dev/null
	crm-deal win d1 -q >/dev/null
	run -0 crm-contract referrals k1 -c introduced,to_introduce,reward_owed,brought,client.referrals
	is "k1	2	0	yes	50.00	2"
	[ "$(crm-find client referrals=1.. -c name | cut -f2 | paste -sd,)" = Acme,Cube ]
	run -0 crm-contract referrals --chain Acme -o csv
	is "depth,id,name,referrer,referral,won_value
0,c1,Acme,,,0.00
1,c3,Cube,Acme,k1,0.00
2,c5,Ends,Cube,,0.00
1,c4,Dots,Acme,k1,50.00"
}

@test "the brief tells of contracts" {
	in_force value=100 ends=2026-10-31
	crm-contract draft Acme title=Next deal= >/dev/null
	crm-contract clause k2 about=Price ours=3 theirs=2 >/dev/null
	run -0 bash -c 'crm-show Acme -o json | jq -c "[.contracts_in_force[0].title, .contracts_to_decide[0].id, .open_clauses[0].about]"'
	is '["Frame","k1","Price"]'
	run -0 bash -c 'crm-show k1 -o json | jq -c "[.history[].state]"'
	is '["approval","negotiating","awaiting","signed","active"]'
}

@test "several are one batch, and what is no contract is refused" {
	crm-contract draft Acme title=A >/dev/null
	crm-contract draft Acme title=B >/dev/null
	crm-contract submit k1 -q >/dev/null
	run -65 --separate-stderr crm-contract submit k1 k2
	says "k1: is approval: approve, reject, redraft, cancel may follow, not submit"
	[ "$(state k2)" = draft ]
	run -65 --separate-stderr crm-contract submit c1
	says "c1 is no contract"
	run -0 crm-contract submit k2 -n -q
	is "k2	state: draft -> approval"
	[ "$(state k2)" = draft ]
	run -0 bash -c 'crm-find contract state=draft | crm-contract submit -q'
	[ "$(state k2)" = approval ]
	run -64 --separate-stderr crm-contract submit k2 --by x
	says "--by and --document belong to sign"
	crm-contract clause k1 about=Price >/dev/null
	run -74 bash -c 'crm-contract clauses >/dev/full'
	run -74 bash -c 'crm-contract redraft k1 >/dev/full'
}
