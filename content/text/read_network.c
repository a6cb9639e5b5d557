#include "content/text/read_address.h"
#include <arpa/inet.h>
#include <gio/gio.h>
#include <string.h>

static gboolean is_host_byte(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
}

/* Two labels or more, none of them empty, the last one letters (or punycode). */
static gboolean is_host(const char *text, gsize length)
{
    const char *dot = memrchr(text, '.', length);
    if (!dot || dot == text || length > 253 || memmem(text, length, "..", 2))
        return FALSE;
    gsize top = length - (gsize)(dot - text) - 1;
    gboolean letters = top >= 2;
    for (gsize i = 1; i <= top && letters; i++)
        letters =
            g_ascii_isalpha(dot[i]) || (top > 4 && (g_ascii_isdigit(dot[i]) || dot[i] == '-'));
    return letters && (g_ascii_isalnum(text[0]) || text[0] == '_');
}

/* "550-mx.example.net": the name begins behind the code of a reply of several lines. */
static gsize skip_code(const char *text, gsize start, gsize end)
{
    gboolean begins_line = !start || text[start - 1] == '\n' || text[start - 1] == ' ';
    gboolean code = begins_line && end - start > 4 && strchr("245", text[start]) &&
                    g_ascii_isdigit(text[start + 1]) && g_ascii_isdigit(text[start + 2]) &&
                    text[start + 3] == '-';
    return code ? start + 4 : start;
}

gboolean host_next(const char *text, gsize length, gsize from, Span *span)
{
    for (gsize i = from; i < length;) {
        if (!is_host_byte(text[i])) {
            i++;
            continue;
        }
        gsize end = i;
        while (end < length && is_host_byte(text[end]))
            end++;
        gsize next = end;
        i = skip_code(text, i, end);
        while (end > i && strchr(".-_", text[end - 1]))
            end--;
        gboolean address = (i > 0 && text[i - 1] == '@') || (next < length && text[next] == '@');
        if (!address && is_host(text + i, end - i)) {
            span->start = i;
            span->end = end;
            return TRUE;
        }
        i = next;
    }
    return FALSE;
}

char *ip_canonical(const char *text, gsize length)
{
    char copy[64];
    if (length && text[0] == '[') {
        text++;
        length--;
    }
    if (length && text[length - 1] == ']')
        length--;
    if (length > 5 && g_ascii_strncasecmp(text, "IPv6:", 5) == 0) {
        text += 5;
        length -= 5;
    }
    if (!length || length >= sizeof copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(copy);
    return address ? g_inet_address_to_string(address) : NULL;
}

static gboolean is_ip_byte(char c)
{
    return g_ascii_isxdigit(c) || c == '.' || c == ':';
}

/* An IP address at text[start], of at most 45 bytes. *end is one past the run of bytes that may be
 * one. */
static gboolean ip_at(const char *text, gsize length, gsize start, gsize *end)
{
    gsize stop = start;
    guint dots = 0, colons = 0;
    while (stop < length && stop - start < 64 && is_ip_byte(text[stop])) {
        dots += text[stop] == '.';
        colons += text[stop] == ':';
        stop++;
    }
    *end = stop;
    if ((dots < 3 && colons < 2) ||
        (stop < length && (g_ascii_isalnum(text[stop]) || text[stop] == '_')))
        return FALSE;
    if (dots == 3 && colons == 1) { /* 192.0.2.1:25 */
        const char *colon = memchr(text + start, ':', stop - start);
        stop = (gsize)(colon - text);
    }
    while (stop > start &&
           (text[stop - 1] == '.' || (text[stop - 1] == ':' && text[stop - 2] != ':')))
        stop--;
    g_autofree char *ip = ip_canonical(text + start, stop - start);
    if (!ip)
        return FALSE;
    *end = stop;
    return TRUE;
}

gboolean ip_next(const char *text, gsize length, gsize from, Span *span)
{
    for (gsize i = from; i < length;) {
        gboolean begins = is_ip_byte(text[i]) && text[i] != '.' &&
                          (i == 0 || !(g_ascii_isalnum(text[i - 1]) || strchr("-_.", text[i - 1])));
        gsize end = i + 1;
        if (begins && ip_at(text, length, i, &end)) {
            span->start = i;
            span->end = end;
            return TRUE;
        }
        i = MAX(end, i + 1);
    }
    return FALSE;
}

gboolean ip_is_public(const char *ip)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(ip);
    if (!address)
        return FALSE;
    if (g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV6) {
        guint8 first = g_inet_address_to_bytes(address)[0];
        return (first & 0xe0) == 0x20;
    }
    const guint8 *bytes = g_inet_address_to_bytes(address);
    gboolean shared = bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return bytes[0] != 0 && bytes[0] < 224 && !shared && !g_inet_address_get_is_loopback(address) &&
           !g_inet_address_get_is_site_local(address) && !g_inet_address_get_is_link_local(address);
}
