# desk.awk - what the service desk and the contracts' register of the sample sales department held before
#
#	LC_ALL=C awk -v dir=. -f desk.awk
#
# Written beside what generate.awk made, by chance of the same kind.
#
#	cases.csv       complaints, claims and questions of fifteen months, most of them closed
#	contracts.csv   framework contracts, some of them over, some about to end
#	campaigns.csv   three, with what they cost
#	members.csv     who was written to in them, and who answered

BEGIN {
	seed = 20260815
	FS = OFS = ","
	while ((getline line < (dir "/clients.csv")) > 0)
		if (split(line, f, ",") && f[1] ~ /^V-[0-9]+$/ && f[6] ~ /^[a-z]+$/ && line ~ /,Customer,/)
			client[++clients] = f[1] OFS f[6]
	n_about = split("Seams torn after three weeks|Half of the parkas came late|Reflective strips wash off|Wrong sizes in the box|" \
		"Logo sewn on crooked|Invoice twice for one order|May we wash it at 60 degrees|Zips that stick in the cold", about, "|")
	split("thread too thin|carrier without a lorry|strips glued at too low a heat|size list copied by hand|" \
		"frame of the sewing machine loose|two invoices for part deliveries|label without a sign|zip of another maker", cause, "|")
	cases()
	contracts()
	campaigns()
}

function rnd(n) { seed = (seed * 16807) % 2147483647; return seed % n }
function often(percent) { return rnd(100) < percent }
function any() { return client[1 + rnd(clients)] }
function days(y, m, d) { y -= m <= 2; m += m > 2 ? -3 : 9; return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m + 2) / 5) + d }
function ymd(z,    y, m) {
	y = int((z - 0.2) / 365.2425) - 1
	while (days(y + 1, 3, 1) <= z) y++
	m = 11
	while (m > 0 && days(y + (m > 9), (m + 2) % 12 + 1, 1) > z) m--
	return sprintf("%04d-%02d-%02d", y + (m > 9), (m + 2) % 12 + 1, z - days(y + (m > 9), (m + 2) % 12 + 1, 1) + 1)
}
function hour(z, from) { return ymd(z) " " sprintf("%02d:%02d", from + rnd(4), rnd(60)) }

function cases(    z, n, what, kind, done, today) {
	today = days(2026, 9, 11)
	print "Company no.,Owner,Subject,Kind,Severity,Received,Responded,Resolved,Closed,State,Cause" > (dir "/cases.csv")
	for (z = days(2025, 6, 2); z <= today; z += 3 + rnd(7)) {
		while ((z - days(1970, 1, 5)) % 7 > 4) z++
		what = 1 + rnd(n_about)
		kind = what == 7 ? "question" : what == 2 || what == 6 ? "claim" : "complaint"
		done = z + 1 + rnd(often(85) ? 6 : 40)
		print any(), about[what], kind, often(20) ? "high" : "normal", hour(z, 9), (often(90) ? hour(z, 13) : hour(z + 1 + rnd(2), 9)),
			(done < today ? hour(done, 9) OFS hour(done + rnd(3), 13) OFS "closed" : ",,investigating"),
			(done < today && often(70) ? cause[what] : "") > (dir "/cases.csv")
	}
}

function contracts(    i, z) {
	print "Number,Company no.,Owner,Title,Value,Signed,Starts,Ends,Closed,Introductions,State" > (dir "/contracts.csv")
	for (i = 1; i <= 24; i++) {
		z = days(2025, 1, 10) + i * 23 + rnd(16)
		print sprintf("RC-%03d", i), any(), "Framework for workwear", (8 + rnd(60)) * 1000, ymd(z), ymd(z + 10), ymd(z + 374),
			(z + 374 < days(2026, 9, 15) ? ymd(z + 374) : ""), (often(30) ? 1 + rnd(3) : ""),
			(z + 374 < days(2026, 9, 15) ? "ended" : "active") > (dir "/contracts.csv")
	}
}

function campaigns(    i, k, n, z, sent) {
	split("Safety week 2025|Spring range 2026|Back to work 2026", name, "|")
	split(days(2025, 8, 11) "|" days(2026, 3, 9) "|" days(2026, 8, 10), since, "|")
	print "Name,Kind,Channel,Since,Until,Cost,State" > (dir "/campaigns.csv")
	print "Campaign,Company no.,Channel,Status,Sent,Responded" > (dir "/members.csv")
	for (i = 1; i <= 3; i++) {
		print name[i], "promotion,email", ymd(since[i]), ymd(since[i] + 18), 450 + 150 * i, "done" > (dir "/campaigns.csv")
		for (k = 1 + rnd(2); k <= clients; k += 1 + rnd(3)) {
			split(client[k], f, ",")
			sent = since[i] + 1 + rnd(3)
			if (often(30))
				print name[i], f[1], "email,responded", hour(sent, 8), hour(sent + 1 + rnd(9), 9) > (dir "/members.csv")
			else
				print name[i], f[1], "email,sent", hour(sent, 8) "," > (dir "/members.csv")
		}
	}
}
