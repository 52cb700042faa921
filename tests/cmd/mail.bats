#!/usr/bin/env bats
# crm-log reads mail: whose it is, what it answers, whom it did not reach; never in the way of a delivery
load helper

prepare() {
	crm-add user login=anna name='Anna Smit' email=anna@us.example >/dev/null
	crm-add name=Acme emails=info@acme.example >/dev/null
	crm-add name='Bravo BV' sites=https://www.bravo.example/contact >/dev/null
	crm-add person name='Pia Jansen' emails=pia@gmail.com >/dev/null
	crm-add role client='Bravo BV' person='Pia Jansen' >/dev/null
}
# mail FROM TO [HEADER...]: a message; its body is $text
mail() {
	printf 'From: %s\nTo: %s\nDate: %s\n' "$1" "$2" "${date:-Mon, 14 Sep 2026 10:00:00 +0000}"
	[ $# -lt 3 ] || printf '%s\n' "${@:3}"
	printf '\n%s\n' "${text-Hello}"
}
# find FIELD...: of the last interaction, joined by bars
find() { crm-find interaction -s -id -l 1 -o csv -c "$1" | tail -n +2 | cut -d, -f2- | head -n 1; }
# mbox MESSAGE...: files, each after its "From " line
mbox() { local f; for f; do printf 'From x Mon Sep 14 10:00:00 2026\n'; cat "$f"; echo; done; }

@test "a message on standard input becomes an interaction" {
	run -0 --separate-stderr crm-log -i mail <<-'M'
		From postman@us.example Mon Sep 14 12:00:01 2026
		From: =?UTF-8?Q?Jos=C3=A9_M?= <Info@ACME.example>
		To: Anna Smit <anna@us.example>, "Second, the" <x@y.example>
		Cc: z@y.example
		Subject: =?utf-8?B?T2ZmZXJ0w6k=?= =?utf-8?B?IG5vZGln?=
		Date: Mon, 14 Sep 2026 12:00:00 +0200
		Message-ID: <m1@acme.example>
		MIME-Version: 1.0
		Content-Type: multipart/mixed; boundary=b

		--b
		Content-Type: text/plain; charset=iso-8859-1
		Content-Transfer-Encoding: quoted-printable

		Veertig parka=B4s =80 5
		--b
		Content-Type: application/pdf; name="../list.pdf"

		x
		--b--
	M
	is i1
	[ "$stderr" = 'crm-log: 1 added, 0 unchanged, 0 rejected (ba6)' ]
	run -0 crm-find interaction -o json -c client.name,agent.login,channel,direction,at,subject,body,sender,recipients,attachments,message_id
	[ "$(jq -c .[] <<<"$output")" = '{"id":"i1","client.name":"Acme","agent.login":"anna","channel":"email","direction":"in",'\
'"at":"2026-09-14T10:00:00Z","subject":"Offerté nodig","body":"Veertig parka´s € 5","sender":"José M <Info@ACME.example>",'\
'"recipients":["Anna Smit <anna@us.example>","Second, the <x@y.example>","z@y.example"],"attachments":["list.pdf"],"message_id":"m1@acme.example"}' ]
}

@test "what is known already is unchanged, with a Message-ID or without" {
	mail info@acme.example anna@us.example 'Message-ID: <m1@acme.example>' >1
	mail info@acme.example anna@us.example >2
	crm-log -q -i mail 1 2 >/dev/null
	for i in 1 2; do
		run -0 --separate-stderr crm-log -i mail <$i
		is ''
		says '0 added, 1 unchanged, 0 rejected'
	done
	[ "$(crm-find interaction --count)" = 2 ]
}

@test "the other side is known by address, by person and role, by domain, or not at all" {
	check() { mail "$1" anna@us.example | crm-log -q -i mail >/dev/null && [ "$(find client,persons,address)" = "$2" ]; }
	check info@acme.example c1,,
	check 'Pia <PIA@gmail.com>' c2,p1,
	check someone@ACME.example c1,,
	check someone@nieuws.acme.example c1,,
	check sales@bravo.example c2,,
	check sales@notbravo.example ,,sales@notbravo.example
	check other@gmail.com ,,other@gmail.com
	check 'no address at all' ,,
	[ "$(crm-find interaction client= --count)" = 3 ]
}

@test "a domain of two clients is nobody's, and what is put away is not known" {
	crm-add name='Acme Export' emails=export@acme.example >/dev/null
	mail new@acme.example anna@us.example | crm-log -q -i mail >/dev/null
	[ "$(find client,address)" = ,new@acme.example ]
	crm-rm -q c3
	mail newer@acme.example anna@us.example | crm-log -q -i mail >/dev/null
	[ "$(find client)" = c1 ]
}

@test "our own mail goes out, to the first whom we know; among ourselves it is passed over" {
	crm-add user login=bob name=Bob email=bob@us.example >/dev/null
	mail anna@us.example 'new@nobody.example, bob@us.example' 'Cc: Pia <pia@gmail.com>' | crm-log -q -i mail >/dev/null
	[ "$(find direction,client,persons,agent.login)" = out,c2,p1,anna ]
	run -0 --separate-stderr crm-log -i mail < <(mail anna@us.example bob@us.example)
	is ''
	says '1 between ourselves'
	mail anna@us.example new@nobody.example | crm-log -q -i mail >/dev/null
	[ "$(find direction,client,address)" = out,,new@nobody.example ]
}

@test "unknown senders become leads with --add-leads, unless no person wrote" {
	mail 'Nora Nieuw <nora@newco.example>' anna@us.example >1
	mail nora.2@newco.example anna@us.example >2
	mail jan@gmail.com anna@us.example >3
	mail news@shop.example anna@us.example 'List-Id: <news.shop.example>' >4
	mail robot@robot.example anna@us.example 'Auto-Submitted: auto-generated' >5
	run -0 --separate-stderr crm-log -i mail --add-leads 1 2 3 4 5
	says '5 added, 0 unchanged, 0 rejected, 2 of nobody known, 2 new leads'
	[ "$(crm-find interaction -c client)" = $'i1\tc3\ni2\tc3\ni3\tc4\ni4\t\ni5\t' ]
	[ "$(crm-find client stage=lead id=c3,c4 -c name,kind,source,emails)" = "\
c3	Nora Nieuw	company	other	nora@newco.example
c4	jan@gmail.com	person	other	jan@gmail.com" ]
	run -64 crm-log --add-leads call c1 x
}

@test "an answer is linked to what it answers, whichever comes first, and shows how long it took" {
	date='Mon, 14 Sep 2026 10:00:00 +0000' mail info@acme.example anna@us.example 'Message-ID: <q@acme.example>' >question
	date='Mon, 14 Sep 2026 11:30:00 +0000' mail anna@us.example info@acme.example 'Message-ID: <a@us.example>' \
		'In-Reply-To: <q@acme.example>' >answer
	date='Mon, 14 Sep 2026 12:00:00 +0000' mail info@acme.example anna@us.example 'Message-ID: <t@acme.example>' \
		'References: <q@acme.example> <a@us.example>' >thanks
	mbox thanks answer question >all.mbox
	crm-log -q -i mbox all.mbox >/dev/null
	[ "$(crm-find interaction -c message_id,answers,took,in_reply_to)" = "\
i1	t@acme.example	i2		
i2	a@us.example	i3	1h30min	
i3	q@acme.example			" ]
	run -0 crm-log -i mbox all.mbox
	[ "$(crm-find interaction answers!= --count)" = 2 ]
}

@test "an automatic reply is marked, and answers nobody" {
	mail info@acme.example anna@us.example 'Message-ID: <q@acme.example>' | crm-log -q -i mail >/dev/null
	mail anna@us.example info@acme.example 'In-Reply-To: <q@acme.example>' 'Auto-Submitted: auto-replied' |
		crm-log -q -i mail >/dev/null
	[ "$(find outcome,answers,took)" = 'automatic reply,,' ]
	mail info@acme.example anna@us.example 'Auto-Submitted: no' | crm-log -q -i mail >/dev/null
	[ "$(find outcome)" = '' ]
}

# bounce ACTION ADDRESS STATUS
bounce() {
	text=$(printf '%s\n' --b '' 'It did not arrive.' --b 'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; us.example' '' \
		"Final-Recipient: rfc822; $2" "Action: $1" "Status: $3" 'Diagnostic-Code: smtp; 550 no such' ' user here' '' \
		'Final-Recipient: rfc822; nobody@else.example' 'Action: failed' 'Status: 5.0.0' '' --b--) \
	mail 'MAILER-DAEMON@us.example' anna@us.example 'Content-Type: multipart/report; report-type=delivery-status; boundary=b'
}

@test "a bounce puts the address on hold, with what was said, and is logged with its client" {
	run -0 --separate-stderr crm-log -i mail < <(bounce failed PIA@gmail.com 5.1.1)
	says '1 put on hold'
	[ "$(crm-find consent -c client,person,address,channel,state,source,evidence,at)" = "\
co1	c2	p1	pia@gmail.com	email	hold	bounce	5.1.1: smtp; 550 no such user here	2026-09-14T10:00:00Z" ]
	[ "$(find client,persons,direction,outcome)" = 'c2,p1,in,bounced: 5.1.1: smtp; 550 no such user here' ]
	crm-log -q -i mail < <(bounce failed PIA@gmail.com 5.1.1)
	[ "$(crm-find consent --count)" = 1 ]
	crm-history undo -q "$(crm-find batch -c id | tail -n 1)"
	[ "$(crm-find consent --count)$(crm-find interaction --count)" = 00 ]
}

@test "what is only late is not on hold; Exim's bounces are known by their header" {
	crm-log -q -i mail < <(bounce delayed pia@gmail.com 4.4.1) >/dev/null
	[ "$(crm-find consent --count)" = 0 ]
	mail 'Mail Delivery System <Mailer-Daemon@us.example>' anna@us.example 'X-Failed-Recipients: info@acme.example' \
		'Subject: Mail delivery failed' | crm-log -q -i mail >/dev/null
	[ "$(crm-find consent -c client,address,evidence)" = $'co1\tc1\tinfo@acme.example\tMail delivery failed' ]
}

@test "options say what every message is about, and a dry run keeps nothing" {
	crm-add deal title=Boxes client=Acme >/dev/null
	mail pia@gmail.com anna@us.example >1
	run -0 --separate-stderr crm-log -n -i mail --deal Boxes 1
	says 'dry run'
	[ "$(crm-find interaction --count)" = 0 ]
	crm-log -q -i mail --deal Boxes --outcome 'to do' 1 >/dev/null
	[ "$(find deal,client,outcome)" = 'd1,c2,to do' ]
}

@test "an mbox is taken apart at dated From lines, its quoted ones made whole" {
	cp "$BATS_TEST_DIRNAME/../data/three.mbox" .
	run -0 --separate-stderr crm-log -i mbox three.mbox
	is $'i1\ni2\ni3'
	[ "$(crm-find interaction id=i1 -o json -c body | jq -r .[].body)" = "From here on it is prose:

From Russia with love
>From a quote" ]
	[ "$(crm-find interaction -c subject)" = $'i1\tone\ni2\ttwo\ni3\tthree' ]
	same 'crm-log -i mbox <three.mbox' 'crm-log -i mbox three.mbox'
	run -1 crm-log -i mbox /dev/null
	run -66 --separate-stderr crm-log -i mbox nowhere.mbox
	says nowhere.mbox
}

@test "what is no message is refused, named by file and line, and in an mbox passed over" {
	run -65 --separate-stderr crm-log -i mail </dev/null
	says 'no message'
	run -65 --separate-stderr crm-log -i mail <<<'Just a line of text'
	says 'stdin:1: this is no message'
	mail info@acme.example anna@us.example >1
	echo 'no header' >2
	mbox 1 2 1 >box
	echo 'From: info@acme.example' >3
	mbox 3 >>box
	run -65 --separate-stderr crm-log -i mbox box
	is $'i1\ni2'
	says 'box:8: this is no message: it has no header'
	says '2 added, 1 unchanged, 1 rejected'
}

@test "a strange message is logged all the same" {
	strange() { crm-log -q -i mail >/dev/null; }
	strange <<<'Subject: only this'
	printf 'From: \0a@b.example\nSubject: a\033]0;x\007b\nDate: Mon, 99 Foo 0000\n\nx\0y\033[31mzm' | strange
	[ "$(find subject,body,at)" = 'a]0;xb,xy[31mzm,2026-09-15T09:00:00Z' ]
	date='Mon, 14 Sep 2099 10:00:00 +0000' mail a@b.example c@d.example | strange
	[ "$(find at)" = 2026-09-15T09:00:00Z ]
	{ echo 'Content-Type: text/plain; charset=no-such-set'; mail a@b.example c@d.example; printf 'caf\351'; } | strange
	[ "$(find body)" = '"Hello' ]
	text=$(printf 'bad \351 byte\302\233') mail a@b.example c@d.example 'Content-Type: text/plain; charset=utf-8' | strange
	[ "$(find body)" = $'bad \xEF\xBF\xBD byte' ]
	{ printf 'From: a@b.example\nTo: '; seq -f ' u%g@x.example,' 10000; printf '\n\n'; } | strange
	[ "$(crm-find interaction -s -id -l 1 -o json -c recipients | jq '.[].recipients | length')" = 100 ]
	{ printf 'From: a@b.example\nTo: '; printf 'g:%.0s' {1..100000}; printf ';\n\nx'; } | strange
	for ((i = 0; i < 3000; i++)); do printf 'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n' $i $i; done | strange
	{ echo 'Subject: long'; echo; head -c 100000 /dev/zero | tr '\0' x; } | strange
	[ "$(crm-find interaction subject=long -o json -c body | jq -r .[].body | tail -n 1)" = '[34464 more bytes]' ]
	run -0 crm-init --check
}

@test "HTML becomes text where there is no plain one" {
	text='<html><head><title>T</title><style>p {}</style></head><body><h1>Dear&nbsp;Anna</h1><p>5 &lt; 6 &amp; caf&eacute; &#8364;<br>
  next   line<script>if (a<b) x</script></p><table><tr><td>one<td>two</tr></table></body></html>' \
		mail a@b.example c@d.example 'Content-Type: text/html; charset=utf-8' | crm-log -q -i mail >/dev/null
	run -0 crm-find interaction -o json -c body
	[ "$(jq -r .[].body <<<"$output")" = $'Dear Anna\n5 < 6 & café €\nnext line\none two' ]
}

@test "a base that is busy is left to be tried again" {
	mail info@acme.example anna@us.example >1
	run -75 env CRM_FAULT=unavail:1 crm-log -i mail 1
	[ "$(crm-find interaction --count)" = 0 ]
}

# What we tell apart on purpose from what the other library makes of a message.
differs() {
	case $1 in
	*/bad_date_header*|*/content_transfer_encoding_empty.eml|*/raw_email_with_bad_date.eml|python/msg_15.txt) ;;  # Received has the date
	*/raw_email_bad_time.eml|python/msg_47.txt) ;;                          # a date in the future; a time without seconds
	*/attachment_nonascii_filename.eml|python/msg_36.txt|python/msg_15.txt) ;;      # names of files that the other lacks
	python/msg_04.txt|python/msg_44.txt) ;;                                 # one name twice is one
	*/raw_email_multiple_from.eml|*/raw_email_with_at_display_name.eml) ;;  # what the other calls no addresses
	*/example10.eml) ;;                                                     # comments are no part of a name
	*/raw_email_incorrect_header.eml|*/example13.eml) ;;                    # blanks before colons
	python/msg_19.txt) ;;                                                   # text without a header: no message
	*) return 1 ;;
	esac
}
other_text() {
	case $1 in
	*/attachment_pdf_non_ascii*|*/content_transfer_encoding_7-bit.eml) ;;   # Windows-1252 for what calls itself Latin-1
	*/content_transfer_encoding_plain.eml|*/raw_email6.eml|*/raw_email10.eml) ;;    # UTF-8 that says nothing, or the wrong thing
	*/multiple_content_types.eml|*/multipart_report_multiple_status.eml) ;; # the last of two types; statuses are no text
	*/raw_email_incorrect_header.eml|*/example13.eml|python/msg_35.txt|python/msg_47.txt) ;;        # no empty line
	*) return 1 ;;
	esac
}

# Messages of one Message-ID are one to us: each further one goes into a further base.
log_all() {
	local f base again left=("$@")
	for ((base = 1; ${#left[@]} > 0; base++)); do
		again=()
		rm -f crm.db*
		for f in "${left[@]}"; do
			id=$(crm-log -q -i mail "$dir/$f") || { differs "$f" || echo "$f: exit $?" >&3; continue; }
			[ -n "$id" ] && echo "$f" || again+=("$f")
		done >logged
		[ $base -lt 9 ] || { echo "not logged: ${left[*]}" >&3; return 1; }
		crm-find interaction -s id -o jsonl \
			-c sender,recipients,subject,message_id,attachments,in_reply_to,answers.message_id,at,body >found
		[ "$(wc -l <logged)" = "$(wc -l <found)" ]
		paste logged found
		left=("${again[@]}")
	done
}

@test "the messages of two test suites, as another library reads them" {
	data email/EXPECTED.json
	local dir=${file%/*} f sum text got want wrong=0 n=0
	mapfile -t all < <(jq -r '.eml | keys[]' "$file")
	log_all "${all[@]}" >got
	[ ${#all[@]} = 151 ]
	# a line each: file, sum of the text, text, what we made of it, what is wanted
	jq -Rr --arg now "$CRM_NOW" --slurpfile expected "$file" '
		def party: if .[0] == "" then .[1] else (.[0] | sub("^ +"; "") | sub(" +$"; "")) + " <" + .[1] + ">" end;
		def uniq: reduce .[] as $x ([]; if index([$x]) then . else . + [$x] end);
		split("\t") | .[0] as $f | (.[1] | fromjson) as $got | $expected[0].eml[$f] | [$f, .text_sha256 // "-",
			"text " + ($got.body // "" | @base64),
			($got | [.sender, .recipients // [], .subject, .message_id, .in_reply_to // .["answers.message_id"], .attachments // [], .at]
				| map(if type == "string" and startswith("sha256:") then null else . end) | tojson),
			([(.from | if length > 0 then .[0] | party else null end), (.to + .cc | map(select(. != ["", ""]) | party) | uniq),
				(.subject | if . == "" then null else . end), .message_id, ((.in_reply_to + (.references | reverse))[0] // null),
				[.attachments // [] | .[][0]], .date_utc // $now] | tojson)] | join("\t")' got >compared
	while IFS=$'\t' read -r f sum text got want; do
		n=$((n + 1))
		[ "$got" = "$want" ] || differs "$f" || { printf '%s\n  want %s\n  got  %s\n' "$f" "$want" "$got"; wrong=1; }
		[ "$sum" = - ] || [ "$(base64 -d <<<"${text#* }" | sha256sum)" = "$sum  -" ] || other_text "$f" || differs "$f" ||
			{ echo "$f: another text"; wrong=1; }
	done <compared
	[ $n = 150 ] && [ $wrong = 0 ]                    # one is no message
}
