/* chart_svg.c - a pen that writes SVG: texts stay texts, to be read aloud, searched and copied */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/chart.h"
#include "crm/utf8.h"

enum { LONGEST = 200, TOLD = 50 };               /* columns of a text; values told in the description */

struct svg { struct crm_pen pen; struct crm_buf *to; };

/* Text that no reader of XML refuses: without control characters, U+FFFE and U+FFFF. */
static void
put_xml(struct crm_buf *to, const char *text)
{
	struct crm_buf safe = { 0 };
	size_t n;

	crm_put_safe(&safe, text, strlen(text));
	n = safe.n > 0 ? crm_fit(safe.p, safe.n, LONGEST) : 0;
	for (size_t i = 0; i < n; i++) {
		const char *p = safe.p + i;

		if (*p == '&' || *p == '<' || *p == '>' || *p == '"')
			crm_puts(to, *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : "&quot;");
		else if (n - i >= 3 && memcmp(p, "\xEF\xBF", 2) == 0 && (unsigned char)p[2] >= 0xBE) {
			crm_puts(to, "\xEF\xBF\xBD");
			i += 2;
		} else
			crm_putc(to, *p);
	}
	crm_puts(to, n < safe.n ? "…" : "");
	crm_buf_free(&safe);
}

/* In tenths of a pixel, finer than any screen, so that rounding is the same on every machine. */
static void
put_pixel(struct crm_buf *to, const char *name, double v)
{
	long tenths = lround(v * 10);

	crm_putf(to, tenths % 10 == 0 ? "%s%s%ld" : "%s%s%ld.%ld", name, tenths < 0 ? "-" : "", labs(tenths) / 10,
	    labs(tenths) % 10);
}

static void
put_box(struct crm_pen *pen, double x, double y, double w, double h, unsigned rgb, const char *tip)
{
	struct crm_buf *to = ((struct svg *)pen)->to;

	put_pixel(to, "<rect x=\"", x);
	put_pixel(to, "\" y=\"", y);
	put_pixel(to, "\" width=\"", w);
	put_pixel(to, "\" height=\"", h);
	crm_putf(to, "\" fill=\"#%06X\"", rgb);
	if (tip == NULL) {
		crm_puts(to, "/>\n");
		return;
	}
	crm_puts(to, "><title>");
	put_xml(to, tip);
	crm_puts(to, "</title></rect>\n");
}

static void
put_line(struct crm_pen *pen, const double *xy, size_t points, double width, unsigned rgb)
{
	struct crm_buf *to = ((struct svg *)pen)->to;

	crm_puts(to, "<polyline points=\"");
	for (size_t i = 0; i < points; i++) {
		put_pixel(to, i > 0 ? " " : "", xy[2 * i]);
		put_pixel(to, ",", xy[2 * i + 1]);
	}
	put_pixel(to, "\" fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"", width);
	crm_putf(to, "\" stroke=\"#%06X\"/>\n", rgb);
}

static void
put_dot(struct crm_pen *pen, double x, double y, double radius, unsigned rgb)
{
	struct crm_buf *to = ((struct svg *)pen)->to;

	put_pixel(to, "<circle cx=\"", x);
	put_pixel(to, "\" cy=\"", y);
	put_pixel(to, "\" r=\"", radius);
	crm_putf(to, "\" fill=\"#%06X\"/>\n", rgb);
}

static void
put_text(struct crm_pen *pen, double x, double y, enum crm_anchor anchor, const struct crm_ink *ink, const char *text)
{
	static const char *const anchors[] = { "", "\" text-anchor=\"middle", "\" text-anchor=\"end" };
	struct crm_buf *to = ((struct svg *)pen)->to;

	put_pixel(to, "<text x=\"", x);
	put_pixel(to, "\" y=\"", y);
	crm_putf(to, "%s\" font-size=\"%d\"%s fill=\"#%06X\">", anchors[anchor], ink->size,
	    ink->bold ? " font-weight=\"bold\"" : "", ink->rgb);
	put_xml(to, text);
	crm_puts(to, "</text>\n");
}

static void
put_value(const struct crm_chart *c, size_t row, size_t series, struct crm_buf *to)
{
	double v = c->value[row * c->nseries + series];

	crm_puts(to, series > 0 ? ", " : "");
	if (c->nseries > 1) {
		put_xml(to, c->series[series]);
		crm_putc(to, ' ');
	}
	if (isnan(v) || (c->nword > 0 && v < 1))
		crm_puts(to, "nothing");
	else if (c->nword > 0)
		put_xml(to, c->word[(size_t)v - 1]);
	else
		crm_chart_number(c, v, to);
}

/* What the picture shows, for who does not see it: its values, as many as one would listen to. */
static void
put_description(const struct crm_chart *c, struct crm_buf *to)
{
	size_t told = c->nseries < TOLD ? TOLD / c->nseries : 1;

	if (told > c->nrow)
		told = c->nrow;
	crm_puts(to, "<desc>");
	for (size_t r = 0; r < told; r++) {
		crm_puts(to, r > 0 ? "; " : "");
		put_xml(to, c->row[r]);
		crm_puts(to, ": ");
		for (size_t s = 0; s < c->nseries; s++)
			put_value(c, r, s, to);
	}
	if (told < c->nrow)
		crm_putf(to, "; %zu more", c->nrow - told);
	crm_puts(to, "</desc>\n");
}

static void
put_title(const struct crm_chart *c, struct crm_buf *to)
{
	static const char *const kinds[] = {
		[CRM_BAR] = "bars", [CRM_STACKED] = "stacked bars", [CRM_LINE] = "line", [CRM_FUNNEL] = "funnel",
		[CRM_HEATMAP] = "heat map",
	};

	crm_puts(to, "<title>");
	put_xml(to, c->title != NULL ? c->title : kinds[c->kind]);
	if (c->title == NULL && c->y != NULL) {
		crm_puts(to, " of ");
		put_xml(to, c->y);
	}
	if (c->title == NULL && c->x != NULL) {
		crm_puts(to, " by ");
		put_xml(to, c->x);
	}
	crm_puts(to, "</title>\n");
}

int
crm_chart_svg(const struct crm_chart *c, struct crm_chart_size size, struct crm_buf *to, struct crm_err *err)
{
	struct svg svg = { { put_box, put_line, put_dot, put_text }, to };
	int rc = crm_chart_fit(c, &size, err);

	if (rc != CRM_OK)
		return rc;
	crm_putf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%u\" height=\"%u\" "
	    "viewBox=\"0 0 %u %u\" font-family=\"sans-serif\">\n", size.width, size.height, size.width, size.height);
	put_title(c, to);
	put_description(c, to);
	crm_chart_paint(c, size, &svg.pen);
	crm_puts(to, "</svg>\n");
	return CRM_OK;
}
