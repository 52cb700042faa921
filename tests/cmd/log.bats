#!/usr/bin/env bats
# crm-log: contacts typed or from a stream, and the register of post and fax
load helper

prepare() { crm-add name=Acme >/dev/null; }

@test "what is said of a case or a campaign is kept with it" {
	crm-add case about='Broken zip' client=Acme >/dev/null
	crm-add campaign name='Spring fair' >/dev/null
	crm-log -q call Acme 'It broke again' --case cs1 --campaign 'Spring fair' >/dev/null
	[ "$(crm-find interaction -c case,campaign)" = $'i1\tcs1\tcm1' ]
	run -65 --separate-stderr crm-log call Acme x --case cs9
	says cs9
}

@test "words that are out of their place are told" {
	run -64 --separate-stderr crm-log Acme call hello
	says "'call' is out of its place: CHANNEL WITH-WHOM in|out TEXT"
	run -64 --separate-stderr crm-log in Acme hello
	says "'in' is out of its place"
}

@test "a letter's number is told, and the journal of post is a listing" {
	run -0 crm-log post Acme in 'A letter'
	is $'i1\tin-2026-0001'
	crm-log -q fax Acme out 'Our answer' --answers i1 >/dev/null
	printf 'Acme\t2025-06-01\tpost\tOlder\nAcme\t2026-06-01\tpost\tOurs\n' | crm-log -q
	crm-log call Acme 'no letter' >/dev/null
	run -0 crm-find interaction channel=post,fax -c number,direction,subject
	is $'i1\tin-2026-0001\tin\tA letter\ni2\tout-2026-0001\tout\tOur answer\ni3\tout-2025-0001\tout\tOlder\ni4\tout-2026-0002\tout\tOurs'
}

@test "sixteen writers leave no gap, nor does a dry run or what was undone last" {
	for w in {1..16}; do
		for l in 1 2 3; do crm-log -q post Acme in "letter $l of $w" >/dev/null; done &
	done
	wait
	[ "$(crm-find interaction -c number | cut -f2 | sort)" = "$(printf 'in-2026-%04d\n' {1..48})" ]
	crm-log -n post Acme in 'not yet' >/dev/null
	crm-log -q post Acme in 'by mistake' >/dev/null
	crm-history undo "$(crm-find batch -c id | tail -n 1)" -q
	run -0 crm-log post Acme in 'the right one'
	is $'i50\tin-2026-0049'
	run -0 --separate-stderr crm-init --check
	[ -z "$stderr" ]
}

@test "a gap that undo leaves in the middle is told by the check" {
	for l in 1 2 3; do crm-log -q post Acme in "letter $l" >/dev/null; done
	crm-history undo ba3 -q
	run -0 --separate-stderr crm-init --check
	says 'the register has no in-2026-0002'
	run -0 crm-log post Acme in 'the next'
	is $'i4\tin-2026-0004'
	for c in 1 2 3; do crm-case receive Acme "case $c" -q >/dev/null; done
	crm-history undo ba7 -q
	run -0 --separate-stderr crm-init --check
	says 'the register has no cs-2026-0001'
}
