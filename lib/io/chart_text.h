/* chart_text.h - what the charts as text share */
#ifndef IO_CHART_TEXT_H
#define IO_CHART_TEXT_H

#include "crm/chart.h"
#include "crm/utf8.h"

/* A chart being written: the columns of its labels and its values, and what is left for the picture. */
struct plot {
	const struct crm_chart *c;
	struct crm_buf *to;
	size_t width, height;
	bool color, ascii;
	size_t label, value, area;
};

/* Writes a text in exactly so many columns, cut if it is wider. */
enum align { LEFT, RIGHT };
void io_plot_cell(struct plot *, const char *text, size_t cols, enum align);
void io_plot_spaces(struct plot *, size_t n);
/* `n` times a character, in a colour. */
void io_plot_run(struct plot *, const char *glyph, size_t n, unsigned rgb);
/* Ends a line; blanks at its end are dropped. */
void io_plot_eol(struct plot *);
/* What fills a series, told apart without colour as well. */
const char *io_plot_fill(const struct plot *, size_t series);
/* Names with the glyph that stands for each. */
void io_plot_legend(struct plot *, const char **name, size_t n, const char *(*glyph)(const struct plot *, size_t));
/* How wide a text is, at most; the widest label; a number. */
size_t io_plot_width(const char *text, size_t most);
size_t io_plot_labels(const struct plot *, size_t most);
size_t io_plot_number(const struct plot *, double);

void io_plot_bars(struct plot *);
void io_plot_funnel(struct plot *);
void io_plot_lines(struct plot *);
void io_plot_heatmap(struct plot *);

#endif
