/* changed.c - a record's change as a line for people, its id first for the next command */
#include "cli.h"

static void
put_value(struct cli *cli, struct crm_buf *out, const struct crm_rec *rec, size_t i)
{
	struct crm_buf text = { 0 };

	crm_field_print(&cli->ctx, &rec->ent->field[i], &rec->val[i], &text);
	if (cli->out_tty)
		crm_put_safe(out, text.p, text.n);
	else
		crm_escape(out, text.p, text.n);
	crm_buf_free(&text);
}

static bool
differs(const struct crm_rec *old, const struct crm_rec *rec, size_t i)
{
	const struct crm_field *f = &rec->ent->field[i];

	if (!crm_field_stored(f) || f->flags & (CRM_F_AUTO | CRM_F_SECRET))
		return false;
	return old ? !crm_val_eq(&old->val[i], &rec->val[i]) : rec->val[i].t != CRM_NULL;
}

void
cli_changed(struct cli *cli, const struct crm_rec *old, const struct crm_rec *rec)
{
	struct crm_buf *b = &cli->said;
	const char *sep = "\t";

	crm_put_id(b, rec->ent, crm_rec_id(rec));
	for (size_t i = 1; i < rec->ent->nfield; i++) {
		if (!differs(old, rec, i))
			continue;
		crm_puts(b, sep);
		sep = ", ";
		crm_puts(b, rec->ent->field[i].name);
		crm_puts(b, ": ");
		if (old && old->val[i].t != CRM_NULL) {
			put_value(cli, b, old, i);
			crm_putc(b, ' ');
		}
		if (old)
			crm_puts(b, "->");
		if (rec->val[i].t != CRM_NULL) {
			crm_puts(b, old ? " " : "");
			put_value(cli, b, rec, i);
		}
	}
	crm_putc(b, '\n');
}

struct working { struct cli *cli; int (*fn)(struct crm *, void *, struct crm_err *); void *arg; };

/* Run again, it says it again, and only that. */
static int
afresh(struct crm *crm, void *arg, struct crm_err *err)
{
	struct working *w = arg;

	w->cli->said.n = 0;
	return w->fn(crm, w->arg, err);
}

int
cli_work(struct cli *cli, int (*fn)(struct crm *, void *, struct crm_err *), void *arg, int64_t *batch)
{
	struct working w = { cli, fn, arg };
	int rc = crm_work(cli->crm, afresh, &w, batch, &cli->err);

	if (rc == CRM_OK) {
		crm_put(&cli->out.buf, cli->said.p, cli->said.n);
		crm_sink_room(&cli->out);
	}
	cli->said.n = 0;
	return rc;
}
