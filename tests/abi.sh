#!/bin/bash
# The symbols that libcrm.so exports are exactly the functions and objects that include/crm/*.h declare.
set -euo pipefail
cd "$(dirname "$0")/.."
so=build/opt/lib/libcrm.so
[ -e "$so" ] || { echo "$so is not built"; exit 1; }
exported() { nm -D --defined-only "$so" | awk '{ sub(/@.*/, "", $3); print $3 }' | grep -v '^_'; }
# The preprocessed headers without bodies and attributes, one declaration a line: a function is the name before the
# first parenthesis, an extern lists objects.
declared() {
	for h in include/crm/*.h; do echo "#include \"crm/${h##*/}\""; done |
	cc -E -D_GNU_SOURCE -Iinclude -xc - |
	awk '/^# / { ours = $3 ~ /crm\// } ours && !/^#/' | tr '\n' ' ' |
	sed -E ':body; s/\{[^{}]*\}//; tbody; s/__attribute__ *\(\(([^()]|\([^()]*\))*\)\)//g' | tr ';' '\n' | awk '
		/^ *(static|typedef|enum|struct [a-z_0-9]+ *$)/ { next }
		/\(/ { sub(/ *\(.*/, ""); sub(/.*[ *]/, ""); print; next }
		/extern/ {
			n = split($0, w, ",")
			for (i = 1; i <= n; i++) { sub(/ *(\[.*)?$/, "", w[i]); sub(/.*[ *]/, "", w[i]); print w[i] }
		}'
}
diff <(declared | sort -u) <(exported | sort -u) | sed -n 's/^< /declared, not exported: /p; s/^> /exported, not declared: /p'
