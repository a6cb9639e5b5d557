#include <string.h>

#include "checks/auth/dmarc_policy.h"
#include "checks/answers/tag_list.h"

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

/* RFC 9989 4.7: a wrong or missing p= counts as "none" where there is an address for reports;
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
    if (good && *policy->policy)
        return NULL;
    if (!strstr(tag(tags, "rua", ""), "mailto:"))
        return "policy";
    g_strlcpy(policy->policy, "none", sizeof policy->policy);
    return NULL;
}

static DmarcPolicy read_record(const char *text, gsize length)
{
    DmarcPolicy policy = {.state = DMARC_RECORD_OK, .psd = 'u'};
    const char *first;
    g_autoptr(GHashTable) tags = tag_list_read(text, length, &first, &policy.problem);
    if (tags && (!first || !g_str_equal(first, "v") || !g_str_equal(tag(tags, "v", ""), "DMARC1")))
        policy.problem = "version";
    else if (tags)
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

DmarcPolicy dmarc_policy_read(const Answer *answer)
{
    DmarcPolicy policy = {.state = DMARC_RECORD_NONE, .psd = 'u'};
    guint found = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize length = 0;
        const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if (!text || (found && !begins(text, length, "v=DMARC1")))
            continue;
        if (begins(text, length, "v=DMARC1") || begins(text, length, "v =")) {
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
