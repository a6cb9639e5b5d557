#include "content/text/read_address.h"
#include <gio/gio.h>
#include <string.h>

enum { LOCAL_MAX = 256, DOMAIN_MAX = 255 };

static gboolean is_local_byte(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

static gboolean is_domain_byte(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
}

/* "SMTP=a@example.net", "to=a@example.net": what stands before the '=' is a label. */
static gsize skip_label(const char *text, gsize start, gsize at)
{
    static const char *const labels[] = {"smtp",  "to",        "rcpt", "rcpt_to", "user",
                                         "email", "recipient", "for",  "mailto",  "addr",
                                         "t",     "f",         "from"};
    const char *equals = memchr(text + start, '=', at - start);
    for (gsize i = 0; equals && i < G_N_ELEMENTS(labels); i++) {
        gsize length = strlen(labels[i]);
        if ((gsize)(equals - text) - start == length &&
            g_ascii_strncasecmp(text + start, labels[i], length) == 0)
            return (gsize)(equals - text) + 1;
    }
    return start;
}

/* How many bytes of a local part end at `at`: one of ASCII, or two of a letter (RFC 6531: Latin,
 * Greek, Cyrillic...). In scripts without blanks between words no address can be told from the
 * words. */
static gsize local_step(const char *text, gsize at, gsize most)
{
    if (is_local_byte(text[at - 1]))
        return 1;
    if (most < 2 || ((guchar)text[at - 1] & 0xc0) != 0x80 || ((guchar)text[at - 2] & 0xe0) != 0xc0)
        return 0;
    return g_unichar_isalnum(g_utf8_get_char(text + at - 2)) ? 2 : 0;
}

static gsize local_start(const char *text, gsize from, gsize at)
{
    gsize floor = at - from > LOCAL_MAX ? at - LOCAL_MAX : from;
    gsize start = at;
    if (start > floor && text[start - 1] == '"') {
        start--;
        while (start > floor && text[start - 1] != '"' && text[start - 1] != '\n')
            start--;
        return start > floor && text[start - 1] == '"' && start < at - 1 ? start - 1 : at;
    }
    for (gsize step = 1; step; start -= step)
        step = start > floor ? local_step(text, start, start - floor) : 0;
    start = skip_label(text, start, at);
    while (start < at && strchr("'`*.=/&|{", text[start]))
        start++;
    return start;
}

static gsize literal_end(const char *text, gsize length, gsize at)
{
    gsize end = at + 2;
    while (end < length && end < at + 64 &&
           (g_ascii_isxdigit(text[end]) || strchr("IPv.:", text[end])))
        end++;
    return end < length && text[end] == ']' && end > at + 2 ? end + 1 : at;
}

/* One past the domain behind the '@' at `at`; `at` where there is none. */
static gsize domain_end(const char *text, gsize length, gsize at)
{
    gsize end = at + 1;
    if (end < length && text[end] == '[')
        return literal_end(text, length, at);
    gboolean international = end < length && (guchar)text[end] >= 0xc3;
    while (end < length && end - at <= DOMAIN_MAX &&
           (is_domain_byte(text[end]) || (international && (guchar)text[end] >= 0x80)))
        end++;
    /* Cut for its length: not within a letter. */
    while (end > at + 1 && end < length && ((guchar)text[end] & 0xc0) == 0x80)
        end--;
    while (end > at + 1 && strchr(".-_", text[end - 1]))
        end--;
    return end > at + 1 && text[at + 1] != '.' && text[at + 1] != '-' ? end : at;
}

gboolean address_next(const char *text, gsize length, gsize from, Span *span)
{
    gsize floor = from;
    while (from < length) {
        const char *sign = memchr(text + from, '@', length - from);
        if (!sign)
            return FALSE;
        gsize at = (gsize)(sign - text);
        gsize start = local_start(text, floor, at);
        gsize end = domain_end(text, length, at);
        if (start < at && end > at + 1) {
            span->start = start;
            span->end = end;
            return TRUE;
        }
        from = floor = at + 1;
    }
    return FALSE;
}

/* The whole value as one word: a local part alone, a pipe, a folder. */
static char *bare_word(const char *value)
{
    g_autofree char *word = g_strdup(value);
    g_strstrip(word);
    char *open = strchr(word, '<'), *close = open ? strchr(open, '>') : NULL;
    if (close) {
        *close = '\0';
        memmove(word, open + 1, strlen(open + 1) + 1);
        g_strstrip(word);
    }
    return *word && strlen(word) <= LOCAL_MAX && !strpbrk(word, " \t") ? g_steal_pointer(&word)
                                                                       : NULL;
}

char *address_from_value(const char *value)
{
    const char *semicolon = strchr(value, ';');
    if (semicolon && (gsize)(semicolon - value) < 24 &&
        !memchr(value, '@', (gsize)(semicolon - value)))
        value = semicolon + 1;
    gsize length = strlen(value);
    Span span, found = {0};
    /* "@relay.example.org:a@example.net": a source route ends in the address */
    for (gsize from = 0; address_next(value, length, from, &span); from = span.end) {
        found = span;
        if (span.end >= length || value[span.end] != ':')
            break;
    }
    if (found.end)
        return g_strndup(value + found.start, found.end - found.start);
    return strchr(value, '@') ? NULL : bare_word(value);
}

gboolean address_is_system(const char *address, gsize length)
{
    static const char *const names[] = {"postmaster",   "mailer-daemon", "mail-daemon",
                                        "mailerdaemon", "abuse",         "mailmaster",
                                        "hostmaster",   "noreply",       "no-reply",
                                        "helpdesk",     "support",       "microsoftexchange"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize name = strlen(names[i]);
        if (length >= name && g_ascii_strncasecmp(address, names[i], name) == 0 &&
            (length == name || !g_ascii_isalpha(address[name])))
            return TRUE;
    }
    return FALSE;
}
