/* html.c - a page that stands alone: no script, nothing from elsewhere, readable where style sheets are not */
#include "io/quote.h"

#include <string.h>

static const char style[] =
	"body { font: 15px/1.45 system-ui, sans-serif; color: #1b2530; background: #fff; max-width: 62rem; "
	"margin: 1.5rem auto; padding: 0 1rem }\n"
	"h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .4rem }\n"
	"table { border-collapse: collapse }\n"
	"caption { text-align: left; font-weight: 600; padding: .3rem 0 }\n"
	"th, td { padding: .28rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid #dfe4ea }\n"
	"thead th { border-bottom: 2px solid #5b6b7c; vertical-align: bottom; font-size: .85rem; color: #45525f }\n"
	"tbody th { font-weight: 400 }\n"
	"td[style], thead [style] { font-variant-numeric: tabular-nums; white-space: nowrap }\n"
	"@media print { body { font-size: 9.5pt; max-width: none; margin: 0; padding: 0 } thead { display: table-header-group } "
	"tr, figure { break-inside: avoid } h2, caption { break-after: avoid } @page { margin: 15mm } }\n";

void
crm_put_html(struct crm_buf *b, const char *p, size_t n)
{
	static const char *const instead[128] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\n'] = "<br>",
	};

	io_put_instead(b, p, n, instead);
}

void
crm_html_begin(struct crm_buf *b, const char *title, const char *more)
{
	crm_puts(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	crm_put_html(b, title, strlen(title));
	crm_putf(b, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n", style, more);
}

void
crm_html_end(struct crm_buf *b)
{
	crm_puts(b, "</body>\n</html>\n");
}
