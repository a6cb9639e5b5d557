#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/check/mailbox_domains.h"
#include "checks/dns/organisation.h"
#include "content/base/embedded.h"

/* A shorter name is near to everything: "qq" to any two letters. */
#define SHORT_NAME 4

typedef struct {
    char **names;
    unsigned count;
} Domains;

static const cyaml_schema_value_t name_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 253),
};
static const cyaml_schema_value_t names_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, char *, &name_schema, 1, CYAML_UNLIMITED),
};
static const cyaml_config_t config = {.mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};

static Domains load(void)
{
    Domains domains = {0};
    g_autoptr(GBytes) file = embedded_file("lists/mailbox_domains.yaml");
    if (!file)
        return domains;
    gsize length;
    const guint8 *yaml = g_bytes_get_data(file, &length);
    cyaml_err_t error = cyaml_load_data(yaml, length, &config, &names_schema,
                                        (cyaml_data_t **)&domains.names, &domains.count);
    if (error != CYAML_OK)
        g_critical("lists/mailbox_domains.yaml: %s", cyaml_strerror(error));
    return domains;
}

static const Domains *well_known(void)
{
    static gsize once;
    static Domains domains;
    if (g_once_init_enter(&once)) {
        domains = load();
        g_once_init_leave(&once, 1);
    }
    return &domains;
}

guint mailbox_domains_count(void)
{
    return well_known()->count;
}

/* Adjacent letters swapped, or one letter doubled: what fingers do, and no other word. */
static gboolean mere_slip(const char *typed, const char *known)
{
    gsize start = 0;
    while (known[start] && typed[start] == known[start])
        start++;
    const char *rest = typed + start, *known_rest = known + start;
    if (*rest && *known_rest && rest[0] == known_rest[1] && rest[1] == known_rest[0])
        return known_rest[0] && g_str_equal(rest + 2, known_rest + 2);
    return start && *rest == typed[start - 1] && g_str_equal(rest + 1, known_rest);
}

/* Damerau distance of exactly one: a letter more, less, other, or two adjacent ones swapped. */
static gboolean one_slip(const char *one, const char *other)
{
    gsize start = 0, length = strlen(one), other_length = strlen(other);
    while (one[start] && one[start] == other[start])
        start++;
    const char *rest = one + start, *other_rest = other + start;
    if (length == other_length)
        return *rest && (g_str_equal(rest + 1, other_rest + 1) ||
                         (rest[1] && rest[0] == other_rest[1] && rest[1] == other_rest[0] &&
                          g_str_equal(rest + 2, other_rest + 2)));
    if (length + 1 == other_length)
        return g_str_equal(rest, other_rest + 1);
    return length == other_length + 1 && g_str_equal(rest + 1, other_rest);
}

/* Whether the name left of the top level is a slip of a known one. Short names are words of their
 * own with other letters ("love" is no "live"), and fingers seldom miss the first letter. */
static gboolean name_slip(const char *typed, const char *known)
{
    gsize length = strlen(known);
    if (length < SHORT_NAME)
        return FALSE;
    if (length == SHORT_NAME)
        return mere_slip(typed, known);
    gboolean first = typed[0] == known[0] || (typed[0] == known[1] && typed[1] == known[0]) ||
                     length > SHORT_NAME + 1;
    return first && one_slip(typed, known);
}

/* Top levels that exist, but are typed for "com" far more often than meant. */
static gboolean taken_for_com(const char *suffix)
{
    return g_str_equal(suffix, "co") || g_str_equal(suffix, "cm") || g_str_equal(suffix, "om");
}

/* How many slips lie between a domain and a known one; 0 where it is another domain altogether:
 * a name of a known provider below another top level that exists may be the provider's own. */
static guint slips(const char *domain, const char *known)
{
    gsize length = strcspn(domain, "."), known_length = strcspn(known, ".");
    if (!domain[length])
        return strlen(known) > SHORT_NAME + strlen(".com") && one_slip(domain, known);
    g_autofree char *name = g_strndup(domain, length);
    g_autofree char *known_name = g_strndup(known, known_length);
    const char *suffix = domain + length + 1, *known_suffix = known + known_length + 1;
    gboolean same_name = g_str_equal(name, known_name);
    if (g_str_equal(suffix, known_suffix))
        return !same_name && name_slip(name, known_name);
    if (!one_slip(suffix, known_suffix))
        return 0;
    if (domain_suffix_exists(suffix))
        return same_name && length > SHORT_NAME && taken_for_com(suffix) &&
               g_str_equal(known_suffix, "com");
    return same_name ? 1 : name_slip(name, known_name) ? 2 : 0;
}

const char *mailbox_domain_meant(const char *domain)
{
    const Domains *domains = well_known();
    const char *meant = NULL;
    guint fewest = G_MAXUINT;
    gsize suffix_length = strlen(domain) - strcspn(domain, ".");
    for (unsigned i = 0; i < domains->count; i++) {
        const char *known = domains->names[i];
        if (g_str_equal(known, domain))
            return NULL;
        /* Of two as near, the suffix as long: "live.con" is live.com rather than live.cn. */
        guint count = 2 * slips(domain, known);
        count += count && strlen(strchr(known, '.')) != suffix_length;
        if (count && count < fewest) {
            fewest = count;
            meant = known;
        }
    }
    return meant;
}
