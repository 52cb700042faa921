#!/usr/bin/env bats
# crm-loyalty: points, tiers and bonuses
load helper

# One client, 1875 points of an order of 15000.00 that came on 2026-06-20.
prepare() {
	crm-add -q name=Acme >/dev/null
	crm-add -q name=Bits >/dev/null
	crm-add -q product sku=B1 name=Bolt price=10 line=bolts >/dev/null
	crm-add -q order client=c1 ordered=2026-06-01 >/dev/null
	crm-add -q line order=o1 product=B1 quantity=1500 price=10 >/dev/null
	crm-add -q delivery line=ol1 quantity=1500 at=2026-06-20 >/dev/null
}

role() { crm-add -q user "login=$1" "name=$1" "role=$2" >/dev/null; }

@test "a run books what is due once, and says it" {
	run -0 --separate-stderr crm-loyalty run -n
	says "crm-loyalty: 1 booked (dry run: nothing is kept)"
	run -1 crm-find points
	run -0 --separate-stderr crm-loyalty run
	[[ $output == "pt1	client: c1, at: 2026-06-20, points: 1875, kind: earned, expires: 2027-06-20, order: o1"* ]]
	run -0 --separate-stderr crm-loyalty run
	is ""
	says "crm-loyalty: 0 booked"
	[ "$(crm-find points --count)" = 1 ]
	run -64 crm-loyalty run c1
	run -65 --separate-stderr crm-loyalty run --to tomorrow
	says "--to: lies ahead"
	run -64 crm-loyalty run --to soon
}

@test "runs at once book once" {
	crm-add client -i csv <<<"name
$(seq -f 'X%g' 40)" -q >/dev/null
	seq -f 'c%g,2026-05-01,2026-05-02' 3 42 | { echo client,ordered,shipped; cat; } | crm-add order -q -i csv >/dev/null
	seq -f 'o%g,B1,7,10' 2 41 | { echo order,product,quantity,price; cat; } | crm-add line -q -i csv >/dev/null
	for i in 1 2 3 4 5 6; do crm-loyalty run >"out.$i" 2>&1 & done
	wait
	[ "$(crm-find points --count)" = 41 ]
	[ "$(cat out.? | grep -c '^pt')" = 41 ]
	[ "$(crm-sum points -a sum:points)" = "$((1875 + 40 * 7))" ]
}

@test "a run as of an earlier day leaves what came later" {
	run -0 --separate-stderr crm-loyalty run --to 2026-06-19
	is ""
	run -0 crm-loyalty run --to 2026-06-20 -q
	[ "${#lines[@]}" = 1 ]
	run -0 --separate-stderr crm-loyalty run --to 2027-06-20 --now 2027-08-01T00:00:00Z
	says "0 booked"
	run -0 crm-loyalty run --to 2027-06-21 --now 2027-08-01T00:00:00Z -q
	[[ $output == "pt2	client: c1, at: 2027-06-21, points: -1875, kind: expired, order: o1, uses: pt1"* ]]
}

@test "points are redeemed to exactly none, for money or for an order" {
	crm-loyalty run -q
	run -65 --separate-stderr crm-loyalty redeem Acme 1876
	says "points: c1 has 1875, not 1876"
	run -0 --separate-stderr crm-loyalty redeem Acme 1000 -m $'tab\there "quoted" \xe2\x80\xae'
	says "1000 points redeemed, worth 100.00 EUR"
	[[ $output == *'note: tab\there "quoted" '* ]]
	crm-add -q order client=c1 >/dev/null
	crm-add -q line order=o2 product=B1 quantity=9 price=10 >/dev/null
	run -0 --separate-stderr crm-loyalty redeem c1 875 order=o2 -n
	run -1 crm-find payment
	run -0 --separate-stderr crm-loyalty redeem c1 875 order=o2
	[ "$(crm-find order total=90 -c redeemed,owed)" = "o2	87.50	2.50" ]
	[ "$(crm-find client name=Acme -c points | cut -f2)" = 0 ]
	run -65 crm-loyalty redeem c1 1
	run -0 crm-loyalty run
	crm-history undo last -q >/dev/null
	[ "$(crm-find client name=Acme -c points | cut -f2)" = 875 ]
	run -1 crm-find payment
}

@test "an order that is not the client's, not owed or none at all takes no points" {
	crm-loyalty run -q
	crm-add -q order client=c2 >/dev/null
	run -65 --separate-stderr crm-loyalty redeem c1 10 order=o2
	says "order: o2 is no order of c1"
	crm-add -q order client=c1 >/dev/null
	run -65 --separate-stderr crm-loyalty redeem c1 10 order=o3
	says "order: o3 owes no more than 0.00"
	crm-add -q order client=c1 currency=USD >/dev/null
	run -65 --separate-stderr crm-loyalty redeem c1 10 order=o4
	says "order: o4 is not in EUR"
	run -1 crm-loyalty redeem c1 10 order=o99
	run -65 --separate-stderr crm-loyalty redeem o1 10
	says "o1 is no client"
	run -1 crm-find points kind=redeemed
	run -1 crm-find payment
}

@test "numbers that are none are refused" {
	crm-loyalty run -q
	for n in 0 -5 1.5 much 99999999999999999999 ''; do
		run -64 --separate-stderr crm-loyalty redeem c1 "$n"
		says "how many points?"
	done
	run -64 crm-loyalty redeem
	run -64 --separate-stderr crm-loyalty adjust c1 0 -m x
	run -64 --separate-stderr crm-loyalty adjust c1 5
	says "why? -m TEXT says it"
	run -64 --separate-stderr crm-loyalty adjust c1 5 -m ''
	run -64 --separate-stderr crm-loyalty adjust c1 5 order=o1 -m x
	says "order= belongs to redeem"
	[ "$(crm-find points --count)" = 1 ]
}

@test "an adjustment reaches all that are piped in, or none" {
	run -0 bash -c 'crm-find client -s id | crm-loyalty adjust 20 -m Christmas -q'
	[ "${#lines[@]}" = 2 ]
	[ "$(crm-find client -c points -s id | cut -f2 | tr '\n' ' ')" = "20 20 " ]
	crm-loyalty adjust c2 -5 -m 'one too many' -q
	run -65 --separate-stderr bash -c 'crm-find client -s id | crm-loyalty adjust -16 -m back'
	says "points: c2 has 15, not 16"
	[ "$(crm-find client -c points -s id | cut -f2 | tr '\n' ' ')" = "20 15 " ]
}

@test "beyond one's limit somebody with the authority approves" {
	role anna agent
	role bob manager
	run -77 --separate-stderr crm-loyalty adjust c1 101 -m gift
	says "101 points is beyond the 100 points that anna may decide alone: see crm-loyalty approve"
	run -77 crm-loyalty approve c1 101
	run -77 crm-add points client=c1 points=101 kind=adjusted note=trick
	run -0 crm-loyalty approve c1 150 --as bob --until +7d -m 'for once'
	is "ap1"
	run -77 crm-loyalty adjust c2 101 -m gift
	run -0 crm-loyalty adjust c1 101 -m gift
	run -77 crm-loyalty redeem c1 101 --now 2026-09-23T09:00:00Z
	run -0 crm-loyalty redeem c1 101
	[ "$(crm-find client name=Acme -c points | cut -f2)" = 0 ]
}

@test "an order whose points were redeemed is cancelled by force, and gives them back" {
	crm-loyalty run -q
	crm-loyalty redeem c1 75 -q
	run -77 --separate-stderr crm-set o1 cancelled=2026-09-10
	says "cancelled: the points that it earned were redeemed: --force cancels it"
	crm-set -q -f o1 cancelled=2026-09-10 >/dev/null
	run -0 crm-loyalty run -q
	[[ ${lines[0]} == "pt3	client: c1, at: 2026-09-10, points: -1800, kind: returned, order: o1, uses: pt1"* ]]
	[[ ${lines[1]} == "pt4	client: c1, at: 2026-09-10, points: -75, kind: returned, order: o1, uses: pt1"* ]]
	run -0 crm-loyalty run -q
	is ""
}

@test "what is sent back after it was redeemed becomes a debt" {
	crm-loyalty run -q
	crm-loyalty redeem c1 1875 -q
	crm-add -q delivery line=ol1 quantity=-1500 >/dev/null
	run -0 crm-loyalty run -q
	[[ $output == "pt3	client: c1, at: 2026-09-15, points: -1875, kind: returned, order: o1, uses: pt1"* ]]
	run -0 --separate-stderr crm-loyalty statement c1 -c kind,points,balance
	is "pt1	earned	1875	1875
pt2	redeemed	-1875	0
pt3	returned	-1875	-1875"
	says "-1875 points, worth -187.50 EUR; tier bronze, 0.00 EUR spent, 10000.00 EUR to silver"
	crm-history undo last -q >/dev/null
	[ "$(crm-find client name=Acme -c points | cut -f2)" = 0 ]
}

@test "a statement begins where it is asked to, its balance does not" {
	crm-loyalty run -q
	crm-loyalty redeem c1 75 -q
	run -0 --separate-stderr crm-loyalty statement Acme --since 2026-09-01
	is "pt2	2026-09-15	redeemed	-75	1800			pt1	"
	says "1800 points, worth 180.00 EUR; tier silver, 15000.00 EUR spent, 5000.00 EUR to gold; 1800 expire after 2027-06-20"
	crm-loyalty statement c1 -o json -q | jq -e '.[0].points == 1875 and .[1].balance == 1800 and .[1].uses == "pt1"'
	run -1 --separate-stderr crm-loyalty statement c2
	says "0 points"
	run -64 crm-loyalty statement c1 c2
	run -1 crm-loyalty statement nobody
	run -74 bash -c 'crm-loyalty statement c1 >/dev/full'
}

@test "expiring lists the last days that come, and is 1 when none does" {
	crm-loyalty run -q
	run -1 crm-loyalty expiring
	run -0 crm-loyalty expiring 1y
	is "pt1	2027-06-20	1875	c1	Acme	o1"
	run -0 crm-loyalty expiring --now 2027-06-20T23:00:00Z
	run -0 crm-loyalty expiring -q --now 2027-06-20T23:00:00Z
	is ""
	run -1 crm-loyalty expiring -q --now 2027-06-21T00:00:00Z
	run -64 crm-loyalty expiring 'x or points!='
}

@test "tiers are counted, found and sorted by rank; who moved is told" {
	crm-add -q order client=c2 ordered=2026-09-01 >/dev/null
	crm-add -q line order=o2 product=B1 quantity=2500 price=10 >/dev/null
	crm-add -q name=None >/dev/null
	crm-loyalty run -q
	run -0 crm-loyalty tiers
	is "silver	1	1875	15000.00
gold	1	0	25000.00
total	2	1875	40000.00"
	run -0 crm-loyalty tiers tier=gold -o csv
	is "tier,count,sum_points,sum_spent
gold,1,0,25000.00
total,1,0,25000.00"
	run -0 crm-find client -s tier -c name,tier
	is "c3	None	bronze
c1	Acme	silver
c2	Bits	gold"
	run -64 --separate-stderr crm-find client tier=platinum
	run -0 crm-loyalty tiers --since 2026-08-01
	is "c2	Bits	bronze	gold	25000.00"
	run -0 crm-loyalty tiers --since 2026-06-01
	is "c1	Acme	bronze	silver	15000.00
c2	Bits	bronze	gold	25000.00"
	run -1 crm-loyalty tiers --since 2026-09-02
	crm-init --print-policy | sed '/^  tiers:/,/gold/d' >p.yaml
	crm-init --policy p.yaml >/dev/null 2>&1
	run -78 crm-loyalty tiers
	[ "$(crm-find client name=Acme -c tier)" = "c1	" ]
}

@test "a brief shows points, tier, what may be used, and a contract's steps" {
	crm-loyalty run -q
	crm-show c1 -o json | jq -e '.points == 1875 and .tier == "silver" and .points_to_use[0].expires == "2027-06-20"'
	crm-show o1 -o json | jq -e '.points == 1875'
	crm-add -q contract client=c1 title=Frame >/dev/null
	crm-add -q bonus contract=k1 threshold=100 rate=2 >/dev/null
	crm-show k1 -o json | jq -e '.bonus[0].rate == 2'
}

@test "bonuses are proposed with their reasons, planned once, and undone" {
	role bob agent
	run -1 crm-loyalty bonus
	crm-add -q contract client=c1 title=Frame state=active owner=bob bonus_by=whole >/dev/null
	crm-add -q bonus contract=k1 threshold=10000 rate=2 period=quarter >/dev/null
	run -0 crm-loyalty bonus
	is "k1	Frame	c1	2026-Q2		client	whole	15000.00	300.00	EUR	yes	15000.00 at 2 % = 300.00"
	crm-loyalty bonus -o json | jq -e '.[0].bonus == 300 and .[0].ended == true'
	run -0 crm-loyalty bonus k1 --at today -c id,period,bonus,ended,why
	is "k1	2026-Q3	0.00	no	nothing below 10000.00"
	run -0 crm-loyalty bonus --plan -n
	run -1 crm-find followup
	run -0 crm-loyalty bonus --plan
	[[ $output == *"about: Credit the bonus of 2026-Q2: 300.00 EUR"*"contract: k1, owner: u1"* ]]
	run -0 crm-loyalty bonus --plan
	is ""
	crm-history undo last -q >/dev/null
	run -1 crm-find followup
	run -65 --separate-stderr crm-loyalty bonus c1
	says "c1 is no contract"
	run -65 --separate-stderr crm-add bonus contract=k1 threshold=-1 rate=2
	says "threshold: is below 0"
}
