/* chart_table.h - a listing on its way into a chart */
#ifndef IO_CHART_TABLE_H
#define IO_CHART_TABLE_H

#include "crm/chart.h"
#include "io/reader.h"

/* The first rows, held to see which columns are what; the others are taken as they come. */
enum { CHART_HELD = 1000 };
#define CHART_NONE ((size_t)-1)

struct chart_line { int64_t at; const char **cell; size_t ncell; };
struct chart_table {
	struct crm_chart *chart;
	const struct crm_charting *ask;
	struct crm_reader *reader;
	struct crm_arena arena, row;             /* of the lines held; of the one just read */
	struct chart_line *line;
	size_t nline, ncol, first;               /* first: the first line that is no header */
	size_t totals;                           /* rows that were some */
	const char **name;                       /* of the columns; NULL: it has none */
	bool *number;
	/* what is drawn: */
	size_t label, by, currency, nvalue, *value;      /* columns, or CHART_NONE */
	bool words;                              /* values are words */
	/* what there is of it so far: */
	struct crm_map rows, series, known;
	double *grid;
	size_t nrow, nseries, nword, roomrow, roomseries;
	const char **rowname, **seriesname, **wordname;
	const char *code;                        /* the currency of the rows so far */
	bool percent;                            /* all values are */
};

struct chart_number { double v; int digits; bool percent; };
/* "12", "-1,234.50", "7.5 %": what any of our commands writes, and thousands between commas. */
bool io_chart_number(const char *, struct chart_number *);
/* "" where the line has no such cell. */
const char *io_chart_cell(const struct chart_line *, size_t col);
/* Settles what each column is, and which are drawn: chart_pick.c. */
int io_chart_pick(struct chart_table *, struct crm_err *);
int io_chart_bad(const struct chart_table *, const struct chart_line *, size_t col, const char *why, struct crm_err *);
/* Puts the rows in an order: the first is that which was order[0]. */
void io_chart_reorder(struct crm_chart *, const size_t *order);
/* The rows of a line get their places in time, or by their numbers: chart_time.c. */
void io_chart_set_out(struct crm_chart *, struct crm_buf *note);

#endif
