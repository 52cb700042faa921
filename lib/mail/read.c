/* read.c - a message by GMime: who, what about, when, in what words, with which files */
#include <gmime/gmime.h>
#include <string.h>

#include "crm/utf8.h"
#include "mail/mail.h"

/* Bounds against what is made to be endless; a person meets none of them. */
enum {
	HEADERS = 1 << 20,                       /* bytes before the first empty line */
	DEPTH = 40, PARTS = 1000,                /* of parts in parts */
	PARTIES = 10000, IDS = 20, FILES = 100,
	NAME = 200, ADDRESS = 320, SUBJECT = 1000, ID = 500, FAILED = 2000,
	TEXT = 1 << 16,                          /* bytes of text that are kept */
};

struct reading {
	struct crm_arena *arena;
	struct crm_message *m;
	GMimePart *plain, *html;                 /* the first of each */
	int parts;
};

static char *
clean(struct crm_arena *a, const char *p, size_t max)
{
	struct crm_buf b = { 0 };
	size_t from = 0, n;
	char *text;

	if (p != NULL)
		mail_clean(&b, p, strnlen(p, max * 8), 0);
	n = mail_cut(b.p, b.n, max);
	while (from < n && b.p[from] == ' ')
		from++;
	while (n > from && b.p[n - 1] == ' ')
		n--;
	text = crm_strndup(a, n > 0 ? b.p + from : "", n - from);
	crm_buf_free(&b);
	return text;
}

static void
add_text(struct crm_texts *t, const char *text, size_t max, struct crm_arena *a)
{
	if (t->n == max || *text == '\0')
		return;
	t->v = crm_room(a, t->v, t->n, sizeof *t->v);
	t->v[t->n++] = text;
}

void
mail_add_party(struct crm_parties *t, const char *name, const char *address, struct crm_arena *a)
{
	if (t->n == PARTIES)
		return;
	t->v = crm_room(a, t->v, t->n, sizeof *t->v);
	t->v[t->n++] = (struct crm_party){ clean(a, name, NAME), clean(a, address, ADDRESS) };
}

/* Those of a group are its members; a group in a group is broken mail, and stays out beyond DEPTH. */
static void
add_parties(struct crm_parties *to, InternetAddressList *list, int depth, struct crm_arena *a)
{
	int n = list != NULL && depth < DEPTH ? internet_address_list_length(list) : 0;

	for (int i = 0; i < n && to->n < PARTIES; i++) {
		InternetAddress *ia = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(ia))
			add_parties(to, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(ia)), depth + 1, a);
		else
			mail_add_party(to, internet_address_get_name(ia),
			    internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia)), a);
	}
}

/* "<id>" at p or behind it; without angle brackets the whole is one, where that is allowed. */
static const char *
next_id(const char **p, bool bare, struct crm_arena *a)
{
	const char *open = strchr(*p, '<'), *close = open != NULL ? strchr(open, '>') : NULL;
	char *id;

	if (close == NULL) {
		id = bare ? clean(a, *p, ID) : "";
		*p += strlen(*p);
		return id;
	}
	id = crm_strndup(a, open + 1, (size_t)(close - open) - 1);
	*p = close + 1;
	return clean(a, id, ID);
}

static void
add_ids(struct crm_texts *to, const char *header, bool nearest_last, struct crm_arena *a)
{
	struct crm_texts all = { 0 };

	while (*header != '\0' && all.n < PARTS)
		add_text(&all, next_id(&header, false, a), PARTS, a);
	for (size_t i = 0; i < all.n; i++)
		add_text(to, all.v[nearest_last ? all.n - 1 - i : i], IDS, a);
}

static GByteArray *
content_of(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *to = g_mime_stream_mem_new_with_byte_array(bytes);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(to), FALSE);
	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, to);
	g_object_unref(to);
	return bytes;
}

static void
put_text(struct crm_buf *b, GMimePart *part)
{
	GByteArray *bytes = content_of(part);
	const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");

	mail_decode(b, charset, (const char *)bytes->data, bytes->len);
	g_byte_array_free(bytes, TRUE);
}

static bool
is_type(GMimeObject *o, const char *type, const char *subtype)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);

	return t != NULL && g_mime_content_type_is_type(t, type, subtype);
}

/* "Content-Type: text" names no type: RFC 2045 says plain text is meant. */
static bool
has_no_type(GMimeObject *o)
{
	const char *type = g_mime_object_get_header(o, "Content-Type");

	return type == NULL || strchr(type, '/') == NULL;
}

/* Without the folders of the machine that it comes from. */
static const char *
file_name(const char *name)
{
	for (const char *p = name; p != NULL && *p != '\0'; p++)
		if ((*p == '/' || *p == '\\') && p[1] != '\0')
			name = p + 1;
	return name != NULL && *name != '\0' ? name : "unnamed";
}

static void
leaf(struct reading *r, GMimePart *part)
{
	GMimeObject *o = GMIME_OBJECT(part);
	const char *name = g_mime_part_get_filename(part), *how = g_mime_object_get_disposition(o);
	bool text = is_type(o, "text", "*") || has_no_type(o);
	bool attached = how != NULL && g_ascii_strcasecmp(how, "attachment") == 0;
	struct crm_buf b = { 0 };

	if (name != NULL || attached)
		add_text(&r->m->attachments, clean(r->arena, file_name(name), NAME), FILES, r->arena);

	if (is_type(o, "message", "delivery-status") || is_type(o, "message", "global-delivery-status")) {
		put_text(&b, part);
		mail_failed(&r->m->failed, b.n ? b.p : "", b.n, r->arena);
		crm_buf_free(&b);
	} else if (!text || attached) {
		return;
	} else if (is_type(o, "text", "html")) {
		r->html = r->html != NULL ? r->html : part;
	} else {
		r->plain = r->plain != NULL ? r->plain : part;
	}
}

static void
walk(struct reading *r, GMimeObject *o, int depth)
{
	if (o == NULL || depth > DEPTH || ++r->parts > PARTS)
		return;
	if (GMIME_IS_MULTIPART(o)) {
		for (int i = 0, n = g_mime_multipart_get_count(GMIME_MULTIPART(o)); i < n; i++)
			walk(r, g_mime_multipart_get_part(GMIME_MULTIPART(o), i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (inner != NULL)
			walk(r, g_mime_message_get_mime_part(inner), depth + 1);
	} else if (GMIME_IS_PART(o)) {
		leaf(r, GMIME_PART(o));
	}
}

static void
read_text(struct reading *r)
{
	struct crm_buf b = { 0 }, page = { 0 };
	size_t n;

	if (r->plain != NULL) {
		put_text(&b, r->plain);
	} else if (r->html != NULL) {
		put_text(&page, r->html);
		mail_html(&b, page.n ? page.p : "", page.n);
	}
	while (b.n > 0 && strchr(" \t\n", b.p[b.n - 1]) != NULL)
		b.n--;
	n = mail_cut(b.p, b.n, TEXT);
	r->m->text = n == b.n ? crm_strndup(r->arena, n ? b.p : "", n)
	    : crm_sprintf(r->arena, "%.*s\n[%zu more bytes]", (int)n, b.p, b.n - n);
	crm_buf_free(&b);
	crm_buf_free(&page);
}

static const char *
header(GMimeMessage *msg, const char *name)
{
	const char *v = g_mime_object_get_header(GMIME_OBJECT(msg), name);

	return v != NULL ? v : "";
}

/* Nobody wrote it: RFC 3834, and what was used before it; a sender who wants no answer. */
static bool
is_automatic(GMimeMessage *msg)
{
	static const char *const marks[] = { "X-Autoreply", "X-Autorespond", "X-Autoresponder", NULL };
	const char *submitted = header(msg, "Auto-Submitted"), *path = header(msg, "Return-Path");

	for (const char *const *m = marks; *m != NULL; m++)
		if (*header(msg, *m) != '\0')
			return true;
	while (*path == ' ')
		path++;
	return (*submitted != '\0' && g_ascii_strncasecmp(submitted, "no", 2) != 0) || strcmp(path, "<>") == 0 ||
	    g_ascii_strcasecmp(header(msg, "Precedence"), "auto_reply") == 0;
}

static bool
is_bulk(GMimeMessage *msg)
{
	const char *p = header(msg, "Precedence");

	return g_ascii_strcasecmp(p, "bulk") == 0 || g_ascii_strcasecmp(p, "list") == 0
	    || g_ascii_strcasecmp(p, "junk") == 0 || *header(msg, "List-Id") != '\0' || *header(msg, "List-Unsubscribe") != '\0';
}

static int64_t
read_date(GMimeMessage *msg)
{
	const char *received = strrchr(header(msg, "Received"), ';');
	GDateTime *at = g_mime_message_get_date(msg), *own = NULL;
	int64_t t = INT64_MIN;

	if (at == NULL && received != NULL)
		at = own = g_mime_utils_header_decode_date(received + 1);
	if (at != NULL)
		t = g_date_time_to_unix(at);
	if (own != NULL)
		g_date_time_unref(own);
	return t;
}

/* A message without a name of its own gets one of its contents, so that it is known again. */
static const char *
read_id(GMimeMessage *msg, const struct crm_message *m, struct crm_arena *a)
{
	static const char *const fields[] = { "Date", "From", "To", "Subject" };
	const char *text = header(msg, "Message-ID"), *id = next_id(&text, true, a);
	GChecksum *sum;
	char *own;

	if (*id != '\0')
		return id;
	sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		g_checksum_update(sum, (const guchar *)header(msg, fields[i]), (gssize)strlen(header(msg, fields[i])) + 1);
	g_checksum_update(sum, (const guchar *)m->text, (gssize)strlen(m->text));
	own = crm_sprintf(a, "sha256:%s", g_checksum_get_string(sum));
	g_checksum_free(sum);
	return own;
}

/* Exim's bounces have no delivery status, but a header. */
static void
read_failed(GMimeMessage *msg, struct crm_message *m, struct crm_arena *a)
{
	const char *failed = header(msg, "X-Failed-Recipients");
	InternetAddressList *list;

	if (m->failed.n > 0 || *failed == '\0' || (list = internet_address_list_parse(NULL, clean(a, failed, FAILED))) == NULL)
		return;
	add_parties(&m->failed, list, 0, a);
	for (size_t i = 0; i < m->failed.n; i++)
		m->failed.v[i].name = m->subject;
	g_object_unref(list);
}

static void
read_message(GMimeMessage *msg, struct crm_message *m, struct crm_arena *a)
{
	struct reading r = { .arena = a, .m = m };

	add_parties(&m->from, g_mime_message_get_from(msg), 0, a);
	/* what cannot be read as an address is shown as it stands */
	if (m->from.n == 0 && *header(msg, "From") != '\0')
		mail_add_party(&m->from, header(msg, "From"), "", a);
	add_parties(&m->reply_to, g_mime_message_get_reply_to(msg), 0, a);
	add_parties(&m->to, g_mime_message_get_to(msg), 0, a);
	add_parties(&m->cc, g_mime_message_get_cc(msg), 0, a);
	m->subject = clean(a, header(msg, "Subject"), SUBJECT);
	m->date = read_date(msg);
	add_ids(&m->answers, header(msg, "In-Reply-To"), false, a);
	add_ids(&m->answers, header(msg, "References"), true, a);
	m->automatic = is_automatic(msg);
	m->bulk = is_bulk(msg);
	walk(&r, g_mime_message_get_mime_part(msg), 0);
	read_text(&r);
	m->id = read_id(msg, m, a);
	read_failed(msg, m, a);
}

/* Whether a line "Name: value" begins it. */
static bool
has_header(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] > ' ' && p[i] != ':' && p[i] < 0x7f)
		i++;
	while (i > 0 && i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i > 0 && i < n && p[i] == ':';
}

static size_t
header_size(const char *p, size_t n)
{
	const char *lf = memmem(p, n, "\n\n", 2), *crlf = memmem(p, n, "\n\r\n", 3);
	const char *end = lf == NULL || (crlf != NULL && crlf < lf) ? crlf : lf;

	return end != NULL ? (size_t)(end - p) + 1 : n;
}

/* A header without end is cut at a line; its body follows all the same. */
static GMimeStream *
stream_of(const char *p, size_t n)
{
	struct crm_buf tame = { 0 };
	GMimeStream *s;
	size_t head = header_size(p, n), kept = head;

	if (head > HEADERS) {
		const char *line = memrchr(p, '\n', HEADERS);

		kept = line != NULL ? (size_t)(line - p) + 1 : 0;
	}
	mail_unpad(&tame, p, kept);
	crm_put(&tame, p + head, n - head);
	mail_tame(tame.p, tame.n);
	s = g_mime_stream_mem_new_with_buffer(tame.p, tame.n);
	crm_buf_free(&tame);
	return s;
}

static int
read_mail(const char *p, size_t n, struct crm_arena *a, struct crm_message *m)
{
	GMimeParserOptions *opt;
	GMimeMessage *msg;
	GMimeParser *parser;
	GMimeStream *s;

	memset(m, 0, sizeof *m);
	if (!has_header(p, n))
		return CRM_DATA;
	g_mime_init();
	s = stream_of(p, n);
	opt = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(opt, (const char *[]){ "utf-8", "windows-1252", "iso-8859-1", NULL });
	parser = g_mime_parser_new_with_stream(s);
	msg = g_mime_parser_construct_message(parser, opt);
	if (msg != NULL) {
		read_message(msg, m, a);
		g_object_unref(msg);
	}
	g_object_unref(parser);
	g_mime_parser_options_free(opt);
	g_object_unref(s);
	return msg != NULL ? CRM_OK : CRM_DATA;
}

const struct mail crm_mail_module = { read_mail };
