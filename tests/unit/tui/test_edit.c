/* The edit field: readline fed by bytes, without a terminal. */
#include "tui/frontend/edit.h"

#include <locale.h>
#include <string.h>

static void type(Edit *edit, const char *bytes)
{
    edit_key(edit, bytes, strlen(bytes));
}

static char *shown(Edit *edit, int columns, int *cursor)
{
    return edit_visible(edit, columns, cursor);
}

static void assert_line(Edit *edit, const char *expected)
{
    const char *line;
    type(edit, "\r");
    g_assert_true(edit_done(edit, &line));
    g_assert_cmpstr(line, ==, expected);
}

static void test_typing(void)
{
    g_autoptr(Edit) edit = edit_begin("user@example.org", FALSE, NULL);
    const char *line;
    int cursor;
    g_assert_false(edit_done(edit, &line));
    type(edit, "\001");
    type(edit, "x");
    g_autofree char *text = shown(edit, 40, &cursor);
    g_assert_cmpstr(text, ==, "xuser@example.org");
    g_assert_cmpint(cursor, ==, 1);
    type(edit, "\033[D");
    type(edit, "\033[3~");
    assert_line(edit, "user@example.org");
}

static void test_wide(void)
{
    g_autoptr(Edit) edit = edit_begin("", FALSE, NULL);
    int cursor;
    const char *text = "用户@例子";
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
        edit_key(edit, at, (gsize)(g_utf8_next_char(at) - at));
    g_autofree char *all = shown(edit, 40, &cursor);
    g_assert_cmpstr(all, ==, text);
    g_assert_cmpint(cursor, ==, 9);
    g_autofree char *end = shown(edit, 5, &cursor);
    g_assert_cmpstr(end, ==, "例子");
    g_assert_cmpint(cursor, ==, 4);
    type(edit, "\x7f");
    assert_line(edit, "用户@例");
}

static void test_paste(void)
{
    g_autoptr(Edit) edit = edit_begin("", FALSE, NULL);
    const char *paste = "\nq\033[31m203.0.113.9\x07 \nsecond line\n";
    edit_paste(edit, paste, strlen(paste));
    assert_line(edit, "q[31m203.0.113.9");
}

/* Readline binds the start of a bracketed paste itself and then reads until its end: without one it
 * must not spin or wait for ever. */
static void test_paste_trap(void)
{
    g_autoptr(Edit) edit = edit_begin("", FALSE, NULL);
    const char *line;
    gint64 start = g_get_monotonic_time();
    type(edit, "\033[200~abc");
    g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC);
    g_assert_false(edit_done(edit, &line));
}

static void test_again(void)
{
    for (int i = 0; i < 3; i++) {
        g_autoptr(Edit) edit = edit_begin(NULL, FALSE, NULL);
        type(edit, "s");
        type(edit, "1");
        assert_line(edit, "s1");
    }
    g_autoptr(Edit) given_up = edit_begin("left", FALSE, NULL);
    type(given_up, "\033");
}

static void test_hostile(void)
{
    g_autoptr(Edit) edit = edit_begin("a\x1b]0;x\x07"
                                      "b",
                                      FALSE, NULL);
    int cursor;
    g_autofree char *text = shown(edit, 60, &cursor);
    for (const char *at = text; *at != '\0'; at++)
        g_assert_cmpuint((guchar)*at, >=, ' ');
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("INPUTRC", "/dev/null", TRUE);
    g_setenv("TERM", "dumb", TRUE);
    if (setlocale(LC_ALL, "C.UTF-8") == NULL)
        return 77;
    g_test_add_func("/edit/typing", test_typing);
    g_test_add_func("/edit/wide", test_wide);
    g_test_add_func("/edit/paste", test_paste);
    g_test_add_func("/edit/paste-trap", test_paste_trap);
    g_test_add_func("/edit/again", test_again);
    g_test_add_func("/edit/hostile", test_hostile);
    return g_test_run();
}
