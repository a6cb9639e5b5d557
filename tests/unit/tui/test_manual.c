/* The manual inside the program: what mandoc makes of a page as paragraphs, and every page of ours.
 */
#include "content/help/manual.h"

#include <gio/gio.h>
#include <string.h>
#include "content/help/manual_text.h"
#include "content/base/safe_text.h"
#include "tui/wizard/wizard.h"

GResource *manual_data_get_resource(void);

/* A paragraph as "+4[1.] text", runs in their letters' brackets: H{} S{} E{}; "+": apart. */
static char *shown(const ManualParagraph *paragraph)
{
    static const char letters[] = " HSE";
    GString *out = g_string_new(paragraph->apart ? "+" : "");
    gsize at = 0;
    g_string_append_printf(out, "%d", paragraph->indent);
    if (paragraph->mark)
        g_string_append_printf(out, "[%s]", paragraph->mark);
    g_string_append_c(out, ' ');
    for (guint i = 0; i < paragraph->runs->len; i++) {
        ManualRun run = g_array_index(paragraph->runs, ManualRun, i);
        g_string_append_len(out, paragraph->text->str + at, (gssize)(run.start - at));
        g_string_append_printf(out, "%c{%.*s}", letters[run.style], (int)(run.end - run.start),
                               paragraph->text->str + run.start);
        at = run.end;
    }
    g_string_append(out, paragraph->text->str + at);
    return g_string_free(out, FALSE);
}

static void expect(const char *html, const char *expected)
{
    g_autoptr(GPtrArray) paragraphs = manual_text_read(html, strlen(html));
    g_autoptr(GString) seen = g_string_new(NULL);
    for (guint i = 0; i < paragraphs->len; i++) {
        g_autofree char *one = shown(paragraphs->pdata[i]);
        g_string_append_printf(seen, "%s%s", i ? "|" : "", one);
    }
    g_assert_cmpstr(seen->str, ==, expected);
}

static void test_paragraphs(void)
{
    expect("", "");
    expect("<p class=\"Pp\">One\n   two </p><p>three</p>", "2 One two|+2 three");
    expect("<table class=\"head\"><tr><td>X(1)</td></tr></table><h1>NAME</h1><p>a &#x2014; b</p>"
           "<h1>N</h1><section><h2>M</h2><p>c</p></section>",
           "0 H{NAME}|2 a \u2014 b|+0 H{N}|2 H{M}|2 c");
    expect("<p>See <code class=\"Fl\">-x</code> <var>f</var>, <a>p</a><br/>below.</p>",
           "2 See S{-x} E{f}, p\nbelow.");
}

static void test_lists(void)
{
    expect("<p>a</p><dl class=\"Bl-tag\"><dt>t</dt><dd>one<p>two</p></dd><dt>u</dt><dd></dd>"
           "<dt>v</dt><dd>w</dd></dl>",
           "2 a|+2 t|6 one|+6 two|+2 u|2 v|6 w");
    expect("<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>", "2[1.] a|2[2.] b|+2[-] c");
    expect("<p>x</p><div class=\"Bd Bd-indent Li\"><pre>a\n  b\n</pre></div><p>y</p>",
           "2 x|+6 S{a\n  b}|+2 y");
    expect("<table class=\"Nm\"><tr><td><code>p</code></td><td>[<var>o</var>] f</td></tr></table>",
           "2[p] [E{o}] f");
}

/* What is no markup ends the page, and nothing else happens. */
static void test_broken(void)
{
    expect("<p>a</p><p>b</i>c", "2 a|+2 b");
    expect("<p>a</p></page><p>b</p>", "2 a|+2 b");
    expect("</dd></p>", "");
    expect("a\xff", "");
}

static void check_paragraph(const ManualPage *page, const ManualParagraph *paragraph)
{
    gsize at = 0;
    if (!paragraph->text->len || !g_utf8_validate(paragraph->text->str, -1, NULL))
        g_error("%s: an empty paragraph, or no UTF-8", page->title);
    for (const char *c = paragraph->text->str; *c; c = g_utf8_next_char(c))
        if (*c != '\n' && *c != '\t' && !safe_text_shows(g_utf8_get_char(c)))
            g_error("%s: an unsafe character in: %s", page->title, paragraph->text->str);
    for (guint i = 0; i < paragraph->runs->len; i++) {
        ManualRun run = g_array_index(paragraph->runs, ManualRun, i);
        g_assert_cmpuint(run.start, >=, at);
        g_assert_cmpuint(run.end, >=, run.start);
        at = run.end;
    }
    g_assert_cmpuint(paragraph->text->len, >=, at);
    g_assert_cmpint(paragraph->indent, >=, 0);
}

static gboolean has_words(const GPtrArray *paragraphs, const char *words)
{
    for (guint i = 0; i < paragraphs->len; i++)
        if (strstr(((const ManualParagraph *)paragraphs->pdata[i])->text->str, words))
            return TRUE;
    return FALSE;
}

static void check_pages(Language language)
{
    const GPtrArray *all = manual_pages(language);
    g_assert_cmpuint(all->len, >=, 7);
    for (guint i = 0; i < all->len; i++) {
        const ManualPage *page = all->pdata[i];
        const GPtrArray *paragraphs = manual_page_text(page, language);
        g_assert_cmpstr(page->about, !=, "");
        g_assert_true(has_words(paragraphs, page->about));
        g_assert_true(has_words(paragraphs, "SEE ALSO"));
        for (guint p = 0; p < paragraphs->len; p++)
            check_paragraph(page, paragraphs->pdata[p]);
    }
}

static void test_pages(void)
{
    if (!manual_pages(LANGUAGE_ENGLISH)->len) {
        g_test_skip("built without mandoc");
        return;
    }
    const ManualPage *first = manual_pages(LANGUAGE_ENGLISH)->pdata[0];
    g_assert_cmpstr(first->title, ==, "whybounce(1)");
    check_pages(LANGUAGE_ENGLISH);
    check_pages(LANGUAGE_CHINESE);
}

/* The wizard tells it. */
static void expect_said(void)
{
    WizardSetup setup = {.language = LANGUAGE_ENGLISH};
    g_autoptr(Wizard) wizard = wizard_new(&setup);
    Event event = {.kind = EVENT_KEY, .key = 'M'};
    g_ptr_array_unref(wizard_reduce(wizard, &event));
    g_assert_cmpstr(wizard_screen_name(wizard), ==, "manual");
    g_autoptr(Page) page = wizard_page(wizard);
    g_assert_cmpuint(page->items->len, ==, 0);
    const Block *last = page->blocks->pdata[page->blocks->len - 1];
    g_assert_nonnull(strstr(last->text->str, "man whybounce"));
}

/* Without mandoc at build time there are no pages, and that is all. */
static void test_none(void)
{
    if (g_test_subprocess()) {
        GResource *pages = g_resource_ref(manual_data_get_resource());
        g_resources_unregister(pages);
        g_assert_cmpuint(manual_pages(LANGUAGE_ENGLISH)->len, ==, 0);
        g_assert_cmpuint(manual_pages(LANGUAGE_CHINESE)->len, ==, 0);
        expect_said();
        g_resources_register(pages);
        g_resource_unref(pages);
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/manual/paragraphs", test_paragraphs);
    g_test_add_func("/manual/lists", test_lists);
    g_test_add_func("/manual/broken", test_broken);
    g_test_add_func("/manual/pages", test_pages);
    g_test_add_func("/manual/none", test_none);
    return g_test_run();
}
