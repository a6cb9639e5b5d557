/* Guides and glossary: complete in both languages, found by every name, unambiguous, and no wider
 * than what is printed. */
#include <string.h>

#include "content/help/guides.h"
#include "tui/cli/guide_run.h"
#include "tui/base/width.h"

enum { COLUMNS = 76 };

static const char *const needed_guides[] = {"headers",     "mx",       "cannot-receive",
                                            "cannot-send", "settings", "troubleshooting"};

static const char *const needed_terms[] = {
    "MX",          "A",        "AAAA",       "PTR",        "CNAME",
    "TXT",         "NS",       "SOA",        "TTL",        "SPF",
    "DKIM",        "DMARC",    "DNSBL",      "DBL",        "RBL",
    "greylisting", "relay",    "HELO",       "EHLO",       "envelope sender",
    "MTA",         "DSN",      "NDR",        "bounce",     "backscatter",
    "reply code",  "SMTP",     "STARTTLS",   "port 25",    "enhanced status code",
    "port 465",    "port 587", "smarthost",  "SRS",        "authoritative server",
    "forwarding",  "selector", "alignment",  "NXDOMAIN",   "SERVFAIL",
    "DNSSEC",      "resolver", "zone",       "quota",      "spam trap",
    "UCE",         "null MX",  "reputation", "shared IP",  "MTA-STS",
    "postmaster",  "退信",     "反向解析",   "阻止列表",   "允许列表",
    "灰名单",      "中继",     "应答码",     "信封发件人", "域名服务器"};

static gboolean has_chinese(const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_HAN)
            return TRUE;
    return FALSE;
}

/* Not empty, and in its language. */
static void assert_text(const char *text, Language language)
{
    g_assert_nonnull(text);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true(text[strspn(text, " \n\t")]);
    if (language == LANGUAGE_ENGLISH && has_chinese(text))
        g_error("Chinese among the English: %s", text);
}

/* A whole sentence: Chinese ones have Chinese characters and full-width marks. */
static void assert_sentence(const char *text, Language language)
{
    assert_text(text, language);
    if (language == LANGUAGE_CHINESE) {
        if (!has_chinese(text))
            g_error("no Chinese: %s", text);
        g_assert_null(strstr(text, ", "));
        g_assert_null(strstr(text, "; "));
    }
}

static void assert_same_shape(const GuideText *one, const GuideText *other)
{
    g_assert_cmpuint(one->sections_count, >, 0);
    g_assert_cmpuint(one->sections_count, ==, other->sections_count);
    for (unsigned i = 0; i < one->sections_count; i++) {
        const GuideSection *section = &one->sections[i], *its = &other->sections[i];
        g_assert_cmpuint(section->paragraphs_count + section->steps_count, >, 0);
        g_assert_cmpuint(section->paragraphs_count, ==, its->paragraphs_count);
        g_assert_cmpuint(section->steps_count, ==, its->steps_count);
    }
}

static void assert_complete(const GuideText *text, Language language)
{
    assert_text(text->title, language);
    assert_sentence(text->summary, language);
    for (unsigned i = 0; i < text->sections_count; i++) {
        const GuideSection *section = &text->sections[i];
        assert_text(section->heading, language);
        for (unsigned j = 0; j < section->paragraphs_count; j++)
            assert_sentence(section->paragraphs[j], language);
        for (unsigned j = 0; j < section->steps_count; j++)
            assert_sentence(section->steps[j], language);
    }
}

static void test_guides_complete(void)
{
    const GPtrArray *all = guides();
    for (gsize i = 0; i < G_N_ELEMENTS(needed_guides); i++)
        if (!guide_find(needed_guides[i]))
            g_error("there is no guide %s", needed_guides[i]);
    for (guint i = 0; i < all->len; i++) {
        const Guide *guide = all->pdata[i];
        g_assert_true(guide_find(guide->name) == guide);
        assert_same_shape(guide->en, guide->zh_CN);
        for (Language language = 0; language < LANGUAGE_COUNT; language++)
            assert_complete(guide_text(guide, language), language);
    }
}

static void test_terms_complete(void)
{
    const GPtrArray *all = glossary();
    g_assert_cmpuint(all->len, >=, 40);
    for (guint i = 0; i < all->len; i++) {
        const GlossaryEntry *entry = all->pdata[i];
        for (Language language = 0; language < LANGUAGE_COUNT; language++)
            assert_sentence(glossary_text(entry, language), language);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(needed_terms); i++)
        if (!glossary_find(needed_terms[i]))
            g_error("%s is not explained", needed_terms[i]);
}

/* glossary_find() takes the first: a name that two share would never lead to the second. */
static void assert_leads_to(const GlossaryEntry *entry, const char *name)
{
    g_autofree char *upper = g_ascii_strup(name, -1);
    if (glossary_find(name) != entry || glossary_find(upper) != entry)
        g_error("\"%s\" of %s leads to %s", name, entry->term, glossary_find(name)->term);
}

static void test_terms_found(void)
{
    const GPtrArray *all = glossary();
    for (guint i = 0; i < all->len; i++) {
        const GlossaryEntry *entry = all->pdata[i];
        assert_leads_to(entry, entry->term);
        for (unsigned j = 0; j < entry->aliases_count; j++)
            assert_leads_to(entry, entry->aliases[j]);
    }
    g_assert_null(glossary_find("no such term"));
    g_assert_null(guide_find("no such guide"));
}

static gboolean is_named_before(const GlossaryEntry *entry, unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (!g_ascii_strcasecmp(entry->aliases[i], name))
            return TRUE;
    return !g_ascii_strcasecmp(entry->term, name);
}

static void test_aliases_differ(void)
{
    const GPtrArray *all = glossary();
    for (guint i = 0; i < all->len; i++) {
        const GlossaryEntry *entry = all->pdata[i];
        for (unsigned j = 0; j < entry->aliases_count; j++)
            if (is_named_before(entry, j, entry->aliases[j]))
                g_error("%s names \"%s\" twice", entry->term, entry->aliases[j]);
    }
}

static void assert_fits(const char *name, Language language)
{
    g_autofree char *text = guide_render(name, language, COLUMNS);
    g_assert_nonnull(text);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), >, 2);
    for (char **line = lines; *line; line++)
        if (text_width(*line, -1) > COLUMNS)
            g_error("%s: %d columns: %s", name, text_width(*line, -1), *line);
}

static void test_rendered_width(void)
{
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        for (guint i = 0; i < guides()->len; i++)
            assert_fits(((const Guide *)guides()->pdata[i])->name, language);
        for (guint i = 0; i < glossary()->len; i++)
            assert_fits(((const GlossaryEntry *)glossary()->pdata[i])->term, language);
    }
    g_assert_null(guide_render("no such name", LANGUAGE_ENGLISH, COLUMNS));
}

static void test_term_in_chinese(void)
{
    g_autofree char *both = glossary_name(glossary_find("relay"), LANGUAGE_CHINESE);
    g_autofree char *latin = glossary_name(glossary_find("port 25"), LANGUAGE_CHINESE);
    g_autofree char *english = glossary_name(glossary_find("relay"), LANGUAGE_ENGLISH);
    g_assert_cmpstr(both, ==, "relay（中继）");
    g_assert_cmpstr(latin, ==, "port 25");
    g_assert_cmpstr(english, ==, "relay");
}

/* "headers" is a guide and another word for the term "header": both are shown. */
static void test_guide_and_term(void)
{
    g_autofree char *text = guide_render("headers", LANGUAGE_ENGLISH, COLUMNS);
    g_assert_true(g_str_has_prefix(text, "header\n"));
    g_assert_nonnull(strstr(text, guide_find("headers")->en->title));
}

/* `whybounce guide NAME` in a text must lead somewhere. */
static void assert_references(const char *text)
{
    static const char command[] = "`whybounce guide ";
    for (const char *at = strstr(text, command); at; at = strstr(at, command)) {
        at += strlen(command);
        g_autofree char *name = g_strndup(at, strcspn(at, "`"));
        if (!guide_find(name))
            g_error("there is no guide %s: %s", name, text);
    }
}

static void test_references(void)
{
    for (Language language = 0; language < LANGUAGE_COUNT; language++)
        for (guint i = 0; i < guides()->len; i++) {
            const GuideText *text = guide_text(guides()->pdata[i], language);
            for (unsigned j = 0; j < text->sections_count; j++) {
                const GuideSection *section = &text->sections[j];
                for (unsigned k = 0; k < section->paragraphs_count; k++)
                    assert_references(section->paragraphs[k]);
                for (unsigned k = 0; k < section->steps_count; k++)
                    assert_references(section->steps[k]);
            }
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/guides/complete", test_guides_complete);
    g_test_add_func("/guides/terms-complete", test_terms_complete);
    g_test_add_func("/guides/terms-found", test_terms_found);
    g_test_add_func("/guides/aliases-differ", test_aliases_differ);
    g_test_add_func("/guides/width", test_rendered_width);
    g_test_add_func("/guides/guide-and-term", test_guide_and_term);
    g_test_add_func("/guides/term-in-chinese", test_term_in_chinese);
    g_test_add_func("/guides/references", test_references);
    return g_test_run();
}
