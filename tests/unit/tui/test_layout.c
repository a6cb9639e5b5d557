/* Pages laid out to any width: nothing wider than the page, nothing lost, tables aligned. */
#include "tui/base/layout.h"

#include <locale.h>
#include <string.h>
#include "tui/base/width.h"

static Page *sample_page(void)
{
    Page *page = page_new();
    page_heading(page, "收件人 is a title that is longer than some windows are wide");
    page_text(page, STYLE_PLAIN, 4, "one two three\nfour\tfive \x1b[31m\xff six");
    page_marked(page, "12.", STYLE_PLAIN, 2, "邮箱已满，请稍后再试。mailbox full, try again later");
    page_pair(page, "Label", STYLE_CODE, "v=spf1 ip4:192.0.2.0/24 -all");
    page_pair(page, "长标签长标签长标签长标签", STYLE_PLAIN, "value");
    page_table(page);
    const Cell first[] = {{STYLE_BAD, "!"}, {STYLE_PLAIN, "long cell text"}, {STYLE_PLAIN, "邮箱"}};
    const Cell second[] = {{STYLE_GOOD, "+"}, {STYLE_PLAIN, NULL}, {STYLE_PLAIN, "last"}};
    page_item(page, COMMAND_NEXT, 0);
    page_row(page, first, 3);
    page_item(page, COMMAND_NEXT, 1);
    page_row(page, second, 3);
    return page;
}

static void test_never_wider(void)
{
    g_autoptr(Page) page = sample_page();
    for (int width = -1; width < 100; width++) {
        g_autoptr(GPtrArray) lines = page_layout(page, width);
        for (guint i = 0; i < lines->len; i++) {
            const Line *line = lines->pdata[i];
            /* One wide character has nowhere to go in a single column. */
            g_assert_cmpint(text_width(line->text, -1), <=, MAX(width, 2));
            g_assert_true(g_utf8_validate(line->text, -1, NULL));
            gsize at = 0;
            for (guint run = 0; run < line->runs->len; run++) {
                Run piece = g_array_index(line->runs, Run, run);
                g_assert_cmpuint(piece.start, >=, at);
                g_assert_cmpuint(piece.end, <=, strlen(line->text));
                at = piece.end;
            }
        }
    }
}

static void test_columns_align(void)
{
    g_autoptr(Page) page = sample_page();
    g_autoptr(GPtrArray) lines = page_layout(page, 60);
    int first, last;
    g_assert_true(layout_item(lines, 0, &first, &last));
    g_assert_cmpint(first, ==, last);
    const Line *one = lines->pdata[first], *two = lines->pdata[first + 1];
    g_assert_cmpstr(one->text, ==, "!  long cell text  邮箱");
    g_assert_cmpstr(two->text, ==, "+                  last");
    g_assert_cmpint(two->item, ==, 1);
    g_assert_false(layout_item(lines, 2, &first, &last));
}

static void test_hanging(void)
{
    g_autoptr(Page) page = page_new();
    page_marked(page, "1.", STYLE_PLAIN, 2, "one two three");
    page_pair(page, "To", STYLE_PLAIN, "a@example.net b@example.net");
    g_autoptr(GPtrArray) lines = page_layout(page, 20);
    const char *const expected[] = {"  1. one two three", "To  a@example.net", "    b@example.net"};
    g_assert_cmpuint(lines->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < lines->len; i++)
        g_assert_cmpstr(((Line *)lines->pdata[i])->text, ==, expected[i]);
}

static void test_hostile_is_safe(void)
{
    g_autoptr(Page) page = page_new();
    page_begin(page, 0);
    page_run(page, STYLE_PLAIN, "a\0b\x1b]0;x\x07\xe2\x80\xae", 11);
    page_run(page, STYLE_MARK, "\xc2\x9b", 2);
    g_autoptr(GPtrArray) lines = page_layout(page, 80);
    for (const char *at = ((Line *)lines->pdata[0])->text; *at != '\0'; at++)
        g_assert_true((guchar)*at >= ' ' && (guchar)*at < 0x7f);
}

static void test_many_rows_are_quick(void)
{
    g_autoptr(Page) page = page_new();
    page_table(page);
    for (int i = 0; i < 2000; i++) {
        const Cell cells[] = {
            {STYLE_PLAIN, "state"}, {STYLE_PLAIN, "check"}, {STYLE_PLAIN, "subject"}};
        page_row(page, cells, 3);
    }
    gint64 start = g_get_monotonic_time();
    g_autoptr(GPtrArray) lines = page_layout(page, 80);
    g_assert_cmpuint(lines->len, ==, 2000);
    g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC / 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    if (setlocale(LC_ALL, "C.UTF-8") == NULL)
        return 77;
    g_test_add_func("/layout/never-wider", test_never_wider);
    g_test_add_func("/layout/columns", test_columns_align);
    g_test_add_func("/layout/hanging", test_hanging);
    g_test_add_func("/layout/hostile", test_hostile_is_safe);
    g_test_add_func("/layout/many-rows", test_many_rows_are_quick);
    return g_test_run();
}
