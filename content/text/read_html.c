#include "content/text/read_text.h"
#include <stdlib.h>
#include <string.h>

/* Elements that stand on lines of their own. */
static const char *const block_elements[] = {
    "br", "p",  "div", "tr", "table", "li",         "ul",    "ol",   "h1",     "h2", "h3",
    "h4", "h5", "h6",  "hr", "pre",   "blockquote", "title", "body", "center", "dt", "dd",
};

/* Elements whose content nobody sees. */
static const char *const hidden_elements[] = {"style", "script", "head"};

static const struct {
    const char *name, *text;
} entities[] = {
    {"lt", "<"},          {"gt", ">"},          {"amp", "&"},         {"quot", "\""},
    {"apos", "'"},        {"nbsp", " "},        {"copy", "\u00a9"},   {"reg", "\u00ae"},
    {"ndash", "-"},       {"mdash", "-"},       {"rsquo", "'"},       {"lsquo", "'"},
    {"ldquo", "\""},      {"rdquo", "\""},      {"eacute", "\u00e9"}, {"egrave", "\u00e8"},
    {"agrave", "\u00e0"}, {"ccedil", "\u00e7"}, {"uuml", "\u00fc"},   {"ouml", "\u00f6"},
    {"auml", "\u00e4"},   {"szlig", "\u00df"},  {"ntilde", "\u00f1"}, {"aacute", "\u00e1"},
    {"iacute", "\u00ed"}, {"oacute", "\u00f3"}, {"uacute", "\u00fa"},
};

typedef struct {
    GString *text;
    gboolean line_start, blank;
} Output;

static void put(Output *out, const char *bytes, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        gboolean blank = bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r');
        if (!blank && out->blank && !out->line_start)
            g_string_append_c(out->text, ' ');
        out->blank = blank;
        if (blank)
            continue;
        g_string_append_c(out->text, bytes[i]);
        out->line_start = FALSE;
    }
}

static void put_line_end(Output *out)
{
    const GString *text = out->text;
    if (text->len < 2 || text->str[text->len - 1] != '\n' || text->str[text->len - 2] != '\n')
        g_string_append_c(out->text, '\n');
    out->line_start = TRUE;
    out->blank = FALSE;
}

static gboolean is_element(const char *const *names, gsize count, const char *name, gsize length)
{
    for (gsize i = 0; i < count; i++)
        if (strlen(names[i]) == length && g_ascii_strncasecmp(names[i], name, length) == 0)
            return TRUE;
    return FALSE;
}

/* The character that a numeric entity stands for; a blank for what is none. */
static gsize numeric_entity(const char *digits, char utf8[static 6])
{
    gboolean hex = *digits == 'x' || *digits == 'X';
    unsigned long code = strtoul(digits + hex, NULL, hex ? 16 : 10);
    gboolean is_blank =
        code == 0xa0 || !code || code > 0x10ffff || !g_unichar_validate((gunichar)code);
    return (gsize)g_unichar_to_utf8(is_blank ? ' ' : (gunichar)code, utf8);
}

/* What the entity at an '&' stands for: *text, `utf8` being room for it, and its length. Returns
 * the entity's own length, 0 where it is none. */
static gsize entity_at(const char *source, gsize length, char utf8[static 6], const char **text,
                       gsize *text_length)
{
    const char *end = memchr(source, ';', MIN(length, 10));
    if (!end || end < source + 2)
        return 0;
    gsize name_length = (gsize)(end - source) - 1;
    *text = utf8;
    if (source[1] == '#') {
        *text_length = numeric_entity(source + 2, utf8);
        return name_length + 2;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(entities); i++) {
        if (strlen(entities[i].name) != name_length ||
            memcmp(source + 1, entities[i].name, name_length) != 0)
            continue;
        *text = entities[i].text;
        *text_length = strlen(*text);
        return name_length + 2;
    }
    return 0;
}

/* Decodes an entity at an '&'; returns its length in the source, 0 where it is none. */
static gsize put_entity(Output *out, const char *source, gsize length)
{
    char utf8[6];
    const char *text;
    gsize text_length, entity = entity_at(source, length, utf8, &text, &text_length);
    if (entity)
        put(out, text, text_length);
    return entity;
}

GString *text_without_entities(const char *source, gsize length)
{
    GString *out = g_string_sized_new(length);
    const char *at = source, *end = source + length;
    while (at < end) {
        char utf8[6];
        const char *amp = memchr(at, '&', (gsize)(end - at)), *text;
        g_string_append_len(out, at, (amp ? amp : end) - at);
        if (!amp)
            break;
        gsize text_length, entity = entity_at(amp, (gsize)(end - amp), utf8, &text, &text_length);
        g_string_append_len(out, entity ? text : "&", entity ? (gssize)text_length : 1);
        at = amp + MAX(entity, 1);
    }
    return out;
}

/* Where a hidden element ends. */
static const char *skip_hidden(const char *at, const char *end, const char *name, gsize length)
{
    while (at < end && (at = memchr(at, '<', (gsize)(end - at))) != NULL) {
        if ((gsize)(end - at) > length + 2 && at[1] == '/' &&
            g_ascii_strncasecmp(at + 2, name, length) == 0)
            return at;
        at++;
    }
    return end;
}

/* A tag, a comment, or a bare address in angle brackets that the sender forgot to escape. */
static const char *read_tag(Output *out, const char *at, const char *end)
{
    if (end - at > 4 && memcmp(at, "<!--", 4) == 0) {
        const char *close = memmem(at, (gsize)(end - at), "-->", 3);
        return close ? close + 3 : end;
    }
    const char *name = at + 1 + (at + 1 < end && at[1] == '/');
    const char *stop = name;
    while (stop < end && g_ascii_isalnum(*stop))
        stop++;
    if (stop == name && !(name < end && (*name == '!' || *name == '?'))) {
        put(out, "<", 1);
        return at + 1;
    }
    const char *close = memchr(at, '>', MIN((gsize)(end - at), 1 << 12));
    if (!close || (stop < end && (*stop == '@' || *stop == '.'))) {
        put(out, "<", 1);
        return at + 1;
    }
    gsize length = (gsize)(stop - name);
    if (is_element(block_elements, G_N_ELEMENTS(block_elements), name, length))
        put_line_end(out);
    else if (length == 2 &&
             (g_ascii_strncasecmp(name, "td", 2) == 0 || g_ascii_strncasecmp(name, "th", 2) == 0))
        put(out, " ", 1);
    if (name == at + 1 && is_element(hidden_elements, G_N_ELEMENTS(hidden_elements), name, length))
        return skip_hidden(close + 1, end, name, length);
    return close + 1;
}

char *text_from_html(const char *html, gsize limit)
{
    gsize length = strnlen(html, limit);
    const char *at = html, *end = html + length;
    Output out = {.text = g_string_sized_new(length / 2 + 64), .line_start = TRUE};
    while (at < end) {
        gsize plain = strcspn(at, "<&");
        plain = MIN(plain, (gsize)(end - at));
        put(&out, at, plain);
        at += plain;
        if (at == end)
            break;
        if (*at == '<') {
            at = read_tag(&out, at, end);
            continue;
        }
        gsize entity = put_entity(&out, at, (gsize)(end - at));
        if (!entity)
            put(&out, "&", 1);
        at += entity ? entity : 1;
    }
    /* a limit may have cut a character in two */
    g_autofree char *text = g_string_free(out.text, FALSE);
    return g_utf8_make_valid(text, -1);
}

gboolean text_is_html(const char *text)
{
    static const char *const openings[] = {"<html", "<!doctype html", "<body", "<div", "<table",
                                           "<p>",   "<meta"};
    text += strspn(text, " \t\n\r");
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++)
        if (g_ascii_strncasecmp(text, openings[i], strlen(openings[i])) == 0)
            return TRUE;
    return FALSE;
}
