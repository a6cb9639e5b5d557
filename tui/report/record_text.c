#include "tui/report/record_text.h"

#include <glib.h>
#include <string.h>

#include "content/base/safe_text.h"
#include "tui/report/case_text.h"

#define STRING_OCTETS 255 /* RFC 1035 3.3 */
#define DEFAULT_TTL 3600

static const char *key(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));
    return text && *text ? text : NULL;
}

/* A name as a zone file has it; whatever could end or open a field there becomes \DDD. */
static char *zone_name(const char *name)
{
    GString *out = g_string_new(NULL);
    for (const char *p = name; *p; p++) {
        guchar c = (guchar)*p;
        if (g_ascii_isalnum(c) || strchr("-._*", c))
            g_string_append_c(out, (char)c);
        else
            g_string_append_printf(out, "\\%03u", c);
    }
    if (!g_str_has_suffix(out->str, "."))
        g_string_append_c(out, '.');
    return g_string_free(out, FALSE);
}

static gboolean is_quoted(const char *value)
{
    return value[0] == '"' && value[1] && g_str_has_suffix(value, "\"");
}

/* One octet inside a quoted string. */
static void append_octet(GString *out, guchar c)
{
    if (c == '"' || c == '\\')
        g_string_append_printf(out, "\\%c", c);
    else if (c < 0x20 || c >= 0x7F)
        g_string_append_printf(out, "\\%03u", c);
    else
        g_string_append_c(out, (char)c);
}

/* The character-strings of a TXT value, each within `columns` and 255 octets. */
static GPtrArray *txt_strings(const char *value, int columns)
{
    GPtrArray *strings = g_ptr_array_new_with_free_func(g_free);
    gsize room = (gsize)CLAMP(columns - 6, 16, STRING_OCTETS);
    GString *string = g_string_new(NULL);
    gsize octets = 0;
    for (const char *p = value; *p; p++) {
        if (string->len + 4 > room || octets == STRING_OCTETS) {
            g_ptr_array_add(strings, g_string_free(string, FALSE));
            string = g_string_new(NULL);
            octets = 0;
        }
        append_octet(string, (guchar)*p);
        octets++;
    }
    g_ptr_array_add(strings, g_string_free(string, FALSE));
    return strings;
}

static char *txt_lines(const char *head, const char *value, int columns)
{
    gsize length = strlen(value);
    if (strlen(head) + length + 3 <= (gsize)columns && length <= STRING_OCTETS)
        columns = STRING_OCTETS + 6;
    g_autoptr(GPtrArray) strings = txt_strings(value, columns);
    if (strings->len == 1 && strlen(head) + strlen(strings->pdata[0]) + 3 <= (gsize)columns)
        return g_strdup_printf("%s \"%s\"", head, (char *)strings->pdata[0]);
    GString *out = g_string_new(head);
    g_string_append(out, " (");
    for (guint i = 0; i < strings->len; i++)
        g_string_append_printf(out, "\n    \"%s\"", (char *)strings->pdata[i]);
    g_string_append(out, " )");
    return g_string_free(out, FALSE);
}

char *record_zone_lines(const json_t *record, int columns)
{
    const char *name = key(record, "name"), *type = key(record, "type");
    const char *value = key(record, "value");
    if (!name || !type || !value)
        return NULL;
    json_t *ttl = json_object_get(record, "ttl");
    g_autofree char *owner = zone_name(name);
    g_autofree char *safe_type = safe_text(type, -1, SAFE_TEXT_ONE_LINE, 16);
    g_autofree char *head = g_strdup_printf(
        "%s %" JSON_INTEGER_FORMAT " IN %s", owner,
        json_is_integer(ttl) ? json_integer_value(ttl) : (json_int_t)DEFAULT_TTL, safe_type);
    if (g_ascii_strcasecmp(type, "TXT") == 0 && !is_quoted(value))
        return txt_lines(head, value, columns);
    g_autofree char *safe_value = safe_text(value, -1, SAFE_TEXT_ONE_LINE, 0);
    return g_strdup_printf("%s %s", head, safe_value);
}

char *record_host(const json_t *record, const char *domain)
{
    const char *name = key(record, "name");
    if (!name)
        return NULL;
    g_autofree char *bare = safe_text(name, -1, SAFE_TEXT_ONE_LINE, 1024);
    gsize length = strlen(bare);
    if (length > 1 && bare[length - 1] == '.')
        bare[--length] = '\0';
    gsize below = domain ? strlen(domain) : 0;
    if (!below || length < below || g_ascii_strcasecmp(bare + length - below, domain) != 0)
        return g_steal_pointer(&bare);
    if (length == below)
        return g_strdup("@");
    if (bare[length - below - 1] != '.')
        return g_steal_pointer(&bare);
    return g_strndup(bare, length - below - 1);
}

char *record_value(const json_t *record)
{
    const char *value = key(record, "value");
    if (!value)
        return NULL;
    gsize length = strlen(value);
    return is_quoted(value) ? safe_text(value + 1, (gssize)length - 2, SAFE_TEXT_ONE_LINE, 0)
                            : safe_text(value, (gssize)length, SAFE_TEXT_ONE_LINE, 0);
}
