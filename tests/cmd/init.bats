#!/usr/bin/env bats
# crm-init: making, upgrading and checking a base, and its policy
load helper
FRESH=1

old_base() { sqlite3 "$CRM_DB" <"$CRM_TOP/tests/data/old-base.sql" >/dev/null; }

@test "a base is made with mode 0600 whatever the umask" {
	for mask in 000 077 022; do
		(umask $mask; CRM_DB=base.$mask crm-add name=Acme >/dev/null)
		[ "$(stat -c %a base.$mask)" = 600 ]
		for f in base.$mask-*; do [ ! -e "$f" ] || [ "$(stat -c %a "$f")" = 600 ]; done
	done
}

@test "crm-init makes a base, and again changes nothing" {
	run -0 --separate-stderr crm-init
	[ -z "$output" ] && [ -z "$stderr" ] && [ -s "$CRM_DB" ]
	cp "$CRM_DB" before
	run -0 --separate-stderr crm-init
	[ -z "$output" ] && [ -z "$stderr" ] && cmp before "$CRM_DB"
	run -64 --separate-stderr crm-init somewhere
	says "takes no operands"
}

@test "an old base is refused by all but crm-init" {
	old_base
	for c in 'crm-find' 'crm-add name=X' 'crm-set c1 city=X' 'crm-rm c2'; do
		run -78 --separate-stderr $c
		[ "$stderr" = "${c%% *}: the base was made by an older crm: crm-init brings it up to date" ]
	done
	[ "$(sqlite3 "$CRM_DB" 'select count(*) from crm_client')" = 3 ]
}

@test "crm-init tells what it would add, and adds it" {
	old_base
	run -0 --separate-stderr crm-init -n
	says "crm-init: would add table crm_role"
	says "crm-init: would add column crm_client.city_key"
	says "crm-init: would add full text crm_person_fts"
	run -78 crm-find
	crm-init -n 2>&1 | sed 's/would add/added/' >dry
	crm-init 2>real
	cmp dry real
	run -0 --separate-stderr crm-init
	[ -z "$stderr" ]
}

@test "an upgraded base keeps every value and finds it by what is new" {
	old_base
	crm-init -q
	run -0 crm-init --check
	[ "${lines[0]}" = sound ]
	run -0 crm-find -a -c name,parent,class,stage,owner,employees,revenue,city,emails,phones,note,tags,key,away,created,updated
	is "$(cat <<-'END'
		c1	Łódź Paint		key	client	u1	120	1234.56	Łódź	info@lodz.example,sales@lodz.example	+48421234567	buys blue	vip,Big	A-1		2024-01-02T08:00:00Z	2024-03-01T08:00:00Z
		c2	Branch	c1	standard	lead											2024-01-02T08:00:00Z	2024-01-02T08:00:00Z
		c3	Gone		standard	lost				Rome						2024-02-01T08:00:00Z	2024-01-02T08:00:00Z	2024-01-02T08:00:00Z
	END
	)"
	[ "$(crm-find -o ids city~LODZ)" = c1 ]
	[ "$(crm-find -o ids tags=VIP emails=sales@lodz.example)" = c1 ]
	[ "$(crm-find -o ids blue)" = c1 ]
	[ "$(crm-find person -o ids kowalski)" = p1 ]
	[ "$(crm-find interaction -o ids persons=p1 samples)" = i1 ]
	[ "$(crm-find deal -o ids weighted=20000 client.owner.login=anna)" = d1 ]
	[ "$(crm-find -o ids kind=company)" = $'c1\nc2' ]
	[ "$(crm-find interaction -o ids direction=out)" = i1 ]
	[ "$(crm-add name=Next)" = c4 ]
	crm-set -q c1 note='sells red'
	run -1 crm-find blue
	[ "$(crm-find -o ids red)" = c1 ]
	run -0 crm-init --check
}

@test "a column that the table no longer has may stay while it is empty" {
	old_base
	sqlite3 "$CRM_DB" "update crm_client set fax = '020' where id = 2"
	run -78 --separate-stderr crm-init
	says "fax: client records hold values there, and the field is no longer declared: they would be lost"
	[ "$(sqlite3 "$CRM_DB" "select fax from crm_client where id = 2")" = 020 ]
	sqlite3 "$CRM_DB" "update crm_client set fax = null"
	run -0 crm-init
}

@test "two upgrades at once are one" {
	for i in 1 2 3; do
		rm -f "$CRM_DB"*; old_base
		crm-init 2>a & p=$!
		crm-init 2>b & q=$!
		wait $p; wait $q
		run -0 crm-init --check
		[ "$(crm-find -o ids -a | tr '\n' ' ')" = 'c1 c2 c3 ' ]
	done
}

@test "a newer base is refused with its version" {
	crm-init
	sqlite3 "$CRM_DB" "update crm_meta set value = '2' where key = 'version'"
	for c in crm-init crm-find 'crm-add name=X' 'crm-init --check'; do
		run -78 --separate-stderr $c
		[ "$stderr" = "${c%% *}: this base was made by a newer crm (base version 2, this program knows 1)" ]
	done
}

@test "a base that is none is refused and left as it is" {
	echo 'Dear Sir, this letter is no base, however long one looks at it.  Yours faithfully, and so on and so forth.' >letter
	cp letter copy
	for c in crm-init crm-find 'crm-add name=X'; do
		CRM_DB=letter run -78 --separate-stderr $c
		[ "$stderr" = "${c%% *}: letter: not a client base" ]
	done
	cmp letter copy
	sqlite3 diary.db 'CREATE TABLE days (day, text)'
	for c in crm-init crm-find 'crm-add name=X' 'crm-init --check'; do
		CRM_DB=diary.db run -78 --separate-stderr $c
		[ "$stderr" = "${c%% *}: not a client base: another program keeps its tables there" ]
	done
	[ "$(sqlite3 diary.db .tables)" = days ]
	CRM_DB=. run -66 --separate-stderr crm-find
	says "not a regular file"
	: >empty
	CRM_DB=empty run -0 crm-add name=Acme
	[ "$output" = c1 ]
	CRM_DB=no/such/dir/x.db run -73 crm-init
	CRM_DB=postgresql://h/x run -69 crm-init
}

@test "the check says how large a sound base is" {
	crm-add name=Acme tags=a,b >/dev/null
	run -0 crm-init --check
	[ "${lines[0]}" = sound ]
	[[ $output == *$'\nclient\t1\n'*$'\nbytes\t'[0-9]* ]]
}

@test "the check names damage" {
	crm-add name=Acme city=Rome tags=vip >/dev/null
	crm-set -q c1 city=Utrecht
	crm-add name=Bits >/dev/null
	cp "$CRM_DB" good
	damage() {
		rm -f "$CRM_DB"*; cp good "$CRM_DB"; sqlite3 "$CRM_DB" "$1"
		run -65 --separate-stderr crm-init --check
		says 'crm-init: the base is not sound'
		[[ $output == *"$2"* ]] || { echo "$output"; false; }
	}
	damage "update crm_client set city = 'X', city_key = 'x' where id = 1" 'c1: city is not what the journal says it was last set to'
	damage "update crm_client set city_key = 'x' where id = 1" 'c1: city_key is not the folded city'
	damage 'delete from crm_many' 'c1: tags is not found by its item'
	damage "delete from crm_change where record = 'c2'" 'c2: the journal does not know how it came'
	damage 'update crm_client set owner = 99 where id = 2' 'crm_client: row 2 names a record of crm_user that does not exist'
	damage 'delete from crm_client where id = 2' 'client: the journal knows of 2 records, there are 1'
	rm -f "$CRM_DB"*; cp good "$CRM_DB"
	dd if=/dev/urandom of="$CRM_DB" bs=4096 seek=12 count=3 conv=notrunc status=none
	run crm-init --check
	[ "$status" = 65 ] || [ "$status" = 78 ]
}

@test "the policy that is printed is the policy that is read" {
	crm-init --print-policy >policy.yaml
	run -0 --separate-stderr crm-init -n --policy policy.yaml
	[ "$stderr" = 'crm-init: the policy is sound' ]
	sed -i 's/^country: NL/country: DE/' policy.yaml
	run -0 --separate-stderr crm-init --policy policy.yaml
	[ "$stderr" = 'crm-init: the policy is in force' ]
	crm-init --print-policy | cmp - policy.yaml
	[ "$(crm-add name=Acme phones='030 1234567' | crm-set phones+= -q; crm-find -c phones)" = $'c1\t+49301234567' ]
	run -0 crm-init --policy - <policy.yaml
	run -66 --separate-stderr crm-init --policy nosuch.yaml
}

@test "the tree that is kept of a policy never stands above its text" {
	crm-init --print-policy | sed 's/^country: NL/country: BE/' >policy.yaml
	crm-init -q --policy policy.yaml
	cp "$CRM_DB" good
	for change in "DELETE FROM crm_meta WHERE key = 'policy tree'" \
			"UPDATE crm_meta SET value = substr(value, 1, 900) WHERE key = 'policy tree'" \
			"UPDATE crm_meta SET value = replace(value, 'BE', 'DE') WHERE key = 'policy tree'" \
			"UPDATE crm_meta SET value = replace(value, 'country: BE', 'country: NL') WHERE key = 'policy'"; do
		cp good "$CRM_DB"
		sqlite3 "$CRM_DB" "$change"
		crm-add name=Acme phones='02 553 81 11' >/dev/null
		crm-find -c phones
	done >phones
	[ "$(cut -f2 phones | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 3 +3225538111; 1 +3125538111;' ] || { cat phones; false; }
}

@test "a wrong policy is refused by line and changes nothing" {
	crm-init
	printf 'version: 1\ncountry: NL\ncurrency: EUR\nstages:\n  - {name: base, probability: 500, help: x}\n' >bad.yaml
	run -78 --separate-stderr crm-init --policy bad.yaml
	says 'crm-init: bad.yaml:5: '
	crm-init --print-policy | grep -q '^currency: EUR'
	{ echo 'a: &a [x,x,x,x,x,x,x,x,x]'
		for i in b c d e f g h i; do echo "$i: &$i [*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p,*$p]"; p=$i; done; } >bomb.yaml 2>/dev/null
	run -78 --separate-stderr timeout 5 crm-init --policy bomb.yaml
	says 'bomb.yaml:'
	head -c 2000000 /dev/zero | tr '\0' '#' >large.yaml
	run -65 --separate-stderr crm-init --policy large.yaml
}

@test "a custom field is a field like any other, until it holds values" {
	crm-init --print-policy >policy.yaml
	{ cat policy.yaml; printf 'fields:\n  client:\n    - {name: mood, type: word, values: [good, bad], help: h}\n    - {name: langs, type: text, many: yes, searched: yes, help: h}\n'; } >more.yaml
	crm-add name=Old >/dev/null
	crm-init -q --policy more.yaml
	crm-add name=Acme mood=good langs=frisian,dutch >/dev/null
	[ "$(crm-find -c mood,langs mood=good langs=Dutch frisian)" = $'c2\tgood\tfrisian,dutch' ]
	[ "$(crm-find -o ids mood=)" = c1 ]
	[ "$(crm-find -c mood -s -mood)" = $'c2\tgood\nc1\t' ]
	run -78 --separate-stderr crm-init --policy policy.yaml
	says 'mood: client records hold values there'
	crm-set -q c2 mood= langs=
	run -0 crm-init --policy policy.yaml
	run -64 crm-find mood=good
	run -0 crm-init --check
}
