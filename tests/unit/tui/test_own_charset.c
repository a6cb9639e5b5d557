/* The person's charset: GB18030, of a locale that the test makes where localedef can. */
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "tui/base/locale_charset.h"

#define SAYING "退信：收件人不存在"

static char *folder;

static gboolean is_gb18030(void)
{
    const char *charset;
    if (!g_get_charset(&charset) && g_str_equal(charset, "GB18030"))
        return TRUE;
    g_test_skip("no locale with GB18030 could be made: localedef, and the charmaps of \"locales\"");
    return FALSE;
}

static void test_out_and_in(void)
{
    if (!is_gb18030())
        return;
    g_assert_true(own_charset_holds(SAYING));
    g_autofree char *own = own_charset_text(SAYING);
    g_assert_true(g_str_has_prefix(own, "\xcd\xcb\xd0\xc5"));
    g_autofree char *back = own_charset_typed(own);
    g_assert_cmpstr(back, ==, SAYING);
}

/* However the bytes come, keys and wrong bytes among them. */
static void test_input_in_pieces(void)
{
    if (!is_gb18030())
        return;
    static const char bytes[] = "\033[A\xcd\xcb\xd0\xc5x\xff\xcd\xcb\033[200~\xd0\xc5\033[201~";
    static const char expected[] = "\033[A退信x\xff退\033[200~信\033[201~";
    for (gsize piece = 1; piece < sizeof bytes; piece++) {
        g_autoptr(GString) all = g_string_new(NULL);
        OwnCharsetInput *input = own_charset_input_new();
        for (gsize at = 0; at < sizeof bytes - 1; at += piece) {
            const GString *some =
                own_charset_input_feed(input, bytes + at, MIN(piece, sizeof bytes - 1 - at));
            g_string_append_len(all, some->str, (gssize)some->len);
        }
        g_assert_cmpstr(all->str, ==, expected);
        own_charset_input_free(input);
    }
}

static void make_locale(void)
{
    g_autofree char *place = g_build_filename(folder, "zh_CN.GB18030", NULL);
    const char *arguments[] = {"localedef", "-i", "zh_CN", "-f", "GB18030", place, NULL};
    g_spawn_sync(NULL, (char **)(guintptr)arguments, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, NULL, NULL, NULL, NULL);
    g_setenv("LOCPATH", folder, TRUE);
    setlocale(LC_ALL, "zh_CN.GB18030");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("whybounce-locale-XXXXXX", NULL);
    make_locale();
    g_test_add_func("/own-charset/out-and-in", test_out_and_in);
    g_test_add_func("/own-charset/input-in-pieces", test_input_in_pieces);
    int status = g_test_run();
    const char *arguments[] = {"rm", "-rf", folder, NULL};
    g_spawn_sync(NULL, (char **)(guintptr)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                 NULL, NULL, NULL);
    g_free(folder);
    return status;
}
