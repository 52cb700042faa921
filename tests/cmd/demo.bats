# The demo's figures against counts made from its CSV files by other means (tests/data/sample/expected.py).
load helper

setup_file() {
	export CRM_DEMO=$BATS_FILE_TMPDIR/demo
	bin=${CRM_BIN:-build/opt/bin}
	case $bin in /*) ;; *) bin=$BATS_TEST_DIRNAME/../../$bin ;; esac
	CRM_BIN=$(cd "$bin" && pwd) "$BATS_TEST_DIRNAME/../demo.sh" >"$BATS_FILE_TMPDIR/out" 2>&1
}
prepare() {
	export CRM_DB=$CRM_DEMO/crm.db TZ=Europe/Amsterdam CRM_NOW=2026-09-15T09:00
	expected=$CRM_TOP/tests/data/sample/EXPECTED.json
}
want() { jq -r "$1" "$expected"; }

@test "what a brief lists has a name of its own" {
	for ref in c2 d159 u1 pr1 p4 i1 o172 k1 cs1 cm1 rv1; do
		run -0 crm-show $ref -o json
		[ -z "$(grep -o '^  "[^"]*"' <<<"$output" | sort | uniq -d)" ] || { echo "$ref: $output"; false; }
	done
}

@test "every line of the books is a record" {
	for pair in user:users product:products client:clients person:people role:people followup:followups \
		order:orders line:order_lines delivery:deliveries payment:payments; do
		n=$(want ".rows.${pair#*:}")
		# what the demo itself plans, takes and delivers
		case ${pair%:*} in followup|order) n=$((n + 1)) ;; line) n=$((n + 2)) ;; delivery) n=$((n + 3)) ;; esac
		run -0 crm-find "${pair%:*}" --count
		is "$n"
	done
	run -0 crm-find deal --count
	is "$(want '.rows["deals-2025"] + .rows["deals-2026"]')"
	run -0 crm-find interaction --count
	is "$(want '.rows.interactions + 1 + 9')"          # nine were invited
}

@test "clients stand in the stages the books say" {
	crm-sum client -b stage -o jsonl --no-total | jq -r '"\(.stage) \(.count)"' | sort >got
	want '.clients.by_stage | to_entries[] | "\(.key) \(.value)"' | sort >want
	diff want got
}

@test "groups have their members, also those named before them" {
	want '.clients.groups | to_entries[] | "\(.value)\t\(.key)"' | while IFS=$'\t' read -r n name; do
		[ "$(crm-show "$name" -o json | jq '.group | length')" -ge 1 ] || { echo "$name: $n"; false; }
	done
	want '.clients.before_their_parent[]' | while read -r name; do
		[ -n "$(crm-find name="$name" -c parent.name -o jsonl | jq -r '.["parent.name"] // empty')" ] || { echo "$name"; false; }
	done
}

@test "won, lost and open, by office, with their win rates" {
	run -0 crm-sum deal state=won,lost -b owner.unit -a count,rate:state=won -o csv --no-total
	is "owner.unit,count,rate
$(want '.deals.by_unit | to_entries | sort_by(.key)[]
	| "\(.key),\(.value.won + .value.lost),\(.value.rate_bp / 100)"')"
	run -0 crm-find deal state=open --count
	is "$(want .deals.open)"
	run -0 crm-find deal client= --count
	is "$(want .deals.without_client)"
}

@test "orders: turnover per quarter, and what is late, partial, in time and in full" {
	crm-sum order key!= -b ordered:quarter -a sum:total -o jsonl --no-total |
		jq -r '"\(.["ordered:quarter"]) \(.sum_total * 100 | round)"' >got
	want '.orders.turnover_by_quarter | to_entries | sort_by(.key)[] | "\(.key) \(.value)"' >want
	diff want got
	for pair in late=yes:late state=partial:partial otif=yes:on_time otif=no:not_on_time; do
		run -0 crm-find order key!= "${pair%:*}" --count
		is "$(want ".orders.${pair#*:}")"
	done
	run -0 crm-sum order key!= otif!= -a rate:otif=yes -o csv
	is "rate
$(want '.orders.otif_bp / 100')"
	run -0 crm-sum payment paid= -a sum:amount -o jsonl
	is "$(want '{sum_amount: (.unpaid / 100)} | tojson')"
}

@test "revenue per quarter, to the cent" {
	crm-sum deal state=won -b closed:quarter -a sum:value -o jsonl --no-total |
		jq -r '"\(.["closed:quarter"]) \(.sum_value * 100 | round)"' >got
	want '.deals.revenue_by_quarter | to_entries | sort_by(.key)[] | "\(.key) \(.value)"' >want
	diff want got
}

@test "revenue per product, the misspelt one mended" {
	crm-sum deal state=won -b product.name -a sum:value -o jsonl --no-total |
		jq -r '"\(.["product.name"]) \(.sum_value * 100 | round)"' | sort >got
	want '.deals.revenue_by_product | to_entries[] | "\(.key) \(.value)"' | sort >want
	diff want got
}

@test "cycle, and why deals were lost" {
	run -0 crm-sum deal state=won -a median:cycle -o jsonl
	[ "$(jq .median_cycle <<<"$output")" = "$(want .deals.cycle_days_median)" ]
	crm-sum deal state=lost -b reason -o jsonl --no-total | jq -r '"\(.reason) \(.count)"' | sort >got
	want '.deals.lost_by_reason | to_entries[] | "\(.key) \(.value)"' | sort >want
	diff want got
}

@test "interactions by channel and direction" {
	crm-sum interaction at=..2026-09-14 -b channel -o jsonl --no-total | jq -r '"\(.channel) \(.count)"' | sort >got
	want '.interactions.by_channel | to_entries[] | "\(.key) \(.value)"' | sort >want
	diff want got
}

@test "the demo undoes what it changed, and its base is sound" {
	grep -q '^crm-history: ba[0-9]*: 26 changes taken back$' "$BATS_FILE_TMPDIR/out"
	run -0 crm-init --check
	[ "${lines[0]}" = sound ]
}
