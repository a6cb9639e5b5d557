/* Keys of one's own: the handler, the footer and the help follow; what would take a key away from
 * something else is refused. */
#include <string.h>

#include "tui/base/keys.h"

static char *rebind(const char *command, const char *key)
{
    const char *const keys[] = {key, NULL};
    return keys_rebind(command, keys);
}

static void expect_refused(const char *command, const char *key, const char *words)
{
    g_autofree char *problem = rebind(command, key);
    g_test_message("%s", problem ? problem : "taken");
    g_assert_nonnull(problem);
    g_assert_nonnull(strstr(problem, words));
}

static const KeyBinding *in_footer(Command command, Context context)
{
    g_autoptr(GPtrArray) footer = keys_footer(context);
    for (guint i = 0; i < footer->len; i++)
        if (((const KeyBinding *)footer->pdata[i])->command == command)
            return footer->pdata[i];
    return NULL;
}

static void test_names(void)
{
    for (Key key = 1; key < PRESS_UNKNOWN; key += key == 0x400 ? PRESS_UP - 0x400 : 1) {
        if (key == '\n')
            continue; /* another Enter */
        g_autofree char *name = key_to_name(key);
        if (*name)
            g_assert_cmpuint(key_from_name(name), ==, key);
    }
}

static void test_refused(void)
{
    expect_refused("repaet", "R", "\"repeat\"");
    expect_refused("repeat", "q", "\"quit\"");
    expect_refused("repeat", "Esc", "\"back\"");
    expect_refused("repeat", "Hyper", "no key");
    expect_refused("help", "h", "is text");
    g_assert_cmpint(keys_command('r', CONTEXT_CHECK), ==, COMMAND_REPEAT);
    g_assert_true(keys_table() == key_bindings);
}

static void test_rebind(void)
{
    g_assert_null(rebind("repeat", "R"));
    g_assert_cmpint(keys_command('R', CONTEXT_CHECK), ==, COMMAND_REPEAT);
    g_assert_cmpint(keys_command('r', CONTEXT_CHECK), ==, COMMAND_NONE);
    g_assert_cmpstr(in_footer(COMMAND_REPEAT, CONTEXT_CHECK)->shown, ==, "R");
    /* The key that is free now may be taken. */
    g_assert_null(rebind("text", "r"));
    g_assert_cmpint(keys_command('r', CONTEXT_CHECK), ==, COMMAND_TEXT);
    g_assert_null(rebind("quit", "F9"));
    g_assert_cmpint(keys_command(PRESS_F9, CONTEXT_MENU), ==, COMMAND_QUIT);
    g_autofree char *shown = keys_shown_as_settings();
    g_assert_nonnull(strstr(shown, "\n  repeat: [\"R\"]\n"));
    g_assert_nonnull(strstr(shown, "\n  # way: [\"m\"]\n"));
}

/* Every command that has a key can be given another one. */
static void test_all_named(void)
{
    g_autofree char *shown = keys_shown_as_settings();
    for (const KeyBinding *binding = key_bindings; binding->command != COMMAND_NONE; binding++)
        for (const Key *key = binding->keys; *key != 0; key++) {
            g_autofree char *name = key_to_name(*key);
            g_autofree char *quoted = g_strdup_printf("\"%s\"", name);
            if (*key != '\n' && strstr(shown, quoted) == NULL)
                g_error("no setting holds the key %s (%s)", name, binding->help);
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keys/names", test_names);
    g_test_add_func("/keys/all-named", test_all_named);
    g_test_add_func("/keys/refused", test_refused);
    g_test_add_func("/keys/rebind", test_rebind);
    return g_test_run();
}
