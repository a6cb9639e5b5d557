#include "checks/spf/spf_address.h"
#include "checks/answers/address_range.h"
#include <string.h>

gboolean spf_address_parse(const char *text, SpfAddress *address)
{
    address->length = text != NULL ? address_parse(text, address->bytes) : 0;
    return address->length > 0;
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
    return address_text(address->bytes, address->length);
}
