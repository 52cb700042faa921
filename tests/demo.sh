#!/bin/sh
# The main job on a sample sales department: its books go in, then a day is lived. Each command stands before its output.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
: "${CRM_BIN:=$top/build/opt/bin}"
base=${CRM_DEMO:-$top/build/demo}
rm -rf "$base"
mkdir -p "$base"
cd "$base"
cp "$top"/tests/data/sample/*.csv "$top"/tests/data/sample/policy.yaml .
PATH=$CRM_BIN:$PATH CRM_DB=$base/crm.db CRM_NOW=2026-09-15T09:00 CRM_USER=anna TZ=Europe/Amsterdam
export PATH CRM_DB CRM_NOW CRM_USER TZ
unset CRM_FAULT NO_COLOR 2>/dev/null || true

title() { printf '\n## %s\n' "$1"; }
# Shows a command, then runs it; the second word is the exit code it is known for.
run() {
	printf '\n$ %s\n' "$1"
	code=0
	sh -c "$1" 2>&1 || code=$?
	[ "$code" = "${2:-0}" ] || { echo "demo: exit $code, not ${2:-0}" >&2; exit 1; }
}

title 'The books of a sales department go in'
run 'crm-init --policy policy.yaml'
run "crm-add user users.csv --value 'role:Account manager=agent,Head of unit=manager' | wc -l"
run 'crm-add product products.csv | wc -l'
stages='stage:Lead=lead,Appointment=appointment,Preparing=preparing,First contact=first_contact,Needs=needs,Presented=presented,Objections=objections,Closing=closing,Won=won,Lost=lost'
cat >clients.sh <<'EOF'
# how the former system's list of clients is read
crm-add client -i csv --map 'Customer no.=key' --date-format %d-%m-%Y \
	--value 'stage:Customer=client,Prospect=prospect,Lead=lead,Sleeping=dormant' "$@"
EOF
run 'cat clients.sh'
run 'sh clients.sh --rejects rejects.csv clients.csv | wc -l'

title 'Three lines were bad: they are mended and fed again'
run "sed -i 's/,info@,/,info@grachtwacht-beveiliging.example,/; s/,premum,/,key,/; s/,12,/,040 212 3012,/' rejects.csv"
run 'sh clients.sh rejects.csv'
run "crm-add person people.csv -q --map 'Company no.=,Job title=,Influence=' | wc -l"
run "crm-add role people.csv -q --map 'Company no.=client.key,Name=person.name,E-mail=,Mobile=,Language=' | wc -l"
run "crm-add deal deals-2025.csv -q --map 'Deal=key,Company no.=client.key' --date-format %d/%m/%Y \\
	--value 'product:Parka Artic=Parka Arctic' --value '$stages' | wc -l"
run "crm-add deal deals-2026.csv -q --map 'Deal=key,Company no.=client.key' \\
	--value 'product:Parka Artic=Parka Arctic' --value '$stages' | wc -l"
run "crm-add interaction interactions.csv -q --map 'Company no.=client.key,Deal=deal.key' | wc -l"
run "crm-add followup followups.csv -q --map 'Company no.=client.key' | wc -l"
run "crm-add order orders.csv -q --map 'Order no.=key,Company no.=client.key,Deal=deal.key' --date-format %d-%m-%Y | wc -l"
run "crm-add line order-lines.csv -q --map 'Order no.=order.key,Line=key,Article=product.sku' | wc -l"
run "crm-add delivery deliveries.csv -q --map 'Line=line.key' --date-format %d-%m-%Y | wc -l"
run "crm-add payment payments.csv -q --map 'Order no.=order.key' --date-format %d-%m-%Y | wc -l"

title "Tuesday morning: Anna's day"
run 'crm-report agenda --owner me -o table'
run 'crm-deal board owner.unit=Noord -o table'

title 'Before the meeting'
run "crm-show 'Noordwal Groep NV'"
run "crm-log call 'Noordwal Groep NV' in 'Pieter asked when the parkas come' --next +2d 'Call back with a delivery date'"

title 'A bulk change in a pipe: first dry, then for good'
run 'crm-find owner.unit=Noord stage=client tags!=winter -c name,tags | head -3 | crm-set -n tags+=winter'
run 'crm-find owner.unit=Noord stage=client tags!=winter | crm-set tags+=winter | tail -2'
run 'crm-history undo last'
run 'crm-find owner.unit=Noord stage=client tags!=winter --count'

title 'A contract: what they would have otherwise is settled before it is signed'
run "crm-contract draft 'Noordwal Groep NV' title='Winter wear 2027' value=90000 starts=today term=1y notice=3m renewal=auto \\
	introductions=2 reward='2 % on the next order'"
run "crm-contract clause k1 para=7 about='Days to pay' ours='30 days' theirs='90 days'"
run "crm-add term contract=k1 line=Winter discount=12 quantity=20 --as marijke"
run 'crm-contract submit k1'
run 'crm-contract approve k1' 77
run 'crm-contract approve k1 --as marijke'
run 'crm-contract await k1' 65
run "crm-contract settle cl1 compromise agreed='45 days'"
run "crm-contract await k1 && crm-contract sign k1 --by 'Pieter Veenstra' && crm-contract activate k1"
run 'crm-contract clauses k1 -o table'
run 'crm-contract due +1y -o table'

title 'An order under it, delivered in two parts'
run "crm-product price 'Noordwal Groep NV' PK-ARC 40 -o table"
run "crm-order take 'Noordwal Groep NV' PK-ARC:40 GL-GRP:2 --promised +3w contract=k1"
run 'crm-order deliver o213 PK-ARC:25'
run 'crm-find order id=o213 -c state,delivered_pct,total,owed -o table'
run 'crm-order deliver o213'
run 'crm-find order id=o213 -c state,delivered_pct,delivered,otif -o table'
run 'crm-order late -o table'

title 'A complaint, against the clock of business hours'
run "crm-case receive 'Noordwal Groep NV' 'Forty parkas came with torn linings' severity=high order=o213 remedy='Replace them this week'"
run 'crm-case due +1d -o table'
run "crm-case acknowledge cs1 -m 'Pieter knows' && crm-case assess cs1 && crm-case investigate cs1 && \\
	crm-case decide cs1 decision='Replaced at our cost' && crm-case accept cs1"
run "crm-case act cs1 cause='lining thread too thin' measure='thicker thread, checked at delivery' department=Purchasing due=+1w"
run 'crm-case history cs1 -o table'

title 'An invitation to a fair, to those who may be written to'
run 'crm-find country=NL class=key | crm-set -q basis=contract | wc -l'
run "crm-find 'name~lindenhof' | crm-set optout=email,call,post"
cat >fair.txt <<'EOF'
Dear {client.name},

We show the winter range at {campaign.place} on {campaign.since}. May we keep a seat for you?
EOF
run "crm-add campaign name='Winter range 2027' kind=fair channel=email,call since=2026-10-08 place='Jaarbeurs Utrecht' seats=2 \\
	owner=me subject='The winter range, before the winter' quiet=7"
run "crm-campaign target 'Winter range 2027' country=NL class=key -o table | head -12"
run "crm-campaign send 'Winter range 2027' --template fair.txt --unsubscribe mailto:stop@veldman.example >fair.mbox; sed -n 1,22p fair.mbox"
run "crm-find member campaign=cm1 status=sent | head -3 | crm-campaign register"
run "crm-campaign results -o table"

title 'What is foreseen, and why'
run "crm-score prospect owner.unit=Noord -o table | head -n 4"
run "crm-score reliability class=key -o table | head -n 4"
run "crm-score churn class=key -c name,orders,verdict,alive,lifetime,why -o table | head -n 4"

title 'A rival is met: what is known of it, and how to win a deal from it'
run "crm-find deal owner.unit=Noord reason=competitor | crm-set rival='Poolster Kleding' | tail -n 1"
run "crm-find deal owner.unit=Noord state=won product.line=Winter closed=2026 | crm-rival bid 'Poolster Kleding' | wc -l"
run "crm-rival fact 'Poolster Kleding' weakness 'Repairs nothing after the first winter' source='Pieter Veenstra' line=Winter"
run "crm-rival see 'Poolster Kleding' price 'Parka in the autumn catalogue' product='Parka Arctic' price=179 source=catalogue"
run "crm-rival bid d159 'poolster kleding' price=53k"
run 'crm-rival won-lost --by owner.name -o table'
run 'crm-rival matrix --show deals -o table'
run 'crm-rival card d159'

title 'What cron does: each reminder once'
run 'crm-followup remind -l 3 -o table'
run 'crm-followup sweep -n | wc -l'

title 'How it goes'
run "crm-sum deal state=won,lost -b owner.unit -a 'count,sum:value,avg:value,median:cycle,rate:state=won' -o table"
run 'crm-sum deal state=won closed=2026 -b closed:quarter -a count,sum:value -o table'
run 'crm-report forecast -o table'
run 'crm-report forecast -o csv | crm-chart line -y closed,pipeline -t "Won and to be won, by month"'
run 'crm-find deal state=won closed=2026 -c client.name,value | crm-chart bar -s -l 5 --other'
run 'crm-init --check'

title 'The month, on a page for the director'
run "crm-add case cases.csv -q --map 'Company no.=client.key' | wc -l"
run "crm-add contract contracts.csv -q --map 'Company no.=client.key' | wc -l"
run "crm-add campaign campaigns.csv -q | wc -l; crm-add member members.csv -q --map 'Company no.=client.key' | wc -l"
run 'crm-loyalty run | wc -l'
run 'crm-find user role=agent | crm-set target=40000 | tail -n 1'
run 'crm-report monthly -o html >month.html; crm-report monthly -o markdown | head -n 30'

printf '\nThe base is %s. To go on with it:\n' "$CRM_DB"
cat <<EOF
  export PATH=$CRM_BIN:\$PATH CRM_DB=$CRM_DB CRM_NOW=$CRM_NOW CRM_USER=$CRM_USER TZ=$TZ
  crm                                  what the commands are for
  crm-find class=key last_contact=..-30d -c name,city,last_contact,owner.name
  crm-find deal stage=closing -s -value | crm-show
  crm-report lost -o table; crm help report
  chromium $base/month.html            the month: on a screen, on paper, in a mail
EOF
