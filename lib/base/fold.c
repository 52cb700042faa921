/* fold.c - text made equal for comparing: no case, no accents, single blanks */
#include <utf8proc.h>

#include "crm/utf8.h"
#include "base/scan.h"

#define REPLACEMENT 0xFFFD
#define PIECES 32               /* the longest decomposition in Unicode has 18 */

struct folder {
	struct crm_buf *b;
	size_t start;           /* where this text begins in b */
	bool gap;               /* white space seen, its blank not yet written */
};

#define LATIN 0xC0
#define LATIN_END 0x180

/* U+00C0..U+017F, most of the accents that names have: what folding makes of them; "" where the
 * general way has to be gone. */
static const char latin[LATIN_END - LATIN][3] = {
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",        /* C0 */
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",        /* E0 */
	"d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
	"a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",         /* 100 */
	"d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
	"g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",         /* 120 */
	"i", "i", "ij", "ij", "j", "j", "k", "k", "q", "l", "l", "l", "l", "l", "l", "",
	"", "l", "l", "n", "n", "n", "n", "n", "n", "", "n", "n", "o", "o", "o", "o",           /* 140 */
	"o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
	"s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",         /* 160 */
	"u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};

/* The ASCII of a letter that Unicode does not take apart, or ""; in lower case, as folding comes first. */
static const char *
plain_of(uint32_t cp)
{
	if (cp >= LATIN && cp < LATIN_END)
		return latin[cp - LATIN];
	switch (cp) {
	case 0x2C65: return "a";
	case 0x180: case 0x253: return "b";
	case 0x188: case 0x23C: return "c";
	case 0x256: case 0x257: return "d";
	case 0x247: return "e";
	case 0x192: return "f";
	case 0x1E5: case 0x260: return "g";
	case 0x268: return "i";
	case 0x237: case 0x249: return "j";
	case 0x199: return "k";
	case 0x19A: case 0x26B: return "l";
	case 0x19E: case 0x272: return "n";
	case 0x275: return "o";
	case 0x1A5: return "p";
	case 0x24B: return "q";
	case 0x24D: return "r";
	case 0x23F: return "s";
	case 0x1AB: case 0x1AD: case 0x288: case 0x2C66: return "t";
	case 0x289: return "u";
	case 0x28B: return "v";
	case 0x1B4: case 0x24F: return "y";
	case 0x1B6: case 0x225: case 0x240: return "z";
	}
	return "";
}

/* Eight bytes that need only lower case: printable ASCII, no two blanks together. */
static bool
is_tidy(uint64_t w)
{
	uint64_t others = (w ^ ONES * ' ') + ONES * 0x7F;       /* high bit: not a blank */

	return ((w | (w - ONES * ' ')) & HIGHS) == 0 && ((others | others << 8 | 0x80) & HIGHS) == HIGHS;
}

static uint64_t
lower8(uint64_t w)
{
	return w + (((w + ONES * (0x80 - 'A')) & ~(w + ONES * (0x7F - 'Z')) & HIGHS) >> 2);
}

/* Takes the ASCII at p[i..), up to the first other byte; returns where that is. */
static size_t
fold_ascii(struct folder *f, const char *p, size_t i, size_t n)
{
	char *o = crm_reserve(f->b, n - i + 1), *start = f->b->p + f->start;
	bool gap = f->gap;

	while (i < n && (unsigned char)p[i] < 0x80) {
		if (scan_blank(p[i])) {
			gap = true;
			i++;
			continue;
		}
		if (gap && o != start)
			*o++ = ' ';
		gap = false;
		if (n - i >= 8 && is_tidy(scan_load(p + i))) {
			uint64_t w = lower8(scan_load(p + i));

			memcpy(o, &w, sizeof w);
			gap = p[i + 7] == ' ';
			o += 8 - gap;
			i += 8;
		} else
			*o++ = scan_lower(p[i++]);
	}
	*o = '\0';
	f->b->n = (size_t)(o - f->b->p);
	f->gap = gap;
	return i;
}

static void
put_piece(struct folder *f, uint32_t cp)
{
	utf8proc_uint8_t text[4];
	const char *plain = plain_of(cp);

	if (f->gap && f->b->n > f->start)
		crm_putc(f->b, ' ');
	f->gap = false;
	if (*plain)
		crm_puts(f->b, plain);
	else
		crm_put(f->b, text, (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, text));
}

static void
fold_piece(struct folder *f, uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		break;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		f->gap = true;
		break;
	default:
		if (cp == 0x85)         /* NEL is white space in the guise of a control */
			f->gap = true;
		else
			put_piece(f, cp);
	}
}

/* Folds the character at p, which is not ASCII; returns its length. */
static size_t
fold_rune(struct folder *f, const char *p, size_t n)
{
	utf8proc_int32_t piece[PIECES];
	uint32_t cp;
	unsigned len = scan_rune(p, n, &cp);
	int state = 0;

	/* bytes kept as they are could join into a character behind our back */
	if (len == 0) {
		put_piece(f, REPLACEMENT);
		return 1;
	}
	if (cp >= LATIN && cp < LATIN_END && *latin[cp - LATIN]) {
		put_piece(f, cp);
		return len;
	}
	utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)cp, piece, PIECES,
	    UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &state);
	CRM_BUG_IF(count < 0 || count > PIECES);
	for (utf8proc_ssize_t i = 0; i < count; i++)
		fold_piece(f, (uint32_t)piece[i]);
	return len;
}

void
crm_fold(struct crm_buf *b, const char *p, size_t n)
{
	struct folder f = { b, b->n, false };
	size_t i = fold_ascii(&f, p, 0, n);

	while (i < n) {
		i += fold_rune(&f, p + i, n - i);
		if (i < n && (unsigned char)p[i] < 0x80)
			i = fold_ascii(&f, p, i, n);
	}
}

static bool
is_word(uint32_t cp)
{
	if (cp < 0x80)
		return scan_digit((char)cp) || cp - 'a' < 26;
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	    (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* Folds into the buffer, then closes up over all that is no word: that never grows. */
void
crm_words(struct crm_buf *b, const char *p, size_t n)
{
	size_t from = b->n, w = from, len;
	uint32_t cp = 0;

	crm_fold(b, p, n);
	crm_putc(b, ' ');
	for (size_t i = from; i < b->n; i += len) {
		len = scan_rune(b->p + i, b->n - i, &cp);
		if (!is_word(cp)) {
			if (w > from && b->p[w - 1] != ' ')
				b->p[w++] = ' ';
		} else if (len == 1) {
			b->p[w++] = b->p[i];
		} else {
			memmove(b->p + w, b->p + i, len);
			w += len;
		}
	}
	b->p[w] = '\0';
	b->n = w;
}
