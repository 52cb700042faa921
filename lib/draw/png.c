/* png.c - a pen of cairo and pango, which know the letters of every script and their order; what it drew as a PNG */
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "crm/utf8.h"
#include "draw/draw.h"

struct brush { struct crm_pen pen; cairo_t *cr; PangoLayout *layout; };

static cairo_t *
with_color(struct crm_pen *pen, unsigned rgb)
{
	cairo_t *cr = ((struct brush *)pen)->cr;

	cairo_new_path(cr);                      /* a text leaves a point behind, where the next shape would go on */
	cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
	return cr;
}

static void
put_box(struct crm_pen *pen, double x, double y, double w, double h, unsigned rgb, const char *tip)
{
	cairo_t *cr = with_color(pen, rgb);

	(void)tip;
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
}

static void
put_line(struct crm_pen *pen, const double *xy, size_t points, double width, unsigned rgb)
{
	cairo_t *cr = with_color(pen, rgb);

	cairo_set_line_width(cr, width);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	for (size_t i = 0; i < points; i++)
		cairo_line_to(cr, xy[2 * i], xy[2 * i + 1]);
	cairo_stroke(cr);
}

static void
put_dot(struct crm_pen *pen, double x, double y, double radius, unsigned rgb)
{
	cairo_t *cr = with_color(pen, rgb);

	cairo_arc(cr, x, y, radius, 0, 2 * G_PI);
	cairo_fill(cr);
}

static void
set_text(PangoLayout *layout, const struct crm_ink *ink, const char *text)
{
	PangoFontDescription *font = pango_font_description_from_string("sans-serif");
	struct crm_buf safe = { 0 };

	crm_put_safe(&safe, text, strlen(text));
	pango_font_description_set_absolute_size(font, (double)ink->size * PANGO_SCALE);
	pango_font_description_set_weight(font, ink->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, safe.n > 0 ? safe.p : "", (int)safe.n);
	pango_font_description_free(font);
	crm_buf_free(&safe);
}

static void
put_text(struct crm_pen *pen, double x, double y, enum crm_anchor anchor, const struct crm_ink *ink, const char *text)
{
	cairo_t *cr = with_color(pen, ink->rgb);
	PangoLayout *layout = ((struct brush *)pen)->layout;
	int width, height;

	set_text(layout, ink, text);
	pango_layout_get_pixel_size(layout, &width, &height);
	cairo_move_to(cr, x - width * (anchor == CRM_START ? 0 : anchor == CRM_MIDDLE ? 0.5 : 1),
	    y - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
	pango_cairo_show_layout(cr, layout);
}

static cairo_status_t
append(void *to, const unsigned char *p, unsigned n)
{
	crm_put(to, p, n);
	return CAIRO_STATUS_SUCCESS;
}

static int
png(const struct crm_chart *c, struct crm_chart_size size, struct crm_buf *to, struct crm_err *err)
{
	struct brush brush = { .pen = { put_box, put_line, put_dot, put_text } };
	cairo_surface_t *surface;
	cairo_status_t status;
	size_t before = to->n;
	int rc = crm_chart_fit(c, &size, err);

	if (rc != CRM_OK)
		return rc;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)size.width, (int)size.height);
	brush.cr = cairo_create(surface);
	brush.layout = pango_cairo_create_layout(brush.cr);
	pango_layout_set_single_paragraph_mode(brush.layout, TRUE);
	crm_chart_paint(c, size, &brush.pen);
	if ((status = cairo_status(brush.cr)) == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png_stream(surface, append, to);
	g_object_unref(brush.layout);
	cairo_destroy(brush.cr);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return CRM_OK;
	to->n = before;
	return crm_fail(err, CRM_DATA, NULL, "the picture cannot be drawn: %s", cairo_status_to_string(status));
}

const struct draw crm_draw_module = { png };
