/* changed.c - a record's change as a line for people, its id first for the next command */
#include "cli.h"

static void
put_value(struct cli *cli, const struct crm_rec *rec, size_t i)
{
	struct crm_buf text = { 0 };

	crm_field_print(&cli->ctx, &rec->ent->field[i], &rec->val[i], &text);
	if (cli->out_tty)
		crm_put_safe(&cli->out.buf, text.p, text.n);
	else
		crm_escape(&cli->out.buf, text.p, text.n);
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
	struct crm_buf *b = &cli->out.buf;
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
			put_value(cli, old, i);
			crm_putc(b, ' ');
		}
		if (old)
			crm_puts(b, "->");
		if (rec->val[i].t != CRM_NULL) {
			crm_puts(b, old ? " " : "");
			put_value(cli, rec, i);
		}
	}
	crm_putc(b, '\n');
	crm_sink_room(&cli->out);
}
