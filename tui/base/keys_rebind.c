/* Keys of the person's own. */
#include <string.h>

#include "content/base/suggestion.h"
#include "tui/base/keys.h"
#include "tui/base/i18n.h"

enum { KEYS_MAX = G_N_ELEMENTS(((KeyBinding *)NULL)->keys) - 1 };

/* By what name a file of settings calls a command. */
static const struct {
    Command command;
    const char *name;
} names[] = {{COMMAND_ACCEPT, "accept"},
             {COMMAND_NEXT, "next"},
             {COMMAND_BACK, "back"},
             {COMMAND_UP, "up"},
             {COMMAND_DOWN, "down"},
             {COMMAND_PAGE_UP, "page_up"},
             {COMMAND_PAGE_DOWN, "page_down"},
             {COMMAND_TOP, "top"},
             {COMMAND_BOTTOM, "bottom"},
             {COMMAND_SEARCH, "search"},
             {COMMAND_SEARCH_NEXT, "search_next"},
             {COMMAND_SEARCH_PREVIOUS, "search_previous"},
             {COMMAND_STEP_PASTE, "step_paste"},
             {COMMAND_STEP_IDENTIFY, "step_identify"},
             {COMMAND_STEP_CHECK, "step_check"},
             {COMMAND_STEP_FIX, "step_fix"},
             {COMMAND_NEXT_CASE, "next_recipient"},
             {COMMAND_PREVIOUS_CASE, "previous_recipient"},
             {COMMAND_CASES, "recipients"},
             {COMMAND_PATH, "way"},
             {COMMAND_REPEAT, "repeat"},
             {COMMAND_TEXT, "text"},
             {COMMAND_FACTS, "correct"},
             {COMMAND_SHARE, "share"},
             {COMMAND_COPY_EMAIL, "copy_email"},
             {COMMAND_SERVERS, "published"},
             {COMMAND_WATCH, "watch"},
             {COMMAND_PUBLIC, "public"},
             {COMMAND_REPLY_LANGUAGE, "reply_language"},
             {COMMAND_REDACT, "redact"},
             {COMMAND_EDITOR, "editor"},
             {COMMAND_OPEN, "open"},
             {COMMAND_RECENT, "recent_cases"},
             {COMMAND_DELETE, "delete"},
             {COMMAND_DELETE_ALL, "delete_all"},
             {COMMAND_CLEAR, "clear"},
             {COMMAND_ERASE, "erase"},
             {COMMAND_HELP, "help"},
             {COMMAND_GUIDES, "guides"},
             {COMMAND_MANUAL, "manual"},
             {COMMAND_HEADERS, "how_to_get"},
             {COMMAND_REDRAW, "redraw"},
             {COMMAND_SUSPEND, "suspend"},
             {COMMAND_QUIT, "quit"},
             {COMMAND_KILL, "kill"}};

static Command command_of(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(names[i].name, name))
            return names[i].command;
    return COMMAND_NONE;
}

static const char *name_of(Command command)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (names[i].command == command)
            return names[i].name;
    return "";
}

static char *unknown_command(const char *name)
{
    const char *known[G_N_ELEMENTS(names) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        known[i] = names[i].name;
    g_autofree char *meant = suggestion(name, known);
    return g_strdup_printf(_("nothing is called \"%s\"%s"), name,
                           *meant ? meant : _(": see whybounce --print-config"));
}

/* The contexts of a command. */
static unsigned contexts_of(Command command)
{
    unsigned contexts = 0;
    for (const KeyBinding *binding = keys_table(); binding->command != COMMAND_NONE; binding++)
        contexts |= binding->command == command ? binding->contexts : 0;
    return contexts;
}

static gboolean has_key(const KeyBinding *binding, Key key)
{
    for (const Key *bound = binding->keys; *bound != 0; bound++)
        if (*bound == key)
            return TRUE;
    return FALSE;
}

/* What else the key means where the command holds; COMMAND_NONE: nothing. */
static Command clash(Command command, Key key)
{
    unsigned contexts = contexts_of(command);
    for (const KeyBinding *binding = keys_table(); binding->command != COMMAND_NONE; binding++) {
        gboolean meet =
            (binding->contexts & contexts) || ((binding->contexts | contexts) & CONTEXT_ALL);
        if (binding->command != command && meet && has_key(binding, key))
            return binding->command;
    }
    return COMMAND_NONE;
}

static char *wrong_with_key(Command command, const char *name, Key key)
{
    if (key == 0)
        return g_strdup_printf(
            _("\"%s\" is no key: write a character, ^X, F1 to F10, Enter, Space, Tab..."), name);
    if ((contexts_of(command) & (CONTEXT_TYPING | CONTEXT_ALL)) && key >= ' ' && key < PRESS_UP &&
        key != PRESS_BACKSPACE)
        return g_strdup_printf(
            _("\"%s\" is text where the bounce is typed: choose ^X or a function key"), name);
    Command other = clash(command, key);
    return other != COMMAND_NONE
               ? g_strdup_printf(_("\"%s\" means \"%s\" already: choose another key"), name,
                                 name_of(other))
               : NULL;
}

/* The keys by their names; NULL or what is wrong. */
static char *read_keys(Command command, const char *const *words, Key keys[static KEYS_MAX + 1])
{
    guint count = 0;
    for (; *words; words++) {
        if (count == KEYS_MAX)
            return g_strdup_printf(_("more than %d keys: take some out"), (int)KEYS_MAX);
        Key key = key_from_name(*words);
        char *wrong = wrong_with_key(command, *words, key);
        if (wrong)
            return wrong;
        keys[count++] = key;
    }
    return count ? NULL : g_strdup(_("no key is named: add one, or remove this line"));
}

/* The row with the new keys, in contexts where no row before it has taken the command's place. */
static gboolean change_row(KeyBinding *row, const Key *keys, const char *shown, unsigned *done)
{
    row->contexts &= ~*done;
    *done |= row->contexts;
    memcpy(row->keys, keys, sizeof row->keys);
    row->shown = shown;
    return row->contexts != 0;
}

static void rebind(Command command, const Key *keys, const char *shown)
{
    GArray *rows = g_array_new(TRUE, TRUE, sizeof(KeyBinding));
    unsigned done = 0;
    const KeyBinding *binding = keys_table();
    for (; binding->command != COMMAND_NONE; binding++) {
        KeyBinding row = *binding;
        if (row.command != command || change_row(&row, keys, shown, &done))
            g_array_append_val(rows, row);
    }
    g_array_append_val(rows, *binding);
    static KeyBinding *own; /* the table before this one, where it was not the built-in one */
    KeyBinding *table = (KeyBinding *)(gpointer)g_array_free(rows, FALSE);
    keys_use(table);
    g_free(own);
    own = table;
}

char *keys_rebind(const char *command_name, const char *const *words)
{
    Key keys[KEYS_MAX + 1] = {0};
    Command command = command_of(command_name);
    if (command == COMMAND_NONE)
        return unknown_command(command_name);
    char *wrong = read_keys(command, words, keys);
    if (wrong)
        return wrong;
    g_autofree char *shown = g_strjoinv(" ", (char **)(guintptr)words);
    rebind(command, keys, g_intern_string(shown));
    return NULL;
}

static char *keys_of(const KeyBinding *binding, Command command)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (; binding->command != COMMAND_NONE; binding++)
        for (const Key *key = binding->keys; binding->command == command && *key != 0; key++) {
            if (*key == '\n' || !g_hash_table_add(seen, GUINT_TO_POINTER(*key)))
                continue;
            g_autofree char *name = key_to_name(*key);
            g_string_append_printf(text, "%s\"%s%s\"", g_hash_table_size(seen) > 1 ? ", " : "",
                                   *name == '"' || *name == '\\' ? "\\" : "", name);
        }
    return g_string_free(text, FALSE);
}

char *keys_shown_as_settings(void)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *usual = keys_of(key_bindings, names[i].command);
        g_autofree char *own = keys_of(keys_table(), names[i].command);
        if (*own)
            g_string_append_printf(text, "  %s%s: [%s]\n", strcmp(usual, own) ? "" : "# ",
                                   names[i].name, own);
    }
    return g_string_free(text, FALSE);
}
