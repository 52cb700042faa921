# orders.awk - the orders that the won deals of the sample sales department became
#
#	(cat deals-2025.csv; cat deals-2026.csv) | LC_ALL=C awk -v dir=. -f orders.awk
#
# Written beside what generate.awk made, from the same chance.  What is late, short or still open is chance too; what
# the files hold is counted by expected.py.
#
#	orders.csv         one for each won deal with a client: semicolons, 31-12-2026
#	order-lines.csv    the deal's product, and often what goes with it; no line for what is sewn on by others
#	deliveries.csv     of what left in parts
#	payments.csv       what was invoiced when it had left, paid mostly in time

BEGIN {
	seed = 20260915
	OFS = ";"
	goes_with["PK-ARC"] = "GL-GRP"; goes_with["PK-BOR"] = "GL-GRP"; goes_with["JK-HV3"] = "VT-HV2"
	goes_with["TR-DLT"] = "SH-MAR"; goes_with["TR-ATL"] = "SH-MAR"; goes_with["CV-VUL"] = "HM-VTX"
	goes_with["BB-RIJ"] = "BT-POL"
	while ((getline line < (dir "/products.csv")) > 0) {
		split(line, f, ";")
		sku[f[2]] = f[1]; price[f[1]] = f[4]
	}
	sku["Parka Artic"] = "PK-ARC"
	print "Order no.", "Company no.", "Deal", "Account manager", "Order date", "Required date", "Shipped date" > (dir "/orders.csv")
	print "Order no.", "Line", "Article", "Quantity", "Unit price" > (dir "/order-lines.csv")
	print "Line", "Quantity", "Date" > (dir "/deliveries.csv")
	print "Order no.", "Invoice", "Amount", "Due", "Paid" > (dir "/payments.csv")
}

function rnd(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function often(percent) { return rnd(100) < percent }

function days(y, m, d) { y -= m <= 2; m += m > 2 ? -3 : 9; return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + d }
function dmy(z,    y, m) {
	y = int((z - 0.2) / 365.2425) - 1
	while (days(y + 1, 3, 1) <= z) y++
	m = 11
	while (m > 0 && days(y + (m > 9), (m + 2) % 12 + 1, 1) > z) m--
	return sprintf("%02d-%02d-%04d", z - days(y + (m > 9), (m + 2) % 12 + 1, 1) + 1, (m + 2) % 12 + 1, y + (m > 9))
}

# A line, and how it left: 0 whole, 1 in two parts, 2 the first part only.
function line_of(article, n, each, how, left,    id, first) {
	id = number "/" ++lines
	print number, id, article, n, each > (dir "/order-lines.csv")
	total += n * each
	if (how == 0)
		return
	first = int(n * (4 + rnd(3)) / 10)
	if (first < 1)
		first = 1
	print id, first, dmy(left - 3 - rnd(9)) > (dir "/deliveries.csv")
	if (how == 1 && n > first)
		print id, n - first, dmy(left) > (dir "/deliveries.csv")
}

# Fields of a line, of which some stand in quotes.
function cut(s, sep,    n, i, c, quoted) {
	split("", f)
	n = 1
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\"")
			quoted = !quoted
		else if (c == sep && !quoted)
			n++
		else
			f[n] = f[n] c
	}
}

{
	sub(/\r$/, "")
	cut($0, $0 ~ /^D25|^Deal;/ ? ";" : ",")
}
f[6] != "Won" || f[2] == "" || !match(f[3], /^[0-9]+ × /) || !(f[4] in sku) { next }
{
	n = f[3] + 0
	split(f[8], a, "[/-]")
	won = a[1] > 31 ? days(a[1], a[2], a[3]) : days(a[3], a[2], a[1])
	promised = won + 14 + rnd(4) * 7
	left = promised - 6 + rnd(7) + (often(12) ? 1 + rnd(12) : 0)
	today = days(2026, 9, 15)
	how = promised > today - 40 && often(30) ? 2 : often(15)
	if (left > today)
		how = promised > today && often(50) ? 3 : 2
	number = "V" substr(f[1], 2)
	sub(/-/, "", number)
	lines = total = 0
	print number, f[2], f[1], f[5], dmy(won), dmy(promised), how == 0 ? dmy(left) : "" > (dir "/orders.csv")
	each = sprintf("%.2f", f[10] / n)
	line_of(sku[f[4]], n, each, how == 3 ? 0 : how, left > today ? today : left)
	if ((sku[f[4]] in goes_with) && often(45))
		line_of(goes_with[sku[f[4]]], 1 + int(n / 4), price[goes_with[sku[f[4]]]], how == 3 ? 0 : how, left > today ? today : left)
	if (how > 1)
		next
	due = left + 30
	paid = due - rnd(12) + (often(15) ? 8 + rnd(40) : 0)
	print number, "F" substr(number, 2), sprintf("%.2f", total), dmy(due), (paid > today ? "" : dmy(paid)) > (dir "/payments.csv")
}
