#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/dnsbl_lists.h"
#include "content/embedded.h"

#define OPTIONAL_TEXT(key, member)                                                                 \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, DnsblList, member, 1,    \
                           CYAML_UNLIMITED)
#define TEXT(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 1, CYAML_UNLIMITED)
#define TEXTS(key, member)                                                                         \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, DnsblList, member,         \
                         &text_schema, 1, CYAML_UNLIMITED)

static const cyaml_strval_t kinds[] = {
    {"ipv4", DNSBL_IPV4},
    {"ipv6", DNSBL_IPV6},
    {"domain", DNSBL_DOMAIN},
    {"host", DNSBL_HOST},
};
static const cyaml_strval_t states[] = {
    {"on", DNSBL_ON},
    {"off", DNSBL_OFF},
    {"dead", DNSBL_DEAD},
};
static const cyaml_schema_value_t text_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, CYAML_UNLIMITED),
};
static const cyaml_schema_field_t code_fields[] = {
    TEXT("code", DnsblCode, code),
    TEXT("en", DnsblCode, en),
    TEXT("zh_CN", DnsblCode, zh_CN),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t code_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, DnsblCode, code_fields),
};
static const cyaml_schema_field_t list_fields[] = {
    TEXT("zone", DnsblList, zone),
    TEXT("name", DnsblList, name),
    CYAML_FIELD_FLAGS("asks", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, DnsblList, asks, kinds,
                      CYAML_ARRAY_LEN(kinds)),
    CYAML_FIELD_ENUM("state", CYAML_FLAG_STRICT, DnsblList, state, states, CYAML_ARRAY_LEN(states)),
    CYAML_FIELD_SEQUENCE("codes", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, DnsblList, codes,
                         &code_schema, 1, CYAML_UNLIMITED),
    CYAML_FIELD_BOOL("bits", CYAML_FLAG_OPTIONAL, DnsblList, bits),
    TEXTS("refused", refused),
    TEXTS("clean", clean),
    TEXTS("test", test),
    OPTIONAL_TEXT("page", page),
    OPTIONAL_TEXT("since", since),
    TEXT("as_of", DnsblList, as_of),
    TEXT("source", DnsblList, source),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t list_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, DnsblList, list_fields),
};
static const cyaml_schema_value_t lists_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, DnsblList, &list_schema, 1, CYAML_UNLIMITED),
};
static const cyaml_config_t config = {
    .mem_fn = cyaml_mem,
    .log_fn = cyaml_log,
    .log_level = CYAML_LOG_ERROR,
};

typedef struct {
    DnsblList *rows;
    unsigned count;
} Lists;

gboolean dnsbl_lists_parse(const guint8 *yaml, gsize length, DnsblList **lists, unsigned *count)
{
    return cyaml_load_data(yaml, length, &config, &lists_schema, (cyaml_data_t **)lists, count) ==
           CYAML_OK;
}

void dnsbl_lists_free(DnsblList *lists, unsigned count)
{
    cyaml_free(&config, &lists_schema, lists, count);
}

static Lists load(void)
{
    Lists lists = {0};
    g_autoptr(GBytes) file = embedded_file("lists/dnsbl.yaml");
    gsize length = 0;
    const guint8 *yaml = file ? g_bytes_get_data(file, &length) : NULL;
    if (!yaml || !dnsbl_lists_parse(yaml, length, &lists.rows, &lists.count))
        g_critical("lists/dnsbl.yaml cannot be read");
    return lists;
}

static const Lists *known(void)
{
    static gsize once;
    static Lists lists;
    if (g_once_init_enter(&once)) {
        lists = load();
        g_once_init_leave(&once, 1);
    }
    return &lists;
}

guint dnsbl_lists_count(void)
{
    return known()->count;
}

const DnsblList *dnsbl_list_at(guint index)
{
    return &known()->rows[index];
}

static gboolean is_below(const char *zone, const char *above)
{
    gsize length = strlen(zone), above_length = strlen(above);
    return length > above_length && zone[length - above_length - 1] == '.' &&
           g_ascii_strcasecmp(zone + length - above_length, above) == 0;
}

const DnsblList *dnsbl_list_find(const char *zone)
{
    const Lists *lists = known();
    for (unsigned i = 0; i < lists->count; i++)
        if (g_ascii_strcasecmp(lists->rows[i].zone, zone) == 0)
            return &lists->rows[i];
    for (unsigned i = 0; i < lists->count; i++)
        if (lists->rows[i].state == DNSBL_DEAD && is_below(zone, lists->rows[i].zone))
            return &lists->rows[i];
    return NULL;
}

const char *dnsbl_code_meaning(const DnsblList *list, const char *code, Language language)
{
    for (unsigned i = 0; i < list->codes_count; i++)
        if (g_str_equal(list->codes[i].code, code))
            return language == LANGUAGE_CHINESE ? list->codes[i].zh_CN : list->codes[i].en;
    return NULL;
}
