#include "checks/spf_address.h"
#include <arpa/inet.h>
#include <string.h>

static const guint8 mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

gboolean spf_address_parse(const char *text, SpfAddress *address)
{
    if (text == NULL)
        return FALSE;
    if (inet_pton(AF_INET, text, address->bytes) == 1) {
        address->length = 4;
        return TRUE;
    }
    if (inet_pton(AF_INET6, text, address->bytes) != 1)
        return FALSE;
    address->length = 16;
    if (memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0) {
        memmove(address->bytes, address->bytes + sizeof mapped_prefix, 4);
        address->length = 4;
    }
    return TRUE;
}

gboolean spf_address_within(const SpfAddress *address, const guint8 *network, gsize length,
                            int prefix)
{
    if (address->length != length || prefix < 0 || (gsize)prefix > length * 8)
        return FALSE;
    gsize whole = (gsize)prefix / 8;
    if (memcmp(address->bytes, network, whole) != 0)
        return FALSE;
    int rest = prefix % 8;
    return rest == 0 || (address->bytes[whole] ^ network[whole]) >> (8 - rest) == 0;
}

char *spf_address_dotted(const SpfAddress *address)
{
    if (address->length == 4)
        return spf_address_text(address);
    GString *nibbles = g_string_sized_new(64);
    for (gsize i = 0; i < address->length; i++)
        g_string_append_printf(nibbles, "%s%X.%X", i == 0 ? "" : ".", address->bytes[i] >> 4,
                               address->bytes[i] & 15);
    return g_string_free(nibbles, FALSE);
}

char *spf_address_text(const SpfAddress *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(address->length == 4 ? AF_INET : AF_INET6, address->bytes, text, sizeof text);
    return g_strdup(text);
}
