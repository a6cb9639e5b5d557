#include "checks/check/parking.h"

#include <string.h>

#include <cyaml/cyaml.h>

#include "checks/answers/domain_name.h"
#include "content/base/embedded.h"

typedef struct {
    char **names;
    unsigned count;
} Services;

static const cyaml_schema_value_t name_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, 253),
};
static const cyaml_schema_value_t names_schema = {
    CYAML_VALUE_SEQUENCE(CYAML_FLAG_POINTER, char *, &name_schema, 1, CYAML_UNLIMITED),
};
static const cyaml_config_t config = {.mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};

static Services load(void)
{
    Services services = {0};
    g_autoptr(GBytes) file = embedded_file("lists/parking.yaml");
    gsize length = 0;
    const guint8 *yaml = file ? g_bytes_get_data(file, &length) : NULL;
    cyaml_err_t error = cyaml_load_data(yaml, length, &config, &names_schema,
                                        (cyaml_data_t **)&services.names, &services.count);
    if (error != CYAML_OK)
        g_critical("lists/parking.yaml: %s", cyaml_strerror(error));
    return services;
}

static const Services *known(void)
{
    static gsize once;
    static Services services;
    if (g_once_init_enter(&once)) {
        services = load();
        g_once_init_leave(&once, 1);
    }
    return &services;
}

gboolean parking_name_server(const char *name)
{
    static const char *const words[] = {"parking", "parked", "expired", "pendingrenewal"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(name, words[i]))
            return TRUE;
    for (unsigned i = 0; i < known()->count; i++)
        if (domain_name_is_within(name, known()->names[i]))
            return TRUE;
    return FALSE;
}
