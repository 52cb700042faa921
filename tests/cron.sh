#!/bin/bash
# The crontab of crm-followup(1), its times made every minute, under a real cron: reminders and digests arrive, once.
# Takes a little over a minute.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/.."
case ${CRM_BIN:=build/opt/bin} in /*) ;; *) CRM_BIN=$PWD/$CRM_BIN ;; esac
echo 1..1
name="the manual's crontab works under cron"
skip() { echo "ok 1 - $name # SKIP $1"; exit 0; }
[ "$(id -u)" = 0 ] || skip "not root"
command -v cron >/dev/null && command -v crontab >/dev/null || skip "no cron"

dir=$(mktemp -d) cron='' old=''
if crontab -l >"$dir/old" 2>/dev/null; then old=$dir/old; fi
finish() {
	if [ "$old" ]; then crontab "$old"; else crontab -r 2>/dev/null; fi
	[ -z "$cron" ] || kill "$cron"
	rm -rf "$dir"
}
trap finish EXIT

export PATH=$CRM_BIN:$PATH CRM_DB=$dir/crm.db
crm-add user login=anna name=Anna email=anna@example.org >/dev/null
crm-add name=Acme owner=anna >/dev/null
crm-add name=Bravo owner=anna stage=prospect created=2026-01-01 >/dev/null
crm-followup add Acme today 'Call about "the offer"' >/dev/null
mkdir "$dir/bin"
printf '#!/bin/sh\n{ echo "$@"; cat; } >>%s\n' "$dir/mail" >"$dir/bin/mail"
printf '#!/bin/sh\n{ echo "$@"; cat; } >>%s\n' "$dir/sendmail" >"$dir/bin/sendmail"
chmod +x "$dir"/bin/*
sed -n '/^PATH=/,/^\.Ed/{/^\.Ed/d; p}' man/crm-followup.1 | sed -E "s|^PATH=|&$dir/bin:$CRM_BIN:|; s|^(CRM_DB=).*|\1$CRM_DB|
	s|^[*0-9]\S* \S+ \S+ \S+ \S+ |* * * * * |" >"$dir/tab"
crontab "$dir/tab"
if ! pgrep -x cron >/dev/null; then cron -f & cron=$!; fi

for _ in $(seq 75); do
	[ -s "$dir/sendmail" ] && [ -s "$dir/mail" ] && [ "$(crm-find followup --count rule=prospect_waiting)" = 1 ] && break
	sleep 1
done
sleep 2
if grep -q '^-s Acme anna@example.org$' "$dir/mail" && [ "$(grep -c '^Call about "the offer", due ' "$dir/mail")" = 1 ] &&
	grep -q '^To: "Anna" <anna@example.org>$' "$dir/sendmail" &&
	[ "$(crm-find followup --count rule=prospect_waiting)" = 1 ]; then
	echo "ok 1 - $name"
else
	echo "not ok 1 - $name"
	for f in tab mail sendmail; do sed "s/^/# $f: /" "$dir/$f" 2>/dev/null; done
	crm-find followup | sed 's/^/# /'
fi
