# monthly.sh - the part of the bench that is about the monthly report, read by bench.sh: its parts as one would ask for
# them in SQL, each once for all three months where one statement can tell.  Business time, which SQL has not, is left out.

edges=(2025-05-01 2025-06-01 2026-04-01 2026-05-01 2026-06-01)   # of May 2025, April and May 2026, CRM_NOW being in June
year_before() { echo "$((${1%%-*} - 1))-${1#*-}"; }

# who is a client at each edge: the last order before it lies in the year before it
clients_sql() {
	local e i last='' total=''
	for i in 0 1 2 3 4; do
		e=${edges[i]}
		last+=", max(CASE WHEN ordered < '$e' AND (cancelled IS NULL OR cancelled >= '$e') THEN ordered END) AS l$i
			, sum(ordered < '$e' AND (cancelled IS NULL OR cancelled >= '$e')) AS n$i"
		total+=", l$i >= '$(year_before "$e")' AS a$i"
	done
	echo "SELECT $(for i in '3 4' '2 3' '0 1'; do set -- $i
		echo "sum(a$1), sum(a$2 AND a$1 IS NULL), sum(a$2 AND NOT a$1), sum(a$1 AND NOT a$2), sum(a$2), sum(n$2 > 0), sum(n$2 > 1),"
	done) 0 FROM (SELECT l0, n0, n1, n3, n2, n4 $total FROM (SELECT client $last FROM crm_order
		WHERE away IS NULL AND kind = 'order' GROUP BY client));"
}

orders_sql() {
	local i sums=''
	for i in '3 4' '2 3' '0 1'; do
		set -- $i
		set -- "'${edges[$1]}'" "'${edges[$2]}'"
		sums+=", sum(ordered >= $1 AND ordered < $2 AND (cancelled IS NULL OR cancelled >= $2))
			, sum(cancelled >= $1 AND cancelled < $2), sum(done >= $1 AND done < $2)
			, sum(ordered < $2 AND promised < $2 AND done >= $2 AND (cancelled IS NULL OR cancelled >= $2))"
		for p in promised promised_first; do
			sums+=", sum($p >= $1 AND $p < $2 AND (cancelled IS NULL OR cancelled >= $2))
				, sum($p >= $1 AND $p < $2 AND (cancelled IS NULL OR cancelled >= $2) AND done <= $p)"
		done
	done
	echo "SELECT ${sums#,} FROM (SELECT o.ordered, o.cancelled, o.promised, o.promised_first,
		coalesce(o.shipped, max(CASE WHEN d.sent >= l.quantity THEN d.at ELSE '9999' END), '9999') AS done
		FROM crm_order o LEFT JOIN crm_line l ON l.order_ = o.id AND l.away IS NULL
		LEFT JOIN (SELECT line, sum(quantity) AS sent, max(at) AS at FROM crm_delivery
			WHERE away IS NULL AND quantity > 0 GROUP BY line) d ON d.line = l.id
		WHERE o.away IS NULL AND o.kind = 'order' GROUP BY o.id);
	SELECT substr(o.ordered, 1, 7), l.currency, sum(l.quantity * l.price * (10000 - coalesce(l.discount, 0)))
		FROM crm_order o JOIN crm_line l ON l.order_ = o.id AND l.away IS NULL
		WHERE o.away IS NULL AND o.kind = 'order' AND o.ordered >= '${edges[0]}' AND o.ordered < '${edges[4]}'
			AND (o.cancelled IS NULL OR o.cancelled >= date(o.ordered, 'start of month', '+1 month')) GROUP BY 1, 2;"
}

# what a deal was at an edge: what its history says was so until the next change, or else what it is
deals_sql() {
	local e i at='' then
	for i in 0 1 2 3 4; do
		e=${edges[i]}
		then="FROM crm_stage_history h WHERE h.deal = d.id AND h.at >= '${e}T00:00:00Z' ORDER BY h.id LIMIT 1"
		at+=", CASE WHEN d.opened >= '$e' THEN NULL WHEN d.closed < '$e' THEN d.stage
			ELSE coalesce((SELECT h.old_stage $then), d.stage) END AS s$i, coalesce((SELECT h.old_value $then), d.value) AS v$i"
	done
	echo "CREATE TEMP TABLE was AS SELECT d.currency, d.reason, d.rival, d.probability $at FROM crm_deal d WHERE d.away IS NULL;"
	for i in '3 4' '2 3' '0 1'; do
		set -- $i
		echo "SELECT s$2, currency, count(*), sum(v$2), sum(v$2 * probability) FROM was WHERE s$2 IS NOT NULL GROUP BY 1, 2;
			SELECT count(*), sum(v$2) FROM was WHERE s$1 IS NULL AND s$2 IS NOT NULL;
			SELECT s$2, reason, rival, count(*), sum(v$2) FROM was
				WHERE s$2 IN ('won', 'lost') AND (s$1 IS NULL OR s$1 NOT IN ('won', 'lost')) GROUP BY 1, 2, 3;
			SELECT stage, count(*) FROM crm_stage_history WHERE at >= '${edges[$1]}' AND at < '${edges[$2]}' GROUP BY 1;"
	done
}

contacts_sql() {
	local i when='0' sums=''
	for i in '3 4' '2 3' '0 1'; do
		set -- $i
		when+=" OR at >= '${edges[$1]}T00:00:00Z' AND at < '${edges[$2]}T00:00:00Z'"
		sums+=", sum(due >= '${edges[$1]}' AND due < '${edges[$2]}'), sum(closed >= '${edges[$1]}' AND closed < '${edges[$2]}')
			, sum(due < '${edges[$2]}' AND (closed IS NULL OR closed >= '${edges[$2]}'))"
	done
	echo "SELECT substr(at, 1, 7), channel, direction, count(*) FROM crm_interaction
			WHERE away IS NULL AND channel != 'note' AND ($when) GROUP BY 1, 2, 3;
		SELECT month, count(*), avg(julianday(answer) - julianday(at)) FROM (SELECT substr(at, 1, 7) AS month, direction, at,
			min(CASE direction WHEN 'out' THEN at END) OVER (PARTITION BY client, substr(at, 1, 7) ORDER BY at
				ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS answer
			FROM crm_interaction WHERE away IS NULL AND channel != 'note' AND client IS NOT NULL AND ($when))
			WHERE direction = 'in' GROUP BY 1;
		SELECT kind ${sums} FROM crm_followup WHERE away IS NULL AND state != 'dropped' GROUP BY 1;"
}

monthly_sql() { clients_sql; orders_sql; deals_sql; contacts_sql; }

monthly() { ROUNDS=5 EACH=1 in_turn "$1" crm-report monthly 2026-05 -d "$2" -o csv -- sqlite3 "$2" "$(monthly_sql)"; }

# What both say of the orders of a base must be the same.
monthly_agrees() {
	local want got
	want=$(sqlite3 "$1" "$(orders_sql)" | awk -F'|' 'NR == 1 { print $1, $4, $5 } /^2026-05/ { printf "%.2f\n", $3 / 1000000 }')
	got=$(crm-report monthly 2026-05 -d "$1" -o csv | awk -F, '$1 == "orders" { v[$3] = $5 }
		END { print v["placed"], v["late at the end"], v["due"]; print v["revenue"] }')
	[ "$want" = "$got" ] || { printf 'bench: the monthly report says %s, the bare SQL %s\n' "$got" "$want" >&2; exit 1; }
}
