#!/bin/bash
# The speed and memory of the commands beside the least that the same work can cost (floor.c) and beside the sqlite3
# shell, as one Markdown table.  bench.sh [CLIENTS...]: 100,000 and 1,000,000 unless told; BENCH_QUICK=1: the first alone.
# First the same of 1,000,000 lines of orders, or of BENCH_LINES, and the statistics of 1,000,000 orders, or of
# BENCH_ORDERS; 0 of any leaves it out.
# BENCH_DIR keeps the generated files and bases.  Times are medians, ours and the floor's taken in turn: of the clock, or,
# on a machine that is at other work, of the processor (BENCH_CPU=1).
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C TZ=UTC CRM_USER=agent07 CRM_NOW=2026-06-01T08:00:00Z PATH="$PWD/build/opt/bin:$PATH"
unset CRM_DB
sizes=("$@")
[ $# -gt 0 ] || sizes=(100000 ${BENCH_QUICK:-1000000})
[ "${sizes[1]:-}" != 1 ] || sizes=(100000)
time=$((1 + ${BENCH_CPU:-0}))
top=${BENCH_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/crm-bench.XXXXXX")}
[ -n "${BENCH_DIR:-}" ] || trap 'rm -rf "$top"' EXIT
mkdir -p "$top"
for p in run generate orders floor; do
	${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -o "$top/$p" "tests/bench/$p.c" -lsqlite3
done
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -shared -fPIC -o "$top/spy.so" tests/bench/spy.c -ldl
PATH="$top:$PATH"

have() { command -v "$1" >/dev/null; }
say() { [ ! -t 2 ] || printf '%s\n' "$*" >&2; }

# taken NAME [options of run] COMMAND...: one more measurement, for the row that names it.
taken() {
	local name=$1
	shift
	run "${@:1:$((OPTS))}" "$dir/times/$name" "${@:$((OPTS + 1))}"
}
OPTS=0

# median NAME COLUMN: 1 wall, 2 processor (microseconds), 3 memory (KiB).
median() { cut -d' ' -f"$2" "$dir/times/$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
peak() { cut -d' ' -f3 "$dir/times/$1" | sort -n | tail -1; }

# row WHAT OURS FLOOR [LIMIT]: LIMIT is "1.5x" or "+1ms"; without one it is there to be known.
row() {
	if [ -s "$dir/times/$2" ] && [ -s "$dir/times/$3" ]; then
		awk -v what="$1" -v a="$(median "$2" "$time")" -v b="$(median "$3" "$time")" -v limit="${4:-}" '
		function time(us) { return us < 100000 ? sprintf("%.2f ms", us / 1000) : sprintf("%.2f s", us / 1000000) }
		BEGIN {
			plus = limit ~ /^\+/
			got = plus ? (a - b) / 1000 : a / b
			most = plus ? substr(limit, 2) + 0 : limit + 0
			printf "| %s | %s | %s | %s | %s | %s |\n", what, time(a), time(b), sprintf(plus ? "%+.2f ms" : "%.2fx", got),
				limit, limit == "" ? "" : got <= most ? "yes" : "**no**"
		}'
	else
		printf '| %s | - | - | - | %s | not there yet |\n' "$1" "${4:-}"
	fi
}
memory() {
	[ -s "$dir/times/$2" ] || return 0
	awk -v what="$1" -v kib="$(peak "$2")" -v most="$3" 'BEGIN {
		printf "| %s | %.1f MiB | | | %d MiB | %s |\n", what, kib / 1024, most, kib <= most * 1024 ? "yes" : "**no**" }'
}

fresh() { rm -f "$2" "$2"-wal "$2"-shm; cp "$1" "$2"; }

columns=name,key,class,stage,industry,employees,emails,phones,street,postcode,city,country,note,tags,created
select="SELECT ${columns//,/, } FROM crm_client WHERE away IS NULL ORDER BY id"

# The base that everything is loaded into: made by our own command, with its users.
prepare() {
	mkdir -p "$dir/times"
	rm -f "$dir"/times/* "$dir"/*.db*
	[ -s "$dir/followups.csv" ] || generate "$clients" "$dir"
	crm-add -q -d "$dir/base.db" user "$dir/users.csv" >/dev/null
}

# The shell's import through triggers, and its fastest form.
shell() {
	local form
	for form in triggers triggers-set; do
		fresh "$dir/base.db" "$dir/shell.db"
		(cd "$dir" && OPTS=2 taken "$form" -i "$OLDPWD/tests/bench/$form.sql" sqlite3 shell.db)
		rm -f "$dir/shell.db"
	done
}

load() {
	local late=load i times=5
	[ "$clients" -lt 500000 ] || { late=load-late times=3; }
	for ((i = 0; i < times; i++)); do
		say "$clients: load $i"
		fresh "$dir/base.db" "$dir/ours.db"
		taken load crm-add -q -d "$dir/ours.db" client "$dir/clients.csv"
		fresh "$dir/base.db" "$dir/floor.db"
		taken floor-load floor $late "$dir/floor.db" "$dir/clients.csv"
		[ "$clients" -ge 500000 ] || shell
	done
	for ((i = 0; i < times; i++)); do
		say "$clients: upsert $i"
		fresh "$dir/ours.db" "$dir/work.db"
		taken upsert crm-add -q -d "$dir/work.db" -k key client "$dir/clients-changed.csv"
	done
}

# Both alike: the same rows of the same tables, or the comparison is worth nothing.
alike() {
	local sql a b
	for sql in 'SELECT count(*), min(id), max(id), sum(owner), sum(length(name_key)) > 0 FROM crm_client' \
		'SELECT name, count(*), sum(id), max(n) FROM crm_many GROUP BY name' \
		"SELECT count(*), min(record), op, entity, before, after FROM crm_change WHERE entity = 'client' GROUP BY op" \
		"SELECT count(*), sum(rowid) FROM crm_client_fts WHERE crm_client_fts MATCH 'january'"; do
		a=$(sqlite3 "$dir/ours.db" "$sql") b=$(sqlite3 "$dir/floor.db" "$sql")
		[ "$a" = "$b" ] || { printf 'bench: the bases differ: %s\n%s\n---\n%s\n' "$sql" "$a" "$b" >&2; exit 1; }
	done
	fresh "$dir/ours.db" "$dir/floor.db"
}

rest() {
	local e
	for e in people:person roles:role deals:deal interactions:interaction followups:followup; do
		say "$clients: ${e%:*}"
		crm-add -q -d "$dir/ours.db" "${e#*:}" "$dir/${e%:*}.csv" >/dev/null
	done
}

# in_turn NAME OURS... -- FLOOR...
in_turn() {
	local name=$1 ours=() i
	shift
	while [ "$1" != -- ]; do ours+=("$1"); shift; done
	shift
	say "$clients: $name"
	"${ours[@]/\{\}/0}" >/dev/null || { echo "bench: $name is left out: ${ours[*]}" >&2; return 0; }
	for ((i = 0; i < ${ROUNDS:-7}; i++)); do
		OPTS=2 taken "$name" -n "${EACH:-9}" "${ours[@]}"
		OPTS=2 taken "floor-$name" -n "${EACH:-9}" "$@"
	done
}

readers() {
	local db=$dir/ours.db key
	ROUNDS=5 EACH=1 in_turn csv crm-find -d "$db" client -o csv -c "$columns" -- sqlite3 -csv -header "$db" "$select"
	ROUNDS=5 EACH=1 in_turn jsonl crm-find -d "$db" client -o jsonl -c "$columns" -- sqlite3 -json "$db" "$select"
	in_turn find crm-find -d "$db" client city=Oudkerk -o lines -- floor find "$db" Oudkerk
	rm -f "$dir/show.sql"
	SPY=$dir/show.sql LD_PRELOAD=$top/spy.so crm-show -d "$db" c4242 >/dev/null
	in_turn show crm-show -d "$db" c4242 -- floor same "$db" "$dir/show.sql"
	in_turn email crm-find -d "$db" client emails=info@c4243.example -- floor email "$db" info@c4243.example
	in_turn due crm-followup -d "$db" due -- floor due "$db" "$CRM_NOW"
	ROUNDS=5 EACH=1 in_turn sum crm-sum -d "$db" client -b stage -a count,avg:employees -- \
		floor ask "$db" "SELECT stage, count(*), avg(employees) FROM crm_client WHERE away IS NULL GROUP BY stage"
	monthly monthly "$db"
}

writers() {
	fresh "$dir/ours.db" "$dir/work.db"
	in_turn add crm-add -q -d "$dir/work.db" 'name=Firm {}' -- floor add "$dir/floor.db" 'Firm {}'
	if have crm-set && [ "$clients" -lt 500000 ]; then
		sqlite3 "$dir/ours.db" "SELECT 'c' || id FROM crm_client ORDER BY id" >"$dir/ids"
		for ((i = 0; i < 5; i++)); do
			say "$clients: set $i"
			fresh "$dir/ours.db" "$dir/work.db"
			OPTS=2 taken set -i "$dir/ids" crm-set -q -d "$dir/work.db" - stage=dormant
			fresh "$dir/ours.db" "$dir/floor.db"
			OPTS=2 taken floor-set -i "$dir/ids" floor update "$dir/floor.db" dormant
		done
	fi
	for ((i = 0; i < 3; i++)); do
		say "$clients: 16 at once $i"
		fresh "$dir/ours.db" "$dir/work.db"
		OPTS=4 taken many -p 16 -n 200 crm-add -q -d "$dir/work.db" 'name=Firm {}'
		fresh "$dir/ours.db" "$dir/floor.db"
		OPTS=4 taken floor-many -p 16 -n 200 floor add "$dir/floor.db" 'Firm {}'
	done
}

table() {
	printf '\n%d clients: %s, %d cores, Linux %s, SQLite %s\n\n' "$clients" \
		"$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" "$(nproc)" "$(uname -r)" "$(sqlite3 --version | cut -d' ' -f1)"
	echo '| what | ours | floor | ratio | at most | kept |'
	echo '|---|---|---|---|---|---|'
	if [ "$clients" -lt 500000 ]; then
		row 'bulk add from CSV, against the floor' load floor-load 1.5x
		row "bulk add from CSV, against the shell's import through triggers" load triggers 0.5x
		row "bulk add from CSV, against the shell's fastest way, one INSERT of all" load triggers-set
	else
		row 'bulk add into an empty base, against rows first, indices after' load floor-load 1.4x
	fi
	row 'upsert, one in ten changed, against the first load' upsert load 0.5x
	row 'everything as CSV, against sqlite3 -csv' csv floor-csv 0.8x
	row 'everything as JSON lines, against sqlite3 -json' jsonl floor-jsonl 1x
	row 'find by an indexed field' find floor-find +1ms
	row 'show' show floor-show +1ms
	row 'a reference by e-mail' email floor-email +1ms
	row 'one durable add' add floor-add 1.5x
	row "set all from a pipe" set floor-set 1.5x
	row 'follow-ups due, of whom and whose' due floor-due +2ms
	row '16 processes, 200 adds each' many floor-many 1.3x
	row 'sum per stage' sum floor-sum 1.2x
	row 'the monthly report of deals, contacts and follow-ups, against the SQL of its parts' monthly floor-monthly 1.2x
	memory 'peak of a reader' csv 24
	memory 'peak of a load' load 96
	memory 'peak of an upsert' upsert 96
}

. tests/bench/monthly.sh
. tests/bench/orders.sh
. tests/bench/insight.sh
for lines in "${BENCH_LINES:-1000000}"; do
	[ "$lines" -gt 0 ] || continue
	dir=$top/orders-$lines
	prepare_orders
	load_orders
	read_orders
	table_orders
done
for orders in "${BENCH_ORDERS:-1000000}"; do
	[ "$orders" -gt 0 ] || continue
	dir=$top/insight-$orders
	prepare_insight
	read_insight
	table_insight
done
for clients in "${sizes[@]}"; do
	[ "$clients" -gt 0 ] || continue
	dir=$top/$clients
	prepare
	load
	alike
	rest
	readers
	writers
	table
done
