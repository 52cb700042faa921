#!/usr/bin/env bats
# What all commands share, and crm and crm-schema themselves
load helper
FRESH=1

commands() { (cd "$CRM_BIN" && ls crm-*); }

@test "every command explains itself" {
	for c in $(commands) crm; do
		run --separate-stderr "$c" --help
		[ "$status" = 0 ] && [ -z "$stderr" ] && [ "${lines[0]:0:7}" = "usage: " ] || { echo "$c"; false; }
		[[ $output == *"--help"* && $output == *"$c "* ]] || { echo "$c"; false; }
		same "$c --help" "$c -h"
		run -0 "$c" --version
		[[ $output =~ ^$c\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "$c: $output"; false; }
	done
}

@test "no help, version or mistaken option makes a base" {
	for c in $(commands) crm; do
		"$c" --help >/dev/null
		run -64 --separate-stderr "$c" --no-such-option
		says "$c: no such option: --no-such-option"
		[ -z "$output" ]
	done
	[ ! -e "$CRM_DB" ] && [ ! -e .local ]
}

@test "every command belongs to a group, says one line and lists words for completion" {
	for c in $(commands); do
		run -0 "$c" --help=summary
		[ "${#lines[@]}" = 1 ]
		[[ $output =~ ^(base|work|trade|insight|care)$'\t'$c$'\t'.+$ ]] || { echo "$c: $output"; false; }
		"$c" --help=words | grep -q '^--quiet	'
	done
}

@test "the generated part of every manual page is clean" {
	command -v mandoc >/dev/null || skip "no mandoc"
	for c in $(commands) crm; do
		printf '.Dd September 15, 2026\n.Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd x\n' "${c^^}" "$c" >page.1
		"$c" --help=mdoc >>page.1
		run -0 mandoc -Tlint -W warning page.1
	done
}

@test "crm lists the commands, each once" {
	run -0 crm
	for c in $(commands); do
		[ "$(grep -c "^  ${c#crm-} " <<<"$output")" = 1 ] || { echo "$c"; false; }
	done
}

@test "crm NAME is crm-NAME, its options and exit code included" {
	same 'crm schema client -o csv' 'crm-schema client -o csv'
	same 'crm schema no-such-entity' 'crm-schema no-such-entity'
	same 'crm schema --version' 'crm-schema --version'
}

@test "crm names what was meant" {
	run -64 --separate-stderr crm schmea
	[ "$stderr" = "crm: no such command: 'schmea', did you mean schema? (see crm --help)" ]
	run -64 crm ../../bin/sh
}

@test "crm help shows the command's help where there is no page" {
	mkdir none
	MANPATH=$PWD/none same 'crm help schema' 'crm-schema --help'
}

@test "crm-schema lists entities, and the fields of one" {
	run -0 crm-schema
	[[ ${lines[0]} == client$'\tc\t'* ]]
	run -0 crm-schema deal -o csv
	[ "${lines[0]}" = "entity,field,kind,flags,values,help" ]
	[[ ${lines[1]} == deal,id,id,* ]]
	same 'crm-schema deal' 'crm-schema --all | grep "^deal	"'
	same 'crm-schema | cut -f1' 'crm-schema -o words | cut -f1'
	[ "$(crm-schema --all -o json | jq length)" = "$(crm-schema --all | wc -l)" ]
}

@test "crm-schema prints SQL that SQLite takes" {
	crm-schema -o sql | sqlite3 :memory:
	{ crm-schema client -o sql; echo "select name from pragma_table_info('crm_client') where name = 'city';"; } >client.sql
	same 'sqlite3 :memory: <client.sql' 'echo city'
}

@test "crm-schema prints manual text" {
	command -v mandoc >/dev/null || skip "no mandoc"
	{ printf '.Dd September 15, 2026\n.Dt X 5\n.Os\n.Sh NAME\n.Nm x\n.Nd x\n.Sh DESCRIPTION\n'; crm-schema -o mdoc; } >page.5
	run -0 mandoc -Tlint -W warning page.5
}

@test "crm-schema names what was meant, and makes no base" {
	run -64 --separate-stderr crm-schema cleint
	says "no such entity: 'cleint', did you mean client?"
	crm-schema >/dev/null
	[ ! -e "$CRM_DB" ]
}

@test "output that cannot be written is a failure" {
	run -74 --separate-stderr bash -c 'crm-schema --all >/dev/full'
	says "crm-schema: "
	run -74 --separate-stderr bash -c 'crm-schema --all >&-'
	says "crm-schema: "
}

@test "a reader that has had enough ends the program without a word" {
	run -0 --separate-stderr bash -c '{ sleep 0.2; crm-schema --all -o json; echo $? >code; } | true'
	[ -z "$stderr" ] && [ "$(cat code)" = 74 ]
}

@test "text of others never controls the terminal" {
	run -64 --separate-stderr crm-schema $'\e[2Jclient\n'
	[[ $stderr != *$'\e'* && $stderr == *'\x1B[2J'* ]] || { echo "$stderr"; false; }
}

@test "a wrong clock or config is refused" {
	CRM_NOW=never run -78 --separate-stderr crm-schema
	says "CRM_NOW: 'never' is no time"
	run -64 --separate-stderr crm-schema --now never
	mkdir -p .config/crm
	echo 'base: x.db' >.config/crm/config.yaml
	run -78 --separate-stderr crm-schema
	says ".config/crm/config.yaml:1: not db, user or format: "
}

@test "bash completes commands, options, values, entities and fields" {
	source "$CRM_TOP/lib/cli/completion/crm.bash"
	complete_line() {
		read -ra COMP_WORDS <<<"$1"; [ "${1: -1}" != ' ' ] || COMP_WORDS+=('')
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
		_crm "${COMP_WORDS[0]}" || true
		printf '%s\n' "${COMPREPLY[@]}" | sort
	}
	[ "$(complete_line 'crm sch')" = schema ]
	[ "$(complete_line 'crm-schema --out')" = --output ]
	[ "$(complete_line 'crm schema --out')" = --output ]
	[ "$(complete_line 'crm-schema -o j')" = $'json\njsonl' ]
	[ "$(complete_line 'crm-schema inter')" = interaction ]
	[ "$(complete_line 'crm-find deal val')" = value= ]
	[ "$(complete_line 'crm-find deal -c title,val')" = title,value ]
	[ "$(complete_line 'crm help fin')" = find ]
}

@test "zsh completes the same" {
	command -v zsh >/dev/null || skip "no zsh"
	: >rows.csv
	run -0 "$CRM_TOP/tests/complete.zsh" 'crm sch' 'crm schema --out' 'crm-schema -o mark' 'crm-schema inter' \
		'crm-find deal val' 'crm-find deal -c title,val' 'crm help fin' 'crm-add row'
	is "crm schema 
crm schema --output 
crm-schema -o markdown 
crm-schema interaction 
crm-find deal value=
crm-find deal -c title,value
crm help find 
crm-add rows.csv "
}

@test "fish completes the same" {
	command -v fish >/dev/null || skip "no fish"
	: >rows.csv
	complete_line() { fish -c 'source $argv[1]; complete -C $argv[2]' "$CRM_TOP/lib/cli/completion/crm.fish" "$1" | cut -f1; }
	[ "$(complete_line 'crm sch')" = schema ]
	[ "$(complete_line 'crm schema --out')" = --output ]
	[ "$(complete_line 'crm-schema -o j')" = $'json\njsonl' ]
	[ "$(complete_line 'crm-schema inter')" = interaction ]
	[ "$(complete_line 'crm-find deal val')" = value= ]
	[ "$(complete_line 'crm-find deal -c title,val')" = title,value ]
	[ "$(complete_line 'crm help fin')" = find ]
	[ "$(complete_line 'crm-add row')" = rows.csv ]
	[ -z "$(complete_line 'crm-find -l ')" ]
}

@test "references are operands, column 1 of the input, or both" {
	printf 'name,city\nAcme,Utrecht\nBeta,\n' >clients.csv
	crm-add -q clients.csv
	same 'crm-find | crm-show' 'crm-show c1 c2'
	same 'printf "Acme\tand more\n" | crm-show' 'crm-show Acme'
	same 'printf "\nc2\r\n" | crm-show c1 -' 'crm-show c1 c2'
	run -1 --separate-stderr crm-show Nobody c1
	says 'there is no client "Nobody"'
	[[ $output == *Acme* ]]
	run -1 crm-show </dev/null
}

@test "columns are chosen, the id stays first" {
	crm-add -q name=Acme city=Utrecht
	[ "$(crm-find -c city,name)" = $'c1\tUtrecht\tAcme' ]
	[ "$(crm-find -c name,id,name)" = $'c1\tAcme' ]
	[ "$(crm-find -c name -o ids)" = c1 ]
	run -64 --separate-stderr crm-find -c nam
	says 'did you mean name?'
}

@test "the base is --db, CRM_DB, the config's, or in the data directory" {
	crm-add -q -d a.db name=A
	CRM_DB=b.db crm-add -q name=B
	unset CRM_DB
	mkdir -p .config/crm
	echo 'db: ~/c.db' >.config/crm/config.yaml
	crm-add -q name=C
	rm .config/crm/config.yaml
	crm-add -q name=D
	XDG_DATA_HOME=$PWD/data crm-add -q name=E
	for base in a.db b.db c.db .local/share/crm/crm.db data/crm/crm.db; do
		crm-find -d "$base" -c name | cut -f2
	done >names
	[ "$(tr -d '\n' <names)" = ABCDE ]
	[ "$(stat -c %a .local/share/crm)" = 700 ]
}

@test "what is installed works where it lies, and can be taken away" {
	[ "$CRM_BIN" = "$CRM_TOP/build/opt/bin" ] || skip "only the plain build is installed"
	make -s -C "$CRM_TOP" install DESTDIR="$PWD/root" PREFIX=/usr
	same 'root/usr/bin/crm schema deal' 'crm-schema deal'
	cat >hello.c <<-'EOF'
		#include <crm/base.h>
		int main(void) { struct crm_buf b = { 0 }; crm_putd(&b, 42); return b.n == 2 ? 0 : 1; }
	EOF
	cc -Iroot/usr/include hello.c -o hello -Lroot/usr/lib -lcrm -Wl,-rpath,"$PWD/root/usr/lib"
	./hello
	[ "$(PKG_CONFIG_PATH=root/usr/lib/pkgconfig pkg-config --modversion crm)" = "$(crm --version | cut -d' ' -f2)" ]
	make -s -C "$CRM_TOP" uninstall DESTDIR="$PWD/root" PREFIX=/usr
	[ -z "$(find root ! -type d)" ]
}
