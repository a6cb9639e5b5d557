#include "tui/base/keys.h"

#include <string.h>
#include "tui/base/i18n.h"

#define CONTROL(letter) ((Key)(letter)&0x1f)

const KeyBinding key_bindings[] = {
    {COMMAND_ACCEPT,
     CONTEXT_IDENTIFY | CONTEXT_CHECK,
     {PRESS_ENTER, '\n'},
     "Enter",
     1,
     N_("next"),
     N_("On to the next step; on a marked line: choose or correct it.")},
    {COMMAND_ACCEPT,
     CONTEXT_FIX,
     {PRESS_ENTER, '\n'},
     "Enter",
     1,
     N_("share"),
     N_("The reply to the customer, the ticket note, saving.")},
    {COMMAND_ACCEPT,
     CONTEXT_MENU | CONTEXT_SHARE | CONTEXT_RECENT,
     {PRESS_ENTER, '\n', ' '},
     "Enter",
     1,
     N_("choose"),
     N_("Choose the marked line.")},
    {COMMAND_ACCEPT,
     CONTEXT_TYPING,
     {PRESS_ENTER, '\n'},
     "Enter",
     1,
     N_("go on"),
     N_("The text is complete: say what it is.")},
    {COMMAND_ACCEPT,
     CONTEXT_SERVERS,
     {PRESS_ENTER, '\n', 'r', PRESS_F5},
     "Enter r",
     1,
     N_("ask now"),
     N_("Ask the name servers and the resolver now.")},
    {COMMAND_BACK,
     CONTEXT_ALL,
     {PRESS_ESCAPE},
     "Esc",
     2,
     N_("back"),
     N_("One step back; nothing is lost. While checks are asking: stop them.")},
    {COMMAND_BACK, CONTEXT_KEYS, {PRESS_LEFT, 'h'}, "Left h", 0, N_("back"), N_("The same.")},
    {COMMAND_BACK,
     CONTEXT_READING,
     {'q'},
     "q",
     0,
     N_("back"),
     N_("Away from the page that is read.")},
    {COMMAND_NEXT,
     CONTEXT_STEPS,
     {PRESS_RIGHT, 'l'},
     "Right l",
     0,
     N_("next"),
     N_("On to the next step, whatever line is marked.")},
    {COMMAND_UP, CONTEXT_KEYS, {PRESS_UP, 'k'}, "Up k", 0, N_("up"), N_("One line up.")},
    {COMMAND_DOWN, CONTEXT_KEYS, {PRESS_DOWN, 'j'}, "Down j", 0, N_("down"), N_("One line down.")},
    {COMMAND_PAGE_UP, CONTEXT_ALL, {PRESS_PAGE_UP}, "PgUp", 0, N_("page up"), N_("One page up.")},
    {COMMAND_PAGE_DOWN,
     CONTEXT_ALL,
     {PRESS_PAGE_DOWN},
     "PgDn",
     0,
     N_("page down"),
     N_("One page down.")},
    {COMMAND_PAGE_DOWN,
     CONTEXT_STEPS | CONTEXT_READING | CONTEXT_SERVERS,
     {' ', CONTROL('F')},
     "Space ^F",
     0,
     N_("page down"),
     N_("The same.")},
    {COMMAND_PAGE_UP,
     CONTEXT_STEPS | CONTEXT_READING | CONTEXT_SERVERS,
     {CONTROL('B')},
     "^B",
     0,
     N_("page up"),
     N_("The same.")},
    {COMMAND_TOP, CONTEXT_KEYS, {PRESS_HOME, 'g'}, "Home g", 0, N_("top"), N_("To the top.")},
    {COMMAND_BOTTOM,
     CONTEXT_KEYS,
     {PRESS_END, 'G'},
     "End G",
     0,
     N_("bottom"),
     N_("To the bottom.")},
    {COMMAND_SEARCH,
     CONTEXT_READING,
     {'/'},
     "/",
     3,
     N_("search"),
     N_("Search on this page; nothing typed searches for the same words again.")},
    {COMMAND_SEARCH,
     CONTEXT_KEYS & ~CONTEXT_READING,
     {'/'},
     "/",
     0,
     N_("search"),
     N_("Search on this page; nothing typed searches for the same words again.")},
    {COMMAND_SEARCH_NEXT,
     CONTEXT_READING,
     {'n'},
     "n",
     4,
     N_("next place"),
     N_("The next place with these words.")},
    {COMMAND_SEARCH_NEXT,
     CONTEXT_KEYS & ~CONTEXT_READING,
     {'n'},
     "n",
     0,
     N_("next place"),
     N_("The next place with these words.")},
    {COMMAND_SEARCH_PREVIOUS,
     CONTEXT_KEYS,
     {'N'},
     "N",
     0,
     N_("place before"),
     N_("The place before.")},
    {COMMAND_STEP_PASTE,
     CONTEXT_KEYS,
     {'1'},
     "1",
     0,
     N_("paste"),
     N_("Step 1: the bounce as it was pasted.")},
    {COMMAND_STEP_IDENTIFY, CONTEXT_KEYS, {'2'}, "2", 0, N_("identify"), N_("Step 2: what it is.")},
    {COMMAND_STEP_CHECK, CONTEXT_KEYS, {'3'}, "3", 0, N_("check"), N_("Step 3: whether it is so.")},
    {COMMAND_STEP_FIX, CONTEXT_KEYS, {'4'}, "4", 0, N_("fix"), N_("Step 4: what to do now.")},
    {COMMAND_FACTS,
     CONTEXT_STEPS,
     {'e'},
     "e",
     4,
     N_("correct"),
     N_("Correct what was read: addresses, IP, domain, selector.")},
    {COMMAND_TEXT,
     CONTEXT_STEPS,
     {'v'},
     "v",
     5,
     N_("text"),
     N_("The text of the bounce, with the words that decided marked.")},
    {COMMAND_REPEAT, CONTEXT_STEPS, {'r', PRESS_F5}, "r", 3, N_("again"), N_("Ask the DNS again.")},
    {COMMAND_SHARE,
     CONTEXT_IDENTIFY | CONTEXT_CHECK,
     {'y'},
     "y",
     6,
     N_("share"),
     N_("The reply to the customer, the ticket note, saving.")},
    {COMMAND_SHARE,
     CONTEXT_FIX,
     {'y'},
     "y",
     0,
     N_("share"),
     N_("The reply to the customer, the ticket note, saving.")},
    {COMMAND_SHARE, CONTEXT_STEPS, {'s'}, "s", 0, N_("share"), N_("The same.")},
    {COMMAND_SERVERS,
     CONTEXT_FIX,
     {'p'},
     "p",
     7,
     N_("published?"),
     N_("What the name servers themselves say, beside your resolver.")},
    {COMMAND_SERVERS,
     CONTEXT_CHECK,
     {'p'},
     "p",
     10,
     N_("published?"),
     N_("What the name servers themselves say, beside your resolver.")},
    {COMMAND_WATCH,
     CONTEXT_CHECK | CONTEXT_FIX,
     {'t'},
     "t",
     0,
     N_("watch"),
     N_("Ask again when TTLs run out, and ring when it is fixed.")},
    {COMMAND_WATCH,
     CONTEXT_SERVERS,
     {'t'},
     "t",
     3,
     N_("watch"),
     N_("The watch on or off: ask again when TTLs run out, ring when it is fixed.")},
    {COMMAND_PUBLIC,
     CONTEXT_SERVERS,
     {'u'},
     "u",
     4,
     N_("public"),
     N_("Public resolvers beside it, or not; the names that are asked for go to them.")},
    {COMMAND_REPLY_LANGUAGE,
     CONTEXT_SHARE,
     {'l'},
     "l",
     3,
     N_("language"),
     N_("The words to others in the other language.")},
    {COMMAND_REDACT,
     CONTEXT_SHARE,
     {'x'},
     "x",
     4,
     N_("redact"),
     N_("Pseudonyms in place of addresses and subjects, or not.")},
    {COMMAND_DELETE,
     CONTEXT_RECENT,
     {'d', PRESS_DELETE},
     "d",
     3,
     N_("delete"),
     N_("Delete the marked case.")},
    {COMMAND_DELETE_ALL,
     CONTEXT_RECENT,
     {'D'},
     "D",
     4,
     N_("delete all"),
     N_("Delete all recent cases; it asks.")},
    {COMMAND_RECENT,
     CONTEXT_KEYS,
     {'o'},
     "o",
     0,
     N_("recent cases"),
     N_("The cases of the last days; Enter opens one as it was, without the network.")},
    {COMMAND_CASES,
     CONTEXT_STEPS,
     {'a'},
     "a",
     0,
     N_("recipients"),
     N_("All recipients by cause: go on with a whole group, or with one alone.")},
    {COMMAND_PATH,
     CONTEXT_STEPS,
     {'m'},
     "m",
     0,
     N_("way"),
     N_("The way of the mail, and where it broke.")},
    {COMMAND_NEXT_CASE,
     CONTEXT_STEPS,
     {PRESS_TAB, ']'},
     "Tab ]",
     0,
     N_("next recipient"),
     N_("The next recipient.")},
    {COMMAND_PREVIOUS_CASE,
     CONTEXT_STEPS,
     {PRESS_BACK_TAB, '['},
     "Shift-Tab [",
     0,
     N_("previous recipient"),
     N_("The recipient before.")},
    {COMMAND_EDITOR,
     CONTEXT_TYPING,
     {CONTROL('O')},
     "^O",
     4,
     N_("editor"),
     N_("Edit the text in $VISUAL or $EDITOR.")},
    {COMMAND_CLEAR,
     CONTEXT_TYPING,
     {CONTROL('U')},
     "^U",
     5,
     N_("clear"),
     N_("Throw the text away.")},
    {COMMAND_ERASE,
     CONTEXT_TYPING,
     {PRESS_BACKSPACE, '\b'},
     "Backspace",
     0,
     N_("erase"),
     N_("Erase the last character.")},
    {COMMAND_HELP, CONTEXT_KEYS, {'?'}, "?", 8, N_("help"), N_("This page.")},
    {COMMAND_HELP, CONTEXT_KEYS, {PRESS_F1}, "F1", 0, N_("help"), N_("The same.")},
    {COMMAND_HELP,
     CONTEXT_TYPING,
     {PRESS_F1},
     "F1",
     8,
     N_("help"),
     N_("This page; letters are text here.")},
    {COMMAND_GUIDES, CONTEXT_KEYS, {'w'}, "w", 0, N_("guides"), N_("Guides, and words explained.")},
    {COMMAND_MANUAL,
     CONTEXT_READING,
     {'M'},
     "M",
     5,
     N_("manual"),
     N_("The pages of the manual, to read and to search.")},
    {COMMAND_MANUAL,
     CONTEXT_KEYS & ~CONTEXT_READING,
     {'M'},
     "M",
     0,
     N_("manual"),
     N_("The pages of the manual, to read and to search.")},
    {COMMAND_HEADERS,
     CONTEXT_TYPING,
     {CONTROL('T')},
     "^T",
     6,
     N_("where is it?"),
     N_("How to get at the whole bounce in your mail program.")},
    {COMMAND_REDRAW,
     CONTEXT_ALL,
     {CONTROL('L')},
     "^L",
     0,
     N_("redraw"),
     N_("Draw the screen anew.")},
    {COMMAND_SUSPEND,
     CONTEXT_ALL,
     {CONTROL('Z')},
     "^Z",
     0,
     N_("suspend"),
     N_("To the shell; fg comes back.")},
    {COMMAND_QUIT,
     CONTEXT_KEYS & ~CONTEXT_READING,
     {'q'},
     "q",
     9,
     N_("quit"),
     N_("Quit; where work would be lost, it asks.")},
    {COMMAND_KILL,
     CONTEXT_ALL,
     {CONTROL('C'), PRESS_F10},
     "^C F10",
     0,
     N_("quit"),
     N_("Quit at once.")},
    {COMMAND_NONE, 0, {0}, NULL, 0, NULL, NULL}};

static gboolean holds(const KeyBinding *binding, Context context)
{
    return (binding->contexts & (context | CONTEXT_ALL)) != 0;
}

static const KeyBinding *table = key_bindings;

const KeyBinding *keys_table(void)
{
    return table;
}

void keys_use(const KeyBinding *bindings)
{
    table = bindings;
}

Command keys_command(Key key, Context context)
{
    for (const KeyBinding *binding = table; binding->command != COMMAND_NONE; binding++) {
        if (!holds(binding, context))
            continue;
        for (const Key *bound = binding->keys; *bound != 0; bound++)
            if (*bound == key)
                return binding->command;
    }
    return COMMAND_NONE;
}

static int by_footer(gconstpointer a, gconstpointer b)
{
    const KeyBinding *const *left = a, *const *right = b;
    return (*left)->footer - (*right)->footer;
}

GPtrArray *keys_footer(Context context)
{
    GPtrArray *found = g_ptr_array_new();
    for (const KeyBinding *binding = table; binding->command != COMMAND_NONE; binding++)
        if (holds(binding, context) && binding->footer > 0)
            g_ptr_array_add(found, (gpointer)(guintptr)binding);
    g_ptr_array_sort(found, by_footer);
    return found;
}

GPtrArray *keys_help(Context context)
{
    GPtrArray *found = g_ptr_array_new();
    for (const KeyBinding *binding = table; binding->command != COMMAND_NONE; binding++)
        if (holds(binding, context))
            g_ptr_array_add(found, (gpointer)(guintptr)binding);
    return found;
}

static const struct {
    const char *name;
    Key key;
} key_names[] = {{"Enter", PRESS_ENTER},
                 {"Esc", PRESS_ESCAPE},
                 {"Tab", PRESS_TAB},
                 {"Space", ' '},
                 {"Backspace", PRESS_BACKSPACE},
                 {"Up", PRESS_UP},
                 {"Down", PRESS_DOWN},
                 {"Left", PRESS_LEFT},
                 {"Right", PRESS_RIGHT},
                 {"Home", PRESS_HOME},
                 {"End", PRESS_END},
                 {"PgUp", PRESS_PAGE_UP},
                 {"PgDn", PRESS_PAGE_DOWN},
                 {"Insert", PRESS_INSERT},
                 {"Delete", PRESS_DELETE},
                 {"S-Tab", PRESS_BACK_TAB},
                 {"F1", PRESS_F1},
                 {"F2", PRESS_F2},
                 {"F3", PRESS_F3},
                 {"F4", PRESS_F4},
                 {"F5", PRESS_F5},
                 {"F6", PRESS_F6},
                 {"F7", PRESS_F7},
                 {"F8", PRESS_F8},
                 {"F9", PRESS_F9},
                 {"F10", PRESS_F10}};

Key key_from_name(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(key_names); i++)
        if (strcmp(name, key_names[i].name) == 0)
            return key_names[i].key;
    if (name[0] == '^' && name[1] != '\0' && name[2] == '\0')
        return CONTROL(name[1]);
    gunichar character = g_utf8_get_char_validated(name, -1);
    return character < 0x110000 && *g_utf8_next_char(name) == '\0' ? character : 0;
}

char *key_to_name(Key key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(key_names); i++)
        if (key_names[i].key == key)
            return g_strdup(key_names[i].name);
    if (key < ' ')
        return g_strdup_printf("^%c", (char)(key + '@'));
    char utf8[7] = "";
    utf8[g_unichar_to_utf8(key, utf8)] = '\0';
    return g_strdup(utf8);
}
