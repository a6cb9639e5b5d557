#include <arpa/inet.h>
#include <string.h>

#include "checks/answers/address_range.h"

typedef struct {
    guint8 prefix[16];
    guint bits;
    const char *why;
} Range;

static const Range ipv4[] = {
    {{0}, 8, "unspecified"},        {{10}, 8, "private"},
    {{100, 64}, 10, "shared"},      {{127}, 8, "loopback"},
    {{169, 254}, 16, "link-local"}, {{172, 16}, 12, "private"},
    {{192, 0, 0}, 29, "shared"},    {{192, 0, 0, 8}, 32, "reserved"},
    {{192, 168}, 16, "private"},    {{198, 18}, 15, "reserved"},
    {{224}, 4, "multicast"},        {{240}, 4, "reserved"},
};

static const Range ipv6[] = {
    {{0}, 128, "unspecified"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
    {{0xfc}, 7, "private"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xfe, 0xc0}, 10, "private"},
    {{1}, 64, "reserved"},
    {{0xff}, 8, "multicast"},
};

/* IPv6 that carries an IPv4 address, and where: mapped (RFC 4291 2.5.5.2), by NAT64 (RFC 6052 2.1),
 * 6to4 (RFC 3056 2). */
static const struct {
    Range range;
    guint at;
} carriers[] = {
    {{{[10] = 0xff, [11] = 0xff}, 96, NULL}, 12},
    {{{0, 0x64, 0xff, 0x9b}, 96, NULL}, 12},
    {{{0x20, 0x02}, 16, NULL}, 2},
};

static gboolean within(const Range *range, const guint8 *bytes)
{
    guint whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(range->prefix, bytes, whole) != 0)
        return FALSE;
    return !rest || (range->prefix[whole] ^ bytes[whole]) >> (8 - rest) == 0;
}

const char *address_unreachable(const guint8 *bytes, gsize length)
{
    for (gsize i = 0; length == 16 && i < G_N_ELEMENTS(carriers); i++)
        if (within(&carriers[i].range, bytes))
            return address_unreachable(bytes + carriers[i].at, 4);
    const Range *ranges = length == 4 ? ipv4 : ipv6;
    gsize count = length == 4 ? G_N_ELEMENTS(ipv4) : G_N_ELEMENTS(ipv6);
    for (gsize i = 0; i < count; i++)
        if (within(&ranges[i], bytes))
            return ranges[i].why;
    return NULL;
}

gsize address_parse(const char *text, guint8 bytes[static 16])
{
    static const guint8 mapped[12] = {[10] = 0xff, [11] = 0xff};
    g_autofree char *bare = NULL;
    gsize length = strlen(text);
    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        gboolean tagged = g_ascii_strncasecmp(text + 1, "IPv6:", 5) == 0;
        text = bare = tagged ? g_strndup(text + 6, length - 7) : g_strndup(text + 1, length - 2);
    }
    if (inet_pton(AF_INET, text, bytes) == 1)
        return 4;
    if (inet_pton(AF_INET6, text, bytes) != 1)
        return 0;
    if (memcmp(bytes, mapped, sizeof mapped) != 0)
        return 16;
    memmove(bytes, bytes + 12, 4);
    return 4;
}

char *address_text(const guint8 *bytes, gsize length)
{
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(length == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
    return g_strdup(text);
}

gboolean domain_is_literal(const char *domain)
{
    guint8 bytes[16];
    return *domain == '[' || address_parse(domain, bytes) != 0;
}
