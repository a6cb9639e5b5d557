#include "checks/spf/spf_repair_word.h"
#include "checks/answers/address_range.h"
#include "checks/spf/spf_term.h"
#include <string.h>

/* Names that people write for those of RFC 7208. */
static const struct {
    const char *written, *meant;
} aliases[] = {{"includes", "include"}, {"included", "include"}, {"incude", "include"},
               {"inclue", "include"},   {"includ", "include"},   {"ipv4", "ip4"},
               {"ip", "ip4"},           {"ip-4", "ip4"},         {"ip_4", "ip4"},
               {"ipv6", "ip6"},         {"ip-6", "ip6"},         {"host", "a"},
               {"aaaa", "a"},           {"exist", "exists"},     {"redirct", "redirect"}};
static const char *const long_names[] = {"include", "exists", "redirect"};
static const char *const names[] = {"include", "a",      "mx",       "ptr", "ip4",
                                    "ip6",     "exists", "redirect", "exp", "all"};

static gboolean is_term(const char *word)
{
    SpfSyntaxError error = {0, NULL};
    SpfTerm *term = spf_term_parse(word, 0, &error);
    g_free(error.problem);
    gboolean good = term != NULL && term->kind != SPF_TERM_OTHER_MODIFIER;
    spf_term_free(term);
    return good;
}

/* The same letters in another order. */
static gboolean is_anagram(const char *left, const char *right)
{
    int counts[256] = {0};
    if (strlen(left) != strlen(right))
        return FALSE;
    for (gsize i = 0; left[i] != '\0'; i++) {
        counts[(guchar)left[i]]++;
        counts[(guchar)right[i]]--;
    }
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        if (counts[i] != 0)
            return FALSE;
    }
    return TRUE;
}

/* The name that was meant, static; NULL: unknown. `name` is in lower case. */
static const char *meant_name(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], name) == 0)
            return names[i];
    }
    for (guint i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(aliases[i].written, name) == 0)
            return aliases[i].meant;
    }
    for (guint i = 0; i < G_N_ELEMENTS(long_names); i++) {
        if (is_anagram(long_names[i], name))
            return long_names[i];
    }
    return NULL;
}

/* "ip4" or "ip6" where the value is an address, maybe with a prefix length; else NULL. */
static const char *network_name(const char *value)
{
    guint8 bytes[16];
    g_autofree char *address = g_strndup(value, strcspn(value, "/"));
    gsize length = address[0] == '[' ? 0 : address_parse(address, bytes);
    return length == 0 ? NULL : length == 4 ? "ip4" : "ip6";
}

static char *joined(const char *sign, const char *name, const char *value)
{
    gboolean modifier = strcmp(name, "redirect") == 0 || strcmp(name, "exp") == 0;
    return g_strconcat(modifier ? "" : sign, name,
                       value == NULL ? ""
                       : modifier    ? "="
                                     : ":",
                       value, NULL);
}

/* Names and values that do not go together. */
static const char *fitting_name(const char *name, const char *value)
{
    gboolean network = g_str_has_prefix(name, "ip");
    const char *fits = network_name(value);
    if (fits != NULL)
        return network || strcmp(name, "a") == 0 || strcmp(name, "include") == 0 ? fits : name;
    return network && strchr(value, '.') != NULL && strchr(value, ':') == NULL ? "a" : name;
}

static char *respell(const char *word)
{
    const char *rest = word + (strchr("+-~?", word[0]) != NULL ? 1 : 0);
    g_autofree char *sign = g_strndup(word, (gsize)(rest - word));
    if (network_name(rest) != NULL)
        return joined(sign, network_name(rest), rest);
    gsize length = strcspn(rest, ":=");
    g_autofree char *name = g_ascii_strdown(rest, (gssize)length);
    const char *meant = meant_name(name);
    const char *value = rest[length] != '\0' ? rest + length + 1 : NULL;
    if (meant == NULL || (value != NULL && value[0] == '\0'))
        return NULL;
    if (value == NULL)
        return joined(sign, meant, NULL);
    return joined(sign, fitting_name(meant, value), value);
}

char *spf_mend_word(const char *word)
{
    if (is_term(word))
        return g_strdup(word);
    g_autofree char *bare = g_strdup(word + strspn(word, "\"',;"));
    for (gsize end = strlen(bare); end > 0 && strchr("\"',;.", bare[end - 1]) != NULL;)
        bare[--end] = '\0';
    if (bare[0] == '\0')
        return NULL;
    if (is_term(bare))
        return g_steal_pointer(&bare);
    char *mended = respell(bare);
    if (mended != NULL && !is_term(mended))
        g_clear_pointer(&mended, g_free);
    return mended;
}
