/* chart.h - pictures of tables: what is drawn, and the drawing of it as text, as SVG, or by any pen */
#ifndef CRM_CHART_H
#define CRM_CHART_H

#include "io.h"

#pragma GCC visibility push(default)

/*
 * A chart is a table of numbers: rows with labels, and in each a value of every series; NAN is none, which is drawn as
 * nothing, not as 0.  A heat map may have words in place of numbers: then a value is the number of the word from 1, 0
 * being nothing.  Zero-initialise it, set what is known, then crm_chart_room(); its texts are borrowed, or in its
 * arena.
 */
enum crm_chart_kind { CRM_BAR, CRM_STACKED, CRM_LINE, CRM_FUNNEL, CRM_HEATMAP };
struct crm_chart {
	enum crm_chart_kind kind;
	const char *title, *x, *y;               /* what the labels and the values are called; NULL: nothing */
	const char *note;                        /* stands below, or NULL */
	const char *unit;                        /* after each number: "%"; NULL: nothing */
	int digits;                              /* after the point, of values that are told exactly */
	size_t nrow, nseries, nword;
	const char **row, **series, **word;
	double *value;                           /* [row * nseries + series] */
	double *at;                              /* where the rows of a line stand along the axis; NULL: in even steps */
	double every;                            /* rows of a line further apart are not joined; 0: all are */
	struct crm_arena arena;
};
/* Makes room for labels, "", and values, NAN. */
void crm_chart_room(struct crm_chart *, size_t nrow, size_t nseries);
void crm_chart_free(struct crm_chart *);

/*
 * What of a listing is drawn: columns by name, or by number from 1.  Left out, the label is the first column of texts
 * that are no references, the value the first column of numbers; stacked bars and heat maps take all of those.
 * Values of one label, and series, are added up; rows that are totals are left out.
 */
struct crm_charting {
	enum crm_chart_kind kind;
	const char *title, *label, *by;          /* by: the column whose texts tell the series apart */
	const char *values;                      /* columns between commas */
	int header;                              /* 1, 0: the first line is one, or none; -1: that is seen */
	bool sort;                               /* the largest rows first */
	size_t limit;                            /* rows to draw, of a line all; 0: all */
	bool other;                              /* the rest is one more row */
};
/* In memory are the rows of the chart, not those of the listing.  CRM_DATA: a value is no number ("NAME:LINE: column:
 * ..."), or what is there cannot be drawn so; CRM_NO: there are no rows; CRM_USAGE: no such column. */
int crm_chart_read(struct crm_chart *, struct crm_reader *, const struct crm_charting *, struct crm_err *);

/* The measure that values are drawn against: from lo to hi in steps of 1, 2 or 5 times a power of ten. */
struct crm_scale { double lo, hi, step; };
/* At most so many steps, 0: from the least value to the largest.  Lengths begin at 0, stacked ones are sums; a line
 * does where that is not far below it. */
struct crm_scale crm_chart_scale(const struct crm_chart *, unsigned steps);
struct crm_scale crm_scale(double lo, double hi, unsigned steps);
/* What a value is of the way from lo to hi, 0..1; 0 where there is none. */
double crm_scale_share(const struct crm_scale *, double);
/* Where a row stands along the axis, 0..1; whether the line of a series goes on to it from the row before. */
double crm_chart_along(const struct crm_chart *, size_t row);
bool crm_chart_joined(const struct crm_chart *, size_t row, size_t series);
/* The sum of a row's values of one sign; of both. */
double crm_chart_sum(const struct crm_chart *, size_t row, bool negative);
double crm_chart_total(const struct crm_chart *, size_t row);
/* A number exactly, with the chart's digits and unit; and shortly, for a scale of that step: 12.5k, 3M. */
void crm_chart_number(const struct crm_chart *, double, struct crm_buf *);
void crm_chart_short(const struct crm_chart *, double, double step, struct crm_buf *);
/* A series' colour, 0xRRGGBB, of Okabe and Ito's palette; that of a share 0..1 in a heat map: darker all the way. */
enum { CRM_CHART_COLORS = 8 };
unsigned crm_chart_color(size_t series);
unsigned crm_chart_heat(double share);

/* The same chart is the same text, but for colours.  width: 0: 80; height: lines of a line chart, 0: 12. */
struct crm_chart_look { unsigned width, height; bool color, ascii; };
void crm_chart_text(const struct crm_chart *, const struct crm_chart_look *, struct crm_buf *);

/* A picture's size in pixels; 0: what is fit.  CRM_DATA: nobody could look at that. */
struct crm_chart_size { unsigned width, height; };
int crm_chart_fit(const struct crm_chart *, struct crm_chart_size *, struct crm_err *);
/*
 * An SVG that stands by itself and inside a page of HTML: no names, no declaration, nothing from elsewhere.  Its
 * description says what it shows.  The same chart is the same bytes.
 */
int crm_chart_svg(const struct crm_chart *, struct crm_chart_size, struct crm_buf *, struct crm_err *);

/*
 * A pen draws the shapes of a picture, in pixels from its top left.  A text has its baseline at y; it begins, has its
 * middle or ends at x.  Of a box, tip tells what it stands for; NULL: it is only seen.
 */
enum crm_anchor { CRM_START, CRM_MIDDLE, CRM_END };
struct crm_ink { int size; bool bold; unsigned rgb; };
struct crm_pen {
	void (*box)(struct crm_pen *, double x, double y, double w, double h, unsigned rgb, const char *tip);
	void (*line)(struct crm_pen *, const double *xy, size_t points, double width, unsigned rgb);
	void (*dot)(struct crm_pen *, double x, double y, double radius, unsigned rgb);
	void (*text)(struct crm_pen *, double x, double y, enum crm_anchor, const struct crm_ink *, const char *);
};
void crm_chart_paint(const struct crm_chart *, struct crm_chart_size, struct crm_pen *);

#pragma GCC visibility pop
#endif
