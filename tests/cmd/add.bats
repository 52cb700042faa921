#!/usr/bin/env bats
# crm-add, crm-find, crm-set and crm-rm on single records
load helper

@test "crm-add prints the new id, and only that" {
	run -0 --separate-stderr crm-add name='Acme Ltd' city=Utrecht tags=vip,big
	[ "$output" = c1 ] && [ -z "$stderr" ]
	run -0 --separate-stderr crm-add person name=Ann
	[ "$output" = p1 ]
	run -0 crm-add deal title=Paint client='acme ltd' value=1250.50
	[ "$output" = d1 ]
	[ "$(crm-find -c tags,city)" = $'c1\tvip,big\tUtrecht' ]
	[ "$(crm-find deal -c client,value,stage)" = $'d1\tc1\t1250.50\tbase' ]
}

@test "all that is wrong is told at once, and nothing is added" {
	run -65 --separate-stderr crm-add employees=many emails=nowhere class=best
	[ "$stderr" = "$(printf '%s\n' \
		'crm-add: employees: "many" is not a whole number' \
		'crm-add: emails: "nowhere" is not an e-mail address' \
		'crm-add: class: "best" is not key, standard or corporate' \
		'crm-add: name: is required')" ] || { echo "$stderr"; false; }
	[ -z "$output" ]
	run -65 --separate-stderr crm-add followup due=whenever about=Call
	[[ $stderr = 'crm-add: due: "whenever" is not a time:'* && $stderr != *$'\n'* ]] || { echo "$stderr"; false; }
	run -1 crm-find
}

@test "what cannot be set says why" {
	crm-add name=Acme key=A >/dev/null
	run -65 --separate-stderr crm-add name=Other key=A
	[ "$stderr" = 'crm-add: key: c1 has "A" already' ]
	run -65 --separate-stderr crm-add name=X nosuch=1
	[ "$stderr" = 'crm-add: client has no field "nosuch"' ]
	run -65 --separate-stderr crm-add name=X idle=5
	says 'crm-add: idle: '
	run -65 --separate-stderr crm-add name=X owner=nobody
	[ "$stderr" = 'crm-add: owner: there is no user "nobody"' ]
	run -65 --separate-stderr crm-add name=X parent=c9
	[ "$stderr" = 'crm-add: parent: there is no client "c9"' ]
	run -77 --separate-stderr crm-add batch command=x
	says 'batch records are kept by the program alone'
	run -64 --separate-stderr crm-add
	says 'what is to be added?'
	run -64 --separate-stderr crm-add --mode update name=X
	says '--mode update needs --key'
}

@test "what counts or costs is never below 0, and money can be added up" {
	run -65 --separate-stderr crm-add name=Acme employees=-1 payment_days=-5
	[ "$stderr" = "crm-add: employees: is below 0
crm-add: payment_days: is below 0" ]
	crm-add name=Acme
	run -65 --separate-stderr crm-set c1 payment_days=-30
	[ "$stderr" = "crm-set: payment_days: is below 0" ]
	run -65 --separate-stderr crm-add deal title=Moon value=92233720368547758.07
	[ "$stderr" = "crm-add: value: is more than can be reckoned with" ]
	for i in 1 2 3; do crm-add deal client=c1 title=$i value=10000000000000; done
	[ "$(crm-find -c open_value -o csv | tail -n 1)" = c1,30000000000000.00 ]
}

@test "what has no name is listed by its id" {
	crm-add product sku=P name=Pump price=5
	crm-add name=Acme
	crm-add order client=c1
	crm-add order client=c1 number=A-7
	for o in o1 A-7; do crm-add line order=$o product=P quantity=2 price=5; done
	run -0 crm-find line -o csv
	[ "${lines[1]}" = ol1,o1,Pump,2,5.00,0,10.00,0,2 ]
	[ "${lines[2]}" = ol2,A-7,Pump,2,5.00,0,10.00,0,2 ]
	[ "$(crm-find line -c order.number -o lines | tr '\t' ,)" = "ol1,
ol2,A-7" ]
}

@test "a dry run is the real run, rolled back" {
	run -0 crm-add -n name=Acme
	[ "$output" = c1 ]
	run -1 crm-find
	crm-add name=Acme >/dev/null
	run -0 --separate-stderr crm-set -n c1 city=Rome
	[ "$output" = $'c1\tcity: -> Rome' ]
	says '1 changed, 0 already so (dry run: nothing is kept)'
	run -0 --separate-stderr crm-rm -n c1
	says '1 put away (dry run: nothing is kept)'
	[ "$(crm-find -c city)" = $'c1\t' ]
}

@test "crm-find selects, sorts, limits and counts" {
	for n in Bits Acme Cubes; do crm-add name=$n employees=${#n} >/dev/null; done
	[ "$(crm-find -s name -o ids)" = $'c2\nc1\nc3' ]
	[ "$(crm-find -s -employees,-name -o ids)" = $'c3\nc1\nc2' ]
	[ "$(crm-find -s name -l 1 --offset 1 -o ids)" = c1 ]
	[ "$(crm-find --count employees=4)" = 2 ]
	run -1 crm-find --count employees=99
	[ "$output" = 0 ]
	run -1 --separate-stderr crm-find employees=99
	[ -z "$output" ] && [ -z "$stderr" ]
	run -64 --separate-stderr crm-find employes=99
	[ "$stderr" = 'crm-find: column 1: client has no field "employes" (did you mean employees?)' ] || { echo "$stderr"; false; }
	run -64 --separate-stderr crm-find -s nosuch
	says 'client has no field "nosuch"'
	run -64 crm-find -c nosuch
	run -64 crm-find -o nosuch
}

@test "a filter of more values than any engine takes is refused in words" {
	crm-add name=Acme city=x1
	run -0 crm-find "city=$(seq -f x%g -s , 100)" -o ids
	[ "$output" = c1 ]
	run -64 --separate-stderr crm-find "city=$(seq -f x%g -s , 300)"
	[ "$stderr" = "crm-find: the filter compares with too many values: more records than that are named on standard input" ]
	run -64 --separate-stderr crm-sum deal "title=$(seq -f x%g -s , 300)" -b stage
	says 'compares with too many values'
}

@test "records that are piped in are searched among, in their order" {
	for n in Bits Acme Cubes; do crm-add name=$n >/dev/null; done
	[ "$(printf 'c3\tx\nc1\n' | crm-find - -o ids)" = $'c3\nc1' ]
	[ "$(printf 'c3\nc1\n' | crm-find - -s name -o ids)" = $'c1\nc3' ]
	[ "$(printf 'cubes\nc1\n' | crm-find name~i - -o ids)" = c1 ]
	run -1 --separate-stderr bash -c "printf 'c3\nc9\n' | crm-find - -o ids"
	[ "$output" = c3 ]
	[ "$stderr" = 'crm-find: there is no client "c9"' ]
	run -1 bash -c 'crm-find - </dev/null'
	same 'crm-find | crm-find -' 'crm-find'
}

@test "crm-set prints what changed and counts what was so already" {
	crm-add name=Acme city=Rome >/dev/null
	crm-add name=Bits city=Utrecht tags=a >/dev/null
	run -0 --separate-stderr crm-set c1 Bits city=Utrecht tags+=b
	is $'c1\tcity: Rome -> Utrecht, tags: -> b\nc2\ttags: a -> a, b'
	[ "$stderr" = 'crm-set: 2 changed, 0 already so' ]
	run -0 --separate-stderr crm-set c1 c2 city=Utrecht
	[ -z "$output" ] && [ "$stderr" = 'crm-set: 0 changed, 2 already so' ]
	run -0 crm-set -q c1 city= tags-=b
	is $'c1\tcity: Utrecht ->, tags: b ->'
	same 'crm-find city= | crm-set stage=lost -n 2>/dev/null' "echo 'c1	stage: lead -> lost'"
}

@test "crm-set changes all or none" {
	crm-add name=Acme >/dev/null; crm-add name=Bits >/dev/null
	run -65 --separate-stderr crm-set c1 c2 employees=x
	[ "$stderr" = 'crm-set: employees: "x" is not a whole number' ]
	run -1 --separate-stderr crm-set c1 c9 city=Rome
	says 'there is no client "c9"'
	[ "$(crm-find -c city | tr -d '\n')" = $'c1\tc2\t' ]
	run -65 --separate-stderr crm-set c1 name=
	says 'name: is required'
	crm-add deal title=A value=5 >/dev/null; crm-add deal title=B >/dev/null
	run -77 --separate-stderr crm-set d1 d2 stage=closing
	[ "$stderr" = 'crm-set: stage: d2 may not enter closing, whose gate is: value!= (--force passes it)' ]
	[ "$(crm-find deal -c stage -o lines | cut -f2 | uniq)" = base ]
	run -0 crm-set -q --force d1 d2 stage=closing
	run -64 crm-set c1
	run -1 crm-set city=Rome </dev/null
}

@test "crm-set takes a table, each record by its own row" {
	crm-add name=Acme key=A >/dev/null; crm-add name=Bits key=B >/dev/null
	run -0 --separate-stderr crm-set -i csv --key key <<<$'key,city\nB,Bern\nA,Rome'
	[ "$output" = $'c2\nc1' ]
	says '0 added, 2 updated, 0 unchanged, 0 rejected (ba3)'
	[ "$(crm-find -c city)" = $'c1\tRome\nc2\tBern' ]
	run -0 crm-set -q -i tsv <<<$'id\tcity\nc2\tOslo'
	[ "$(crm-find -c city)" = $'c1\tRome\nc2\tOslo' ]
	run -65 --separate-stderr crm-set -i csv --key key <<<$'key,city\nZ,Bern'
	says 'stdin:2: key: no client has "Z"'
	run -64 crm-set -i csv --key nosuch <<<$'key,city\nZ,Bern'
}

@test "crm-rm puts away, restores and purges" {
	crm-add name=Acme >/dev/null; crm-add name=Bits parent=c1 >/dev/null; crm-add deal title=Paint client=c2 >/dev/null
	run -77 --separate-stderr crm-rm c1
	[ "$stderr" = 'crm-rm: 1 record depends on c1: c2 (--with-dependents takes them along)' ]
	run -0 --separate-stderr crm-rm --with-dependents c1
	[ "$stderr" = 'crm-rm: 3 put away' ]
	run -1 crm-find
	[ "$(crm-find -a -o ids)" = $'c1\nc2' ]
	run -1 --separate-stderr crm-set acme city=Rome
	says 'there is no client "acme"'
	run -0 --separate-stderr crm-rm --restore --with-dependents c1
	[ "$stderr" = 'crm-rm: 3 restored' ]
	run -77 crm-rm --purge c1
	run -0 --separate-stderr crm-rm --purge --with-dependents c1 c2
	[ "$stderr" = 'crm-rm: 3 purged' ]
	run -1 crm-find -a
	run -0 crm-history undo "ba$(sqlite3 "$CRM_DB" 'select max(id) from crm_batch')"
	[ "$(crm-find deal -c client.parent.name)" = $'d1\tAcme' ]
	run -64 crm-rm --restore --purge c1
	run -0 crm-init --check
}

@test "names hold what people put into them" {
	local name
	for name in "O'Brien \"Bob\" & Co" $'tab\there' 'a=b' '=1+1' '-5' '@home' '100%' 'c1' $'\xe2\x80\xaeevil' $'esc\e[31mred' '日本語' '..' 'x,y'; do
		id=$(crm-add "name=$name")
		[ "$(crm-find "id=$id" -c name -o json | jq -r '.[0].name')" = "$name" ] || { echo "$name"; false; }
		[ "$(crm-set -n "$id" city=X 2>/dev/null | cut -f1)" = "$id" ]
	done
	[ "$(crm-find -o lines | wc -l)" = 13 ]
	[[ $(crm-find -o lines) != *$'\n'here* ]]
	[ "$(crm-find -o csv --safe-csv -c name | grep -c "^c[0-9]*,\"\{0,1\}'[-=@]")" = 3 ]
}

@test "a name with an equals sign in it is piped in" {
	crm-add name=a=b >/dev/null
	[ "$(printf 'a=b\n' | crm-set -q city=Rome)" = $'c1\tcity: -> Rome' ]
}
