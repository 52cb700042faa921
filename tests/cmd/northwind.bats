#!/usr/bin/env bats
# The orders of a trader that nobody here wrote: 91 customers, 830 orders, 2,155 lines, 77 products.  They are loaded by
# options alone, and what we say of them is compared with counts made without us.
load helper

# pairs FIELD FILE KEY VALUE: 'FIELD:1=Beverages,...' of two columns of a CSV file without quotes in them
pairs() {
	awk -F, -v f="$1" -v k="$3" -v v="$4" 'NR > 1 { split(v, c, "+")
		text = $c[1]; if (c[2]) text = text " " $c[2]
		printf "%s%s=%s", (NR > 2 ? "," : f ":"), $k, text }' "$2"
}

setup_file() {
	local top
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export BOOKS=${CRM_TEST_DATA:-$top/../shared/data}/northwind
	[ -e "$BOOKS/EXPECTED.json" ] || return 0
	case ${CRM_BIN:=build/opt/bin} in /*) ;; *) CRM_BIN=$top/$CRM_BIN ;; esac
	export LC_ALL=C TZ=UTC PATH="$CRM_BIN:$PATH" CRM_NOW=1998-05-06T12:00:00Z CRM_USER=anna
	export CRM_DB="$BATS_FILE_TMPDIR/crm.db"
	{
		crm-add -q user -i csv --map 'employee_id=key,last_name=name,title=,reports_to=manager.key' --ignore-unknown \
			--value "$(pairs name "$BOOKS/employees.csv" 2 3+2)" "$BOOKS/employees.csv"
		crm-add -q client -i csv --map 'customer_id=key,fax=' --ignore-unknown "$BOOKS/customers.csv"
		crm-add -q product -i csv --map 'product_id=key,category_id=line,unit_price=price' --ignore-unknown \
			--value "$(pairs line "$BOOKS/categories.csv" 1 2)" "$BOOKS/products.csv"
		crm-add -q order -i csv --map 'customer_id=client.key,employee_id=owner.key' --ignore-unknown "$BOOKS/orders.csv"
		crm-add -q line -i csv --map 'order_id=order.number,product_id=product.key' \
			--value "$(seq 25 | awk '{ printf "%s%s=%d%%", (NR > 1 ? "," : "discount:"), $1 / 100, $1 }')" \
			"$BOOKS/order_details.csv"
	} >"$BATS_FILE_TMPDIR/ids"
}

prepare() {
	[ -e "$BOOKS/EXPECTED.json" ] || skip "no northwind"
	export CRM_DB="$BATS_FILE_TMPDIR/crm.db" CRM_NOW=1998-05-06T12:00:00Z
}

# agree 'COMMAND' 'JQ': the command's lines are those that jq makes of the expected counts, in any order
agree() {
	eval "$1" | LC_ALL=C sort >got
	jq -r "$2 | map(if type == \"number\" then (. * 100 | round) / 100 else . end) | @tsv" "$BOOKS/EXPECTED.json" |
		LC_ALL=C sort >want
	[ -s want ] || { echo "nothing is expected by $2"; return 1; }
	numbers <got >got.n
	numbers <want >want.n
	diff want.n got.n
}
# Amounts are the same however many zeros they end in.
numbers() { awk -F '\t' -v OFS='\t' '{ for (i = 1; i <= NF; i++) if ($i ~ /^-?[0-9]+\.[0-9]+$/) $i = $i + 0 "" } 1' CONVFMT='%.2f' OFMT='%.2f'; }
revenue() { crm-report revenue --by "$1" -c "$2" | sed '$d'; }

@test "all of it is loaded, and the base is sound" {
	agree 'for e in client order line product; do crm-sum $e; done' \
		'.rows | (.customers, .orders, .order_details, .products) | [.]'
	[ "$(crm-sum user)" = 9 ]
	run -0 crm-init --check
}

@test "late orders, and the share that was shipped in time" {
	agree 'crm-find order otif=no -c number | cut -f 2' '.shipping.late_order_ids[] | [.]'
	agree 'crm-order otif -c due,good,rate' '.shipping | [.shipped, .shipped - .late, .on_time_pct]'
	[ "$(crm-sum order shipped!=)" = "$(jq .shipping.shipped "$BOOKS/EXPECTED.json")" ]
	[ "$(crm-sum order shipped=)" = "$(jq .shipping.not_shipped "$BOOKS/EXPECTED.json")" ]
	run -1 crm-order late                                # the books end on their last day
	agree 'crm-sum order late_days=1.. -a max:late_days' '.shipping | [.max_days_late]'
}

@test "late orders by shipper, customer and employee" {
	agree 'crm-sum order otif=no -b carrier --no-total' '.shipping.late_by_shipper | to_entries[] | [.key, .value]'
	agree 'crm-sum order otif=no -b client.key --no-total' '.shipping.late_by_customer | to_entries[] | [.key, .value]'
	agree 'crm-order otif --by employee -c owner.name,due,good | sed \$d | awk -F "\t" "{ print \$1 FS \$2 - \$3 }" | grep -v "	0$"' \
		'.shipping.late_by_employee | to_entries[] | [.key, .value]'
}

@test "revenue: to the cent, summed before it is rounded" {
	agree 'crm-report revenue -c gross,revenue' '[.revenue_gross_no_discount, .revenue_total]'
	agree 'crm-sum order -a sum:freight' '[.freight_total]'
	agree 'crm-sum line -a sum:amount' '[.revenue_total_if_lines_rounded_half_up]'
}

@test "revenue by year, month, employee, country and category" {
	agree 'revenue year order.ordered:year,revenue' '.revenue_by_year | to_entries[] | [.key, .value]'
	agree 'revenue month order.ordered:month,orders,revenue' \
		'.revenue_by_month | to_entries[] | [.key, .value.orders, .value.revenue]'
	agree 'revenue employee order.owner.name,revenue' '.revenue_by_employee | to_entries[] | [.key, .value]'
	agree 'revenue country order.country,revenue' '{USA: "US", Germany: "DE", Austria: "AT", Brazil: "BR", France: "FR",
		UK: "GB", Venezuela: "VE", Sweden: "SE", Canada: "CA", Ireland: "IE", Belgium: "BE", Denmark: "DK",
		Switzerland: "CH", Mexico: "MX", Finland: "FI", Spain: "ES", Italy: "IT", Portugal: "PT", Argentina: "AR",
		Norway: "NO", Poland: "PL"} as $code | .revenue_by_ship_country | to_entries[] | [$code[.key], .value]'
	agree 'revenue category product.line,revenue' '.revenue_by_category | to_entries[] | [.key, .value]'
}

@test "revenue by customer and product, the best first" {
	agree 'revenue order.client.key order.client.key,revenue' '.customer_abc[] | [.id, .revenue]'
	agree 'revenue product product.name,units,revenue | sort -t "	" -k3,3nr | head -$(jq ".top_products | length" $BOOKS/EXPECTED.json)' \
		'.top_products[] | [.name, .quantity, .revenue]'
	agree 'revenue product product.name,units | sort -t "	" -k2,2nr | head -$(jq ".top_products_by_quantity | length" $BOOKS/EXPECTED.json)' \
		'.top_products_by_quantity[] | [.name, .quantity]'
}

@test "customers with and without orders, and those that came back" {
	agree 'crm-sum client orders=1..; crm-sum client orders=2..' '.customers | ([.with_orders], [.repeat])'
	agree 'crm-find client orders=0 -c key | cut -f 2' '.customers.without_orders[] | [.]'
}

@test "classes of customers: ABC by the share before each; days and orders that RFM is made of" {
	by_key() { crm-segment classify -q "$@" | sort >rows; crm-find client -c key | sort | join -t $'\t' - rows | cut -f 2-; }
	agree 'by_key --by abc -c id,class' '.customer_abc[] | [.id, .class_cross]'
	agree 'by_key --by rfm --at 1998-05-07 -c id,days,orders' \
		'.rfm | to_entries[] | [.key, .value.recency_days, .value.frequency]'
}

@test "who ordered again, and when first" {
	agree 'crm-report clients --by year -c repeat_rate | tail -n 1' '[.customers.repeat_rate * 100]'
	agree 'crm-report clients --by year -c revenue | awk "{ s += \$1 } END { printf \"%.2f\", s }"' \
		'[.revenue_total_if_lines_rounded_half_up]'
	agree 'crm-report retention --by year -c cohort,since,clients | awk "\$2 == 0 && \$1 != \"total\" { n += \$3 } END { print n }"' \
		'[.customers.with_orders]'
}
