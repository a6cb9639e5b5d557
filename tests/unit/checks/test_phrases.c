/* Phrases: complete in both languages, no foreign placeholder, filled with a plain word where a
 * value lacks. */
#include <string.h>

#include "checks/check/check.h"
#include "checks/case/finding_words.h"
#include "content/catalogue/catalogue.h"
#include "content/text/facts.h"
#include "content/base/phrases.h"

static void test_lookup(void)
{
    g_assert_cmpstr(phrase(LANGUAGE_ENGLISH, "verdict.confirmed"), ==, "Confirmed");
    g_assert_cmpstr(phrase(LANGUAGE_CHINESE, "verdict.confirmed"), ==, "已证实");
    g_assert_cmpstr(phrase(LANGUAGE_ENGLISH, "no.such.key"), ==, "no.such.key");
    g_assert_false(phrase_exists("no.such.key"));
}

static void assert_all(const char *group, const char *const *names)
{
    for (; *names; names++) {
        g_autofree char *key = g_strconcat(group, ".", *names, NULL);
        if (!phrase_exists(key))
            g_test_message("%s is missing", key);
        g_assert_true(phrase_exists(key));
    }
}

static void test_complete(void)
{
    static const char *const verdicts[] = {"confirmed",     "ruled-out", "not-by-dns",
                                           "could-not-ask", "not-asked", NULL};
    assert_all("verdict", verdicts);
    for (guint kind = 0; kind < KIND_COUNT; kind++) {
        g_autofree char *key = g_strconcat("kind.", kind_name(kind), NULL);
        g_assert_true(phrase_exists(key));
    }
}

/* The linter takes for a check what there is a phrase for; the table of checks is a floor above it.
 */
static void test_checks_are_named(void)
{
    const char *const *names = phrase_names("check");
    for (const Check *check = checks; check->id; check++)
        g_assert_true(g_strv_contains(names, check->id));
    for (; *names; names++)
        if (strcmp(*names, "authority") != 0)
            g_assert_nonnull(check_find(*names));
}

static void test_names(void)
{
    const char *const *actors = phrase_names("actor");
    g_assert_cmpuint(g_strv_length((char **)(guintptr)actors), ==, 7);
    g_assert_true(g_strv_contains(actors, "ip-owner"));
    g_assert_true(g_strv_contains(phrase_names("category"), "outgoing"));
    g_assert_true(g_strv_contains(phrase_names("default"), "suggested_domain"));
    g_assert_null(phrase_names("no-such-group")[0]);
}

static void test_fill(void)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (char *)(guintptr) "sender", (char *)(guintptr) "{recipient}");
    g_autofree char *filled =
        phrase_fill(LANGUAGE_ENGLISH, "{sender} from {source_ip}, {} {x y} {no_such} {", values);
    /* A value is never filled again: it may be a stranger's. */
    g_assert_cmpstr(filled, ==, "{recipient} from the sending IP, {} {x y} {no_such} {");
    g_autofree char *chinese = phrase_fill(LANGUAGE_CHINESE, "来自 {source_ip}", NULL);
    g_assert_cmpstr(chinese, ==, "来自发信 IP");
    g_autofree char *between = phrase_fill(LANGUAGE_CHINESE, "没有 {recipient} 这个邮箱", NULL);
    g_assert_cmpstr(between, ==, "没有收件人地址这个邮箱");
}

static void test_default_begins(void)
{
    g_autofree char *english = phrase_fill(
        LANGUAGE_ENGLISH, "{recipient} is full. {remote_mta} says so, {url} too.", NULL);
    g_assert_cmpstr(english, ==,
                    "The recipient's address is full. The receiving server says so, the link too.");
}

/* No text says "the server the receiving server" where the bounce does not name it. */
static void assert_reads(const char *id, const char *filled)
{
    static const char doubled[] =
        "\\b(?:mailbox|server|address|domain|IP|host|link|attachment|selector) the "
        "|发信 IP 发信 IP|服务器 (?:收件方)?服务器|地址 (?:收件|发件)人地址|域名 "
        "(?:收件|发件)人域名";
    if (g_regex_match_simple(doubled, filled, 0, 0))
        g_test_message("%s: %s", id, filled);
    g_assert_false(g_regex_match_simple(doubled, filled, 0, 0));
}

/* Every text of the catalogue can be shown without a brace left over. */
static void test_catalogue_fills(void)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        for (Language language = LANGUAGE_ENGLISH; language < LANGUAGE_COUNT; language++) {
            const CauseText *text = cause_text(catalogue_at(catalogue, i), language);
            g_autofree char *all =
                g_strjoin("\n", text->title, text->what, text->why, text->reply, text->note, NULL);
            g_autofree char *filled = phrase_fill(language, all, NULL);
            g_assert_null(strpbrk(filled, "{}"));
            assert_reads(catalogue_at(catalogue, i)->id, filled);
        }
}

/* What came of a question is said in the person's language, unless it is a name of RFC 1035. */
static void test_statuses(void)
{
    static const struct {
        const char *detail, *english, *chinese;
    } cases[] = {
        {"time-out", "time-out", "超时"},
        {"example.org MX: time-out", "example.org MX: time-out", "example.org MX：超时"},
        {"example.org MX @192.0.2.1: out of time", "example.org MX @192.0.2.1: out of time",
         "example.org MX @192.0.2.1：总时限已到"},
        {"example.org MX: time-out, no route", "example.org MX: time-out, no route",
         "example.org MX：超时，no route"},
        {"MX unreadable answer", "MX unreadable answer", "MX 应答无法解读"},
        {"example.org MX: SERVFAIL", "example.org MX: SERVFAIL", "example.org MX: SERVFAIL"},
        {"v=spf1 exp:time-out", "v=spf1 exp:time-out", "v=spf1 exp:time-out"},
        {"mail.example.org", "mail.example.org", "mail.example.org"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Finding *finding =
            finding_new("mx", "mx.could-not-ask", "sender-domain", "example.org", EFFECT_FAILED);
        finding_set_detail(finding, "%s", cases[i].detail);
        g_autofree char *english = finding_detail_words(finding, LANGUAGE_ENGLISH);
        g_autofree char *chinese = finding_detail_words(finding, LANGUAGE_CHINESE);
        g_assert_cmpstr(english, ==, cases[i].english);
        g_assert_cmpstr(chinese, ==, cases[i].chinese);
        finding_free(finding);
    }
    for (AnswerStatus status = ANSWER_OK; status <= ANSWER_BAD_NAME; status++) {
        const char *name = answer_status_name(status);
        g_autofree char *key = g_strconcat("status.", name, NULL);
        g_assert_cmpint(phrase_exists(key), ==, !g_ascii_isupper(*name));
        if (phrase_exists(key))
            g_assert_cmpstr(phrase(LANGUAGE_ENGLISH, g_intern_string(key)), ==, name);
    }
}

static void test_language_names(void)
{
    g_assert_cmpint(language_from_name("en"), ==, LANGUAGE_ENGLISH);
    g_assert_cmpint(language_from_name("en_GB.UTF-8"), ==, LANGUAGE_ENGLISH);
    g_assert_cmpint(language_from_name("zh"), ==, LANGUAGE_CHINESE);
    g_assert_cmpint(language_from_name("zh_CN.UTF-8"), ==, LANGUAGE_CHINESE);
    g_assert_cmpint(language_from_name("zh-Hans"), ==, LANGUAGE_CHINESE);
    g_assert_cmpint(language_from_name("zh_TW"), ==, LANGUAGE_COUNT);
    g_assert_cmpint(language_from_name("de"), ==, LANGUAGE_COUNT);
    g_assert_cmpint(language_from_name("english"), ==, LANGUAGE_COUNT);
    g_assert_cmpint(language_from_name(""), ==, LANGUAGE_COUNT);
    g_assert_cmpstr(language_name(LANGUAGE_CHINESE), ==, "zh_CN");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phrases/lookup", test_lookup);
    g_test_add_func("/phrases/complete", test_complete);
    g_test_add_func("/phrases/names", test_names);
    g_test_add_func("/phrases/checks-are-named", test_checks_are_named);
    g_test_add_func("/phrases/fill", test_fill);
    g_test_add_func("/phrases/default-begins", test_default_begins);
    g_test_add_func("/phrases/catalogue-fills", test_catalogue_fills);
    g_test_add_func("/phrases/statuses", test_statuses);
    g_test_add_func("/language/names", test_language_names);
    return g_test_run();
}
