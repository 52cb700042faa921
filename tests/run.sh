#!/bin/bash
# Runs the parts named (lint cron unit bats man san valgrind clang fuzz), two jobs at a time, and sums all of it up in one
# line.  Every job speaks TAP; one that says nothing, stops early or ends badly counts as failed.
#   VALGRIND_ALL=1         also the tests that stand on a whole base; sanitized, they look for leaks as well
#   SAN_BATS='front find'  are the bats files that run sanitized, instead of those that read what others wrote
set -uo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1
VALGRIND="CRM_SLOW=1 valgrind -q --error-exitcode=9 --leak-check=full --child-silent-after-fork=yes \
--show-leak-kinds=definite --errors-for-leak-kinds=definite"
shopt -s nullglob

# The jobs of a part, a line each: name, tab, command.
jobs_of() {
	local f
	case $1 in
	lint)     printf 'lint\ttests/lint.sh\n' ;;
	cron)     printf 'cron\ttests/cron.sh\n' ;;
	unit)     for f in build/opt/tests/*_test; do printf 'unit %s\t%s\n' "${f##*/}" "$f"; done ;;
	valgrind) for f in build/opt/tests/*_test; do
		[ -n "${VALGRIND_ALL-}" ] || ! grep -q base_fixture.h "tests/lib/${f##*/}.c" || continue
		printf 'valgrind %s\t%s %s\n' "${f##*/}" "$VALGRIND" "$f"; done ;;
	bats)     for f in tests/cmd/*.bats; do printf 'bats %s\tbats -F tap %s\n' "${f##*/}" "$f"; done ;;
	san)      for f in build/san/tests/*_test; do printf 'san %s\tCRM_SLOW=1 %s\n' "${f##*/}" "$f"; done
		for f in ${SAN_BATS-add bulk mail}; do f=${f##*/} f=${f%.bats}
			printf 'san %s\tASAN_OPTIONS=detect_leaks=0 CRM_BIN=build/san/bin bats -F tap tests/cmd/%s.bats\n' "$f.bats" "$f"; done ;;
	man)      for f in man/*.[1-9]; do
		grep -q '^\$ ' "$f" && printf 'man %s\ttests/man_examples.sh %s\n' "${f##*/}" "$f"; done ;;
	clang)    printf 'clang\tmake -s warnings && echo ok 1 - clang has no warnings\n' ;;
	fuzz)     for f in tests/fuzz/fuzz_*.c; do f=${f##*/fuzz_} f=${f%.c}
		printf 'fuzz %s\ttests/fuzz/run.sh 5 %s\n' "$f" "$f"; done ;;
	*)        echo "run.sh: no such part: $1" >&2; exit 64 ;;
	esac
}

# One job: its TAP becomes a line of counts in $3.sum, and all its output stays in $3.out.
job() {
	local name=${1%%$'\t'*} cmd=${1#*$'\t'} rc=0 began=$EPOCHREALTIME
	timeout 900 bash -c "$cmd" >"$2.out" 2>&1 </dev/null || rc=$?
	awk -v rc=$rc '
		/^(not )?ok .*# (SKIP|skip)/ { skip++; next }
		/^ok /          { ok++ }
		/^not ok /      { bad++ }
		/^1\.\.[0-9]+/  { plan += substr($0, 4) }
		END {
			if (!bad && (rc || ok + skip < plan || ok + skip == 0)) bad++
			print ok + 0, bad + 0, skip + 0
		}' "$2.out" >"$2.sum"
	read -r ok bad skip <"$2.sum"
	awk -v n="$name" -v o="$ok" -v b="$bad" -v s="$skip" -v t="$(awk "BEGIN { print $EPOCHREALTIME - $began }")" \
		'BEGIN { printf "%-34s %4d passed%s%s  %.1fs\n", n, o, b ? ", " b " FAILED" : "", s ? ", " s " skipped" : "", t }'
	[ "$bad" = 0 ] || { echo "--- $name (exit $rc)"; grep -v '^ok ' "$2.out" | tail -n 100; echo "---"; } | sed 's/^/    /'
}

if [ "$1" = --job ]; then job "$2" "$3"; exit 0; fi
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
for part; do jobs_of "$part" || exit; done >"$dir/jobs"
awk -v d="$dir" '{ printf "%s%c%s/%d%c", $0, 0, d, NR, 0 }' "$dir/jobs" | xargs -0 -r -n 2 -P 2 "$0" --job
cat "$dir"/*.sum </dev/null | awk '
	{ ok += $1; bad += $2; skip += $3 }
	END { printf "%d passed, %d failed%s\n", ok, bad, skip ? ", " skip " skipped" : ""; exit bad > 0 || !ok }'
