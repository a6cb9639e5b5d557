#include "checks/case/finding_words.h"

#include <string.h>
#include "checks/dnsbl/dnsbl_reading.h"
#include "content/base/phrases.h"

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

/* One "word:value" of a detail, by its phrase. NULL where there is none. */
static char *part_words(const char *part, Language language)
{
    const char *colon = strchr(part, ':');
    g_autofree char *word = colon ? g_strndup(part, (gsize)(colon - part)) : g_strdup(part);
    g_autofree char *key = g_strconcat("detail.", word, NULL);
    if (!phrase_exists(key))
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    if (colon)
        g_hash_table_insert(values, (char *)(gintptr) "value", (char *)(guintptr)(colon + 1));
    return phrase_fill(language, phrase(language, g_intern_string(key)), values);
}

/* NULL where one of the parts has no words: then the detail is none of ours. */
static char *parts_words(const char *detail, Language language)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_auto(GStrv) parts = g_strsplit(detail, "; ", -1);
    for (char **part = parts; *part; part++) {
        g_autofree char *text = part_words(*part, language);
        if (!text)
            return NULL;
        if (words->len)
            g_string_append(words, language == LANGUAGE_CHINESE ? "\357\274\233" : "; ");
        g_string_append(words, text);
    }
    return g_strdup(words->str);
}

/* What came of a question: "time-out", "example.org MX: time-out", "MX time-out: no route". The
 * status is put into words, the rest is names. NULL: it is none of these. */
static char *status_words(const char *detail, Language language)
{
    static const char form[] = "^(?:(\\S+ [A-Z0-9]+(?: @\\S+)?): |([A-Z0-9]+ ))?"
                               "([a-z][a-z -]+)(?:[,:] (.*))?$";
    static GRegex *regex;
    gboolean chinese = language == LANGUAGE_CHINESE;
    if (!regex)
        regex = g_regex_new(form, (GRegexCompileFlags)0, (GRegexMatchFlags)0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, detail, (GRegexMatchFlags)0, &match))
        return NULL;
    g_autofree char *question = g_match_info_fetch(match, 1);
    g_autofree char *type = g_match_info_fetch(match, 2);
    g_autofree char *status = g_match_info_fetch(match, 3);
    g_autofree char *more = g_match_info_fetch(match, 4);
    g_autofree char *key = g_strconcat("status.", status, NULL);
    if (!phrase_exists(key))
        return NULL;
    const char *colon = !*question ? "" : chinese ? "\357\274\232" : ": ";
    const char *comma = !more || !*more ? "" : chinese ? "\357\274\214" : ", ";
    return g_strconcat(question, colon, type, phrase(language, g_intern_string(key)), comma, more,
                       NULL);
}

/* "43 more minutes", of "2580 s". */
static char *duration_words(const char *detail, Language language)
{
    static const struct {
        guint least, unit; /* seconds */
        const char *key;
    } units[] = {{2 * 3600, 3600, "duration.hours"},
                 {2 * 60, 60, "duration.minutes"},
                 {2, 1, "duration.seconds"}};
    guint64 seconds = g_ascii_strtoull(detail, NULL, 10);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        if (seconds < units[i].least)
            continue;
        g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
        g_autofree char *count =
            g_strdup_printf("%" G_GUINT64_FORMAT, (seconds + units[i].unit / 2) / units[i].unit);
        g_hash_table_insert(values, (char *)(gintptr) "count", count);
        return phrase_fill(language, phrase(language, units[i].key), values);
    }
    return g_strdup(phrase(language, "duration.moment"));
}

char *finding_detail_words(const Finding *finding, Language language)
{
    if (!finding->detail)
        return NULL;
    const DnsblList *list = finding->list ? dnsbl_list_find(finding->list) : NULL;
    if (list && g_str_equal(finding->id, "dnsbl.listed"))
        return listing_words(list, finding->detail, language);
    if (g_str_equal(finding->id, "authority.cached") || g_str_equal(finding->id, "authority.newer"))
        return duration_words(finding->detail, language);
    char *words = parts_words(finding->detail, language);
    if (!words)
        words = status_words(finding->detail, language);
    return words ? words : g_strdup(finding->detail);
}

/* "Not asked: example.net MX": the person said no, so nothing failed. NULL: it is not so. */
static char *not_asked_words(const Finding *finding, Language language)
{
    const char *end = finding->detail ? strstr(finding->detail, ": ") : NULL;
    if (finding->effect != EFFECT_SKIPPED || !g_str_has_suffix(finding->id, ".could-not-ask") ||
        !end)
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_hash_table_insert(values, (char *)(gintptr) "question",
                        g_strndup(finding->detail, (gsize)(end - finding->detail)));
    return phrase_fill(language, phrase(language, "not-asked.question"), values);
}

char *finding_sentence(const Finding *finding, Language language)
{
    g_autofree char *not_asked = not_asked_words(finding, language);
    if (not_asked)
        return g_steal_pointer(&not_asked);
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
