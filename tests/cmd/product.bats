#!/usr/bin/env bats
# crm-product: needs, prices, approvals, whitespace, suggestions, requests
load helper

prepare() {
	crm-add product sku=PARKA name=Parka line=Coats price=100 cost=60 strengths=warm,dry >/dev/null
	crm-add product sku=CAP name=Cap line=Hats price=20 cost=8 >/dev/null
	crm-add product sku=BOOT name=Boots line=Shoes price=80 >/dev/null
	crm-add client name=Acme class=key >/dev/null
	crm-add client name=Bits >/dev/null
	crm-add client name=Cubes >/dev/null
}

# agents: anna may give 5 %, bob 20 %, both by their role
agents() {
	crm-add user login=anna name=Anna role=agent >/dev/null
	crm-add user login=bob name=Bob role=manager >/dev/null
}

# order CLIENT SKU...: an order of one each, at any price
order() {
	local id sku
	id=$(crm-add order client="$1" ordered="${day:-2026-09-01}")
	for sku in "${@:2}"; do crm-add line order="$id" product="$sku" quantity=1 price=10 >/dev/null; done
}

@test "need records one for each client, by product or by line" {
	run -0 crm-product need Acme c2 PARKA 'warm coats' level=interested importance=high
	is "n1
n2"
	run -0 crm-product need Cubes line=Shoes 'dry feet'
	is n3
	run -0 crm-find need -c client.name,product.name,line,about,level,importance
	is "n1	Acme	Parka	Coats	warm coats	interested	high
n2	Bits	Parka	Coats	warm coats	interested	high
n3	Cubes		Shoes	dry feet	asked	normal"
	same 'crm-product need Acme Bits Cubes CAP hats -n' 'crm-find client | crm-product need CAP hats -n'
	[ "$(crm-find need --count)" = 3 ]
	crm-history undo -q "$(crm-find batch -o ids | tail -n 1)"
	[ "$(crm-find need --count)" = 2 ]
}

@test "need refuses what is unknown, all or none" {
	run -64 --separate-stderr crm-product need
	says 'what is needed? [CLIENT...] PRODUCT TEXT'
	run -64 --separate-stderr crm-product need 'only words'
	run -1 --separate-stderr crm-product need Acme TENT x
	says 'there is no product "TENT"'
	run -1 --separate-stderr crm-product need Acme c9 c8 CAP x
	says 'there is no client "c9"'
	says 'there is no client "c8"'
	run -65 --separate-stderr crm-product need Acme pr1 CAP x
	says 'pr1 is no client'
	run -65 --separate-stderr crm-product need Acme CAP x level=maybe budget=much
	says 'level: '
	says 'budget: '
	run -1 crm-find need
}

@test "needs hold any text" {
	local text=$'a "quoted"\ttab\\n\n\xe2\x80\xaeright to left; DROP TABLE'
	run -0 crm-product need Acme CAP "$text"
	run -0 bash -c 'crm-find need -o json -c about | jq -r ".[0].about"'
	is "$text"
}

@test "price tells each step, and what was not taken why" {
	crm-add term client=Acme discount=10 >/dev/null
	crm-add term class=key product=PARKA price=70 >/dev/null
	crm-add term line=Coats quantity=10 discount=2 >/dev/null
	crm-add term client=Acme product=PARKA price=50 since=2027-01-01 >/dev/null
	run -0 crm-product price Acme PARKA
	is "t4	client	not yet valid: from 2027-01-01		EUR
t1	client	list price	100.00	EUR
t1	client	-10%	90.00	EUR
t2	class	t1 comes first		EUR
t3	quantity	fewer than 10		EUR
	list	list price 100.00		EUR
t1	price	10% under the list, 50% over cost	90.00	EUR"
	run -0 crm-product price Bits PARKA 10 -c term,price
	is "t3	100.00
t3	98.00
	
t3	98.00"
	run -0 crm-product price Acme PARKA --at 2027-01-01 -o jsonl
	[ "$(tail -n 1 <<<"$output" | jq -c '[.term, .rank, .price, .currency]')" = '["t4","price",50,"EUR"]' ]
	run -0 crm-product price - PARKA
	is "t3	quantity	fewer than 10		EUR
	list	list price	100.00	EUR
	price	66.67% over cost	100.00	EUR"
}

@test "two special prices that hold equally are an error that names both" {
	crm-add term client=Acme discount=10 >/dev/null
	crm-add term client=Acme discount=20 >/dev/null
	run -65 --separate-stderr crm-product price Acme PARKA
	says 'pr1: t1 and t2 hold equally: give one a higher priority'
	crm-set -q t1 priority=1
	run -0 crm-product price Acme PARKA -c price
	[ "${lines[-1]}" = 90.00 ]
}

@test "price refuses what it cannot read" {
	run -64 --separate-stderr crm-product price Acme
	run -64 --separate-stderr crm-product price Acme PARKA none
	says "'none' is no quantity"
	run -64 --separate-stderr crm-product price Acme PARKA 0
	run -64 --separate-stderr crm-product price Acme PARKA 99999999999999999999
	run -64 --separate-stderr crm-product price Acme PARKA --at never
	says "--at: 'never' is no day"
	run -1 --separate-stderr crm-product price Nobody PARKA
	run -74 --separate-stderr bash -c 'crm-product price Acme PARKA >/dev/full'
	crm-add product name=Bare >/dev/null
	run -65 --separate-stderr crm-product price Acme Bare
	says 'pr4: has no list price, and no special price holds'
}

@test "a discount beyond the limit is refused until someone who may approves it" {
	agents
	run -0 crm-add term client=Acme discount=5
	run -77 --separate-stderr crm-add term client=Acme product=PARKA discount=11
	says 'price: 11 % is beyond the 5 % that anna may decide alone: see crm-product approve'
	run -77 --separate-stderr crm-set t1 discount=11
	run -77 --separate-stderr crm-product approve Acme 11%
	run -77 --separate-stderr crm-product approve Acme 21 --as bob
	run -77 --separate-stderr crm-product approve Acme 1 --as nobody
	says 'nobody is no user of this base'
	[ "$(crm-find approval --count)" = 0 ]
	run -0 crm-product approve Acme PARKA 11 --until +30d -m 'a big year' --as bob
	is ap1
	run -0 crm-find approval -c client.name,product.name,discount,approver.name,until,note
	is "ap1	Acme	Parka	11	Bob	2026-10-15	a big year"
	run -0 crm-add term client=Acme product=PARKA discount=11
	run -77 --separate-stderr crm-add term client=Acme product=CAP discount=11
	run -77 --separate-stderr crm-add term client=Acme product=PARKA discount=11 quantity=5 --now 2026-10-16T00:00:00Z
	crm-history undo -q "$(crm-find batch command~product -o ids)"
	[ "$(crm-find approval --count)" = 0 ]
}

@test "below the policy's margin it must be approved, whatever the limit" {
	agents
	run -0 crm-add term client=Acme product=BOOT price=76 --as bob
	crm-set -q pr3 cost=75
	run -0 crm-add term client=Acme product=BOOT price=80 quantity=2 --as bob
	run -77 --separate-stderr crm-add term client=Acme product=BOOT price=79.99 --as bob
	says 'price: its margin over cost is below the 10 % of the policy'
	crm-add user login=eve name=Eve role=director >/dev/null
	run -0 crm-add term client=Acme product=BOOT price=70 --as eve
}

@test "approve refuses what is no discount" {
	agents
	for d in 0 -5 100.01 much; do
		run --separate-stderr crm-product approve Acme "$d" --as bob
		[ "$status" = 64 ] || [ "$status" = 65 ]
	done
	run -64 --separate-stderr crm-product approve Acme --as bob
	run -0 crm-product approve - 10 --as bob -n
	run -1 crm-find approval
}

@test "whitespace: the strongest word for each client and line, in every format" {
	order Acme PARKA
	day=2025-09-14 order Bits PARKA
	day=2025-09-15 order Cubes PARKA
	crm-add order client=Bits cancelled=2026-09-02 >/dev/null
	crm-add line order=o4 product=CAP quantity=1 price=1 >/dev/null
	crm-product need Acme Bits CAP x level=asked >/dev/null
	crm-product need Acme CAP x level=rejected >/dev/null
	crm-product need Bits CAP x level=offered >/dev/null
	crm-product need Cubes x line=Gloves level=rejected >/dev/null
	run -0 crm-product whitespace -o table
	is "id  name   Coats   Hats     Shoes  Gloves
c1  Acme   bought  asked    never  never
c2  Bits   never   offered  never  never
c3  Cubes  bought  never    never  rejected"
	run -0 crm-product whitespace class=key -o json
	is '[
{"id":"c1","name":"Acme","Coats":"bought","Hats":"asked","Shoes":"never","Gloves":"never"}
]'
	same 'crm-product whitespace Bits Acme' 'printf "c2\nc1\n" | crm-product whitespace -'
	run -0 crm-product whitespace c3 -c Gloves,id
	is 'c3	rejected'
	run -1 crm-product whitespace name=Nobody
	run -64 --separate-stderr crm-product whitespace nme=x
	says 'client has no field "nme"'
}

@test "whitespace: lines may be called anything" {
	crm-add product name=Odd line=id >/dev/null
	crm-add product name=Odder line=$'a\tb "c"\n' >/dev/null
	crm-product need Acme pr5 x level=has >/dev/null
	run -0 bash -c 'crm-product whitespace Acme -o json | jq -c ".[0] | [.id, .[\"line id\"], .[\"a\tb \\\"c\\\"\"]]"'
	is '["c1","never","has"]'
	run -74 --separate-stderr bash -c 'crm-product whitespace >/dev/full'
}

# Six clients: Parka by 4, Cap by 4, Boots by 2.  Of the 4 with a parka 3 have a cap, of the 2 with boots 2 have a parka.
baskets() {
	local name
	for name in Dots Eggs Figs; do crm-add client name=$name >/dev/null; done
	order Acme PARKA CAP
	order Bits PARKA CAP BOOT
	order Cubes PARKA CAP
	order Dots PARKA BOOT
	order Eggs CAP
}

@test "suggest: what those with the same have, with the reason, nothing bought or rejected" {
	baskets
	crm-product need Figs PARKA 'would like one' level=interested >/dev/null
	# now 5 of 6 have a parka, 3 of these a cap (lift .9), 2 boots: .4 / .333
	run -0 crm-product suggest Figs --least 2 -o tsv
	is "id	sku	name	line	client	client.name	support	confidence	lift	why	strengths
pr3	BOOT	Boots	Shoes	c6	Figs	2	40	1.2	2 of the 5 with Parka have it, of all 6 2; lift 1.20	"
	run -1 crm-product suggest Figs
	run -0 crm-product suggest Acme Figs --least 1 -c client,support,lift
	is "pr3	c1	2	1.2
pr3	c6	2	1.2"
	crm-product need Figs 'no shoes' line=Shoes level=rejected >/dev/null
	run -0 crm-product suggest Acme Figs --least 1 -c client
	is "pr3	c1"
	crm-product need Acme BOOT never level=rejected >/dev/null
	run -1 crm-product suggest Acme Figs --least 1
	crm-set -q pr3 state=discontinued
	run -1 crm-product suggest Cubes --least 1
	same 'crm-product suggest Cubes --least 1' 'echo c3 | crm-product suggest --least 1'
}

@test "suggest tells of the product's strengths, and takes clients alone" {
	baskets
	crm-product need Figs BOOT 'for winter' level=asked >/dev/null
	crm-add client name=Gins >/dev/null
	order Gins CAP
	# 2 of the 3 with boots have a parka, 4 of all 7
	run -0 crm-product suggest Figs --least 2 -o jsonl -c id,why,strengths
	is '{"id":"pr1","why":"2 of the 3 with Boots have it, of all 7 4; lift 1.17","strengths":["warm","dry"]}'
	run -65 --separate-stderr crm-product suggest pr1
	says 'pr1 is no client'
	run -1 --separate-stderr crm-product suggest Nobody
}

@test "requests: one line for what is the same, weighed by who asks" {
	order Acme PARKA PARKA
	order Bits PARKA
	crm-add request client=Acme about='Coats in Red' line=Coats >/dev/null
	crm-add request client=Acme about='coats in réd' line=Coats >/dev/null
	crm-add request client=Bits about='coats in red' line=Coats >/dev/null
	crm-add request client=Bits about='longer' product=PARKA >/dev/null
	crm-add request client=Cubes about='shorter' product=PARKA >/dev/null
	crm-add request client=Acme about='done' state=done >/dev/null
	run -0 crm-product requests -o table
	is "id   product  product.name  line   about         requests  clients  weight
rq1                         Coats  Coats in Red         3        2   30.00
rq4  pr1      Parka         Coats  longer               1        1   10.00
rq5  pr1      Parka         Coats  shorter              1        1    0.00"
	run -0 crm-product requests --by product -c id,product,requests,clients,weight
	is "rq1		3	2	30.00
rq4	pr1	2	2	10.00"
	run -0 crm-product requests --by line client.class=standard -c id,line,weight
	is "rq3	Coats	10.00"
	run -0 crm-product requests state=done -c id,about
	is "rq6	done"
	run -1 crm-product requests about~nothing
	run -64 --separate-stderr crm-product requests --by colour
}

@test "the brief tells of needs, requests and special prices" {
	crm-add deal client=Acme title=Winter >/dev/null
	crm-product need Acme PARKA 'warm coats' deal=d1 >/dev/null
	crm-add request client=Acme about='in red' product=PARKA >/dev/null
	crm-add term client=Acme product=PARKA price=90 >/dev/null
	crm-add term client=Acme discount=1 until=2026-09-14 >/dev/null
	run -0 bash -c 'crm-show c1 -o json | jq -c "[.needs[].id, .requests[].id, .special_prices[].id]"'
	is '["n1","rq1","t1"]'
	run -0 bash -c 'crm-show d1 -o json | jq -c "[.needs_found[].id]"'
	is '["n1"]'
	run -0 bash -c 'crm-show pr1 -o json | jq -c "[.requests[].id, .special_prices[].id]"'
	is '["rq1","t1"]'
}
