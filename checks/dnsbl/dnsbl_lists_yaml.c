/* The shape of a file of block lists, for libcyaml. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/dnsbl/dnsbl_lists.h"

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
    {"private", DNSBL_PRIVATE},
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
    TEXTS("words", words),
    OPTIONAL_TEXT("page", page),
    OPTIONAL_TEXT("since", since),
    OPTIONAL_TEXT("as_of", as_of),
    OPTIONAL_TEXT("source", source),
    OPTIONAL_TEXT("key", key),
    OPTIONAL_TEXT("at", at),
    OPTIONAL_TEXT("keyed_at", keyed_at),
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
    .log_level = CYAML_LOG_ERROR,
};

/* What libcyaml says of an error: one line of what, then where, from the inside out. */
typedef struct {
    char *what;
    guint line;
} Complaint;

G_GNUC_PRINTF(3, 0)
static void note(cyaml_log_t level, void *context, const char *format, va_list arguments)
{
    Complaint *complaint = context;
    if (level < CYAML_LOG_ERROR)
        return;
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    const char *line = strstr(text, "line: ");
    if (line && !complaint->line)
        complaint->line = (guint)g_ascii_strtoull(line + strlen("line: "), NULL, 10);
    const char *said = g_str_has_prefix(text, "Load: ") ? text + strlen("Load: ") : text;
    if (!complaint->what)
        complaint->what = g_strchomp(g_strdup(said));
}

/* libcyaml names the line of the entry; a key that it does not know stands on or behind it. */
static guint line_of(const Complaint *complaint, const char *yaml, gsize length)
{
    static const char unexpected[] = "Unexpected key: ";
    const char *key = complaint->what ? strstr(complaint->what, unexpected) : NULL;
    g_autofree char *text = g_strndup(yaml, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *wanted = key ? g_strconcat(key + strlen(unexpected), ":", NULL) : g_strdup("");
    for (guint i = 0; key && lines[i]; i++)
        if (i + 1 >= complaint->line && strstr(lines[i], wanted))
            return i + 1;
    return complaint->line;
}

gboolean dnsbl_lists_parse(const char *yaml, gsize length, const char *name, DnsblList **lists,
                           unsigned *count, GError **error)
{
    Complaint complaint = {0};
    cyaml_config_t listening = config;
    listening.log_fn = note;
    listening.log_ctx = &complaint;
    cyaml_err_t result = cyaml_load_data((const guint8 *)yaml, length, &listening, &lists_schema,
                                         (cyaml_data_t **)lists, count);
    g_autofree char *what = complaint.what;
    if (result != CYAML_OK)
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, "%s:%u: %s", name,
                    line_of(&complaint, yaml, length), what ? what : cyaml_strerror(result));
    return result == CYAML_OK;
}

void dnsbl_lists_free(DnsblList *lists, unsigned count)
{
    cyaml_free(&config, &lists_schema, lists, count);
}
