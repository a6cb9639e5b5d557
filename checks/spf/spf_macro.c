#include "checks/spf/spf_macro.h"
#include <string.h>

enum {
    NAME_LIMIT = 253,
    EXPLANATION_LIMIT = 2048,
    PARTS_LIMIT = 128 /* a name has no more labels than that */
};

/* "%{l2r-}" taken apart. */
typedef struct {
    char letter; /* lower case */
    gboolean escape;
    guint parts; /* 0: all */
    gboolean reverse;
    const char *delimiters;
    gsize delimiters_length;
    gsize length; /* of the whole, "%{" and "}" included */
} Macro;

static const char delimiters_allowed[] = ".-+,/_=";

static gboolean read_parts(const char *text, gsize length, gsize *at, guint *parts)
{
    gsize start = *at;
    for (*parts = 0; *at < length && g_ascii_isdigit(text[*at]); (*at)++)
        *parts = MIN(*parts * 10 + (guint)(text[*at] - '0'), PARTS_LIMIT);
    return *at == start || *parts > 0;
}

/* Reads a macro at "%{". On an error NULL is what is right, else static words. */
static const char *read_macro(const char *text, gsize length, SpfMacroPlace place, Macro *macro)
{
    const char *letters = place == SPF_MACRO_DOMAIN ? "slodipvh" : "slodipvhcrt";
    gsize at = 2;
    if (at >= length || text[at] == '\0' || !strchr(letters, g_ascii_tolower(text[at])))
        return "unknown macro letter";
    macro->letter = g_ascii_tolower(text[at]);
    macro->escape = g_ascii_isupper(text[at]);
    at++;
    if (!read_parts(text, length, &at, &macro->parts))
        return "a macro that keeps 0 parts";
    macro->reverse = at < length && (text[at] == 'r' || text[at] == 'R');
    at += macro->reverse ? 1 : 0;
    macro->delimiters = text + at;
    while (at < length && text[at] != '\0' && strchr(delimiters_allowed, text[at]))
        at++;
    macro->delimiters_length = (gsize)(text + at - macro->delimiters);
    if (at >= length || text[at] != '}')
        return "macro without its closing brace";
    macro->length = at + 1;
    return NULL;
}

static gboolean literal_allowed(char byte, SpfMacroPlace place)
{
    return g_ascii_isgraph(byte) || (place == SPF_MACRO_TEXT && byte == ' ');
}

gboolean spf_macro_check(const char *text, gsize length, SpfMacroPlace place, gsize *position,
                         const char **problem)
{
    Macro macro = {0};
    *problem = NULL;
    for (gsize at = 0; at < length && *problem == NULL;) {
        *position = at;
        if (text[at] != '%') {
            if (!literal_allowed(text[at], place))
                *problem = "character that is not allowed";
            at++;
        } else if (at + 1 < length && text[at + 1] == '{') {
            *problem = read_macro(text + at, length - at, place, &macro);
            at += macro.length;
        } else {
            if (at + 1 >= length || !strchr("%_-", text[at + 1]) || text[at + 1] == '\0')
                *problem = "% without a macro (a plain percent sign is written %%)";
            at += 2;
        }
    }
    return *problem == NULL;
}

gboolean spf_macro_uses(const char *text, char letter)
{
    Macro macro;
    for (const char *at = strchr(text, '%'); at != NULL; at = strchr(at, '%')) {
        if (at[1] != '{') {
            at += at[1] == '\0' ? 1 : 2;
            continue;
        }
        if (read_macro(at, strlen(at), SPF_MACRO_TEXT, &macro) != NULL)
            return FALSE;
        if (macro.letter == letter)
            return TRUE;
        at += macro.length;
    }
    return FALSE;
}

static char *macro_value(char letter, const SpfMacroValues *values)
{
    switch (letter) {
    case 's':
        return g_strdup(values->sender);
    case 'l':
        return g_strdup(values->local_part);
    case 'o':
        return g_strdup(values->sender_domain);
    case 'd':
        return g_strdup(values->domain);
    case 'i':
        return spf_address_dotted(&values->ip);
    case 'p':
        return g_strdup(values->validated);
    case 'v':
        return g_strdup(values->ip.length == 4 ? "in-addr" : "ip6");
    case 'h':
        return g_strdup(values->helo);
    case 'c':
        return spf_address_text(&values->ip);
    case 'r':
        return g_strdup(values->receiver);
    default:
        return g_strdup_printf("%" G_GINT64_FORMAT, values->time);
    }
}

/* Splits at the delimiters, in place: the parts are lent pieces of `value`. */
static GPtrArray *split_value(char *value, const Macro *macro)
{
    g_autofree char *delimiters = g_strndup(macro->delimiters_length > 0 ? macro->delimiters : ".",
                                            MAX(macro->delimiters_length, 1));
    GPtrArray *parts = g_ptr_array_new();
    g_ptr_array_add(parts, value);
    for (char *at = strpbrk(value, delimiters); at != NULL; at = strpbrk(at, delimiters)) {
        *at++ = '\0';
        g_ptr_array_add(parts, at);
    }
    return parts;
}

static char *transformed(char *value, const Macro *macro)
{
    if (macro->parts == 0 && !macro->reverse && macro->delimiters_length == 0)
        return g_strdup(value);
    g_autoptr(GPtrArray) parts = split_value(value, macro);
    guint kept = macro->parts == 0 ? parts->len : MIN(macro->parts, parts->len);
    guint start = parts->len - kept;
    GString *joined = g_string_new(NULL);
    for (guint i = start; i < parts->len; i++) {
        guint index = macro->reverse ? parts->len - 1 - i : i;
        if (i > start)
            g_string_append_c(joined, '.');
        g_string_append(joined, g_ptr_array_index(parts, index));
    }
    return g_string_free(joined, FALSE);
}

static void append_macro(GString *out, const Macro *macro, const SpfMacroValues *values)
{
    g_autofree char *value = macro_value(macro->letter, values);
    g_autofree char *text = transformed(value, macro);
    if (!macro->escape) {
        g_string_append(out, text);
        return;
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_isalnum(*at) || strchr("-._~", *at))
            g_string_append_c(out, *at);
        else
            g_string_append_printf(out, "%%%02X", (guchar)*at);
    }
}

/* Appends what stands at `at` and returns what follows it. */
static const char *append_next(GString *out, const char *at, const SpfMacroValues *values)
{
    Macro macro;
    if (at[0] != '%') {
        gsize plain = strcspn(at, "%");
        g_string_append_len(out, at, (gssize)plain);
        return at + plain;
    }
    switch (at[1]) {
    case '{':
        if (read_macro(at, strlen(at), SPF_MACRO_TEXT, &macro) != NULL)
            return at + strlen(at);
        append_macro(out, &macro, values);
        return at + macro.length;
    case '_':
        g_string_append_c(out, ' ');
        break;
    case '-':
        g_string_append(out, "%20");
        break;
    default:
        g_string_append_c(out, '%');
    }
    return at + (at[1] == '\0' ? 1 : 2);
}

char *spf_macro_explain(const char *text, const SpfMacroValues *values)
{
    GString *out = g_string_new(NULL);
    while (*text != '\0' && out->len < EXPLANATION_LIMIT)
        text = append_next(out, text, values);
    g_string_truncate(out, MIN(out->len, EXPLANATION_LIMIT));
    return g_string_free(out, FALSE);
}

/* Drops labels from the left until at most NAME_LIMIT octets are left. */
static const char *cut_name(const char *name)
{
    gsize length = strlen(name);
    while (length > NAME_LIMIT) {
        const char *from = name + (length - NAME_LIMIT - 1);
        const char *dot = strchr(from, '.');
        if (dot == NULL)
            return name;
        length -= (gsize)(dot + 1 - name);
        name = dot + 1;
    }
    return name;
}

char *spf_name_escape(const char *name, gsize length)
{
    GString *escaped = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        if (name[i] == '\\' || !g_ascii_isgraph(name[i]))
            g_string_append_printf(escaped, "\\%03u", (guchar)name[i]);
        else
            g_string_append_c(escaped, name[i]);
    }
    return g_string_free(escaped, FALSE);
}

char *spf_macro_name(const char *domain_spec, const SpfMacroValues *values)
{
    g_autoptr(GString) out = g_string_new(NULL);
    while (*domain_spec != '\0') {
        domain_spec = append_next(out, domain_spec, values);
        if (out->len > 16 * NAME_LIMIT)
            g_string_erase(out, 0, (gssize)(out->len - 8 * NAME_LIMIT));
    }
    if (out->len > 0 && out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    const char *name = cut_name(out->str);
    return spf_name_escape(name, strlen(name));
}
