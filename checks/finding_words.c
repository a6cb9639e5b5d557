#include "checks/finding_words.h"

#include "checks/dnsbl_reading.h"
#include "content/phrases.h"

/* The meaning, and the page where the list is asked for removal. The English meaning is what a
 * listing carries; each of its parts belongs to one code of the list's row. */
static char *listing_words(const DnsblList *list, const char *detail, Language language)
{
    g_auto(GStrv) parts = g_strsplit(detail, "; ", -1);
    for (char **part = parts; *part; part++)
        for (unsigned i = 0; i < list->codes_count; i++)
            if (g_str_equal(list->codes[i].en, *part)) {
                const char *meaning = dnsbl_code_meaning(list, list->codes[i].code, language);
                g_free(*part);
                *part = g_strdup(meaning);
                break;
            }
    g_autofree char *words =
        g_strjoinv(language == LANGUAGE_CHINESE ? "\357\274\233" : "; ", parts);
    return list->page ? g_strdup_printf("%s <%s>", words, list->page) : g_steal_pointer(&words);
}

char *finding_detail_words(const Finding *finding, Language language)
{
    if (!finding->detail)
        return NULL;
    const DnsblList *list = finding->list ? dnsbl_list_find(finding->list) : NULL;
    if (list && g_str_equal(finding->id, "dnsbl.listed"))
        return listing_words(list, finding->detail, language);
    g_autofree char *key = g_strconcat("detail.", finding->detail, NULL);
    return g_strdup(phrase_exists(key) ? phrase(language, key) : finding->detail);
}

char *finding_sentence(const Finding *finding, Language language)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *key = g_strconcat("finding.", finding->id, NULL);
    g_autofree char *detail = finding_detail_words(finding, language);
    if (finding->subject)
        g_hash_table_insert(values, (char *)(gintptr) "subject", finding->subject);
    if (detail)
        g_hash_table_insert(values, (char *)(gintptr) "detail", detail);
    if (finding->list)
        g_hash_table_insert(values, (char *)(gintptr) "list", finding->list);
    return phrase_fill(language, phrase(language, g_intern_string(key)), values);
}
