#!/usr/bin/env bats
# A sales department's books that nobody here wrote: 85 accounts, 35 agents, 7 products, 8,800 opportunities.  They are
# loaded by options alone, and what we say of them is compared with counts made without us.
load helper

setup_file() {
	local top
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export BOOKS=${CRM_TEST_DATA:-$top/../shared/data}/crm-sales-opportunities
	[ -e "$BOOKS/EXPECTED.json" ] || return 0
	case ${CRM_BIN:=build/opt/bin} in /*) ;; *) CRM_BIN=$top/$CRM_BIN ;; esac
	export LC_ALL=C TZ=UTC PATH="$CRM_BIN:$PATH" CRM_NOW=2017-12-31T12:00:00Z CRM_USER=anna
	export CRM_DB="$BATS_FILE_TMPDIR/crm.db"
	{
		# the managers first: the agents report to them
		crm-add user -q -k name --map 'manager=name,sales_agent=' --ignore-unknown -i csv "$BOOKS/sales_teams.csv"
		crm-add user -q -i csv "$BOOKS/sales_teams.csv"
		crm-add client -q --value 'country:Philipines=Philippines' -i csv "$BOOKS/accounts.csv"
		crm-add product -q -i csv "$BOOKS/products.csv"
		deals "$BOOKS/sales_pipeline.csv"
	} >"$BATS_FILE_TMPDIR/ids"
}

# deals FILE [OPTION...]: the stages are called otherwise here, and so is a product
deals() {
	crm-add deal -q -i csv --map opportunity_id=key --value 'stage:Prospecting=base,Engaging=contact,Won=won,Lost=lost' \
		--value 'product:GTXPro=GTX Pro' "$@"
}

prepare() {
	[ -e "$BOOKS/EXPECTED.json" ] || skip "no crm-sales-opportunities"
	export CRM_DB="$BATS_FILE_TMPDIR/crm.db" CRM_NOW=2017-12-31T12:00:00Z
}

# agree 'COMMAND' 'JQ': the command's lines are those that jq makes of the expected counts, numbers to our two digits
agree() {
	eval "$1" >got
	jq -r "$2 | @tsv" "$BOOKS/EXPECTED.json" >want
	[ -s want ] || { echo "nothing is expected by $2"; return 1; }
	awk -F '\t' -v want=want '
		function same(a, b) { return a == b || (a ~ /^-?[0-9.]+$/ && b ~ /^-?[0-9.]+$/ && (a - b) ^ 2 < .00503 ^ 2) }
		{
			if ((getline line < want) <= 0) { print "more than expected: " $0; bad = 1; exit }
			if (split(line, w, "\t") != NF) bad = 1
			for (i = 1; i <= NF; i++) if (!same($i, w[i])) bad = 1
			if (bad) { print "got      " $0; print "expected " line; exit }
		}
		END { if (!bad && (getline line < want) > 0) { print "missing: " line; bad = 1 } exit bad }' got
}

# The sums of a group as the expected file has them: won, lost, engaging, prospecting, revenue; then win rate, average
groups() {      # FIELD KEY
	agree "crm-sum deal -b $1 -a count:state=won,count:state=lost,count:stage=contact,count:stage=base,sum:value --no-total |
		LC_ALL=C sort -t '	' -k1,1" \
		".$2 | to_entries | sort_by(.key)[] | [.key, (.value | .won, .lost, .engaging, .prospecting, .revenue)]"
	agree "crm-sum deal state=won,lost -b $1 -a rate:state=won --no-total | LC_ALL=C sort -t '	' -k1,1" \
		".$2 | to_entries | sort_by(.key)[] | select(.value.win_rate != null) | [.key, .value.win_rate * 100]"
	agree "crm-sum deal state=won -b $1 -a avg:value --no-total | LC_ALL=C sort -t '	' -k1,1" \
		".$2 | to_entries | sort_by(.key)[] | select(.value.avg_won_value != null) | [.key, .value.avg_won_value]"
}

@test "all of it is loaded, and the base is sound" {
	agree 'for e in client product; do crm-sum $e; done; crm-sum user role=agent manager!=; crm-sum deal' \
		'.rows | (.accounts, .products, .sales_teams, .sales_pipeline) | [.]'
	[ "$(crm-sum user manager=)" = 6 ]
	run -0 crm-init --check
}

@test "a subsidiary that stands before its parent has it" {
	awk -F , 'NR > 1 { sub(/\r$/, ""); if ($7 != "") print $1 "\t" $7 }' "$BOOKS/accounts.csv" | sort >want
	crm-find client parent!= -c name,parent.name | cut -f 2,3 | sort >got
	[ -s want ] && diff want got
}

@test "stages, and deals without an account" {
	agree 'crm-sum deal -b stage --no-total' \
		'.stage_counts | ["base", .Prospecting], ["contact", .Engaging], ["won", .Won], ["lost", .Lost]'
	agree 'crm-sum deal client= -b stage; crm-sum deal opened=; crm-sum deal closed=' \
		'.missing | ["base", .account_by_stage.Prospecting], ["contact", .account_by_stage.Engaging], ["total", .account],
			[.engage_date], [.close_date]'
	agree 'crm-sum deal -a min:opened,max:opened,min:closed,max:closed' \
		'.date_range | [.engage_min, .engage_max, .close_min, .close_max]'
}

@test "by office" { groups owner.unit by_region; }
@test "by manager" { groups owner.manager.name by_manager; }
@test "by agent" { groups owner.name by_agent; }
@test "by sector, nothing being one" { groups client.industry by_sector; }
@test "by account" { groups client.name by_account; }

@test "by product, whose name is mended" {
	agree 'crm-sum deal -b product.name -a count:state=won,count:state=lost,sum:value --no-total' \
		'.by_product | to_entries | map(.key |= sub("GTXPro"; "GTX Pro")) | sort_by(.key | ascii_downcase)[] |
			[.key, (.value | .won, .lost, .revenue)]'
}

@test "win rate, revenue and cycle over all" {
	agree 'crm-sum deal state=won,lost -a sum:value,rate:state=won' '[.total_revenue, .win_rate_overall * 100]'
	agree 'crm-sum deal state=won -a avg:value,min:value,max:value' '[.avg_won_value, .won_value_min_max[]]'
	agree 'crm-sum deal state=won,lost -b state -a count,avg:cycle,median:cycle,min:cycle,max:cycle' \
		'.cycle_days | ["won", .won], ["lost", .lost], ["total", .closed] | [.[0], (.[1] | .n, .mean, .median, .min, .max)]'
}

@test "revenue by quarter and by month" {
	agree 'crm-sum deal state=won -b closed:quarter -a sum:value --no-total' '.revenue_by_quarter | to_entries[] | [.key, .value]'
	agree 'crm-sum deal state=won -b closed:month -a sum:value --no-total' '.revenue_by_month | to_entries[] | [.key, .value]'
	agree 'crm-sum deal state=won,lost -b closed:month -a count:state=won,count:state=lost --no-total' \
		'.closed_by_month_won_lost | to_entries[] | [.key, .value[]]'
	agree 'crm-sum deal opened!= -b opened:quarter --no-total' '.engaged_by_quarter | to_entries[] | [.key, .value]'
	agree 'crm-report forecast -c month,closed | grep -v total | grep ^2' '.revenue_by_month | to_entries[] | [.key, .value]'
}

@test "the best accounts first, with their share" {
	agree "crm-sum deal state=won -b client.name -a sum:value -s -sum_value,client.name -l 17 --no-total" \
		'.pareto.table[:17][] | [.name, .revenue]'
	agree "crm-sum deal state=won -b client.name -a share:value --no-total | cut -f 2 | sort -nr | head -n 1" \
		'[.pareto.table[0].cum_share * 100]'
}

@test "what is open, and how old it is" {
	agree 'crm-sum deal state=open; crm-sum deal state=open age\>90' '[.open_pipeline.n], [.open_age_over_90d]'
	agree 'crm-sum deal state=open opened!= -a count,avg:age,median:age,min:age,max:age' \
		'."open_age_days_on_2017-12-31" | [.n, .mean, .median, .min, .max]'
}

@test "velocity" {
	agree 'crm-report velocity -c open,won,lost,win_rate,avg_won,cycle_mean,cycle_median,velocity' \
		'[.open_pipeline.n, .stage_counts.Won, .stage_counts.Lost, .win_rate_overall * 100, .avg_won_value,
			.cycle_days.won.mean, .cycle_days.won.median, .sales_velocity_per_day]'
	agree 'crm-report velocity --by owner.unit -c owner.unit,won,lost,win_rate,avg_won | grep -v total' \
		'.by_region | to_entries[] | [.key, (.value | .won, .lost, .win_rate * 100, .avg_won_value)]'
}

@test "win rates by office, sector and agent" {
	agree 'crm-report winrate --by unit -c owner.unit,won,lost,win_rate,won_value | sed "\$d"' \
		'.by_region | to_entries | sort_by(.key)[] | [.key, (.value | .won, .lost, .win_rate * 100, .revenue)]'
	agree 'crm-report winrate --by client.industry -c client.industry,won,lost,win_rate,won_value | sed "\$d" | grep -v "^	"' \
		'.by_sector | to_entries | sort_by(.key)[] | select(.key != "") | [.key, (.value | .won, .lost, .win_rate * 100, .revenue)]'
	agree 'crm-report winrate --by owner -c owner.name,won,lost,win_rate,won_value | sed "\$d"' \
		'.by_agent | to_entries | sort_by(.key)[] | [.key, (.value | .won, .lost, .win_rate * 100, .revenue)]'
	agree 'crm-report winrate -c won,lost,win_rate,won_value' \
		'[.stage_counts.Won, .stage_counts.Lost, .win_rate_overall * 100, .total_revenue]'
}

@test "units of a year, their cycle and what they won" {
	agree 'crm-report units --from 2017 --to 2017 --by unit -c unit,won,lost,win_rate,won_value | sed "\$d"' \
		'.by_region | to_entries | sort_by(.key)[] | [.key, (.value | .won, .lost, .win_rate * 100, .revenue)]'
	agree 'crm-report units --from 2017 --to 2017 -c won,lost,cycle,won_value | tail -n 1' \
		'[.stage_counts.Won, .stage_counts.Lost, .cycle_days.won.median, .total_revenue]'
}

@test "reports of what was won and lost" {
	agree 'crm-report won --by closed:quarter -c closed:quarter,value | grep -v total' '.revenue_by_quarter | to_entries[] | [.key, .value]'
	agree 'crm-report lost -c deals | tail -n 1' '[.stage_counts.Lost]'
}

@test "the same books in two other notations of dates say the same" {
	crm-find deal -s key -c key,title,client,stage,value,opened,closed,owner,product,cycle | cut -f 2- >plain
	for form in us-dates=%m/%d/%Y eu-dates=%d-%m-%y lf=%Y-%m-%d; do
		cp "$CRM_DB" other.db
		deals -d other.db -k key --date-format "${form#*=}" --ignore-unknown --mode update \
			"$BOOKS/variants/sales_pipeline.${form%%=*}.csv" >changed
		[ ! -s changed ] || { head -n 3 changed; false; }
		crm-find deal -d other.db -s key -c key,title,client,stage,value,opened,closed,owner,product,cycle | cut -f 2- >other
		diff plain other >differs || { echo "$form"; head -n 4 differs; false; }
	done
}
