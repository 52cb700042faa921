#!/bin/bash
# base <- model <- { rules | io | store | ics | mail | draw } <- core <- cli <- cmd: prints every include, exit, getenv and stderr that is
# not where it may be.
cd "$(dirname "$0")/.." || exit
shopt -s nullglob

headers() {
	case $1 in
	base)  echo base time utf8 ;;
	model) echo "$(headers base) model filter policy template" ;;
	rules) echo "$(headers model) rules classes cohort foresight" ;;
	io)    echo "$(headers model) io chart" ;;
	store) echo "$(headers model) store" ;;
	ics)   headers model ;;
	mail | draw) headers io ;;
	core)  echo "$(headers rules) io chart store core approve brief campaign case claims consent contract deal followup loyalty mail monthly objection order price product report rival score segment steps sum" ;;
	cli)   headers core ;;
	esac
}
for room in base model rules io store ics mail draw core cli; do
	may=" $(headers "$room") "
	while IFS=: read -r f line inc; do
		case $inc in
		crm/*) h=${inc#crm/} h=${h%.h}; [[ $may == *" $h "* ]] ;;
		"$room"/*) true ;;
		ics/ics.h | mail/mail.h | draw/draw.h) [ "$room" = cli ] ;;
		*/*) false ;;
		*) [ -e "lib/$room/$inc" ] ;;
		esac || echo "$f:$line: $room may not include $inc"
	done < <(awk -F'"' '/^[ \t]*#[ \t]*include[ \t]*"/ { print FILENAME ":" FNR ":" $2 }' lib/"$room"/*.[ch] </dev/null)
done
for f in cmd/*.c; do
	grep -nE '^#include "' "$f" | grep -vE '"(cli/cli|crm/[a-z0-9]+)\.h"' | sed "s|^|$f:|"
done
# The front is the only room that exits, reads the environment or writes to stderr; crm_bug and running out of memory
# are the exceptions, and lib/base/err.c and arena.c hold them.
grep -nE '\b(exit|_exit|getenv|secure_getenv|setlocale)[[:space:]]*\(|\b(stderr|STDERR_FILENO)\b' \
	lib/{base,model,rules,io,store,ics,mail,draw,core}/*.[ch] cmd/*.c | grep -vE '^lib/base/(err|arena)\.c:.*\bstderr\b|^[^:]*:[0-9]*:[[:space:]]*(/?\*|//)'
exit 0
