/* The language of phrases: what each piece means, and what is said of a mistake. */
#include <string.h>

#include "content/catalogue/patterns.h"
#include "content/catalogue/rule_phrase.h"

/* A list of words as YAML would give it; words_clear() it. */
static WordList words_new(const char *name, const char *lines)
{
    char **any = g_strsplit(lines, "\n", -1);
    return (WordList){.name = g_strdup(name), .any = any, .any_count = g_strv_length(any)};
}

static void words_clear(WordList *words)
{
    g_free(words->name);
    g_strfreev(words->any);
}

static WordList gone;

static gboolean finds(const char *phrase, const char *text)
{
    g_autofree char *problem = NULL;
    g_autofree char *source = rule_phrase_pattern(phrase, &gone, 1, &problem);
    g_assert_cmpstr(problem, ==, NULL);
    Pattern *pattern = pattern_new(source, PATTERN_SEARCH);
    gboolean found = pattern_find(pattern, text, strlen(text), NULL, NULL, NULL);
    pattern_free(pattern);
    return found;
}

/* Each phrase with a text that it is in and one that it is not in. */
static const struct {
    const char *phrase, *in, *not_in;
} phrases[] = {
    {"spam", "this is SPAM.", "antispam"},
    {"spam", "(spam)", "spammer"},
    {"spam*", "a spammer", "antispam"},
    {"*spam*", "antispams", "ham"},
    {"block* by", "blocked by you", "blocks, by"},
    {"user (unknown|gone)", "user gone", "user here"},
    {"user [is ]unknown", "user is unknown", "user was unknown"},
    {"user[s] unknown", "users unknown", "usera unknown"},
    {"user {words} unknown", "user so and so unknown", "usernames unknown"},
    {"user {words} unknown", "user unknown", "user is unknowns"},
    {"user* {words} *known", "users unknown", "user is knowing"},
    {"user {..5} full", "user is full", "user is not full"},
    {"host {host} not found", "host mx.example.net not found", "host a b not found"},
    {"for {address}", "for a@example.net", "for example.net"},
    {"\\[{ip}\\] listed", "[2001:db8::1] listed", "[none] listed"},
    {"from {ip}", "from 203.0.113.9", "from here"},
    {"{number} recipients", "300 recipients", "many recipients"},
    {"code {digits 2-3}", "code 123", "code 1234"},
    {"x{letters 2}y", "xaby", "xay"},
    {"{word} is unknown", "a@b.example is unknown", " is unknown"},
    {"no (such |valid ){0-2 times}user", "no such valid user", "no other user"},
    {"refused{end}", "mail refused", "refused again"},
    {"{start}blocked", "blocked", "mail blocked"},
    {"(dns{edge}|name) error", "dns error", "dnss error"},
    {"user {gone}", "user not known", "user no long"},
    {"user {gone}", "user no longer with us", "user known"},
    {"a\\*b", "a*b", "ab"},
    {"1.2", "1.2", "1x2"},
    {"/a{2}b/", "aab", "ab"},
    {"/x|y/", "y", "z"},
    {"域名不存在", "该域名不存在。", "域名存在"},
};

static void test_phrases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        g_test_message("%s", phrases[i].phrase);
        g_assert_true(finds(phrases[i].phrase, phrases[i].in));
        g_assert_false(finds(phrases[i].phrase, phrases[i].not_in));
    }
}

static const struct {
    const char *phrase, *says;
} mistakes[] = {
    {"user (unknown", "lacks a \")\""},        {"user [unknown)", "lacks a \"]\""},
    {"user unknown)", "has a \")\" too many"}, {"a|b", "has a \"|\" too many"},
    {"user {gnoe}", "unknown gap {gnoe}"},     {"user {3 times}", "unknown gap {3 times}"},
    {"user {..9999}", "unknown gap {..9999}"}, {"user {digits 3-2}", "unknown gap {digits 3-2}"},
    {"user {words", "lacks a \"}\""},          {"user }", "has a \"}\" too many"},
    {"user \\", "ends in a backslash"},        {"((((((((((a))))))))))", "nested too deeply"},
};

static void test_mistakes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autofree char *problem = NULL;
        g_assert_null(rule_phrase_pattern(mistakes[i].phrase, &gone, 1, &problem));
        g_assert_nonnull(strstr(problem, mistakes[i].says));
    }
}

static void test_list_in_itself(void)
{
    WordList loop = words_new("loop", "a {loop}");
    g_autofree char *problem = NULL;
    g_assert_null(rule_phrase_pattern("{loop}", &loop, 1, &problem));
    g_assert_nonnull(strstr(problem, "names itself"));
    words_clear(&loop);
}

static void test_alternatives(void)
{
    g_assert_cmpuint(rule_line_alternatives("user unknown"), ==, 1);
    g_assert_cmpuint(rule_line_alternatives("(a|b) [c|d]"), ==, 3);
    g_assert_cmpuint(rule_line_alternatives("a\\|b"), ==, 1);
    g_assert_cmpuint(rule_line_alternatives("/[|]a|b/"), ==, 2);
}

/* Any of `phrases` and any of `also`, and none of `unless`. */
static void test_rule(void)
{
    g_auto(GStrv) any = g_strsplit("one two", " ", -1);
    g_auto(GStrv) also = g_strsplit("three {gone}", " ", -1);
    g_auto(GStrv) unless = g_strsplit("four", " ", -1);
    g_auto(GStrv) text = g_strsplit("t", " ", -1);
    const MatchRule rule = {.phrases = any,
                            .phrases_count = 2,
                            .also = also,
                            .also_count = 2,
                            .unless = unless,
                            .unless_count = 1,
                            .text = text,
                            .text_count = 1,
                            .words = &gone,
                            .words_count = 1};
    g_autoptr(GPtrArray) demanded = rule_demanded_patterns(&rule);
    g_autoptr(GPtrArray) forbidden = rule_forbidden_patterns(&rule);
    g_assert_cmpuint(demanded->len, ==, 3);
    g_assert_cmpstr(demanded->pdata[0], ==, "t");
    g_assert_cmpstr(demanded->pdata[1], ==, "\\bone\\b|\\btwo\\b");
    g_assert_cmpuint(forbidden->len, ==, 1);
    g_assert_cmpstr(forbidden->pdata[0], ==, "\\bfour\\b");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    gone = words_new("gone", "unknown\nnot (found|known)\nno longer [here|with us]");
    g_test_add_func("/rule-phrase/phrases", test_phrases);
    g_test_add_func("/rule-phrase/mistakes", test_mistakes);
    g_test_add_func("/rule-phrase/list-in-itself", test_list_in_itself);
    g_test_add_func("/rule-phrase/alternatives", test_alternatives);
    g_test_add_func("/rule-phrase/rule", test_rule);
    return g_test_run();
}
