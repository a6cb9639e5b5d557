#include <string.h>

#include "checks/auth/dmarc_policy.h"

static const char *tag(GHashTable *tags, const char *name, const char *otherwise)
{
    const char *value = g_hash_table_lookup(tags, name);
    return value ? value : otherwise;
}

static gboolean is_policy(const char *value)
{
    static const char *const policies[] = {"none", "quarantine", "reject"};
    for (gsize i = 0; i < G_N_ELEMENTS(policies); i++)
        if (g_ascii_strcasecmp(value, policies[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean take_policy(GHashTable *tags, const char *name, char *into, gsize size)
{
    const char *value = tag(tags, name, "");
    g_autofree char *lower = g_ascii_strdown(value, -1);
    g_strlcpy(into, is_policy(value) ? lower : "", size);
    return !*value || is_policy(value);
}

/* The host of "mailto:reports@example.net!10m" or "https://example.net/in"; NULL: it is neither. */
static char *host_of_uri(const char *uri)
{
    const char *at = NULL;
    if (g_ascii_strncasecmp(uri, "mailto:", 7) == 0)
        at =
            strrchr(uri + 7, '@') && strrchr(uri + 7, '@') > uri + 7 ? strrchr(uri, '@') + 1 : NULL;
    else if (g_ascii_strncasecmp(uri, "https://", 8) == 0)
        at = uri + 8;
    gsize length = at ? strcspn(at, "!?/#: \t") : 0;
    return length && memchr(at, '.', length) ? g_ascii_strdown(at, (gssize)length) : NULL;
}

char *dmarc_next_destination(const char **list)
{
    if (!*list || !**list)
        return NULL;
    gsize length = strcspn(*list, ",");
    g_autofree char *uri = g_strstrip(g_strndup(*list, length));
    *list += length + ((*list)[length] == ',');
    char *host = host_of_uri(uri);
    return host ? host : g_strdup("");
}

static gboolean has_destination(const char *list)
{
    for (char *host; (host = dmarc_next_destination(&list)); g_free(host))
        if (*host) {
            g_free(host);
            return TRUE;
        }
    return FALSE;
}

/* RFC 9989 4.10.1: a wrong or missing p= counts as "none" where there is an address for reports;
 * without one the record is as good as none. */
static const char *read_tags(DmarcPolicy *policy, GHashTable *tags)
{
    gboolean good = take_policy(tags, "p", policy->policy, sizeof policy->policy);
    good &= take_policy(tags, "sp", policy->subdomain, sizeof policy->subdomain);
    good &= take_policy(tags, "np", policy->nonexistent, sizeof policy->nonexistent);
    policy->psd = g_ascii_tolower(*tag(tags, "psd", "u"));
    policy->testing = g_ascii_strcasecmp(tag(tags, "t", "n"), "y") == 0;
    policy->strict_dkim = g_ascii_strcasecmp(tag(tags, "adkim", "r"), "s") == 0;
    policy->strict_spf = g_ascii_strcasecmp(tag(tags, "aspf", "r"), "s") == 0;
    g_strlcpy(policy->reports, tag(tags, "rua", ""), sizeof policy->reports);
    if (good && *policy->policy)
        return NULL;
    if (!has_destination(policy->reports))
        return "policy";
    g_strlcpy(policy->policy, "none", sizeof policy->policy);
    return NULL;
}

/* Tags whose values receivers check; another value is as if the tag were not there. */
static gboolean value_holds(const char *name, const char *value)
{
    static const char *const letters[][2] = {
        {"adkim", "rs"}, {"aspf", "rs"}, {"t", "yn"}, {"psd", "ynu"}};
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (g_str_equal(letters[i][0], name))
            return strlen(value) == 1 && strchr(letters[i][1], g_ascii_tolower(*value));
    if (g_str_equal(name, "pct") || g_str_equal(name, "ri"))
        return *value && !value[strspn(value, "0123456789")];
    if (g_str_equal(name, "rua") || g_str_equal(name, "ruf"))
        return has_destination(value);
    return TRUE;
}

static gboolean is_name(const char *name)
{
    return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")];
}

/* One "name=value" of the record; FALSE: it is discarded. */
static gboolean take_part(GHashTable *tags, const char *part)
{
    const char *equals = strchr(part, '=');
    g_autofree char *name = g_strstrip(g_strndup(part, equals ? (gsize)(equals - part) : 0));
    g_autofree char *value = g_strstrip(g_strdup(equals ? equals + 1 : ""));
    if (!is_name(name) || !g_utf8_validate(part, -1, NULL) || g_hash_table_contains(tags, name) ||
        !value_holds(name, value))
        return FALSE;
    g_hash_table_insert(tags, g_steal_pointer(&name), g_steal_pointer(&value));
    return TRUE;
}

/* Whether the text is "v=DMARC1" and no more, with blanks and tabs where RFC 9989 4.7 allows them.
 */
static gboolean is_version(const char *part)
{
    const char *equals = strchr(part, '=');
    g_autofree char *name = g_strstrip(g_strndup(part, equals ? (gsize)(equals - part) : 0));
    g_autofree char *value = g_strstrip(g_strdup(equals ? equals + 1 : ""));
    return g_str_equal(name, "v") && g_str_equal(value, "DMARC1");
}

static DmarcPolicy read_record(const char *text, gsize length)
{
    DmarcPolicy policy = {.state = DMARC_RECORD_OK, .psd = 'u'};
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) parts = g_strsplit(copy, ";", -1);
    g_autoptr(GHashTable) tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!parts[0] || !is_version(parts[0]))
        policy.problem = "version";
    for (guint i = 1; !policy.problem && parts[i]; i++)
        if (*g_strstrip(parts[i]) && !take_part(tags, parts[i]) && !*policy.ignored)
            g_strlcpy(policy.ignored, parts[i], sizeof policy.ignored);
    if (!policy.problem)
        policy.problem = read_tags(&policy, tags);
    if (policy.problem)
        policy.state = DMARC_RECORD_INVALID;
    return policy;
}

static gboolean begins(const char *text, gsize length, const char *with)
{
    while (length && g_ascii_isspace(*text)) {
        text++;
        length--;
    }
    return length >= strlen(with) && g_ascii_strncasecmp(text, with, strlen(with)) == 0;
}

/* "v", blanks, "=": it means to be a record of a version, if not of DMARC then of something else.
 */
static gboolean begins_record(const char *text, gsize length)
{
    g_autofree char *start = g_strndup(text, MIN(length, 32));
    const char *equals = strchr(start, '=');
    g_autofree char *name = g_strstrip(g_strndup(start, equals ? (gsize)(equals - start) : 0));
    const char *value = equals ? equals + 1 + strspn(equals + 1, " \t") : "";
    return g_ascii_strcasecmp(name, "v") == 0 && g_ascii_strncasecmp(value, "DMARC1", 6) == 0;
}

DmarcPolicy dmarc_policy_read(const Answer *answer)
{
    DmarcPolicy policy = {.state = DMARC_RECORD_NONE, .psd = 'u'};
    guint found = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize length = 0;
        const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if (!text || (found && !begins_record(text, length)))
            continue;
        if (begins_record(text, length)) {
            policy = read_record(text, length);
            found++;
        } else if (begins(text, length, "\"")) {
            policy = (DmarcPolicy){.state = DMARC_RECORD_INVALID, .problem = "quotes", .psd = 'u'};
        } else if (begins(text, length, "v=DMARC") || begins(text, length, "p=") ||
                   begins(text, length, "DMARC1")) {
            policy = (DmarcPolicy){.state = DMARC_RECORD_INVALID, .problem = "version", .psd = 'u'};
        }
    }
    if (found > 1)
        policy =
            (DmarcPolicy){.state = DMARC_RECORD_INVALID, .problem = "several-records", .psd = 'u'};
    return policy;
}
