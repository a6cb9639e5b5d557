/* Keys and pastes from bytes, however they are cut. */
#include "tui/frontend/terminal_input.h"

#include <locale.h>
#include <string.h>

static Key only_key(const char *bytes, gboolean idle)
{
    g_autoptr(TerminalInput) input = terminal_input_new();
    InputEvent event, more;
    terminal_input_feed(input, bytes, strlen(bytes));
    if (!terminal_input_next(input, idle, &event))
        return 0;
    g_assert_false(event.paste);
    g_assert_cmpuint(event.length, ==, strlen(bytes));
    Key key = event.key;
    g_assert_false(terminal_input_next(input, TRUE, &more));
    return key;
}

static void test_keys(void)
{
    const struct {
        const char *bytes;
        Key key;
    } rows[] = {{"a", 'a'},
                {"\r", PRESS_ENTER},
                {"\x7f", PRESS_BACKSPACE},
                {"\003", 3},
                {"\xe9\x82\xae", 0x90ae},
                {"\033[A", PRESS_UP},
                {"\033OB", PRESS_DOWN},
                {"\033[1;5C", PRESS_RIGHT},
                {"\033[5~", PRESS_PAGE_UP},
                {"\033[6~", PRESS_PAGE_DOWN},
                {"\033[H", PRESS_HOME},
                {"\033[4~", PRESS_END},
                {"\033[Z", PRESS_BACK_TAB},
                {"\033OP", PRESS_F1},
                {"\033[[A", PRESS_F1},
                {"\033[11~", PRESS_F1},
                {"\033[21~", PRESS_F10},
                {"\033[15;2~", PRESS_F5},
                {"\033[?99x", PRESS_UNKNOWN},
                {"\033[99~", PRESS_UNKNOWN}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmphex(only_key(rows[i].bytes, FALSE), ==, rows[i].key);
}

static void test_lone_escape(void)
{
    g_assert_cmphex(only_key("\033", FALSE), ==, 0);
    g_assert_cmphex(only_key("\033", TRUE), ==, PRESS_ESCAPE);
    g_autoptr(TerminalInput) input = terminal_input_new();
    InputEvent event;
    terminal_input_feed(input, "\033", 1);
    g_assert_false(terminal_input_next(input, FALSE, &event));
    g_assert_cmpint(terminal_input_patience(input), >, 0);
    terminal_input_feed(input, "[A", 2);
    g_assert_true(terminal_input_next(input, FALSE, &event));
    g_assert_cmphex(event.key, ==, PRESS_UP);
    g_assert_cmpint(terminal_input_patience(input), ==, -1);
}

static void assert_paste(TerminalInput *input, gboolean idle, const char *text)
{
    InputEvent event;
    g_assert_true(terminal_input_next(input, idle, &event));
    g_assert_true(event.paste);
    g_assert_cmpuint(event.length, ==, strlen(text));
    g_assert_cmpstr(event.bytes, ==, text);
}

#define MARKED "x\033[200~line 1\rline 2\r\nq\003\033[A\n\033[201~y"

/* Whatever the reads cut apart, the same comes out. */
static void test_marked_paste(void)
{
    for (gsize cut = 1; cut < strlen(MARKED); cut++) {
        g_autoptr(TerminalInput) input = terminal_input_new();
        g_autoptr(GString) seen = g_string_new(NULL);
        const char *parts[] = {MARKED, &MARKED[cut]};
        gsize lengths[] = {cut, strlen(MARKED) - cut};
        for (int i = 0; i < 2; i++) {
            InputEvent event;
            terminal_input_feed(input, parts[i], lengths[i]);
            while (terminal_input_next(input, FALSE, &event))
                g_string_append_printf(seen, "%s(%s)", event.paste ? "paste" : "key", event.bytes);
        }
        g_assert_cmpstr(seen->str, ==, "key(x)paste(line 1\nline 2\nq\003\033[A\n)key(y)");
    }
}

static void test_lost_end_mark(void)
{
    g_autoptr(TerminalInput) input = terminal_input_new();
    InputEvent event;
    terminal_input_feed(input, "\033[200~half", 10);
    g_assert_false(terminal_input_next(input, FALSE, &event));
    assert_paste(input, TRUE, "half");
    terminal_input_feed(input, "q", 1);
    g_assert_true(terminal_input_next(input, FALSE, &event));
    g_assert_false(event.paste);
}

static void test_burst(void)
{
    g_autoptr(TerminalInput) input = terminal_input_new();
    const char *first = "550 5.1.1 no such user here\r", *second = "\nq\r";
    InputEvent event;
    terminal_input_feed(input, first, strlen(first));
    g_assert_false(terminal_input_next(input, FALSE, &event));
    terminal_input_feed(input, second, strlen(second));
    g_assert_false(terminal_input_next(input, FALSE, &event));
    assert_paste(input, TRUE, "550 5.1.1 no such user here\nq\n");
}

static void test_typing_is_no_burst(void)
{
    g_autoptr(TerminalInput) input = terminal_input_new();
    InputEvent event;
    int keys = 0;
    terminal_input_feed(input, "jjjj\r\r\r", 7);
    while (terminal_input_next(input, FALSE, &event)) {
        g_assert_false(event.paste);
        keys++;
    }
    g_assert_cmpint(keys, ==, 7);
    /* Many keys at once, as after a stall of the line. */
    const char *stalled = "\001\013/home/someone/mail/bounce-of-monday.eml\r";
    terminal_input_feed(input, stalled, strlen(stalled));
    for (keys = 0; terminal_input_next(input, FALSE, &event); keys++)
        g_assert_false(event.paste);
    g_assert_cmpint(keys, ==, (int)strlen(stalled));
}

/* 1 MB in 4 KB reads, as a tty gives them, is linear. */
static void test_large_paste(void)
{
    g_autoptr(TerminalInput) input = terminal_input_new();
    char part[4096];
    InputEvent event;
    memset(part, 'x', sizeof part);
    gint64 start = g_get_monotonic_time();
    terminal_input_feed(input, "\033[200~", 6);
    for (int i = 0; i < 256; i++) {
        terminal_input_feed(input, part, sizeof part);
        g_assert_false(terminal_input_next(input, FALSE, &event));
    }
    terminal_input_feed(input, "\033[201~", 6);
    g_assert_true(terminal_input_next(input, FALSE, &event));
    g_assert_cmpuint(event.length, ==, 1 << 20);
    g_assert_cmpint(g_get_monotonic_time() - start, <, G_USEC_PER_SEC / 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "C.UTF-8");
    g_test_add_func("/terminal-input/keys", test_keys);
    g_test_add_func("/terminal-input/escape", test_lone_escape);
    g_test_add_func("/terminal-input/paste/marked", test_marked_paste);
    g_test_add_func("/terminal-input/paste/lost-end", test_lost_end_mark);
    g_test_add_func("/terminal-input/paste/burst", test_burst);
    g_test_add_func("/terminal-input/paste/typing", test_typing_is_no_burst);
    g_test_add_func("/terminal-input/paste/large", test_large_paste);
    return g_test_run();
}
