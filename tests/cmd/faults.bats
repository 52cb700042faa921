#!/usr/bin/env bats
# What goes wrong around a base: killed programs, full disks, many writers, bases that cannot be written
load helper

# rows N: so many clients as CSV, all but the first in a group
rows() {
	awk -v n="$1" 'BEGIN { print "name,city,tags,parent"
		for (i = 1; i <= n; i++) printf "Client %d,City %d,\"a,b\",%s\n", i, i % 97, (i > 1 ? "Client 1" : "") }'
}

@test "killed in mid-batch, the batch is there as a whole or not at all" {
	local whole=0 none=0 n i
	rows 20000 >in.csv
	crm-add name=First >/dev/null
	began=$EPOCHREALTIME
	CRM_DB=timed.db crm-add -q in.csv >/dev/null
	[ "$(CRM_DB=timed.db crm-find --count)" = 20000 ]
	took=$(awk "BEGIN { print $EPOCHREALTIME - $began }")
	for i in {1..20}; do
		crm-add -q in.csv >/dev/null 2>&1 & p=$!
		sleep "$(awk "BEGIN { print $took * $i / 16 }")"
		kill -9 $p 2>/dev/null || true
		wait $p 2>/dev/null || true
		n=$(crm-find --count)
		case $n in
		1) none=$((none + 1)) ;;
		20001) whole=$((whole + 1)) ;;
		*) echo "$n records after kill $i"; false ;;
		esac
		run -0 crm-init --check
		[ "${lines[0]}" = sound ]
		[ "$n" = 1 ] || { rm -f "$CRM_DB"*; crm-add name=First >/dev/null; }
	done
	echo "whole $whole, none $none"
	[ $none -ge 5 ] && [ $whole -ge 1 ]
}

@test "a reader never sees half a batch" {
	rows 5000 >in.csv
	crm-add name=First >/dev/null
	crm-add -q in.csv >/dev/null & p=$!
	while kill -0 $p 2>/dev/null; do crm-find --count; done | sort -u >seen
	wait $p
	run grep -vxE '1|5001' seen
	[ -z "$output" ] && [ "$(crm-find --count)" = 5001 ]
}

@test "16 writers at once lose nothing" {
	crm-init
	for w in {1..16}; do
		(for i in {1..20}; do crm-add name="Client $w $i" tags=t$w >>ids.$w 2>>errors || echo "failed $?" >>errors; done) &
	done
	wait
	[ ! -s errors ] || { cat errors; false; }
	[ "$(crm-find --count)" = 320 ]
	[ "$(cat ids.* | sort -u | wc -l)" = 320 ]
	for w in {1..16}; do [ "$(crm-find --count tags=t$w)" = 20 ]; done
	[ "$(sqlite3 "$CRM_DB" 'select count(distinct uid), count(*), sum(changes) from crm_batch')" = '320|320|320' ]
	run -0 crm-init --check
}

@test "a fresh base is made once by many at once" {
	for round in 1 2 3; do
		rm -f "$CRM_DB"*
		for w in {1..8}; do
			crm-add name="Client $w" >>ids.$round 2>>errors &
			crm-find >/dev/null 2>>errors &
		done
		wait
		[ ! -s errors ] || { cat errors; false; }
		[ "$(sort -u ids.$round | wc -l)" = 8 ] && [ "$(crm-find --count)" = 8 ]
		run -0 crm-init --check
	done
}

@test "work whose commit is in doubt is done once" {
	CRM_FAULT=unknown:1 run -0 --separate-stderr crm-add name=Once
	[ "$output" = c1 ] && [ -z "$stderr" ]
	CRM_FAULT=unknown:1 run -0 --separate-stderr crm-add -q -i csv <<<$'name\nA\nB'
	[ "$output" = $'c2\nc3' ]
	CRM_FAULT=retry:3 run -0 --separate-stderr crm-set c1 city=Rome
	[ "$output" = $'c1\tcity: -> Rome' ]
	CRM_FAULT=retry:9 run -75 --separate-stderr crm-add name=Never
	[ -z "$output" ]
	CRM_FAULT=unavail:9 run -75 --separate-stderr crm-add name=Never
	[ "$(crm-find -o ids)" = $'c1\nc2\nc3' ]
	[ "$(sqlite3 "$CRM_DB" 'select count(*) from crm_change')" = 4 ]
}

@test "output that cannot be written is a failure, and told" {
	rows 2000 >in.csv
	run -74 --separate-stderr bash -c 'crm-add in.csv >/dev/full'
	says 'crm-add: standard output: No space left on device' || says 'No space left'
	for c in crm-find 'crm-find -o json' crm-schema; do
		run -74 --separate-stderr bash -c "$c >/dev/full"
		[ "$stderr" = "${c%% *}: cannot write: No space left on device" ]
		run -74 --separate-stderr bash -c "$c >&-"
		[ "$stderr" = "${c%% *}: cannot write: Bad file descriptor" ]
	done
	printf 'name,employees\nA,x\n' >bad.csv
	run -74 --separate-stderr crm-add --rejects /dev/full bad.csv
	says '/dev/full: the rejected rows could not be written'
	run -0 crm-init --check
}

@test "a reader that closes the pipe ends the program without a word" {
	rows 5000 >in.csv
	crm-add -q in.csv >/dev/null
	for f in lines csv json jsonl yaml; do
		run -0 --separate-stderr bash -c "crm-find -o $f | head -n 1 >/dev/null"
		[ -z "$stderr" ] || { echo "$f: $stderr"; false; }
	done
}

@test "a full disk keeps nothing of the batch and does no harm" {
	[ "$(id -u)" = 0 ] || skip "only root can mount"
	mkdir disk && mount -t tmpfs -o size=2m tmpfs disk || skip "no mount here"
	rows 20000 >in.csv
	CRM_DB=disk/crm.db crm-add name=First >/dev/null
	CRM_DB=disk/crm.db run --separate-stderr crm-add -q in.csv
	st=$status out=$output
	CRM_DB=disk/crm.db crm-find --count >count || true
	CRM_DB=disk/crm.db crm-init --check >check 2>&1 || true
	umount disk
	[ "$st" = 74 ] || [ "$st" = 75 ] || { echo "exit $st: $stderr"; false; }
	[ -z "$out" ] && [ "$(cat count)" = 1 ] && [ "$(head -n 1 check)" = sound ]
}

@test "a base that can only be read is read" {
	crm-add name=Acme >/dev/null
	[ "$(id -u)" = 0 ] || skip "only root can be another"
	chmod 444 "$CRM_DB"; chmod 555 .
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR"; chmod 555 "$BATS_TEST_TMPDIR"
	as() { setpriv --reuid 54321 --regid 54321 --clear-groups "$@"; }
	as test -r "$CRM_DB" || skip "not to be reached by another"
	run -0 as crm-find -c name
	[ "$output" = $'c1\tAcme' ]
	run -77 --separate-stderr as crm-add name=Bits
	says 'crm-add: '
	run -77 as crm-set c1 city=Rome
	chmod 400 "$CRM_DB"
	run -77 --separate-stderr as crm-find
	chmod 755 .
}

@test "a read-only medium needs no lock" {
	[ "$(id -u)" = 0 ] || skip "only root can mount"
	mkdir disk && mount -t tmpfs -o size=4m tmpfs disk || skip "no mount here"
	CRM_DB=disk/crm.db crm-add name=Acme >/dev/null
	mount -o remount,ro disk
	CRM_DB=disk/crm.db run -0 crm-find -c name
	found=$output
	CRM_DB=disk/crm.db run --separate-stderr crm-add name=Bits
	st=$status
	umount disk
	[ "$found" = $'c1\tAcme' ] && [ "$st" = 77 ]
}
