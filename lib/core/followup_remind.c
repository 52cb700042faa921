/* followup_remind.c - each reminder goes out once: claimed, then told or released */
#include "core/claims.h"

#include <string.h>

#include "crm/followup.h"

int
crm_remind_claim(struct crm *c, struct crm_claims *r, struct crm_err *err)
{
	char now[21], ready[40] = "rings=..";

	crm_fmt_time(now, c->ctx.now);
	return take_claims(c, r, &(struct claiming){ .entity = "followup", .ready = strcat(ready, now), .sort = "rings" }, err);
}

static int
tell(struct crm *c, struct crm_rec *rec, void *arg, struct crm_err *err)
{
	char now[21];

	(void)arg, (void)err;
	crm_fmt_time(now, c->ctx.now);
	put_text(rec, "reminded", now);
	return CRM_OK;
}

int
crm_remind_told(struct crm *c, struct crm_claims *r, struct crm_err *err)
{
	return mark_claims(c, r, tell, NULL, err);
}
