# helper.bash - what every test of commands stands on: an empty directory and base, one clock, no user's settings
bats_require_minimum_version 1.5.0
CRM_TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
case ${CRM_BIN:=build/opt/bin} in /*) ;; *) CRM_BIN=$CRM_TOP/$CRM_BIN ;; esac
: "${CRM_TEST_DATA:=$CRM_TOP/../shared/data}"

setup() {
	unset CRM_AS CRM_FAULT NO_COLOR COLUMNS "${!XDG_@}"
	export LC_ALL=C TZ=UTC PATH="$CRM_BIN:$PATH" HOME="$BATS_TEST_TMPDIR" CRM_BIN
	export CRM_DB="$BATS_TEST_TMPDIR/crm.db" CRM_NOW=2026-09-15T09:00:00Z CRM_USER=anna
	cd "$BATS_TEST_TMPDIR" || return
	[ -n "${FRESH-}" ] || base
	if declare -F prepare >/dev/null; then prepare; fi      # a file's own
}

# A base of no records, made once for each file: to make it takes longer than most tests.  FRESH=1: none yet.
base() {
	local made=$BATS_FILE_TMPDIR/made.db
	[ -e "$made" ] || CRM_DB=$made crm-init -q
	cp "$made"* .
	for made in made.db*; do mv "$made" "crm${made#made}"; done
}

# same 'COMMAND' 'COMMAND': both print the same and end the same
same() {
	local a b ra=0 rb=0
	a=$(eval "$1" 2>&1) || ra=$?
	b=$(eval "$2" 2>&1) || rb=$?
	[ "$a" = "$b" ] && [ $ra = $rb ] && return
	printf '%s\n' "\$ $1" "$a" "(exit $ra)" "\$ $2" "$b" "(exit $rb)"
	return 1
}

# is TEXT: the last `run` printed exactly this
is() { [ "$output" = "$1" ] || { diff <(echo "$1") <(echo "$output"); false; }; }
# says TEXT: standard error of the last `run --separate-stderr` holds it
says() { [[ $stderr == *"$1"* ]] || { printf 'expected %s in:\n%s\n' "$1" "$stderr"; false; }; }
# data FILE: sets $file to a file of the data sets, or skips the test
data() { file=$CRM_TEST_DATA/$1; [ -e "$file" ] || skip "no $1"; }
