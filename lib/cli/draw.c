/* draw.c - pictures for commands; bitmaps by a module that only they load: fonts cost more than all else does */
#include <string.h>

#include "cli.h"
#include "draw/draw.h"

int
cli_draw(const struct crm_chart *c, const char *format, struct crm_chart_size size, struct crm_buf *to,
    struct crm_err *err)
{
	const void *module;
	int rc;

	if (strcmp(format, "svg") == 0)
		return crm_chart_svg(c, size, to, err);
	rc = cli_module("draw", DRAW_SYMBOL, "a bitmap needs", &module, err);
	return rc != CRM_OK ? rc : ((const struct draw *)module)->png(c, size, to, err);
}
