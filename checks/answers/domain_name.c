#include "checks/answers/domain_name.h"

#include <idn2.h>
#include <string.h>

enum { LABEL_LIMIT = 63, TEXT_LIMIT = 4 * DOMAIN_NAME_WIRE_LIMIT };

/* One octet of a label, \DDD and \X resolved (RFC 1035 5.1); -1 for a bad escape. */
static int octet_read(const char **text)
{
    const guint8 *at = (const guint8 *)*text;
    if (at[0] != '\\') {
        *text += 1;
        return at[0];
    }
    if (!g_ascii_isdigit(at[1])) {
        *text += at[1] ? 2 : 1;
        return at[1] ? at[1] : -1;
    }
    if (!g_ascii_isdigit(at[2]) || !g_ascii_isdigit(at[3]))
        return -1;
    *text += 4;
    int value = (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
    return value <= 255 ? value : -1;
}

/* Appends one label; returns the new length, 0 on a label that cannot be. */
static gsize label_to_wire(const char **text, guint8 *wire, gsize at)
{
    gsize start = at++;
    while (**text && **text != '.') {
        int octet = octet_read(text);
        if (octet < 0 || at - start > LABEL_LIMIT || at >= DOMAIN_NAME_WIRE_LIMIT - 1)
            return 0;
        wire[at++] = (guint8)octet;
    }
    wire[start] = (guint8)(at - start - 1);
    return at - start > 1 ? at : 0;
}

gsize domain_name_to_wire(const char *text, guint8 wire[DOMAIN_NAME_WIRE_LIMIT])
{
    gsize at = 0;
    if (!*text)
        return 0;
    if (strcmp(text, ".") == 0)
        text++;
    while (*text) {
        if (at >= DOMAIN_NAME_WIRE_LIMIT - 1)
            return 0;
        at = label_to_wire(&text, wire, at);
        if (at == 0)
            return 0;
        if (*text == '.')
            text++;
    }
    wire[at++] = 0;
    return at;
}

static void label_append(GString *out, const guint8 *label, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guint8 octet = label[i];
        if (octet <= ' ' || octet >= 0x7f || octet == '.' || octet == '\\')
            g_string_append_printf(out, "\\%03u", octet);
        else
            g_string_append_c(out, g_ascii_tolower((char)octet));
    }
}

char *domain_name_from_wire(const guint8 *wire, gsize length)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gsize at = 0;
    while (at < length && wire[at] != 0) {
        gsize size = wire[at++];
        if (size > LABEL_LIMIT || size > length - at)
            return NULL;
        if (out->len > 0)
            g_string_append_c(out, '.');
        label_append(out, wire + at, size);
        at += size;
    }
    if (at >= length)
        return NULL;
    if (out->len == 0)
        g_string_append_c(out, '.');
    return g_strdup(out->str);
}

static char *to_ascii(const char *text)
{
    char *ascii = NULL;
    if (idn2_to_ascii_8z(text, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return NULL;
    char *copy = g_strdup(ascii);
    idn2_free(ascii);
    return copy;
}

char *domain_name_normalise(const char *text)
{
    if (!text || strlen(text) > TEXT_LIMIT)
        return NULL;
    g_autofree char *ascii = g_str_is_ascii(text) ? g_strdup(text) : to_ascii(text);
    guint8 wire[DOMAIN_NAME_WIRE_LIMIT];
    gsize length = ascii ? domain_name_to_wire(ascii, wire) : 0;
    return length > 0 ? domain_name_from_wire(wire, length) : NULL;
}

gboolean domain_name_is_within(const char *name, const char *zone)
{
    if (strcmp(zone, ".") == 0)
        return TRUE;
    gsize name_length = strlen(name), zone_length = strlen(zone);
    if (name_length < zone_length || strcmp(name + name_length - zone_length, zone) != 0)
        return FALSE;
    return name_length == zone_length || name[name_length - zone_length - 1] == '.';
}

const char *domain_name_parent(const char *name)
{
    if (strcmp(name, ".") == 0)
        return NULL;
    const char *dot = strchr(name, '.');
    return dot ? dot + 1 : ".";
}
