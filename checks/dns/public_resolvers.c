#include "checks/dns/public_resolvers.h"

#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/dns/dns_server.h"
#include "content/base/embedded.h"

enum { RESOLVERS_MAX = 16, ADDRESSES_MAX = 8 };

typedef struct {
    char *name;
    char **addresses;
    unsigned addresses_count;
} Row;

static const cyaml_schema_value_t text_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 64),
};
static const cyaml_schema_field_t row_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, Row, name, 1, 64),
    CYAML_FIELD_SEQUENCE("addresses", CYAML_FLAG_POINTER, Row, addresses, &text_schema, 1,
                         ADDRESSES_MAX),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t row_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, Row, row_fields),
};
static const cyaml_schema_value_t rows_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, Row, &row_schema, 1, RESOLVERS_MAX),
};

static void note(cyaml_log_t level, void *context, const char *format, va_list arguments)
    G_GNUC_PRINTF(3, 0);

/* Keeps the first complaint; libcyaml goes from the inside out. */
static void note(cyaml_log_t level, void *context, const char *format, va_list arguments)
{
    char **complaint = context;
    if (level >= CYAML_LOG_ERROR && !*complaint)
        *complaint = g_strchomp(g_strdup_vprintf(format, arguments));
}

static void resolver_free(gpointer data)
{
    PublicResolver *resolver = data;
    g_free(resolver->name);
    g_free(resolver->servers);
    g_free(resolver);
}

/* NULL and *error where one of its addresses is none. */
static PublicResolver *resolver_of(const Row *row, GError **error)
{
    g_autoptr(GString) set = g_string_new(NULL);
    for (unsigned i = 0; i < row->addresses_count; i++) {
        DnsServer *server = dns_server_new(row->addresses[i], error);
        if (!server)
            return NULL;
        dns_server_free(server);
        g_string_append_printf(set, "%s%s", set->len ? " " : "", row->addresses[i]);
    }
    PublicResolver *resolver = g_new(PublicResolver, 1);
    *resolver = (PublicResolver){g_strdup(row->name), g_strdup(set->str)};
    return resolver;
}

static GPtrArray *resolvers_of(const Row *rows, unsigned count, GError **error)
{
    g_autoptr(GPtrArray) resolvers = g_ptr_array_new_with_free_func(resolver_free);
    for (unsigned i = 0; i < count; i++) {
        PublicResolver *resolver = resolver_of(&rows[i], error);
        if (!resolver)
            return NULL;
        g_ptr_array_add(resolvers, resolver);
    }
    return g_steal_pointer(&resolvers);
}

static GPtrArray *parse(const char *yaml, gsize length, const char *name, GError **error)
{
    g_autofree char *complaint = NULL;
    cyaml_config_t config = {
        .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR, .log_fn = note, .log_ctx = &complaint};
    Row *rows = NULL;
    unsigned count = 0;
    cyaml_err_t result = cyaml_load_data((const guint8 *)yaml, length, &config, &rows_schema,
                                         (cyaml_data_t **)&rows, &count);
    if (result != CYAML_OK) {
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, "%s: %s", name,
                    complaint ? complaint : cyaml_strerror(result));
        return NULL;
    }
    GPtrArray *resolvers = resolvers_of(rows, count, error);
    if (!resolvers)
        g_prefix_error(error, "%s: ", name);
    cyaml_free(&config, &rows_schema, rows, count);
    return resolvers;
}

/* The engine has one thread. */
static GPtrArray *known;

static GPtrArray *all(void)
{
    g_autoptr(GBytes) file = known ? NULL : embedded_file("lists/public_resolvers.yaml");
    if (file) {
        g_autoptr(GError) error = NULL;
        gsize length;
        const char *yaml = g_bytes_get_data(file, &length);
        known = parse(yaml, length, "lists/public_resolvers.yaml", &error);
        if (!known)
            g_critical("%s", error->message);
    }
    if (!known)
        known = g_ptr_array_new_with_free_func(resolver_free);
    return known;
}

guint public_resolvers_count(void)
{
    return all()->len;
}

const PublicResolver *public_resolver_at(guint index)
{
    return all()->pdata[index];
}

gboolean public_resolvers_set(const char *yaml, gsize length, const char *name, GError **error)
{
    GPtrArray *resolvers = parse(yaml, length, name, error);
    if (!resolvers)
        return FALSE;
    g_clear_pointer(&known, g_ptr_array_unref);
    known = resolvers;
    return TRUE;
}
