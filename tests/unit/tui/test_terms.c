/* The glossary's words on a page: as words, not as parts of names. */
#include "tui/base/glossary.h"

#include <locale.h>
#include <string.h>

static gboolean has(const char *text, const char *term)
{
    g_autoptr(Page) page = page_new();
    page_text(page, STYLE_PLAIN, 0, text);
    g_autoptr(GPtrArray) entries = terms_on_page(page);
    for (guint i = 0; i < entries->len; i++)
        if (strcmp(((const GlossaryEntry *)entries->pdata[i])->term, term) == 0)
            return TRUE;
    return FALSE;
}

static void test_words(void)
{
    g_assert_true(has("lantern-shop.example has no MX.", "MX"));
    g_assert_true(has("MX", "MX"));
    g_assert_true(has("该域名没有MX记录", "MX"));
    g_assert_true(has("Greylisting, the server says", "greylisting"));
    g_assert_false(has("mx.example.net MXY x-MX a@MX.example", "MX"));
    g_assert_false(has("A mail came back", "A"));
    g_assert_false(has("", "MX"));
}

static void test_everywhere(void)
{
    g_autoptr(Page) page = page_new();
    const Cell cells[] = {{STYLE_PLAIN, "M"}, {STYLE_PLAIN, "X"}, {STYLE_PLAIN, "SPF"}};
    page_pair(page, "DKIM", STYLE_PLAIN, "value");
    page_table(page);
    page_row(page, cells, 3);
    page_text(page_detail(page, "", 2), STYLE_PLAIN, 0, "DMARC");
    g_autoptr(GPtrArray) entries = terms_on_page(page);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < entries->len; i++)
        g_string_append_printf(names, "%s ", ((const GlossaryEntry *)entries->pdata[i])->term);
    g_assert_cmpstr(names->str, ==, "DKIM DMARC SPF ");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/terms/words", test_words);
    g_test_add_func("/terms/everywhere", test_everywhere);
    return g_test_run();
}
