#include <string.h>

#include "checks/check/generic_name.h"

static const char *const words[] = {"dyn",       "dynamic", "dhcp",       "pool",  "ppp",  "pppoe",
                                    "dsl",       "adsl",    "vdsl",       "cable", "dial", "dialup",
                                    "broadband", "dynip",   "unassigned", "unused"};

static gboolean is_generic_word(const char *start, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && g_ascii_strncasecmp(start, words[i], length) == 0)
            return TRUE;
    return FALSE;
}

static gboolean has_generic_word(const char *name)
{
    while (*name) {
        gsize length = 0;
        while (g_ascii_isalpha(name[length]))
            length++;
        if (is_generic_word(name, length))
            return TRUE;
        name += MAX(length, 1);
    }
    return FALSE;
}

/* The last four numbers that were seen, oldest first, against the four octets. */
static gboolean same_octets(const guint *numbers, const guint8 *address)
{
    gboolean forward = TRUE, backward = TRUE;
    for (guint i = 0; i < 4; i++) {
        forward = forward && numbers[i] == address[i];
        backward = backward && numbers[i] == address[3 - i];
    }
    return forward || backward;
}

static gboolean repeats_decimal(const char *name, const guint8 *address)
{
    guint numbers[4] = {256, 256, 256, 256};
    while (*name) {
        if (!g_ascii_isdigit(*name)) {
            name++;
            continue;
        }
        memmove(numbers, numbers + 1, 3 * sizeof *numbers);
        numbers[3] = 0;
        for (; g_ascii_isdigit(*name); name++)
            numbers[3] = MIN(numbers[3] * 10 + (guint)g_ascii_digit_value(*name), 1000);
        if (same_octets(numbers, address))
            return TRUE;
    }
    return FALSE;
}

gboolean name_is_generic(const char *name, const guint8 *address, gsize length)
{
    if (has_generic_word(name))
        return TRUE;
    if (length != 4)
        return FALSE;
    char hexadecimal[9];
    g_snprintf(hexadecimal, sizeof hexadecimal, "%02x%02x%02x%02x", address[0], address[1],
               address[2], address[3]);
    return repeats_decimal(name, address) || strstr(name, hexadecimal);
}
