#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/check/mailbox_domains.h"
#include "content/base/embedded.h"

/* A first label this short is near to everything: "qq" to any two letters. */
#define SHORT_LABEL 4

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

/* Damerau distance (adjacent transposition) of exactly one. */
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

static gboolean near(const char *domain, const char *known)
{
    gsize first = strcspn(known, ".");
    if (first < SHORT_LABEL && strncmp(domain, known, first) != 0)
        return FALSE;
    if (first < SHORT_LABEL && g_ascii_isalnum(domain[first]) && domain[first] != known[first + 1])
        return FALSE;
    return one_slip(domain, known);
}

const char *mailbox_domain_meant(const char *domain)
{
    const Domains *domains = well_known();
    const char *meant = NULL;
    for (unsigned i = 0; i < domains->count; i++) {
        if (g_str_equal(domains->names[i], domain))
            return NULL;
        if (!meant && near(domain, domains->names[i]))
            meant = domains->names[i];
    }
    return meant;
}
