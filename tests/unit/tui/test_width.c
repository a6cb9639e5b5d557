/* Widths, cuts and line breaks. */
#include "tui/base/width.h"

#include <locale.h>
#include <string.h>

static char *wrapped(const char *text, int first, int columns)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GArray) lines = text_wrap(text, strlen(text), first, columns);
    for (guint i = 0; i < lines->len; i++) {
        TextRange line = g_array_index(lines, TextRange, i);
        g_string_append_printf(out, "%s%.*s", i > 0 ? "|" : "", (int)(line.end - line.start),
                               text + line.start);
    }
    return g_string_free(out, FALSE);
}

static void assert_wrapped(const char *text, int columns, const char *expected)
{
    g_autofree char *got = wrapped(text, columns, columns);
    g_assert_cmpstr(got, ==, expected);
}

static void test_width(void)
{
    g_assert_cmpint(text_width("", -1), ==, 0);
    g_assert_cmpint(text_width("mail", -1), ==, 4);
    g_assert_cmpint(text_width("邮箱", -1), ==, 4);
    g_assert_cmpint(text_width("e\xcc\x81", -1), ==, 1);
    g_assert_cmpint(text_width("a\xff"
                               "b",
                               -1),
                    ==, 3);
    g_assert_cmpint(text_width("邮箱", 3), ==, 2);
}

static void test_cut(void)
{
    const struct {
        const char *text;
        int columns;
        const char *expected;
    } rows[] = {{"mailbox", 7, "mailbox"}, {"mailbox", 6, "mail.."},  {"mailbox", 2, "ma"},
                {"mailbox", 0, ""},        {"邮箱已满", 7, "邮箱.."}, {"邮箱已满", 8, "邮箱已满"},
                {"邮箱", 3, ".."},         {"mail", -5, ""}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *cut = text_cut(rows[i].text, rows[i].columns);
        g_assert_cmpstr(cut, ==, rows[i].expected);
    }
}

static void test_combining_stays(void)
{
    const char *text = "e\xcc\x81xy";
    g_assert_cmpuint(text_fit(text, strlen(text), 1), ==, 3);
}

static void test_wrap_latin(void)
{
    assert_wrapped("", 10, "");
    assert_wrapped("one two three", 7, "one two|three");
    assert_wrapped("one two three", 8, "one two|three");
    assert_wrapped("one  two", 4, "one|two");
    assert_wrapped("abcdefghij", 4, "abcd|efgh|ij");
    assert_wrapped("ab cdefghij", 4, "ab|cdef|ghij");
    assert_wrapped("a\nb\n", 4, "a|b|");
    assert_wrapped("a\n\nb", 4, "a||b");
    assert_wrapped("word", 1, "w|o|r|d");
    g_autofree char *hanging = wrapped("one two three", 3, 9);
    g_assert_cmpstr(hanging, ==, "one|two three");
}

static void test_wrap_chinese(void)
{
    assert_wrapped("邮箱已满", 4, "邮箱|已满");
    assert_wrapped("邮箱已满", 5, "邮箱|已满");
    assert_wrapped("邮箱，已满", 4, "邮|箱，|已满");
    assert_wrapped("邮（箱）满", 6, "邮|（箱）|满");
    assert_wrapped("域名example满", 8, "域名|example|满");
    assert_wrapped("邮", 1, "邮");
}

static void test_wrap_keeps_all(void)
{
    const char *text = "收件人 a@example.net 的邮箱（mailbox）已满，请\n稍后再试。 end";
    for (int columns = 1; columns < 30; columns++) {
        g_autoptr(GArray) lines = text_wrap(text, strlen(text), columns, columns);
        gsize at = 0;
        for (guint i = 0; i < lines->len; i++) {
            TextRange line = g_array_index(lines, TextRange, i);
            for (; at < line.start; at++)
                g_assert_true(text[at] == ' ' || text[at] == '\n');
            at = line.end;
            if (columns > 3)
                g_assert_cmpint(text_width(text + line.start, (gssize)(line.end - line.start)), <=,
                                MAX(columns, 2));
        }
        g_assert_cmpuint(at, ==, strlen(text));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    if (setlocale(LC_ALL, "C.UTF-8") == NULL)
        return 77;
    g_test_add_func("/width/columns", test_width);
    g_test_add_func("/width/cut", test_cut);
    g_test_add_func("/width/combining", test_combining_stays);
    g_test_add_func("/width/wrap/latin", test_wrap_latin);
    g_test_add_func("/width/wrap/chinese", test_wrap_chinese);
    g_test_add_func("/width/wrap/keeps-all", test_wrap_keeps_all);
    return g_test_run();
}
