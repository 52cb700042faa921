#!/bin/bash
# SQL is made in lib/store only; no SELECT *, no INSERT without columns, no value pasted into its text, and above the
# drivers nothing that one engine understands and another does not.
cd "$(dirname "$0")/.." || exit
shopt -s nullglob
sql='"[^"]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|VIRTUAL)|ALTER TABLE|DROP TABLE|PRAGMA)\b'
grep -nE "$sql" lib/{base,model,rules,io,core,cli}/*.[ch] cmd/*.c | sed 's/^/SQL outside the store: /'
grep -nE '"[^"]*\bSELECT[[:space:]]+\*' lib/store/*.c
grep -nE '"[^"]*\bINSERT( OR [A-Z]+)?[[:space:]]+INTO[^"(]*\bVALUES' lib/store/*.c
grep -nE "$sql[^\"]*'%" lib/store/*.c | sed 's/^/value pasted into SQL: /'
own=(lib/store/sqlite*.[ch])
words='LIKE|ILIKE|GLOB|NOCASE|COLLATE|INSERT OR|REPLACE INTO|PRAGMA|AUTOINCREMENT|LIMIT -1|TRUE|FALSE|rowid'
calls='lower|upper|last_insert_rowid|date|datetime|strftime|julianday|group_concat|string_agg|iif|ifnull|total|instr|strpos'
calls+='|printf|typeof|json_[a-z]+|sqlite_[a-z]+'
for f in lib/store/*.[ch]; do
	case " ${own[*]} " in *" $f "*) continue ;; esac
	# comments and includes hold no SQL
	sed -E 's,/\*.*\*/,,; /^[[:space:]]*(\/?\*|#include)/s/.*//' "$f" | grep -noE \
		"\"([^\"\\]|\\\\.)*(\\b($words)\\b|\\b($calls)\\(|::|= *\\?|\\( *\\?|CURRENT_TIMESTAMP)([^\"\\]|\\\\.)*\"" |
		sed "s|^|only one engine's SQL: $f:|"
done
exit 0
