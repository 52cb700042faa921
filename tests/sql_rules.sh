#!/bin/bash
# SQL is made in lib/store only; no SELECT *, no INSERT without columns, no value pasted into its text.
cd "$(dirname "$0")/.." || exit
shopt -s nullglob
sql='"[^"]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|VIRTUAL)|ALTER TABLE|DROP TABLE|PRAGMA)\b'
grep -nE "$sql" lib/{base,model,rules,io,core,cli}/*.[ch] cmd/*.c | sed 's/^/SQL outside the store: /'
grep -nE '"[^"]*\bSELECT[[:space:]]+\*' lib/store/*.c
grep -nE '"[^"]*\bINSERT( OR [A-Z]+)?[[:space:]]+INTO[^"(]*\bVALUES' lib/store/*.c
grep -nE "$sql[^\"]*'%" lib/store/*.c | sed 's/^/value pasted into SQL: /'
exit 0
