#include <arpa/inet.h>
#include <string.h>

#include "checks/dnsbl/dnsbl_reading.h"

#define CODES_MAX 8

static gboolean stands_in(char **texts, unsigned count, const char *text)
{
    for (unsigned i = 0; i < count; i++)
        if (g_str_equal(texts[i], text))
            return TRUE;
    return FALSE;
}

static DnsblReading read_address(const DnsblList *list, const guint8 *address)
{
    char text[INET_ADDRSTRLEN];
    if (address[0] != 127)
        return DNSBL_READ_REWRITTEN;
    if (address[1] == 255 && address[2] == 255)
        return DNSBL_READ_REFUSED;
    if (!inet_ntop(AF_INET, address, text, sizeof text))
        return DNSBL_READ_UNKNOWN;
    if (stands_in(list->clean, list->clean_count, text))
        return DNSBL_READ_CLEAN;
    if (stands_in(list->refused, list->refused_count, text))
        return DNSBL_READ_REFUSED;
    /* Bit 1 of a list that has no meaning for it, as 127.0.0.1 itself, is never a listing. */
    gboolean lowest = list->bits ? address[3] & 1 : g_str_equal(text, "127.0.0.1");
    return lowest && !dnsbl_code_meaning(list, "127.0.0.1", LANGUAGE_ENGLISH) ? DNSBL_READ_REFUSED
                                                                              : DNSBL_READ_LISTED;
}

DnsblReading dnsbl_read(const DnsblList *list, const Answer *answer)
{
    DnsblReading reading = DNSBL_READ_CLEAN;
    if (!answer_status_known(answer->status))
        return DNSBL_READ_UNKNOWN;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        if (record->address_length != 4)
            continue;
        DnsblReading one = read_address(list, record->address);
        if (one == DNSBL_READ_REWRITTEN || one == DNSBL_READ_REFUSED)
            return one;
        reading = MAX(reading, one);
    }
    return reading;
}

char *dnsbl_codes(const Answer *answer)
{
    g_autoptr(GString) codes = g_string_new(NULL);
    for (guint i = 0; i < answer->records->len && i < CODES_MAX; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        g_string_append_printf(codes, "%s%s", codes->len ? " " : "", record->text);
    }
    return g_strdup(codes->str);
}

static void append(GString *words, const char *text)
{
    g_string_append_printf(words, "%s%s", words->len ? "; " : "", text);
}

static void append_bits(GString *words, const DnsblList *list, const char *code, Language language)
{
    guint8 address[4];
    if (inet_pton(AF_INET, code, address) != 1)
        return;
    for (guint bit = 1; bit < 256; bit <<= 1) {
        char single[INET_ADDRSTRLEN];
        g_snprintf(single, sizeof single, "%u.%u.%u.%u", address[0], address[1], address[2], bit);
        const char *meaning = dnsbl_code_meaning(list, single, language);
        if (address[3] & bit)
            append(words, meaning ? meaning : single);
    }
}

char *dnsbl_meaning(const DnsblList *list, const char *codes, Language language)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_auto(GStrv) each = g_strsplit(codes, " ", CODES_MAX);
    for (char **code = each; *code; code++) {
        const char *meaning = dnsbl_code_meaning(list, *code, language);
        if (list->bits)
            append_bits(words, list, *code, language);
        else
            append(words, meaning ? meaning : *code);
    }
    return g_strdup(words->str);
}
