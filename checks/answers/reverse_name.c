/* Names below which the DNS files addresses: reverse mapping and block lists. */
#include "checks/answers/answers.h"

#include <arpa/inet.h>

static void append_octets(GString *name, const guint8 *address)
{
    for (int i = 3; i >= 0; i--)
        g_string_append_printf(name, "%u.", address[i]);
}

static void append_nibbles(GString *name, const guint8 *address)
{
    for (int i = 15; i >= 0; i--)
        g_string_append_printf(name, "%x.%x.", address[i] & 15u, address[i] >> 4);
}

char *reverse_name(const char *ip, const char *zone)
{
    guint8 address[16];
    g_autoptr(GString) name = g_string_new(NULL);

    if (ip && inet_pton(AF_INET, ip, address) == 1) {
        append_octets(name, address);
        g_string_append(name, zone ? zone : "in-addr.arpa");
    } else if (ip && inet_pton(AF_INET6, ip, address) == 1) {
        append_nibbles(name, address);
        g_string_append(name, zone ? zone : "ip6.arpa");
    } else {
        return NULL;
    }
    return g_strdup(name->str);
}
