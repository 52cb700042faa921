/* page.h - the monthly report as a document: what its forms, Markdown and HTML, have in common */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "cli.h"
#include "crm/monthly.h"

/* Its tables: the sections of each, up to a NULL. */
struct page_table { const char *title, *section[9]; };
extern const struct page_table page_tables[];              /* ends with a NULL title */

/* What comes first: figures that a director wants to know, and whether more of it is good. */
struct page_key { const char *section, *what, *title; bool good; };
extern const struct page_key page_keys[];                  /* ends with a NULL title */
const struct crm_figure *page_find(const struct crm_monthly *, const struct page_key *);

/* Whether there was anything of a figure, or a section, in any of the months. */
bool page_has(const struct crm_figure *);
bool page_has_section(const struct crm_monthly *, const char *section);
bool page_has_table(const struct crm_monthly *, const struct page_table *);
/* The sections of which there was nothing, between commas. */
void page_nothing(const struct crm_monthly *, struct crm_buf *);
/* How many of the figures from here on are of one item. */
size_t page_same_item(const struct crm_monthly *, size_t i);
/* The trend is a table of its own, its items the rows: its columns, at most PAGE_TREND, each by its first figure; the
 * figure of an item in one of these, or NULL. */
enum { PAGE_TREND = 8 };
size_t page_trend(const struct crm_monthly *, const struct crm_figure *column[PAGE_TREND]);
const struct crm_figure *page_trend_at(const struct crm_monthly *, const char *item, const struct crm_figure *column);

/* As people read it: "August 2026", "Aug 2026"; "value, EUR"; 458 414.06, 25 h 40 min; +13.9 %, of shares "+2 pt". */
void page_month(int64_t first, bool whole, struct crm_buf *);
void page_title(const struct crm_monthly *, struct crm_buf *);
void page_label(const struct crm_figure *, struct crm_buf *);
void page_value(const struct crm_figure *, const struct crm_val *, struct crm_buf *);
void page_change(const struct crm_figure *, int than, struct crm_buf *);
void page_reached(const struct crm_figure *, struct crm_buf *);
/* "163 % more than Jul 2026, 92 % of the target" */
void page_beside(const struct crm_monthly *, const struct crm_figure *, struct crm_buf *);

void page_html(struct cli *, const struct crm_monthly *);
void page_markdown(struct cli *, const struct crm_monthly *);

#endif
