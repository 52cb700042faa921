/* config.c - the user's own settings: a flat YAML map of db, user and format */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "front.h"

static int
wrong(struct cli *cli, const char *path, size_t line, const char *what, const char *text)
{
	char quoted[256];

	return crm_fail(&cli->err, CRM_CONFIG, NULL, "%s:%zu: %s%s", path, line + 1, what,
	    text ? crm_quote(quoted, text, strlen(text)) : "");
}

static int
put(struct cli *cli, struct cli_config *to, const char *path, const yaml_event_t *key, const char *value)
{
	const char *name = (const char *)key->data.scalar.value;
	const struct { const char *name; const char **to; } known[] = {
		{ "db", &to->db }, { "user", &to->user }, { "format", &to->format },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(name, known[i].name) == 0) {
			*known[i].to = crm_strdup(&cli->arena, value);
			return CRM_OK;
		}
	return wrong(cli, path, key->start_mark.line, "not db, user or format: ", name);
}

/* Keys and values alternate; whatever is no scalar inside the one map is refused. */
static int
events(struct cli *cli, yaml_parser_t *yaml, const char *path, struct cli_config *to)
{
	yaml_event_t key = { 0 }, ev;
	bool in = false, end = false;
	int rc = CRM_OK;

	while (rc == CRM_OK && !end) {
		if (!yaml_parser_parse(yaml, &ev)) {
			rc = wrong(cli, path, yaml->problem_mark.line, yaml->problem ? yaml->problem : "broken YAML", NULL);
			break;
		}
		end = ev.type == YAML_STREAM_END_EVENT;
		if (ev.type == YAML_MAPPING_START_EVENT && !in) {
			in = true;
		} else if (ev.type == YAML_SCALAR_EVENT && in && key.type == YAML_NO_EVENT) {
			key = ev;
			continue;
		} else if (ev.type == YAML_SCALAR_EVENT && in) {
			rc = put(cli, to, path, &key, (const char *)ev.data.scalar.value);
			yaml_event_delete(&key);
			memset(&key, 0, sizeof(key));
		} else if (ev.type >= YAML_ALIAS_EVENT && ev.type != YAML_MAPPING_END_EVENT) {
			rc = wrong(cli, path, ev.start_mark.line, "expected lines such as db: FILE", NULL);
		}
		yaml_event_delete(&ev);
	}
	yaml_event_delete(&key);
	return rc;
}

int
cli_config_read(struct cli *cli, const char *path, struct cli_config *to)
{
	yaml_parser_t yaml;
	FILE *f = fopen(path, "re");
	int rc;

	memset(to, 0, sizeof(*to));
	if (f == NULL)
		return errno == ENOENT || errno == ENOTDIR ? CRM_OK :
		    crm_fail(&cli->err, CRM_CONFIG, NULL, "%s: %s", path, strerror(errno));
	if (!yaml_parser_initialize(&yaml)) {
		fclose(f);
		return crm_fail(&cli->err, CRM_NOMEM, NULL, "out of memory");
	}
	yaml_parser_set_input_file(&yaml, f);
	rc = events(cli, &yaml, path, to);
	yaml_parser_delete(&yaml);
	fclose(f);
	return rc;
}
