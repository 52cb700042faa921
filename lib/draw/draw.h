/* draw.h - all that needs a drawing library: a module of its own, loaded by who wants a bitmap */
#ifndef DRAW_H
#define DRAW_H

#include "crm/chart.h"

#define DRAW_SYMBOL "crm_draw_module"

/* png: the chart as a picture of that size, appended to the buffer. */
struct draw {
	int (*png)(const struct crm_chart *, struct crm_chart_size, struct crm_buf *, struct crm_err *);
};

extern const struct draw crm_draw_module __attribute__((visibility("default")));

#endif
