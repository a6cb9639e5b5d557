#include "checks/answers/record_type.h"

#include <string.h>

static const struct {
    guint16 type;
    const char *name;
} types[] = {{TYPE_A, "A"},     {TYPE_NS, "NS"},     {TYPE_CNAME, "CNAME"},
             {TYPE_SOA, "SOA"}, {TYPE_PTR, "PTR"},   {TYPE_MX, "MX"},
             {TYPE_TXT, "TXT"}, {TYPE_AAAA, "AAAA"}, {TYPE_TLSA, "TLSA"}};

const char *type_name(guint16 type)
{
    static _Thread_local char unknown[sizeof "TYPE65535"];

    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (types[i].type == type)
            return types[i].name;
    g_snprintf(unknown, sizeof unknown, "TYPE%u", type); /* RFC 3597 5 */
    return unknown;
}

guint16 type_from_name(const char *name)
{
    guint64 number = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_str_equal(types[i].name, name))
            return types[i].type;
    if (g_str_has_prefix(name, "TYPE"))
        g_ascii_string_to_unsigned(name + strlen("TYPE"), 10, 1, G_MAXUINT16, &number, NULL);
    return (guint16)number;
}
