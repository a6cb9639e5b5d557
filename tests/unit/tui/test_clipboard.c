/* The clipboard by other programs: each stands in a folder of the test's own, which is all of PATH.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "tui/base/clipboard.h"

static char *folder;

static char *place_of(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void put_program(const char *name, const char *script)
{
    g_autofree char *place = place_of(name);
    g_assert_true(g_file_set_contents(place, script, -1, NULL));
    g_assert_cmpint(g_chmod(place, 0700), ==, 0);
}

static void put_writer(const char *name)
{
    g_autofree char *copied = place_of("copied");
    g_autofree char *script = g_strdup_printf(
        "#!/bin/sh\nwhile read -r line; do echo \"%s $line\"; done >'%s'\n", name, copied);
    put_program(name, script);
}

static void assert_copied(const char *expected)
{
    g_autofree char *copied = place_of("copied"), *text = NULL;
    g_assert_true(g_file_get_contents(copied, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, expected);
}

static void test_none(void)
{
    g_assert_false(clipboard_set("text\n", 5));
}

static void test_first_that_is_there(void)
{
    put_writer("xclip");
    g_assert_true(clipboard_set("text\n", 5));
    assert_copied("xclip text\n");
    put_writer("wl-copy");
    g_assert_true(clipboard_set("more\n", 5));
    assert_copied("wl-copy more\n");
}

static void test_one_that_fails(void)
{
    put_program("wl-copy", "#!/bin/sh\nexit 1\n");
    g_assert_true(clipboard_set("text\n", 5));
    assert_copied("xclip text\n");
    put_program("xclip", "#!/bin/sh\nexit 1\n");
    g_assert_false(clipboard_set("text\n", 5));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN); /* as the program does */
    folder = g_dir_make_tmp("whybounce-clipboard-XXXXXX", NULL);
    g_setenv("PATH", folder, TRUE);
    g_setenv("WAYLAND_DISPLAY", "none", TRUE);
    g_setenv("DISPLAY", "none", TRUE);
    g_test_add_func("/clipboard/none", test_none);
    g_test_add_func("/clipboard/first-that-is-there", test_first_that_is_there);
    g_test_add_func("/clipboard/one-that-fails", test_one_that_fails);
    int status = g_test_run();
    static const char *const names[] = {"wl-copy", "xclip", "copied"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *place = place_of(names[i]);
        g_unlink(place);
    }
    g_rmdir(folder);
    g_free(folder);
    return status;
}
