#include "content/catalogue/catalogue_lint.h"

#include <string.h>

#include "content/text/facts.h"
#include "content/catalogue/claims.h"
#include "content/catalogue/patterns.h"
#include "content/base/phrases.h"
#include "content/base/suggestion.h"

#define TITLE_COLUMNS 60

static const char *const roles[] = {
    "sender-domain", "from-domain", "recipient-domain", "source-ip", "helo", "sender", "recipient",
    "links",         "dkim",        "attachments",      NULL};
static const char *const record_types[] = {"A",   "AAAA", "CNAME", "MX", "PTR",
                                           "TXT", "CAA",  "TLSA",  NULL};
/* Sisimai 5.7's reasons: people's pipelines know them. */
static const char *const reasons[] = {
    "authfailure",   "badreputation", "blocked",        "contenterror",    "delivered",
    "emailtoolarge", "expired",       "failedstarttls", "feedback",        "filtered",
    "hasmoved",      "hostunknown",   "mailboxfull",    "mailererror",     "networkerror",
    "norelaying",    "notaccept",     "onhold",         "policyviolation", "ratelimited",
    "rejected",      "requireptr",    "securityerror",  "spamdetected",    "suppressed",
    "suspend",       "syntaxerror",   "systemerror",    "systemfull",      "undefined",
    "userunknown",   "vacation",      "virusdetected",  "notcompliantrfc", NULL,
};
/* Beside the placeholders' names, what `given` may hold. */
static const char *const conditions[] = {"ipv4-source", "ipv6-source", "sender-is-from", NULL};

static void check_word(Lint *lint, const yaml_node_t *node, const char *what,
                       const char *const *words)
{
    const char *word = lint_scalar(node);
    if (g_strv_contains(words, word))
        return;
    g_autofree char *hint = suggestion(word, words);
    g_autofree char *all = g_strjoinv(" ", (char **)(guintptr)words);
    lint_problem(lint, node, "unknown %s \"%s\"%s: one of %s", what, word, hint, all);
}

static gboolean is_slug(const char *text)
{
    return *text && strlen(text) <= 64 &&
           !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static void check_slug(Lint *lint, const yaml_node_t *node)
{
    if (!is_slug(lint_scalar(node)))
        lint_problem(lint, node, "\"%s\" is no id: use small letters, digits and hyphens",
                     lint_scalar(node));
}

/* What there is a word for; but the findings of "authority" are advice, which no entry can ask for.
 */
static gboolean is_check(const char *id)
{
    return g_strv_contains(phrase_names("check"), id) && strcmp(id, "authority") != 0;
}

static void check_check(Lint *lint, const yaml_node_t *node)
{
    const char *word = lint_scalar(node);
    if (is_check(word))
        return;
    g_autofree char *hint = suggestion(word, phrase_names("check"));
    lint_problem(lint, node, "unknown check \"%s\"%s", word,
                 *hint ? hint : ": see whybounce-catalogue(5)");
}

static void check_finding(Lint *lint, const yaml_node_t *node)
{
    const char *id = lint_scalar(node), *dot = strchr(id, '.');
    g_autofree char *check = dot ? g_strndup(id, (gsize)(dot - id)) : g_strdup("");
    g_autofree char *key = g_strconcat("finding.", id, NULL);
    if (!dot || !is_slug(dot + 1) || !is_check(check))
        lint_problem(lint, node,
                     "\"%s\" is no finding id: write CHECK.what, for example mx.missing", id);
    else if (!phrase_exists(key))
        lint_problem(lint, node,
                     "no check finds \"%s\": see content/phrases/findings.yaml for what there is",
                     id);
}

static void check_kind(Lint *lint, const yaml_node_t *node)
{
    const char *word = lint_scalar(node);
    if (kind_from_name(word) != KIND_COUNT)
        return;
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint kind = 0; kind < KIND_COUNT; kind++)
        g_ptr_array_add(known, (gpointer)(guintptr)kind_name(kind));
    g_ptr_array_add(known, NULL);
    check_word(lint, node, "kind", (const char *const *)(gpointer)known->pdata);
}

static void check_pattern(Lint *lint, const yaml_node_t *node)
{
    g_autofree char *problem = pattern_problem(lint_scalar(node));
    if (problem)
        lint_problem(lint, node, "bad pattern \"%s\": %s", lint_scalar(node), problem);
}

/* {subject} and {detail} are for the sentences of findings. */
static gboolean is_placeholder(const char *word)
{
    return g_strv_contains(phrase_names("default"), word) && strcmp(word, "subject") != 0 &&
           strcmp(word, "detail") != 0;
}

static void check_given(Lint *lint, const yaml_node_t *node)
{
    const char *word = lint_scalar(node);
    if (g_strv_contains(conditions, word) || is_placeholder(word))
        return;
    g_autofree char *hint = suggestion(word, conditions);
    lint_problem(lint, node, "unknown condition \"%s\"%s", word,
                 *hint ? hint
                       : ": ipv4-source, ipv6-source, sender-is-from or the name of a placeholder");
}

static void check_placeholders(Lint *lint, const yaml_node_t *node)
{
    for (const char *at = strchr(lint_scalar(node), '{'); at; at = strchr(at + 1, '{')) {
        gsize length = strcspn(at + 1, "}");
        g_autofree char *word = g_strndup(at + 1, length);
        if (is_placeholder(word))
            continue;
        g_autofree char *hint = suggestion(word, phrase_names("default"));
        lint_problem(lint, node, "unknown placeholder {%s}%s", word,
                     *hint ? hint : ": see whybounce-catalogue(5)");
    }
}

static void check_title(Lint *lint, const yaml_node_t *node)
{
    guint columns = 0;
    for (const char *at = lint_scalar(node); *at; at += g_utf8_skip[(guchar)*at])
        columns += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
    if (columns > TITLE_COLUMNS)
        lint_problem(lint, node, "the title takes %u columns: at most %d", columns, TITLE_COLUMNS);
    check_placeholders(lint, node);
}

static void check_url(Lint *lint, const yaml_node_t *node)
{
    const char *url = lint_scalar(node);
    if ((!g_str_has_prefix(url, "https://") && !g_str_has_prefix(url, "http://")) ||
        strpbrk(url, " \t\"<>"))
        lint_problem(lint, node, "\"%s\" is no web address: write https://…", url);
}

static void check_since(Lint *lint, const yaml_node_t *node)
{
    const char *text = lint_scalar(node);
    gsize length = strlen(text);
    if ((length != 4 && length != 7 && length != 10) || text[strspn(text, "0123456789-")])
        lint_problem(lint, node, "\"%s\" is no date: write 2024, 2024-02 or 2024-02-01", text);
}

static void check_list_zone(Lint *lint, const yaml_node_t *node)
{
    const char *zone = lint_scalar(node);
    if (!strcmp(zone, "named"))
        return;
    if (!strchr(zone, '.') || zone[strspn(zone, "abcdefghijklmnopqrstuvwxyz0123456789-.")])
        lint_problem(lint, node, "\"%s\" is no DNS zone: for example dbl.spamhaus.org", zone);
}

static void check_claim(Lint *lint, const yaml_node_t *node)
{
    check_word(lint, node, "claim", claim_names());
}

typedef struct {
    const char *parent, *key; /* parent NULL: any */
    void (*check)(Lint *lint, const yaml_node_t *node);
    const char *what;         /* where check is NULL: what the word is called in a problem */
    const char *const *words; /* its vocabulary; NULL: the names of the phrases' `group` */
    const char *group;
} ValueRule;

static const ValueRule value_rules[] = {
    {"links", "title", NULL, NULL, NULL, NULL},
    {"links", "url", check_url, NULL, NULL, NULL},
    {"rules", "name", check_slug, NULL, NULL, NULL},
    {"rules", "kind", check_kind, NULL, NULL, NULL},
    {"rules", "phrases", NULL, NULL, NULL, NULL}, /* these by lint_rules() */
    {"rules", "also", NULL, NULL, NULL, NULL},
    {"rules", "unless", NULL, NULL, NULL, NULL},
    {"words", "any", NULL, NULL, NULL, NULL},
    {"words", "name", check_slug, NULL, NULL, NULL},
    {"rules", "text", check_pattern, NULL, NULL, NULL},
    {"rules", "not_text", check_pattern, NULL, NULL, NULL},
    {"rules", "speaker", check_pattern, NULL, NULL, NULL},
    {"rules", "status", check_pattern, NULL, NULL, NULL},
    {"rules", "code", check_pattern, NULL, NULL, NULL},
    {"checks", "check", check_check, NULL, NULL, NULL},
    {"checks", "subject", NULL, "subject", roles, NULL},
    {"checks", "confirms", check_finding, NULL, NULL, NULL},
    {"checks", "context", check_finding, NULL, NULL, NULL},
    {"checks", "lists", check_list_zone, NULL, NULL, NULL},
    {NULL, "claims", check_claim, NULL, NULL, NULL},
    {"fixes", "who", NULL, "actor", NULL, "actor"},
    {"fixes", "when", check_finding, NULL, NULL, NULL},
    {"fixes", "given", check_given, NULL, NULL, NULL},
    {"record", "type", NULL, "record type", record_types, NULL},
    {NULL, "id", check_slug, NULL, NULL, NULL},
    {NULL, "category", NULL, "category", NULL, "category"},
    {NULL, "reason", NULL, "reason", reasons, NULL},
    {NULL, "acts", NULL, "actor", NULL, "actor"},
    {NULL, "since", check_since, NULL, NULL, NULL},
    {NULL, "title", check_title, NULL, NULL, NULL},
    {NULL, "match", NULL, NULL, NULL, NULL},
    {NULL, "mismatch", NULL, NULL, NULL, NULL},
    {NULL, NULL, check_placeholders, NULL, NULL, NULL}, /* every other text is shown */
};

void lint_value(Lint *lint, const char *parent, const char *key, const yaml_node_t *node)
{
    const ValueRule *rule = value_rules;
    while ((rule->parent && g_strcmp0(rule->parent, parent) != 0) ||
           (rule->key && strcmp(rule->key, key) != 0))
        rule++;
    if (rule->check)
        rule->check(lint, node);
    else if (rule->what)
        check_word(lint, node, rule->what, rule->words ? rule->words : phrase_names(rule->group));
}
