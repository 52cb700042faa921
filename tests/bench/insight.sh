# insight.sh - the part of the bench that is about statistics, read by bench.sh: cohorts, ABC and RFM of orders against
# the same written in SQL, each from the definition that the manual gives.  Of the processor: the disk is not the question.

late=2026-12-31
counted="o.away IS NULL AND o.kind = 'order' AND o.cancelled IS NULL AND o.client IS NOT NULL AND o.ordered IS NOT NULL"
cohorts_sql="WITH o AS MATERIALIZED (SELECT DISTINCT client, substr(ordered, 1, 4) * 12 + substr(ordered, 6, 2) - 1 AS month
		FROM crm_order o WHERE $counted),
	a AS (SELECT month, min(month) OVER (PARTITION BY client) AS cohort FROM o)
	SELECT printf('%04d-%02d', cohort / 12, cohort % 12 + 1), month - cohort, count(*) FROM a GROUP BY cohort, month ORDER BY 1, 2"
# What each bought, less what was sent back and not replaced; how often, and when last.
bought_sql() {
	echo "WITH d AS (SELECT line, sum(min(quantity, 0)) AS back, sum(max(quantity, 0)) AS sent FROM crm_delivery
			WHERE away IS NULL GROUP BY line),
	v AS (SELECT o.client, $1 sum(((l.quantity + coalesce(d.back + max(0, min(-d.back, d.sent - l.quantity)), 0))
			* l.price * (10000 - l.discount) + 5000) / 10000) AS value
		FROM crm_order o JOIN crm_line l ON l.order_ = o.id AND l.away IS NULL LEFT JOIN d ON d.line = l.id
		WHERE $counted AND o.currency = 'EUR' AND o.ordered <= '$late' GROUP BY o.client)"
}
abc_sql="$(bought_sql ''),
	b AS (SELECT client, value, sum(value) OVER (ORDER BY value DESC, client) - value AS before, sum(value) OVER () AS whole FROM v)
	SELECT 'c' || b.client, c.name, CASE WHEN before < 0.8 * whole THEN 'A' WHEN before < 0.95 * whole THEN 'B' ELSE 'C' END
	FROM b JOIN crm_client c ON c.id = b.client WHERE c.away IS NULL ORDER BY value DESC, b.client"
# A quantile of type 7 lies between two of the sorted values.
quantile() {
	echo "(SELECT sum(v * CASE WHEN i = CAST(k * n AS INT) THEN 1 - (k * n - CAST(k * n AS INT)) ELSE k * n - CAST(k * n AS INT) END)
		FROM (SELECT $1 AS v, row_number() OVER (ORDER BY $1) - 1 AS i FROM x)
		WHERE i IN (CAST(k * n AS INT), CAST(k * n AS INT) + 1)) + 1 AS $1"
}
rfm_sql="$(bought_sql 'count(DISTINCT o.id) AS orders, max(o.ordered) AS last,'),
	x AS (SELECT client, julianday('$late') - julianday(last) AS r, orders AS f, value / 100.0 AS m FROM v),
	p(k) AS (VALUES (.2), (.4), (.6), (.8)), n AS (SELECT count(*) - 1 AS n FROM x),
	q AS MATERIALIZED (SELECT k, $(quantile r), $(quantile f), $(quantile m) FROM p, n)
	SELECT 'c' || x.client, c.name, 100 * (5 - (SELECT count(*) FROM q WHERE x.r >= q.r))
		+ 10 * (1 + (SELECT count(*) FROM q WHERE x.f >= q.f)) + 1 + (SELECT count(*) FROM q WHERE x.m >= q.m) AS score
	FROM x JOIN crm_client c ON c.id = x.client WHERE c.away IS NULL ORDER BY score DESC, x.m DESC"

# So many orders of three lines on average, of a twentieth as many clients.
prepare_insight() {
	mkdir -p "$dir/times"
	rm -f "$dir"/times/* "$dir"/*.db*
	[ -s "$dir/deliveries.csv" ] || { generate $((orders / 20)) "$dir" && orders $((orders * 3)) "$dir" $((orders / 20)); }
	local e
	for e in users:user clients:client products:product orders:order lines:line deliveries:delivery; do
		say "$orders orders: ${e%:*}"
		crm-add -q -d "$dir/ours.db" "${e#*:}" "$dir/${e%:*}.csv" >/dev/null
	done
}

# agrees WHAT OURS SQL: both say the same, line for line once sorted.
agrees() {
	[ "$(sort <<<"$2" | cksum)" = "$(sqlite3 -separator '	' "$dir/ours.db" "$3" | sort | cksum)" ] ||
		{ echo "bench: $1 says what the SQL does not" >&2; exit 1; }
}

read_insight() {
	local db=$dir/ours.db clients="$orders orders"
	local classify="crm-segment classify -q -d $db --at $late --by"
	agrees cohorts "$(crm-report retention -d "$db" -c cohort,since,active | awk '$1 != "total" && $3')" "$cohorts_sql"
	agrees ABC "$($classify abc -c id,class | cut -f1,2)" "${abc_sql/c.name,/}"
	agrees RFM "$($classify rfm -c id,score | cut -f1,2)" "${rfm_sql/c.name,/}"
	ROUNDS=3 EACH=1 in_turn cohorts crm-report retention -d "$db" -- sqlite3 "$db" "$cohorts_sql"
	ROUNDS=3 EACH=1 in_turn abc $classify abc -- sqlite3 "$db" "$abc_sql"
	ROUNDS=3 EACH=1 in_turn rfm $classify rfm -- sqlite3 "$db" "$rfm_sql"
}

table_insight() {
	local time=2
	printf '\n%d orders, %d lines, %d deliveries: of the processor\n\n' "$orders" "$(($(wc -l <"$dir/lines.csv") - 1))" \
		"$(($(wc -l <"$dir/deliveries.csv") - 1))"
	echo '| what | ours | SQL | ratio | at most | kept |'
	echo '|---|---|---|---|---|---|'
	row 'cohorts by the month of the first order' cohorts floor-cohorts 0.4x
	row 'ABC of the clients' abc floor-abc 0.4x
	row 'RFM of the clients' rfm floor-rfm 0.4x
}
