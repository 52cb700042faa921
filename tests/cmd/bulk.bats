#!/usr/bin/env bats
# Bulk input, as every command that reads records in bulk takes it
load helper

# add [OPTION...] <<<TEXT: a CSV on standard input, kept apart from what is told
add() { run --separate-stderr crm-add -i csv "$@"; }

@test "the ids come in the order of the input, what was done on stderr" {
	add <<<$'name,city\nAcme,Utrecht\nBits,Rome'
	[ "$status" = 0 ] && [ "$output" = $'c1\nc2' ]
	[ "$stderr" = $'crm-add: stdin: csv, UTF-8, delimiter \',\', LF\ncrm-add: 2 added, 0 updated, 0 unchanged, 0 rejected (ba1)' ]
	add -q <<<$'name\nCubes'
	[ -z "$stderr" ] && [ "$output" = c3 ]
	for i in $(seq 3000); do echo "Client $i"; done | sed '1i name' >many.csv
	crm-add -q many.csv >ids
	cmp ids <(seq -f 'c%.0f' 4 3003)
	[ "$(crm-find -o ids name='Client 3000')" = c3003 ]
}

@test "one line says how the file was read" {
	printf 'Firma;E-Mail;PLZ\r\nAcme;a@x.example;12345\r\n' >a.csv
	run -0 --separate-stderr crm-add --map Firma=name,PLZ=postcode a.csv
	[ "${stderr_lines[0]}" = "crm-add: a.csv: csv, UTF-8, delimiter ';', CRLF; Firma = name, E-Mail = emails, PLZ = postcode" ]
	run -0 --separate-stderr crm-add --ignore-unknown -i csv <<<$'name,colour,last_contact\nX,red,'
	[ "${stderr_lines[0]}" = "crm-add: stdin: csv, UTF-8, delimiter ',', LF; colour is ignored, last_contact is kept by the program" ]
}

@test "delimiters, marks, line ends and encodings are sniffed or named" {
	local want=$'c1\tKöln, Süd\tU'
	one() { rm -f "$CRM_DB"*; crm-add -q -i "$@" >/dev/null && [ "$(crm-find -c city,street)" = "$want" ]; }
	printf 'name,city,street\nA,"Köln, Süd",U\n' | one csv
	printf 'name;city;street\r\nA;Köln, Süd;U\r\n' | one csv
	printf 'name\tcity\tstreet\nA\tKöln, Süd\tU' | one csv
	printf 'name\tcity\tstreet\nA\tKöln, Süd\tU\n' | one tsv
	printf 'name|city|street\nA|Köln, Süd|U\n' | one csv --delimiter '|'
	printf '\xef\xbb\xbfname;city;street\nA;Köln, Süd;U\n' | one csv
	for e in UTF-16 UTF-16LE UTF-16BE; do
		printf '\xef\xbb\xbfname;city;street\r\nA;Köln, Süd;U\r\n' | iconv -f UTF-8 -t $e | one csv || { echo $e; false; }
	done
	printf 'name;city;street\nA;Köln, Süd;U\n' | iconv -f UTF-8 -t LATIN1 | one csv --encoding latin1
	printf 'name;city;street\nA;Köln, Süd;U\n' | iconv -f UTF-8 -t CP1252 | one csv --encoding windows-1252
	printf '{"name":"A","city":"Köln, Süd","street":"U"}' | one jsonl
	printf '[{"street":"U","name":"A","city":"K\\u00f6ln, Süd"}]' | one json
	printf 'name: A\ncity: "Köln, Süd"\nstreet: U\n' | one yaml
	printf 'A\tKöln, Süd\tU\n' | one lines --map 1=name,2=city,3=street
	rm -f "$CRM_DB"*
	printf 'name\nK\xf6ln\n' >l1
	add <l1
	[ "$status" = 65 ] && says 'stdin:2: not UTF-8: byte 0xF6'
	add --encoding nosuch <l1
	[ "$status" = 64 ] || [ "$status" = 65 ]
	run -64 crm-add -i csv --delimiter ab <l1
}

@test "ragged, torn, binary and empty input is told by line" {
	add <<<$'name,city\nA,b,c\nB'
	[ "$status" = 65 ]
	says 'crm-add: stdin:2: 3 fields where the header has 2'
	says 'crm-add: stdin:3: 1 field where the header has 2'
	says 'crm-add: 2 bad rows: nothing was kept (--skip-bad keeps the good ones)'
	add <<<$'name\nA\n"B'
	[ "$status" = 65 ] && says 'stdin:3: the quote opened here never closes'
	printf 'name\n\x00\x01\xff\xfe\n' >bin; add <bin
	[ "$status" = 65 ] && says 'stdin:2: '
	run -65 --separate-stderr crm-add -i json <<<'[{"name":"A"},{"name":'
	run -65 --separate-stderr crm-add -i yaml <<<'a: ['
	run -65 --separate-stderr crm-add -i jsonl <<<$'{"name":"a"}\n{"name":}\n{"nam":1}'
	says 'stdin:2: ' && says 'stdin:3: column "nam": client has no such field'
	run -1 crm-find
	add </dev/null
	[ "$status" = 0 ] && [ -z "$output" ]
	run -66 --separate-stderr crm-add nosuch.csv
	[ "$stderr" = 'crm-add: nosuch.csv: No such file or directory' ]
	echo name >x.txt
	run -64 --separate-stderr crm-add x.txt
	says 'x.txt: the name does not tell the format'
}

@test "bad rows cost all, or are skipped, or are written out to be mended" {
	printf 'name,employees\r\nAcme,many\r\nBits,5\r\n,6\r\n"Cu\nbes",x\r\n' >in.csv
	run -65 --separate-stderr crm-add in.csv
	says 'crm-add: in.csv:2: employees: "many" is not a whole number'
	says 'crm-add: in.csv:4: name: is required'
	says 'crm-add: in.csv:5: employees: "x" is not a whole number'
	says '3 bad rows: nothing was kept'
	[ -z "$output" ]
	run -1 crm-find
	run -65 --separate-stderr crm-add --skip-bad in.csv
	[ "$output" = c1 ] && says '1 added, 0 updated, 0 unchanged, 3 rejected (ba1)'
	run -65 --separate-stderr crm-add -n --rejects out.csv in.csv
	[ "$output" = c2 ] && [ "$(stat -c %a out.csv)" = 600 ]
	sed -i 's/many/7/; s/,x/,8/; s/^,6/Dots,6/' out.csv
	run -0 --separate-stderr crm-add out.csv
	says '3 added'
	[ "$(crm-find -c name,employees -s employees -o csv)" = "$(printf 'id,name,employees\nc1,Bits,5\nc3,Dots,6\nc2,Acme,7\nc4,"Cu\nbes",8')" ] || { crm-find -o csv -c name,employees; false; }
	run -73 --separate-stderr crm-add --rejects no/such/out.csv in.csv
}

@test "rejects of every format are input of that format" {
	reject() {
		run -65 --separate-stderr crm-add -i "$1" --rejects out - <in
		[ "$output" = "c$2" ] || { echo "$1: $output $stderr"; false; }
		sed -i 's/many/7/' out
		run -0 --separate-stderr crm-add -i "$1" -q "${@:3}" - <out
		[ "$(crm-find "id=$output" -c name,employees)" = "$output"$'\tAcme\t7' ]
	}
	printf 'name\temployees\nAcme\tmany\nBits\t5\n' >in; reject tsv 1
	printf '{"name":"Acme","employees":"many"}\n{"name":"Bits"}\n' >in; reject jsonl 3
	printf '[{"name":"Acme","employees":"many"},\n{"name":"Bits"}]\n' >in; reject json 5
	printf -- '- name: Acme\n  employees: many\n- name: Bits\n' >in; reject yaml 7
}

@test "a key finds, updates and adds; modes refuse" {
	add -q --key key <<<$'key,name,city\nA,Acme,Rome\nB,Bits,Oslo'
	[ "$output" = $'c1\nc2' ]
	add --key key <<<$'key,name,city\nA,Acme,Rome\nB,Bits,Bern\nC,Cubes,Kiel'
	[ "$output" = c3 ] && says '1 added, 1 updated, 1 unchanged, 0 rejected (ba2)'
	add --key key <<<$'key,name,city\nA,Acme,Rome'
	[ "$status" = 0 ] && [ "${stderr_lines[-1]}" = 'crm-add: 0 added, 0 updated, 1 unchanged, 0 rejected' ]
	add --key key --mode insert <<<$'key,name\nA,Acme\nD,Dots'
	[ "$status" = 65 ] && says 'stdin:2: key: c1 has "A" already'
	add --key key --mode update <<<$'key,name\nA,Acme\nD,Dots'
	[ "$status" = 65 ] && says 'stdin:3: key: no client has "D"'
	run -64 crm-add --mode often x.csv
	add --key name <<<$'name,city\nACME,Nice'
	[ "$status" = 0 ] && [ "$(crm-find -c city id=c1)" = $'c1\tNice' ]
	add --key id <<<$'id,city\nc2,Lyon'
	[ "$(crm-find -c city id=c2)" = $'c2\tLyon' ]
	add --key emails <<<$'emails,name\na@x.example,One\nA@x.example,Two'
	[ "$output" = c4 ] && says 'line 3: emails "A@x.example" stands twice in this input' && says '1 added, 1 updated'
	[ "$(crm-find -c name id=c4)" = $'c4\tTwo' ]
}

@test "a subsidiary may stand before its parent" {
	add -q <<<$'name,parent\nBranch,Group\nTwig,Branch\nGroup,'
	[ "$status" = 0 ] && [ "$(crm-find -c parent.name)" = $'c1\tGroup\nc2\tBranch\nc3\t' ]
	add <<<$'name,parent\nA,B\nB,Nowhere\nC,A\nD,Group'
	[ "$status" = 65 ] && says 'stdin:3: parent: there is no client "Nowhere"' && says '1 bad row: nothing was kept'
	add --rejects left <<<$'name,parent\nA,B\nB,Nowhere\nC,A\nD,Group'
	[ "$status" = 65 ] && says '1 added, 0 updated, 0 unchanged, 3 rejected'
	sed -i 's/Nowhere/Group/' left
	add -q <left
	[ "$status" = 0 ] && [ "$(crm-find -s name -c parent.name id=c8..)" = "$(printf 'c9\tB\nc8\tGroup\nc10\tA')" ] || { crm-find -s name -c name,parent.name; cat left; false; }
	run -0 crm-init --check
}

@test "columns map by synonyms, words by --value, dates by --date-format" {
	crm-add user login=darcel name='Darcel Schlecht' >/dev/null
	crm-add product sku=GTXP name='GTX Pro' price=4821 >/dev/null
	crm-add client name='Plexzap' >/dev/null
	cat >deals.csv <<-'END'
		opportunity_id,sales_agent,Product,Account,deal_stage,engage_date,close_date,close_value
		1C1I7A6R,Darcel Schlecht,GTXPro,Plexzap,Won,10/20/2016,03/01/2017,1054
		Z063OYW0,Darcel Schlecht,GTXPro,,Engaging,10/25/2016,,
	END
	run -0 --separate-stderr crm-add deal --map opportunity_id=key --value 'product:GTXPro=GTX Pro' \
		--value 'stage:Engaging=needs' --date-format %m/%d/%Y deals.csv
	[ "$(crm-find deal -c key,owner.login,product.sku,client.name,stage,opened,closed,value,state)" = "$(cat <<-'END'
		d1	1C1I7A6R	darcel	GTXP	Plexzap	won	2016-10-20	2017-03-01	1054.00	won
		d2	Z063OYW0	darcel	GTXP		needs	2016-10-25			open
	END
	)" ] || { crm-find deal -c key,owner.login,product.sku,client.name,stage,opened,closed,value,state; false; }
	run -64 --separate-stderr crm-add deal --value 'nosuch:a=b' deals.csv
	says '--value: "nosuch:a=b" is not FIELD:From=to,... of a field of deal'
}

@test "fields on the command line are set in every row" {
	printf 'name\nA\nB\n' >a.csv; printf 'name\nC\n' >b.csv
	run -0 --separate-stderr crm-add -q a.csv b.csv source=fair tags+=imported
	[ "$output" = $'c1\nc2\nc3' ]
	[ "$(crm-find -o ids source=fair tags=imported)" = "$output" ]
	[ "$(sqlite3 "$CRM_DB" 'select count(*) from crm_batch')" = 1 ]
}

# A base as full as it gets, written and read again: the same in every format.
round() {       # ENTITY COLUMNS FORMAT [OPTION...]
	crm-find "$1" -c "$2" -o "$3" >one
	rm -f two.db*
	CRM_DB=two.db crm-add user -q -i jsonl users >/dev/null
	[ "$1" = client ] || CRM_DB=two.db crm-add client -q -i jsonl clients >/dev/null
	CRM_DB=two.db crm-add "$1" -q -i "$3" "${@:4}" one >/dev/null
	CRM_DB=two.db crm-find "$1" -c "$2" -o "$3" >two
	[ -s one ] && cmp one two || { diff one two; false; }
}

@test "what one command writes another reads back, in every format" {
	crm-add user login=anna name=Anna target=1000 >/dev/null
	crm-add name='Quote " and, comma' city=$'two\nlines' note=$'tab\t\\n \e[31m \xe2\x80\xae' tags='a\,b,c' emails=a@x.example,b@x.example \
		revenue=-12.50 employees=0 owner=anna since=2024-02-29 sites=x.example/a?b=c optout=call,fax phones=+31201234567 key=007 >/dev/null
	crm-add name='null' city=true note='- [x]: #' parent=c1 referrer=c1 key=1e3 >/dev/null
	crm-add name='=1+1' note=' ' vat="'" >/dev/null
	crm-add deal title=$'a\\b' client=c1 value=1234.56 probability=12.5 close=2026-12-31 owner=anna stage=needs >/dev/null
	crm-add deal title=yes value=5 currency=JPY >/dev/null
	crm-find user -c all -o jsonl >users; crm-find -c all -o jsonl >clients
	local all=name,parent,kind,class,stage,owner,referrer,employees,revenue,since,emails,phones,sites,city,country,vat,optout,note,tags,key,created
	local deal=title,client,stage,value,currency,probability,close,owner,opened,key
	for f in csv tsv json jsonl yaml; do
		round client $all $f || { echo $f; false; }
		round deal $deal $f || { echo $f; false; }
	done
	round client name,city,note,tags lines --map 1=id,2=name,3=city,4=note,5=tags
}

@test "a listing of lines is read back without a word on its columns" {
	crm-add user login=anna name='Anna Visser'
	printf 'name,owner,city\nAcme,anna,Utrecht\n"tab\there",,Essen\n' | crm-add -i csv
	crm-add product sku=P name=Pump price=5
	crm-add order client=c1
	crm-add line order=o1 product=P quantity=2 price=5
	for e in user client product order line; do
		crm-find $e -o lines >$e
		CRM_DB=copy.db crm-add $e -i lines <$e
		CRM_DB=copy.db crm-find $e -o lines | cmp - $e
	done
	run -0 crm-add -i lines --map 1=name <<<'Bolt'
}

@test "strings that break programs come back as they were" {
	data naughty/blns.json
	jq -c 'to_entries[] | select(.value != "") | {name: "b\(.key)", note: .value}' "$file" >in
	data naughty/ansi-sequences.json
	jq -c 'to_entries[] | {name: "a\(.key)", note: .value.sequence}' "$file" >>in
	data naughty/formula-payloads.json
	jq -c 'to_entries[] | {name: "f\(.key)", note: .value.payload}' "$file" >>in
	[ "$(wc -l <in)" -gt 700 ]
	crm-add -q -i jsonl in >/dev/null
	crm-find -c name,note -o jsonl | jq -c '{name, note}' | cmp - in
	for f in csv tsv json yaml; do
		rm -f two.db*
		crm-find -c name,note -o $f >mid
		CRM_DB=two.db crm-add -q -i $f mid >/dev/null
		CRM_DB=two.db crm-find -c name,note -o jsonl | jq -c '{name, note}' | cmp - in || { echo $f; false; }
	done
	run -0 crm-init --check
}

@test "neither home nor locale is needed" {
	run -0 env -i PATH="$PATH" CRM_DB="$CRM_DB" LC_ALL=C crm-add name=Łódź
	run -0 env -i PATH="$PATH" CRM_DB="$CRM_DB" LC_ALL=xx_XX.nosuch crm-find name~LODZ -c name
	[ "$output" = $'c1\tŁódź' ]
	[ "$(id -u)" = 0 ] || skip "only root can be nobody"
	run -78 --separate-stderr env -i PATH="$PATH" setpriv --reuid 54321 --clear-groups crm-find
	[ "$stderr" = 'crm-find: no home to keep a base in; name one by --db or CRM_DB' ]
}
