/* What mail systems say: the lines lint clean, and each of them is found in a sentence, however it
 * is written, with the meaning of its section. */
#include <string.h>

#include "content/base/embedded.h"
#include "content/reader/wording.h"

static void foreach_file(void (*see)(const char *path, const char *text, gsize length,
                                     gpointer data),
                         gpointer data)
{
    g_auto(GStrv) names = embedded_folder("wording");
    g_assert_cmpuint(g_strv_length(names), >, 20);
    for (char **name = names; *name; name++) {
        g_autofree char *path = g_strconcat("wording/", *name, NULL);
        g_autoptr(GBytes) file = embedded_file(path);
        gsize length;
        const char *text = g_bytes_get_data(file, &length);
        see(path, text, length, data);
    }
}

static void lint_file(const char *path, const char *text, gsize length, gpointer data)
{
    g_autoptr(GPtrArray) problems = wording_lint(text, length, path, data);
    for (guint i = 0; i < problems->len; i++)
        g_test_message("%s", (const char *)problems->pdata[i]);
    g_assert_cmpuint(problems->len, ==, 0);
}

static void test_lint_clean(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    foreach_file(lint_file, seen);
    g_assert_cmpuint(g_hash_table_size(seen), >, 1000);
}

/* As a mail shows it: broken at a blank, in capitals where these are folded (phrase_match.h). */
static char *sentence_with(const char *phrase)
{
    g_autofree char *loud = g_utf8_strup(phrase, -1);
    g_autoptr(FoldedText) folded = folded_text_new(loud, strlen(loud));
    char *shown = g_strdup(strcmp(folded->bytes, phrase) == 0 ? loud : phrase);
    char *blank = strchr(shown, ' ');
    if (blank)
        *blank = '\n';
    char *sentence = g_strdup_printf("Xyzzy. %s.", shown);
    g_free(shown);
    return sentence;
}

static void find_phrase(const char *phrase, Phrase meaning, gpointer data)
{
    g_autofree char *sentence = sentence_with(phrase);
    g_autoptr(SpottedText) spotted = spotted_text_new(sentence, strlen(sentence));
    const Spot *spot = spotted->spots->len ? &g_array_index(spotted->spots, Spot, 0) : NULL;
    g_test_message("%s", phrase);
    g_assert_nonnull(spot);
    g_assert_cmpuint(spot->start, ==, strlen("Xyzzy. "));
    g_assert_cmpuint(spot->end, ==, strlen(sentence) - 1);
    g_assert_cmpint(spot->meaning, ==, (int)meaning);
    (*(guint *)data)++;
}

static void find_phrases(const char *path, const char *text, gsize length, gpointer data)
{
    (void)path;
    wording_foreach(text, length, find_phrase, data);
}

static void test_each_is_found(void)
{
    guint count = 0;
    foreach_file(find_phrases, &count);
    g_assert_cmpuint(count, >, 1000);
}

/* Each mistake is told with its place; the other lines are read. */
static void test_mistakes(void)
{
    static const struct {
        const char *text, *says;
    } mistakes[] = {
        {"lost\n", "x.txt:1: \"lost\" stands in no section"},
        {"[faild]\n", "x.txt:1: no section is called \"faild\": did you mean \"failed\"?"},
        {"[failed]\nab\n", "x.txt:2: \"ab\" is too short"},
        {"[failed]\nNot sent\n", "x.txt:2: \"Not sent\" can never be found"},
        {"[failed]\nnot  sent\n", "x.txt:2: \"not  sent\" can never be found"},
        {"[failed]\nnot sent\n[delayed]\nnot sent\n", "x.txt:4: \"not sent\" is said already"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_autoptr(GPtrArray) problems =
            wording_lint(mistakes[i].text, strlen(mistakes[i].text), "x.txt", seen);
        g_assert_cmpuint(problems->len, ==, 1);
        g_assert_true(g_str_has_prefix(problems->pdata[0], mistakes[i].says));
    }
}

static void note(const char *phrase, Phrase meaning, gpointer data)
{
    g_string_append_printf(data, "%d %s;", (int)meaning, phrase);
}

static void test_comments(void)
{
    const char *text = "# all\n\n[failed]\nnot sent  # Exim\nc# is down\n[nowhere]\nlost\n";
    g_autoptr(GString) seen = g_string_new(NULL);
    wording_foreach(text, strlen(text), note, seen);
    g_autofree char *wanted =
        g_strdup_printf("%d not sent;%d c# is down;", PHRASE_FAILED, PHRASE_FAILED);
    g_assert_cmpstr(seen->str, ==, wanted);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    phrases_init();
    g_test_add_func("/wording/lint-clean", test_lint_clean);
    g_test_add_func("/wording/each-is-found", test_each_is_found);
    g_test_add_func("/wording/mistakes", test_mistakes);
    g_test_add_func("/wording/comments", test_comments);
    return g_test_run();
}
