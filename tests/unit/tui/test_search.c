/* Searching pages: what is found, how it is marked at any width, and what / n and N do in the
 * wizard. */
#include "tui/base/search.h"

#include <locale.h>
#include <string.h>
#include "tui/base/layout.h"
#include "tui/wizard/wizard.h"

static Page *sample_page(void)
{
    Page *page = page_new();
    page_text(page, STYLE_TITLE, 0, "The MX record");
    page_text(page, STYLE_PLAIN, 4, "An mx names the host\nthat takes mail. MX again.");
    page_pair(page, "Label (MX)", STYLE_CODE, "value");
    page_table(page);
    const Cell cells[] = {{STYLE_PLAIN, "names m"}, {STYLE_PLAIN, "x: 邮箱已满"}};
    page_item(page, COMMAND_NEXT, 0);
    page_row(page, cells, 2);
    return page;
}

static guint count(const char *words)
{
    g_autoptr(Page) page = sample_page();
    g_autoptr(GArray) places = search_page(page, words, 0);
    return places->len;
}

static void test_found(void)
{
    g_assert_cmpuint(count("mx"), ==, 4); /* none across two cells */
    g_assert_cmpuint(count("host that"), ==, 1);
    g_assert_cmpuint(count("  HOST   THAT "), ==, 1);
    g_assert_cmpuint(count("邮箱"), ==, 1);
    g_assert_cmpuint(count("m.il"), ==, 0); /* words, not a pattern */
    g_assert_cmpuint(count("("), ==, 1);
    g_assert_cmpuint(count(""), ==, 0);
    g_assert_cmpuint(count(" "), ==, 0);
    g_assert_cmpuint(count("\xff"), ==, 0);
}

static void test_items(void)
{
    g_autoptr(Page) page = sample_page();
    g_autoptr(GArray) places = search_page(page, "names", 0);
    g_assert_cmpuint(places->len, ==, 2);
    g_assert_cmpint(g_array_index(places, SearchPlace, 0).item, ==, -1);
    g_assert_cmpint(g_array_index(places, SearchPlace, 1).item, ==, 0);
    g_assert_cmpuint(g_array_index(places, SearchPlace, 1).block, ==, 3);
}

/* The bytes in a style, of all lines, blanks at the breaks aside. */
static char *styled(const GPtrArray *lines, Style style)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < lines->len; i++) {
        const Line *line = lines->pdata[i];
        gsize at = 0;
        for (guint run = 0; run < line->runs->len; run++) {
            Run piece = g_array_index(line->runs, Run, run);
            g_assert_cmpuint(piece.start, >=, at);
            g_assert_cmpuint(piece.end, <=, strlen(line->text));
            at = piece.end;
            if (piece.style == style)
                g_string_append_len(text, line->text + piece.start,
                                    (gssize)(piece.end - piece.start));
        }
    }
    return g_string_free(text, FALSE);
}

static void test_marked_at_any_width(void)
{
    g_autoptr(Page) page = sample_page();
    g_autoptr(GArray) places = search_page(page, "mx", 3);
    g_assert_cmpuint(places->len, ==, 4);
    for (int width = 10; width < 90; width++) {
        g_autoptr(GPtrArray) lines = page_layout(page, width);
        g_autofree char *found = styled(lines, STYLE_FOUND), *here = styled(lines, STYLE_HERE);
        g_assert_cmpstr(found, ==, "MXmxMX");
        g_assert_cmpstr(here, ==, "MX");
        const Line *line = lines->pdata[layout_style(lines, STYLE_HERE)];
        g_assert_cmpuint(line->block, ==, 1);
    }
}

static void test_over_a_break(void)
{
    g_autoptr(Page) page = sample_page();
    g_autoptr(GArray) places = search_page(page, "names the host that takes", 1);
    g_assert_cmpuint(places->len, ==, 1);
    g_autoptr(GPtrArray) lines = page_layout(page, 16);
    g_autofree char *here = styled(lines, STYLE_HERE);
    g_assert_cmpstr(here, ==, "namesthe hostthat takes");
}

static void give(Wizard *wizard, Event event)
{
    g_ptr_array_unref(wizard_reduce(wizard, &event));
}

static void press(Wizard *wizard, Key key)
{
    give(wizard, (Event){.kind = EVENT_KEY, .key = key});
}

static Wizard *on_help(void)
{
    WizardSetup setup = {.language = LANGUAGE_ENGLISH, .ascii = TRUE};
    Wizard *wizard = wizard_new(&setup);
    press(wizard, '?');
    g_assert_cmpstr(wizard_screen_name(wizard), ==, "help");
    return wizard;
}

static void search(Wizard *wizard, const char *words)
{
    const char *label, *initial;
    press(wizard, '/');
    g_assert_true(wizard_field(wizard, &label, &initial));
    give(wizard, (Event){.kind = EVENT_FIELD, .text = words});
}

/* The text of the block that the person stands on; NULL: nowhere. */
static char *here(const Wizard *wizard)
{
    g_autoptr(Page) page = wizard_page(wizard);
    g_autoptr(GPtrArray) lines = page_layout(page, 200);
    int line = layout_style(lines, STYLE_HERE);
    return line >= 0 ? g_strdup(((const Line *)lines->pdata[line])->text) : NULL;
}

static void test_wizard(void)
{
    g_autoptr(Wizard) wizard = on_help();
    press(wizard, 'n');
    g_assert_cmpstr(wizard_notice(wizard), ==, "Nothing was searched for yet: / searches.");
    search(wizard, "THE CAUSE");
    g_assert_cmpstr(wizard_notice(wizard), ==, "THE CAUSE: place 1 of 2");
    g_assert_true(wizard_view(wizard)->follow);
    g_autofree char *first = here(wizard);
    press(wizard, 'n');
    g_autofree char *second = here(wizard);
    g_assert_cmpstr(wizard_notice(wizard), ==, "THE CAUSE: place 2 of 2");
    g_assert_cmpstr(first, !=, second);
    search(wizard, ""); /* once more: around the end */
    g_autofree char *again = here(wizard);
    g_assert_cmpstr(again, ==, first);
    press(wizard, 'N');
    g_assert_cmpstr(wizard_notice(wizard), ==, "THE CAUSE: place 2 of 2");
    wizard_view(wizard)->top = 1000; /* scrolled below it all: from the top again */
    search(wizard, "keys");
    g_assert_cmpstr(wizard_notice(wizard), ==, "keys: place 1 of 1");
}

static void test_wizard_not_found(void)
{
    g_autoptr(Wizard) wizard = on_help();
    search(wizard, "no such words");
    g_assert_cmpstr(wizard_notice(wizard), ==, "Not found on this page: no such words");
    g_assert_null(here(wizard));
    search(wizard, NULL); /* left by Esc */
    g_assert_null(wizard_notice(wizard));
}

/* Where a line can be chosen, the one with the words is gone to. */
static void test_wizard_list(void)
{
    WizardSetup setup = {.language = LANGUAGE_ENGLISH, .ascii = TRUE};
    g_autoptr(Wizard) wizard = wizard_new(&setup);
    press(wizard, 'w');
    g_assert_cmpstr(wizard_screen_name(wizard), ==, "guides");
    search(wizard, "full headers");
    int item = wizard_view(wizard)->item;
    g_assert_cmpint(item, >, 0);
    press(wizard, PRESS_ENTER);
    g_assert_cmpstr(wizard_screen_name(wizard), ==, "guide");
    g_autofree char *nowhere = here(wizard);
    g_assert_null(nowhere);
    press(wizard, 'n'); /* the same words on the next page */
    g_autofree char *there = here(wizard);
    g_assert_nonnull(there);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/search/found", test_found);
    g_test_add_func("/search/items", test_items);
    g_test_add_func("/search/marked-at-any-width", test_marked_at_any_width);
    g_test_add_func("/search/over-a-break", test_over_a_break);
    g_test_add_func("/search/wizard", test_wizard);
    g_test_add_func("/search/not-found", test_wizard_not_found);
    g_test_add_func("/search/list", test_wizard_list);
    return g_test_run();
}
