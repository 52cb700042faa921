# generate.awk - the sample sales department: how the CSV files here were made
#
# Veldman Werkkleding makes workwear and safety gear and sells it from three offices: Noord, Zuid and Export.
# Everything is invented, and likeness is chance: domains end in .example, German and French numbers are those
# set aside for fiction.  It is always Tuesday 2026-09-15 there; the files tell the eighteen months before.
#
#	LC_ALL=C awk -v dir=. -f words.awk -f generate.awk
#
# The numbers come from a generator of our own, so every awk on every machine writes the same bytes.
# The files differ as real exports do, and are wrong where real exports are:
#
#	users.csv          a manager stands after the people they manage
#	products.csv       semicolons, CRLF, a quoted semicolon
#	clients.csv        byte order mark; subsidiaries before their parents; the words of another system;
#	                   national, international and half-international phone numbers; three bad lines;
#	                   two clients typed in twice
#	people.csv         gaps
#	deals-2025.csv     semicolons, CRLF, 31/12/2025; some without a client; a product misspelt
#	deals-2026.csv     commas, LF, 2026-12-31; the same faults
#	interactions.csv   local time; quoted notes, some of several lines
#	followups.csv      done, late, due today, to come
#
# What they hold is counted by expected.py, which knows nothing of this file.

BEGIN {
	seed = 20260960
	if (dir == "")
		dir = "."
	holidays = "25-04-21 25-05-29 25-06-09 26-01-01 26-04-06 26-04-27 26-05-14 26-05-25"
	today = days(2026, 9, 15)
	first = days(2025, 3, 3)
	words()
	write_users()
	write_products()
	make_clients()
	make_people()
	make_deals()
	make_talks()
	write_clients()
	write_people()
	write_deals()
	write_talks()
	write_followups()
}

# ---- chance, dates, text

# 0 .. n-1.  Park and Miller's minimal standard: every product stays below 2^53, so doubles are exact.
function rnd(n) {
	seed = (seed * 16807) % 2147483647
	return int(seed * n / 2147483647)
}

function span(lo, hi) { return lo + rnd(hi - lo + 1) }
function often(percent) { return rnd(100) < percent }

# One of "a|b|c".
function one(list,    a, n) {
	n = split(list, a, "|")
	return a[1 + rnd(n)]
}

# One of "a 30|b 10": the number is its weight.
function weighed(list,    a, n, i, w, sum) {
	n = split(list, a, "|")
	for (i = 1; i <= n; i++) {
		match(a[i], / [0-9]+$/)
		w[i] = substr(a[i], RSTART + 1) + 0
		a[i] = substr(a[i], 1, RSTART - 1)
		sum += w[i]
	}
	sum = rnd(sum)
	for (i = 1; sum >= w[i]; i++)
		sum -= w[i]
	return a[i]
}

# Days since 1970-01-01, and back into Y, M, D (the civil calendar, counted from March).
function days(y, m, d,    era, yoe, doy) {
	if (m <= 2)
		y--
	era = int(y / 400)
	yoe = y - era * 400
	doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}

function civil(z,    era, doe, yoe, doy, mp) {
	z += 719468
	era = int(z / 146097)
	doe = z - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	D = doy - int((153 * mp + 2) / 5) + 1
	M = mp + (mp < 10 ? 3 : -9)
	Y = yoe + era * 400 + (M <= 2)
}

function iso(z)   { civil(z); return sprintf("%04d-%02d-%02d", Y, M, D) }
function dmy(z, c) { civil(z); return sprintf("%02d%s%02d%s%04d", D, c, M, c, Y) }

# The day itself or the next one on which the office is open.
function workday(z) {
	while ((z + 3) % 7 > 4 || index(holidays, substr(iso(z), 3)) || M == 12 && D > 23)
		z++
	return z
}

function money(cents) { return sprintf("%d.%02d", int(cents / 100), cents % 100) }

# Lower-case ASCII of a name, for addresses.
function plain(s,    a, n, i) {
	n = split("à a á a ä a â a ą a ć c ç c è e é e É e ê e ë e ę e í i ï i î i ł l Ł l ń n ó o ö o ô o " \
	    "œ oe ś s Ś s ß ss ü u ú u û u Ü u ż z Ż z ź z", a, " ")
	for (i = 1; i < n; i += 2)
		gsub(a[i], a[i + 1], s)
	return tolower(s)
}

function domain(name) {
	name = plain(name)
	gsub(/ (b\.?v\.?|n\.?v\.?|gmbh|u\.?a\.?|sas|sarl|sa|vof|kg|s\.a\.|sp\. z o\.o\.)$/, "", name)
	gsub(/[^a-z0-9]+/, "-", name)
	gsub(/^-|-$/, "", name)
	return name ".example"
}

function field(s, sep) {
	if (s ~ /["\n\r]/ || index(s, sep)) {
		gsub(/"/, "\"\"", s)
		return "\"" s "\""
	}
	return s
}

# Comma-separated line of up to 20 fields put into `out` before.
function row(n,    i, s) {
	for (i = 1; i <= n; i++)
		s = s (i > 1 ? "," : "") field(out[i], ",")
	return s
}

# Sorts the keys k[1..n]: texts of one width, a day of five digits, then 10000 and the place (some awks read
# a leading zero as octal).
function sort(k, n,    gap, i, j, t) {
	for (gap = int(n / 2); gap > 0; gap = int(gap / 2))
		for (i = gap + 1; i <= n; i++) {
			t = k[i]
			for (j = i; j > gap && k[j - gap] > t; j -= gap)
				k[j] = k[j - gap]
			k[j] = t
		}
}

# ---- the house

function user(login, name, office, job, manager) {
	logins[office] = logins[office] (logins[office] ? "|" : "") login
	office_of[login] = office
	head[office] = manager == "" ? login : head[office]
	print login "," name "," plain(login) "@veldman.example," office "," job "," manager >users
}

function write_users() {
	users = dir "/users.csv"
	print "Login,Full Name,E-mail,Office,Function,Manager" >users
	user("marijke", "Marijke Hoekstra", "Noord", "Head of unit", "")
	user("anna", "Anna Visser", "Noord", "Account manager", "Marijke Hoekstra")
	user("sjoerd", "Sjoerd Dijkstra", "Noord", "Account manager", "Marijke Hoekstra")
	user("bart", "Bart Claessens", "Zuid", "Head of unit", "")
	user("femke", "Femke Janssen", "Zuid", "Account manager", "Bart Claessens")
	user("luuk", "Luuk Peeters", "Zuid", "Account manager", "Bart Claessens")
	user("agnieszka", "Agnieszka Wójcik", "Export", "Account manager", "Élodie Marchand")
	user("juergen", "Jürgen Köhler", "Export", "Account manager", "Élodie Marchand")
	user("elodie", "Élodie Marchand", "Export", "Head of unit", "")
	close(users)
}

# weight: how often it is asked for; each: pieces for one worker.
function product(sku, name, series, price, cost, unit, weight, each) {
	price_of[name] = int(price * 100 + .5)
	each_of[name] = each
	assortment = assortment (assortment ? "|" : "") name " " weight
	printf "%s;%s;%s;%s;%s;%s\r\n", sku, field(name, ";"), series, price, cost, field(unit, ";") >products
}

function write_products() {
	products = dir "/products.csv"
	printf "SKU;Product;Series;List price;Cost;Unit\r\n" >products
	product("PK-ARC", "Parka Arctic", "Winter", "189.00", "96.40", "piece", 14, 1)
	product("PK-BOR", "Parka Bora Light", "Winter", "129.50", "68.20", "piece", 6, 1)
	product("SS-ZEE", "Softshell Zuiderzee", "Winter", "84.90", "41.75", "piece", 8, 1)
	product("JK-HV3", "Hi-vis Jacket Lumen 3", "Hi-vis", "119.00", "61.30", "piece", 12, 1)
	product("VT-HV2", "Hi-vis Vest Lumen 2", "Hi-vis", "8.95", "3.10", "piece", 4, 4)
	product("TR-DLT", "Work Trousers Delta", "Basics", "64.50", "29.80", "piece", 12, 2)
	product("TR-ATL", "Kneepad Trousers Atlas", "Basics", "79.95", "37.60", "piece", 8, 2)
	product("BB-RIJ", "Bib Overall Rijn", "Basics", "72.00", "34.15", "piece", 5, 2)
	product("CV-VUL", "Welder's Coverall Vulcan FR", "Flame", "149.00", "82.90", "piece", 7, 2)
	product("SH-MAR", "Safety Shoe Marathon S3", "Feet", "98.00", "52.60", "pair", 11, 1)
	product("BT-POL", "Boot Polder S5", "Feet", "46.75", "21.40", "pair", 5, 1)
	product("GL-GRP", "Gloves Greep, cut D", "Hands", "112.00", "58.00", "box; 24 pairs", 5, 1)
	product("HM-VTX", "Helmet Vertex", "Head", "38.50", "17.90", "piece", 4, 1)
	product("SV-LOG", "Logo embroidery", "Service", "6.75", "2.90", "piece", 3, 3)
	close(products)
}

# ---- clients

# office | name | parent | class | status | city | industry | employees | tags
function client(line,    a) {
	split(line, a, "|")
	nc++
	c_office[nc] = a[1]; c_name[nc] = a[2]; c_parent[nc] = a[3]
	c_class[nc] = a[4] == "k" ? "key" : "standard"
	c_status[nc] = a[5]; c_city[nc] = a[6]; c_trade[nc] = a[7]
	c_staff[nc] = a[8]; c_tags[nc] = a[9]
	c_no[nc] = sprintf("V-%d", 1000 + nc * 7)
	c_domain[nc] = domain(a[2])
	c_owner[nc] = a[4] == "k" && often(50) ? head[a[1]] : one(logins[a[1]])
	pool[a[1], a[5]] = pool[a[1], a[5]] (pool[a[1], a[5]] ? "|" : "") nc " " (a[4] == "k" ? 4 : 1)
}

# city: country, area code, postcode range
function place(city, country, area, lo, hi) {
	land[city] = country; code[city] = area; zip_lo[city] = lo; zip_hi[city] = hi
}

function letters() { return substr("ABCDEGHJKLMNPRSTVWXZ", 1 + rnd(20), 1) }

function postcode(city,    n) {
	n = span(zip_lo[city], zip_hi[city])
	if (land[city] == "Netherlands")
		return n " " letters() letters()
	if (land[city] == "Poland")
		return sprintf("%02d-%03d", int(n / 1000), n % 1000)
	return sprintf(land[city] == "Belgium" ? "%d" : "%05d", n)
}

# Every notation that people type.
function phone(city,    a, k, x, y) {
	a = code[city]; x = 1 + rnd(9) * 100 + rnd(99); y = rnd(10000)
	if (land[city] == "Netherlands") {
		k = rnd(8)
		if (length(a) == 3) {           # 0592 and six digits
			x = span(21, 39)
			return sprintf(one("0%s %02d %04d|(0%s) %02d%04d|0%s-%02d%04d|+31 (0)%s-%02d%04d"), \
			    a, x, y)
		}
		x = span(211, 689)
		if (k < 3)
			return sprintf("0%s %03d %04d", a, x, y)
		if (k < 5)
			return sprintf("0%s-%03d%04d", a, x, y)
		return sprintf(one("(0)%s-%03d%04d|(0%s) %03d %04d|+31 %s %03d %04d|0031%s%03d%04d"), a, x, y)
	}
	if (land[city] == "Belgium")
		return sprintf(one("+32 %s %03d %02d %02d|+32 (0)%s/%03d.%02d.%02d|0032 %s %03d %02d %02d"), \
		    a, span(211, 389), rnd(100), rnd(100))
	if (land[city] == "Germany")
		return sprintf(one("+49 %s %03d|+49 (0)%s-%03d|0049 %s/%03d"), a, rnd(1000))
	if (land[city] == "France")
		return sprintf(one("+33 %s %02d %02d|+33 (0)%s %02d %02d|0033 %s.%02d.%02d"), \
		    a, rnd(100), rnd(100))
	return sprintf("+48 %s %03d %02d %02d", a, span(211, 689), rnd(100), rnd(100))
}

function mobile(country) {
	if (country == "Netherlands")
		return sprintf(one("06-%08d|06 %08d|+31 6 %08d"), span(11000000, 57999999))
	if (country == "Belgium")
		return sprintf("+32 47%d %02d %02d %02d", rnd(10), rnd(100), rnd(100), rnd(100))
	if (country == "Germany")
		return sprintf("+49 171 39200%02d", rnd(100))
	if (country == "France")
		return sprintf("+33 6 39 98 %02d %02d", rnd(100), rnd(100))
	return sprintf("+48 51%d %03d %03d", rnd(10), rnd(1000), rnd(1000))
}

function vat(country) {
	if (country == "Netherlands")
		return sprintf("NL%09dB01", span(800000000, 869999999))
	if (country == "Belgium")
		return sprintf("BE0%09d", span(400000000, 899999999))
	if (country == "Germany")
		return sprintf("DE%09d", span(811000000, 899999999))
	if (country == "Poland")
		return sprintf("PL521%07d", rnd(3000000))
	return sprintf("FR%02d%09d", span(10, 97), span(311000000, 899999999))
}

function write_clients(    file, i, city, e, turnover) {
	file = dir "/clients.csv"
	printf "\357\273\277" >file
	print "Customer no.,Company,Subsidiary of,Class,Status,Account manager,Industry,Employees," \
	    "Annual revenue,E-Mail Address,Phone,Website,Street,Postcode,City,Country,VAT,Customer since," \
	    "Source,Tags" >file
	for (i = 1; i <= nc; i++) {
		city = c_city[i]
		out[1] = c_no[i]; out[2] = c_name[i]; out[3] = c_parent[i]; out[4] = c_class[i]
		out[5] = c_status[i]; out[6] = c_owner[i]; out[7] = c_trade[i]; out[8] = c_staff[i]
		turnover = c_staff[i] * span(95, 320)
		out[9] = turnover - turnover % 50 "000"
		e = land[city] == "Netherlands" ? "info|inkoop|kantoor" : \
		    land[city] == "Germany" ? "info|einkauf" : "info|office"
		out[10] = one(e) "@" c_domain[i]
		out[11] = often(10) ? "" : phone(city)
		out[12] = often(12) ? "" : (often(70) ? "https://www." : "www.") c_domain[i]
		out[13] = street(city)
		out[14] = postcode(city); out[15] = city; out[16] = land[city]
		out[17] = c_status[i] == "Lead" ? "" : vat(land[city])
		out[18] = since(i)
		out[19] = weighed("referral 25|fair 20|call 20|web 15|campaign 12|competitor 5|other 3")
		out[20] = c_tags[i]
		faults(i)
		print row(20) >file
	}
	close(file)
}

# What is wrong in every export: three lines that cannot be read, two clients typed in twice, two without
# an address.
function faults(i) {
	if (c_name[i] ~ /^Grachtwacht/)
		out[10] = "info@"
	else if (c_name[i] ~ /^Van Hoof/)
		out[11] = "12"
	else if (c_name[i] ~ /^Railwerk/)
		out[4] = "premum"
	else if (c_name[i] ~ /^Kwekerij|^Autobedrijf/)
		out[10] = ""
	else if (c_name[i] == "Dakdekkers Van der Meulen BV") {
		out[11] = "050 318 4472"; out[14] = "9723 BK"; out[13] = "Osloweg 118"
	} else if (c_name[i] == "Dakdekkers v.d. Meulen") {
		out[11] = "+31 (0)50-3184472"; out[14] = "9723BK"; out[13] = "Osloweg 118"
		out[10] = "h.vandermeulen@dakdekkers-van-der-meulen.example"
	} else if (c_name[i] == "Brabantse Staalbouw Kuijpers BV") {
		out[11] = "013-4567 210"; out[14] = "5047 TK"; out[13] = "Kraaivenstraat 21"
		out[10] = "inkoop@brabantse-staalbouw-kuijpers.example"
	} else if (c_name[i] == "Kuijpers Staalbouw Brabant") {
		out[11] = "(013) 456 72 10"; out[14] = "5047 TK"; out[13] = "Kraaivenstr. 21"
		out[10] = "inkoop@brabantse-staalbouw-kuijpers.example"
	}
}

# Old clients since long ago; the newest since their first deal.
function since(i) {
	if (c_status[i] != "Customer" && c_status[i] != "Sleeping")
		return ""
	if (i in first_won && often(12))
		return dmy(first_won[i], "-")
	return dmy(workday(days(span(1998, 2024), span(1, 12), span(1, 28))), "-")
}

# ---- people

function make_people(    i, k, n) {
	for (i = 1; i <= nc; i++) {
		n = c_class[i] == "key" ? span(3, 4) : c_status[i] == "Lead" ? rnd(2) : weighed("1 72|2 28")
		for (k = 1; k <= n; k++)
			person(i, k)
	}
}

function person(i, k,    country, tongue, name, role) {
	country = land[c_city[i]]
	tongue = country == "Belgium" ? (c_city[i] == "Liège" ? "fr" : "nl") : country == "Germany" ? "de" : \
	    country == "France" ? "fr" : country == "Poland" ? "pl" : "nl"
	do
		name = full_name(tongue)
	while (name in taken)
	taken[name] = 1
	role = weighed(k == 1 ? "decider 70|influencer 12|user 8|gatekeeper 10" : \
	    "influencer 30|user 30|gatekeeper 15|sponsor 15|decider 10")
	np++
	p_name[np] = name; p_client[np] = i; p_role[np] = role; p_tongue[np] = often(6) ? "en" : tongue
	people_of[i] = people_of[i] (people_of[i] ? "|" : "") np
}

function full_name(tongue) {
	if (tongue == "pl")             # whose surnames have two forms
		tongue = tongue one("m|f")
	return one(given[tongue]) " " one(family[tongue])
}

function write_people(    file, i, c, mail) {
	file = dir "/people.csv"
	print "Name,Company no.,Job title,Influence,E-mail,Mobile,Language" >file
	for (i = 1; i <= np; i++) {
		c = p_client[i]
		mail = plain(p_name[i])
		gsub(/['.]/, "", mail)
		gsub(/ +/, ".", mail)
		out[1] = p_name[i]; out[2] = c_no[c]; out[3] = job_of(p_role[i]); out[4] = p_role[i]
		out[5] = often(9) ? "" : mail "@" c_domain[c]
		out[6] = often(30) ? "" : mobile(land[c_city[c]])
		out[7] = p_tongue[i]
		print row(7) >file
	}
	close(file)
}

# ---- deals

# Quotas, not chance, decide what an office wins: the reports are worth reading then.
function make_deals() {
	deals_of("Noord", 117, 43, 34, 12)
	deals_of("Zuid", 74, 38, 24, 8)
	deals_of("Export", 40, 32, 18, 5)
	number_deals()
}

function deals_of(office, won, lost, open, strangers,    i, n, kind) {
	n = won + lost + open
	for (i = 1; i <= n; i++) {
		kind = i <= won ? "Won" : i <= won + lost ? "Lost" : "open"
		deal(office, kind, strangers > 0 && i % int(n / strangers) == 0)
	}
}

function deal(office, kind, stranger,    who, c, p, staff, share, qty, off) {
	nd++
	d_kind[nd] = kind
	who = weighed(kind == "Won" ? "Customer 1" : kind == "Lost" ? "Customer 60|Prospect 34|Sleeping 6" : \
	    "Customer 55|Prospect 35|Lead 10")
	c = stranger ? 0 : weighed(pool[office, who])
	d_client[nd] = c
	d_owner[nd] = c && often(88) ? c_owner[c] : one(logins[office])
	d_prod[nd] = p = weighed(assortment)
	staff = c ? c_staff[c] : span(15, 90)
	share = span(15, 75)
	qty = int(staff * share * each_of[p] / 100)
	qty = qty < 6 ? 6 : qty > 420 ? 420 - rnd(120) : qty
	if (qty > 30)
		qty -= qty % 5
	d_qty[nd] = qty
	off = qty > 200 ? span(8, 20) : qty > 60 ? span(3, 12) : rnd(5)
	d_value[nd] = int(qty * price_of[p] * (100 - off) / 100 + .5)
	d_source[nd] = weighed("call 28|referral 22|web 18|fair 14|campaign 12|competitor 4|other 2")
	d_reason[nd] = kind != "Lost" ? "" : office == "Export" ? \
	    weighed("delivery_time 42|price 24|competitor 16|no_decision 10|no_budget 5|quality 3") : \
	    weighed("price 36|competitor 20|no_decision 17|no_budget 14|delivery_time 8|quality 5")
	if (kind == "open")
		open_deal(who)
	else
		closed_deal(kind)
}

function open_deal(who) {
	d_stage[nd] = who == "Lead" ? weighed("Lead 60|Appointment 40") : \
	    weighed("Lead 10|Appointment 10|Preparing 8|First contact 14|Needs 16|Presented 18|" \
	    "Objections 10|Closing 14")
	d_stale[nd] = often(30)
	d_opened[nd] = workday(today - (often(18) ? span(210, 420) : d_stale[nd] ? span(70, 180) : \
	    span(4, 95)))
	d_closed[nd] = 0
	d_due[nd] = workday(d_stale[nd] && often(70) ? today - span(3, 60) : today + span(6, 110))
}

function closed_deal(kind,    cycle, c) {
	do {
		cycle = 5 + rnd(32) + (often(50) ? rnd(45) : 0) + (often(15) ? span(25, 110) : 0) + \
		    (kind == "Lost" ? rnd(40) : 0)
		d_opened[nd] = workday(span(first, today - 12))
		d_closed[nd] = workday(d_opened[nd] + cycle)
	} while (d_closed[nd] >= today)
	d_stage[nd] = kind
	d_due[nd] = workday(d_closed[nd] + span(-20, 15))
	if (d_due[nd] <= d_opened[nd])
		d_due[nd] = workday(d_opened[nd] + 14)
	c = d_client[nd]
	if (kind == "Won" && c && (!(c in first_won) || d_closed[nd] < first_won[c]))
		first_won[c] = d_closed[nd]
}

# In the order of opening, a number a year.
function number_deals(    i, k, d) {
	for (i = 1; i <= nd; i++)
		k[i] = sprintf("%d%d", d_opened[i], 10000 + i)
	sort(k, nd)
	for (i = 1; i <= nd; i++) {
		d = substr(k[i], 6) - 10000
		civil(d_opened[d])
		d_no[d] = sprintf("D%02d-%03d", Y % 100, ++count[Y])
		d_order[i] = d
	}
}

function title(d,    p) {
	p = d_prod[d]
	if (p == "Logo embroidery")
		return "Logo on " d_qty[d] " garments"
	return d_qty[d] " × " p one("||, new staff|, replacement|, season order|, trial team")
}

function write_deals(    i, d, old, new, p, o, sep, s) {
	old = dir "/deals-2025.csv"; new = dir "/deals-2026.csv"
	s = "Deal,Company no.,Title,Product,Owner,Stage,Opened,Closed,Expected close,Value,Lost reason,Source"
	print s >new
	gsub(/,/, ";", s)
	printf "%s\r\n", s >old
	for (i = 1; i <= nd; i++) {
		d = d_order[i]
		civil(d_opened[d])
		o = Y == 2025
		sep = o ? ";" : ","
		p = d_prod[d]
		if (p == "Parka Arctic" && often(40))
			p = "Parka Artic"
		s = d_no[d] sep (d_client[d] ? c_no[d_client[d]] : "") sep field(title(d), sep) sep \
		    field(p, sep) sep d_owner[d] sep d_stage[d] sep date(d_opened[d], o) sep \
		    date(d_closed[d], o) sep date(d_due[d], o) sep money(d_value[d]) sep d_reason[d] sep \
		    d_source[d]
		if (o)
			printf "%s\r\n", s >old
		else
			print s >new
	}
	close(old); close(new)
}

function date(z, european) { return z == 0 ? "" : european ? dmy(z, "/") : iso(z) }

# ---- interactions

function make_talks(    i) {
	for (i = 1; i <= nd; i++)
		if (d_client[i])
			deal_talks(i)
	for (i = 1; i <= 215; i++)
		care_talk()
	fair(days(2025, 11, 12), "Bouw & Veilig fair", "Noord", 14)
	fair(days(2025, 11, 13), "Bouw & Veilig fair", "Zuid", 11)
	fair(days(2026, 5, 20), "Arbeitsschutz-Tage", "Export", 9)
}

# From the first word to the last: at the start an opening, at the end the verdict, what fits between.
function deal_talks(d,    n, i, from, to, phase, who) {
	n = weighed("2 22|3 30|4 28|5 14|6 6")
	from = d_opened[d]
	to = d_closed[d] ? d_closed[d] : d_stale[d] ? from + span(8, 40) : today - span(1, 14)
	to = to < from ? from : to < today ? to : today - 1
	for (i = 1; i <= n; i++) {
		phase = i == 1 ? "open" : i < n ? middle(d, i / n) : d_kind[d] == "Won" ? "won" : \
		    d_kind[d] == "Lost" ? d_reason[d] : last_phase(d)
		who = often(93) ? d_owner[d] : one(logins[office_of[d_owner[d]]])
		talk(from + int((to - from) * (i - 1) / (n - 1)), d_client[d], d, who, phase)
	}
}

function middle(d, part) {
	if (d_kind[d] == "open" && index("Lead Appointment Preparing", d_stage[d]))
		return "knock"
	return part < .45 ? "needs" : part < .7 ? one("present|present|needs") : one("object|object|present")
}

function last_phase(d) {
	return index("Lead Appointment Preparing", d_stage[d]) ? "knock" : \
	    d_stage[d] == "Closing" ? "close" : d_stage[d] == "Objections" ? "object" : \
	    d_stage[d] == "Presented" ? "present" : "needs"
}

# What keeps a client: deliveries, complaints, a visit now and then.
function care_talk(    office, status, c, from, to, who) {
	office = weighed("Noord 45|Zuid 35|Export 20")
	status = weighed("Customer 86|Prospect 7|Sleeping 7")
	c = weighed(pool[office, status])
	from = first; to = today - 1
	if (status == "Sleeping")
		to = days(2025, 12, 20)
	who = often(85) ? c_owner[c] : one(logins[office])
	talk(span(from, to), c, 0, who, \
	    status == "Customer" ? "care" : status == "Sleeping" ? "wake" : "knock")
}

function fair(day, name, office, n,    i, c) {
	for (i = 1; i <= n; i++) {
		c = weighed(pool[office, weighed("Customer 50|Prospect 35|Lead 15")])
		fair_name = name
		talk(day, c, 0, one(logins[office]), "fair")
	}
}

function talk(day, c, d, who, phase,    t, a, p, guest, note) {
	if (day < first)
		day = first
	day = workday(day)
	if (day >= today)               # nothing has happened yet today
		day = today - 1
	# As in life, the same words return; but not twice in a row.
	do
		t = 1 + rnd(said[phase])
	while (said[phase] > 1 && t == before[phase])
	before[phase] = t
	split(say[phase, t], a, "|")
	guest = people_of[c] ? p_name[one(people_of[c])] : ""
	p = d ? d_prod[d] : one(coats)
	note = fill(a[6], guest, p, d ? d_qty[d] : span(4, 40) * 5, c)
	nt++
	t_day[nt] = day
	t_time[nt] = span(16, 34) * 30 + (often(60) ? 0 : span(1, 5) * 5)
	t_client[nt] = c; t_deal[nt] = d; t_user[nt] = who
	t_channel[nt] = a[1]; t_dir[nt] = a[2]
	t_min[nt] = a[3] ? span(a[3], a[4]) : ""
	t_subject[nt] = fill(a[5], guest, p, d ? d_qty[d] : 50, c)
	t_note[nt] = note (often(14) ? " " one(aside) : "")
}

# A template with its marks filled in.
function fill(s, guest, p, qty, c,    given_name) {
	given_name = guest
	sub(/ .*/, "", given_name)
	if (guest == "")
		guest = given_name = "the buyer"
	s = put(s, "@N", guest); s = put(s, "@F", given_name); s = put(s, "@P", p); s = put(s, "@Q", qty)
	s = put(s, "@C", c_city[c]); s = put(s, "@W", span(2, 9)); s = put(s, "@D", span(3, 12))
	s = put(s, "@Y", fair_name); s = put(s, "@R", "\n")
	sub(/^the buyer/, "The buyer", s)
	return s
}

function put(s, mark, text,    i) {
	while ((i = index(s, mark)) > 0)
		s = substr(s, 1, i - 1) text substr(s, i + 2)
	return s
}

function write_talks(    file, i, j, k) {
	for (i = 1; i <= nt; i++)
		k[i] = sprintf("%d%04d%d", t_day[i], t_time[i], 10000 + i)
	sort(k, nt)
	file = dir "/interactions.csv"
	print "Company no.,When,Channel,Direction,Minutes,Subject,Notes,User,Deal" >file
	for (j = 1; j <= nt; j++) {
		i = substr(k[j], 10) - 10000
		out[1] = c_no[t_client[i]]
		out[2] = iso(t_day[i]) sprintf(" %02d:%02d", int(t_time[i] / 60), t_time[i] % 60)
		out[3] = t_channel[i]; out[4] = t_dir[i]; out[5] = t_min[i]
		out[6] = t_subject[i]; out[7] = t_note[i]; out[8] = t_user[i]
		out[9] = t_deal[i] ? d_no[t_deal[i]] : ""
		print row(9) >file
	}
	close(file)
}

# ---- follow-ups

function write_followups(    i, n, k, file) {
	for (i = 1; i <= 88; i++)
		followup(workday(span(days(2025, 9, 22), today - 5)), "done")
	for (i = 1; i <= 25; i++)
		followup(workday(today - (often(60) ? span(5, 16) : span(17, 60))), "open")
	for (i = 1; i <= 8; i++)
		followup(today, "open")
	for (i = 1; i <= 40; i++)
		followup(workday(today + (often(50) ? span(1, 10) : span(11, 66))), "open")
	for (i = 1; i <= nf; i++)
		k[i] = sprintf("%d%d", f_due[i], 10000 + i)
	sort(k, nf)
	file = dir "/followups.csv"
	print "Company no.,Due,What,Kind,Owner,Priority,State" >file
	for (n = 1; n <= nf; n++)
		print f_line[substr(k[n], 6) - 10000] >file
	close(file)
}

function followup(due, state,    office, c, a, guest) {
	office = weighed("Noord 45|Zuid 33|Export 22")
	c = weighed(pool[office, weighed("Customer 68|Prospect 26|Lead 6")])
	split(one(todo), a, ":")
	guest = people_of[c] ? p_name[one(people_of[c])] : ""
	nf++
	f_due[nf] = due
	out[1] = c_no[c]; out[2] = iso(due)
	out[3] = fill(a[2], guest, weighed(assortment), span(4, 30) * 5, c)
	out[4] = a[1]; out[5] = often(90) ? c_owner[c] : one(logins[office])
	out[6] = weighed("normal 65|high 22|low 13"); out[7] = state
	f_line[nf] = row(7)
}
