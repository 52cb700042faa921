# orders.sh - the part of the bench that is about orders, read by bench.sh: lines loaded, what is late, what came on time

late_sql="SELECT o.id, o.number, c.name, o.promised,
		CAST(julianday('${CRM_NOW%T*}') - julianday(o.promised) AS INTEGER), count(*),
		sum(l.quantity - coalesce(d.sent, 0)), u.name
	FROM crm_order o JOIN crm_line l ON l.order_ = o.id AND l.away IS NULL
	LEFT JOIN (SELECT line, sum(quantity) AS sent FROM crm_delivery WHERE away IS NULL AND quantity > 0 GROUP BY line) d
		ON d.line = l.id
	LEFT JOIN crm_client c ON c.id = o.client LEFT JOIN crm_user u ON u.id = o.owner
	WHERE o.away IS NULL AND o.kind = 'order' AND o.cancelled IS NULL AND o.shipped IS NULL
		AND o.promised < '${CRM_NOW%T*}' AND l.quantity > coalesce(d.sent, 0)
	GROUP BY o.id ORDER BY o.promised, o.id"
otif_sql="SELECT sum(promised < '${CRM_NOW%T*}' OR done < '9999'), sum(done <= promised), sum(done <= promised_first) FROM (
	SELECT o.promised, o.promised_first, max(CASE WHEN d.sent >= l.quantity THEN d.at ELSE '9999' END) AS done
	FROM crm_order o JOIN crm_line l ON l.order_ = o.id AND l.away IS NULL
	LEFT JOIN (SELECT line, sum(quantity) AS sent, max(at) AS at FROM crm_delivery
		WHERE away IS NULL AND quantity > 0 GROUP BY line) d ON d.line = l.id
	WHERE o.away IS NULL AND o.kind = 'order' AND o.cancelled IS NULL AND o.promised IS NOT NULL GROUP BY o.id)"

# Clients, users, products and orders of so many lines; the lines themselves are what is measured.
prepare_orders() {
	mkdir -p "$dir/times"
	rm -f "$dir"/times/* "$dir"/*.db*
	[ -s "$dir/deliveries.csv" ] || { generate 1000 "$dir" && orders "$lines" "$dir"; }
	local e
	for e in users:user clients:client products:product orders:order; do
		crm-add -q -d "$dir/base.db" "${e#*:}" "$dir/${e%:*}.csv" >/dev/null
	done
}

load_orders() {
	local i sum='SELECT count(*), sum(order_), sum(quantity * price), sum(discount), min(currency) FROM crm_line'
	for ((i = 0; i < 3; i++)); do
		say "$lines lines: load $i"
		fresh "$dir/base.db" "$dir/ours.db"
		taken lines crm-add -q -d "$dir/ours.db" line "$dir/lines.csv"
		fresh "$dir/base.db" "$dir/floor.db"
		taken floor-lines floor lines "$dir/floor.db" "$dir/lines.csv"
	done
	[ "$(sqlite3 "$dir/ours.db" "$sum")" = "$(sqlite3 "$dir/floor.db" "$sum")" ] ||
		{ echo 'bench: the bases differ in their lines' >&2; exit 1; }
	rm -f "$dir"/floor.db*
	crm-add -q -d "$dir/ours.db" delivery "$dir/deliveries.csv" >/dev/null
}

read_orders() {
	local db=$dir/ours.db clients="$lines lines"
	ROUNDS=5 EACH=1 in_turn late crm-order late -d "$db" -- floor ask "$db" "$late_sql"
	ROUNDS=5 EACH=1 in_turn otif crm-order otif -d "$db" -- floor ask "$db" "$otif_sql"
	[ "$(crm-order late -d "$db" | wc -l)" = "$(floor ask "$db" "$late_sql" | wc -l)" ] &&
		[ "$(crm-order otif -d "$db" -c due,good,good_first)" = "$(floor ask "$db" "$otif_sql")" ] ||
		{ echo 'bench: late and otif say what the bare SQL does not' >&2; exit 1; }
	monthly monthly "$db"
	monthly_agrees "$db"
}

table_orders() {
	printf '\n%d lines of orders, %d deliveries\n\n' "$lines" $(($(wc -l <"$dir/deliveries.csv") - 1))
	echo '| what | ours | floor | ratio | at most | kept |'
	echo '|---|---|---|---|---|---|'
	row 'lines of orders added from CSV, against rows first, indices after' lines floor-lines 1.5x
	row 'orders that are late' late floor-late 1.5x
	row 'on time and in full' otif floor-otif 1.5x
	row 'the monthly report, against the SQL of its parts' monthly floor-monthly 1.2x
	memory 'peak of a load of lines' lines 96
}
