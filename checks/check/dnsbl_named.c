/* Finding the block lists in the words of a refusal. */
#include "checks/check/dnsbl_named.h"

#include <string.h>
#include "checks/answers/address_range.h"
#include "checks/dns/organisation.h"

enum { NAMED_MAX = 8, NAME_LENGTH_MIN = 4, TEXT_MAX = 16384 };

static void add_once(GPtrArray *named, const char *zone)
{
    g_autofree char *lower = g_ascii_strdown(zone, -1);
    if (named->len < NAMED_MAX &&
        !g_ptr_array_find_with_equal_func(named, lower, g_str_equal, NULL))
        g_ptr_array_add(named, g_steal_pointer(&lower));
}

static gboolean of_host(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_';
}

/* A host name's end: a dot behind it may be that of the sentence. */
static gboolean ends_host(const char *end)
{
    return !of_host(*end) && !(*end == '.' && of_host(end[1]));
}

/* `below`: labels may stand before it. Both in lower case. */
static gboolean says_host(const char *text, const char *host, gboolean below)
{
    gsize length = strlen(host);
    for (const char *at = strstr(text, host); at; at = strstr(at + 1, host)) {
        gboolean begins = at == text || !(of_host(at[-1]) || at[-1] == '.' || at[-1] == '@');
        if ((begins || (below && at > text && at[-1] == '.')) && ends_host(at + length))
            return TRUE;
    }
    return FALSE;
}

static gboolean says_word(const char *text, const char *word)
{
    gsize length = strlen(word);
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if ((at == text || !(of_host(at[-1]) || at[-1] == '.' || at[-1] == '@')) &&
            !of_host(at[length]) && at[length] != '.')
            return TRUE;
    return FALSE;
}

/* "UCEPROTECT level 2" is called "UCEPROTECT-Level 2" as well. */
static gboolean says_name(const char *text, const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    g_autofree char *plain = g_strdelimit(g_strdup(text), "-_", ' ');
    return strlen(lower) >= NAME_LENGTH_MIN && says_word(plain, lower);
}

static gboolean is_listed_row(const DnsblList *list)
{
    return list->state != DNSBL_PRIVATE;
}

/* A dead list takes every zone below it along; the others are asked where their zone stands. */
static void add_by_zone(GPtrArray *named, const char *text)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (is_listed_row(list) && says_host(text, list->zone, TRUE))
            add_once(named, list->zone);
    }
}

static void add_by_name(GPtrArray *named, const char *text)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (is_listed_row(list) && says_name(text, list->name))
            add_once(named, list->zone);
    }
}

/* The first word of a name that any refusal may use ("Spam" Eating Monkey) names nobody. */
static gboolean is_plain_word(const char *word)
{
    static const char *const words[] = {"spam", "email", "mail", "block", "blocklist", "trend"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (!g_ascii_strcasecmp(word, words[i]))
            return TRUE;
    return FALSE;
}

/* The first word of a name ("Spamhaus" ZEN, "UCEPROTECT" level 1), or a page on the list's own
 * site: all lists of that house. Of what is dead only the whole name counts. */
static void add_by_house(GPtrArray *named, const char *text)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (!dnsbl_list_can_be_asked(list))
            continue;
        g_autofree char *first = g_strndup(list->name, strcspn(list->name, " "));
        const char *house = organisational_domain(list->zone);
        if ((house && says_host(text, house, TRUE)) ||
            (!is_plain_word(first) && says_name(text, first)))
            add_once(named, list->zone);
    }
}

/* A question's name, as some receivers print it, is that of the list below which it stands. */
static gboolean is_known(const char *zone)
{
    for (const char *at = zone; at; at = strchr(at, '.') ? strchr(at, '.') + 1 : NULL)
        if (dnsbl_list_find(at))
            return TRUE;
    return FALSE;
}

/* Words that only a list's zone follows, and labels that only a list's zone has. */
static void add_strangers(GPtrArray *named, const char *text)
{
    static const char form[] = "\\b(?:(?:blocked|denied|rejected|refused) "
                               "using|(?:black|block|deny|rbl-?)?listed (?:in|at|on|by)"
                               "(?: the)?(?: (?:rbl|dnsbl|blacklist|blocklist))?)[: "
                               "]+\"?(?<zone>(?:[a-z0-9_-]+\\.)+[a-z][a-z0-9-]+)"
                               "|(?<![a-z0-9@._-])(?<zone>(?:[a-z0-9-]+\\.)*?(?:(?:dns|ip|drop|"
                               "spam|mail)?-?r?bl-?[0-9]*|xbl|sbl)"
                               "\\.(?:[a-z0-9-]+\\.)+[a-z]{2,})(?![a-z0-9_-])";
    static GRegex *regex;
    if (!regex)
        regex = g_regex_new(form, (GRegexCompileFlags)(G_REGEX_DUPNAMES | G_REGEX_RAW),
                            (GRegexMatchFlags)0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_regex_match(regex, text, (GRegexMatchFlags)0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        g_autofree char *zone = g_match_info_fetch_named(match, "zone");
        if (zone && *zone && organisational_domain(zone) && !is_known(zone))
            add_once(named, zone);
    }
}

static GPtrArray *named_in(const char *words)
{
    GPtrArray *named = g_ptr_array_new_with_free_func(g_free);
    gsize length = words ? strlen(words) : 0;
    g_autofree char *text = words ? g_ascii_strdown(words, (gssize)MIN(length, TEXT_MAX)) : NULL;
    if (!text)
        return named;
    add_by_zone(named, text);
    add_strangers(named, text);
    if (!named->len)
        add_by_name(named, text);
    if (!named->len)
        add_by_house(named, text);
    return named;
}

GPtrArray *dnsbl_named(const Facts *facts)
{
    GPtrArray *named = named_in(facts->diagnostic.text);
    if (named->len || facts->diagnostic.text)
        return named;
    g_ptr_array_unref(named);
    return named_in(facts->text);
}

gboolean dnsbl_named_are_dead(const GPtrArray *named)
{
    for (guint i = 0; i < named->len; i++) {
        const DnsblList *list = dnsbl_list_find(g_ptr_array_index(named, i));
        if (!list || list->state != DNSBL_DEAD)
            return FALSE;
    }
    return named->len > 0;
}
