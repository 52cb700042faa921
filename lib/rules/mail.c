/* mail.c - what an address tells of who has it */
#include <string.h>
#include <strings.h>

#include "crm/rules.h"

/* Those that most people's own addresses are at; a client is never known by one of them. */
static const char *const shared[] = {
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "hotmail.co.uk", "hotmail.fr", "hotmail.de",
	"live.com", "live.nl", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "ymail.com", "icloud.com", "me.com",
	"mac.com", "aol.com", "gmx.net", "gmx.de", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.com",
	"mail.ru", "yandex.ru", "yandex.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "zoho.com",
	"fastmail.com", "qq.com", "163.com", "126.com", "naver.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "libero.it",
	"ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "casema.nl", "chello.nl", "upcmail.nl", "telenet.be",
	"skynet.be", "proximus.be", "bluewin.ch", "btinternet.com", "comcast.net", "verizon.net", "att.net",
};

bool
crm_public_mail(const char *domain, size_t n)
{
	for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
		if (strlen(shared[i]) == n && strncasecmp(shared[i], domain, n) == 0)
			return true;
	return false;
}
