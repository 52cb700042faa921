#!/bin/bash
# What can be said about the tree without running it: rooms, symbols, SQL, sizes, words, manual pages.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
n=0

# check NAME COMMAND...: the command prints what is wrong, or fails, or all is well
check() {
	local name=$1 out rc=0; shift
	n=$((n + 1))
	out=$("$@" 2>&1) || rc=$?
	if [ -z "$out" ] && [ $rc = 0 ]; then echo "ok $n - $name"; else echo "not ok $n - $name"; echo "${out:-exit $rc}"; fi
}
longer() {      # LIMIT FILE...
	local max=$1 f; shift
	for f; do awk -v m="$max" -v f="$f" 'END { if (NR > m) print f ": " NR " lines, at most " m }' "$f"; done
}
tree() { find . \( -name .git -o -name build \) -prune -o -type f -print | sed 's,^\./,,'; }   # git may not be there
names() {       # no room without a subject
	tree | grep -E '(^|/)(util|utils|common|misc)\.[a-z]+$'
	true
}
words() {       # what belongs to a workshop, not to the work
	tree | grep -v '^tests/lint\.sh$' | xargs -r -d '\n' \
		grep -nIE '\b([Cc]laude|[Aa]nthropic|[Oo]pen[Aa][Ii]|[Cc]hat[Gg][Pp][Tt]|[Cc]opilot|LLM|FIXME|TODO)\b|/work/|/tmp/brief'
	true
}
manual() {      # FILE...: what mandoc says, but for the pages that a machine happens to have
	mandoc -Tlint -W style "$@" 2>/dev/null | grep -v 'referenced manual not found'
	[ "${PIPESTATUS[0]}" -lt 3 ]     # 1, 2: told above; more: mandoc failed
}
vain() {        # bash does not stop at what is negated: such a line of a test cannot fail
	grep -nE '^[[:blank:]]*! ' "$@"
	true
}
pages() {       # each command has its page
	local c
	for c in cmd/*.c; do c=${c#cmd/} c=${c%.c}; [ -e "man/$c.1" ] || echo "$c has no manual page"; done
}

sources=(lib/*/*.[ch] include/crm/*.h cmd/*.c)
check "a room includes only itself and the rooms to its left" tests/rooms.sh
check "the library exports what its headers declare" tests/abi.sh
check "SQL is only in lib/store, with columns named and values bound" tests/sql_rules.sh
check "a command has at most 150 lines" longer 150 cmd/*.c
check "a file has at most 700 lines" longer 700 "${sources[@]}" tests/lib/*.c tests/cmd/*.bats
check "a header has at most 250 lines" longer 250 include/crm/*.h
check "files are named after their subject" names
check "no words from the workshop" words
check "a test can fail" vain tests/cmd/*.bats tests/cmd/helper.bash
check "every command has a manual page" pages
check "the manual pages are clean as they stand" manual man/*.[1-9]
check "the manual pages are clean as they are built" manual build/man/*.[1-9]
echo "1..$n"
