#!/bin/bash
# Runs the examples of one manual page in an empty base: in a `.Bd -literal` block a line "$ COMMAND" (continued by a
# backslash) is followed by what it prints, standard error included.  An expected line "..." stands for any rest, and
# one that ends in "..." for any ending.  Prints TAP.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
page=$(realpath "$1")
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC PATH="${CRM_BIN:-$top/build/opt/bin}:$PATH" HOME="$dir" CRM_DB="$dir/crm.db"
export CRM_NOW=2026-09-15T09:00:00Z CRM_USER=anna
unset CRM_FAULT NO_COLOR COLUMNS "${!XDG_@}"
cd "$dir" || exit

# The examples as files N.cmd and N.want.
awk -v d="$dir" '
	/^\.Bd -literal/ { in_block = 1; next }
	/^\.Ed/          { in_block = 0; more = 0; file = ""; next }
	!in_block        { next }
	{ gsub(/\\e/, "\\"); gsub(/\\\(aq/, "\047"); gsub(/\\\(dq/, "\""); gsub(/\\&/, ""); gsub(/\\-/, "-") }
	more             { sub(/^> /, ""); print > (d "/" n ".cmd"); more = /\\$/; next }
	/^\$ /           { n++; file = d "/" n ".want"; printf "" > file; sub(/^\$ /, ""); print > (d "/" n ".cmd"); more = /\\$/; next }
	file != ""       { print > file }
	END              { print n + 0 > (d "/count") }' "$page"

matches() {     # WANT GOT
	awk -v want="$1" '
		BEGIN { while ((getline line < want) > 0) w[++n] = line }
		{ g[NR] = $0 }
		END {
			for (i = 1; i <= n; i++) {
				if (w[i] == "...") exit 0
				if (i > NR) exit 1
				if (w[i] ~ /\.\.\.$/ && g[i] != w[i]) {
					if (substr(g[i], 1, length(w[i]) - 3) != substr(w[i], 1, length(w[i]) - 3)) exit 1
				} else if (g[i] != w[i]) exit 1
			}
			exit NR > n
		}' "$2"
}
count=$(cat count)
echo "1..$count"
for ((i = 1; i <= count; i++)); do
	bash -c "$(cat $i.cmd)" >$i.got 2>&1 </dev/null
	name=$(head -n 1 $i.cmd)
	if matches $i.want $i.got; then
		echo "ok $i - $name"
	else
		echo "not ok $i - $name"
		diff $i.want $i.got | sed 's/^/# /'
	fi
done
