/* The one table of key bindings: it feeds the handler, the footer, the help and the manual. */
#ifndef TUI_BASE_KEYS_H
#define TUI_BASE_KEYS_H

#include <glib.h>

/* A key: a Unicode character (controls included), or one of these. */
typedef gunichar Key;
enum {
    PRESS_TAB = 9,
    PRESS_ENTER = 13,
    PRESS_ESCAPE = 27,
    PRESS_BACKSPACE = 127,
    PRESS_UP = 0x200000,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_DELETE,
    PRESS_INSERT,
    PRESS_BACK_TAB,
    PRESS_F1,
    PRESS_F2,
    PRESS_F3,
    PRESS_F4,
    PRESS_F5,
    PRESS_F6,
    PRESS_F7,
    PRESS_F8,
    PRESS_F9,
    PRESS_F10,
    PRESS_UNKNOWN
};

/* What a person can ask for. Those below COMMAND_ITEMS are never bound to a key: items carry them.
 */
typedef enum {
    COMMAND_NONE,
    COMMAND_ACCEPT,
    COMMAND_NEXT,
    COMMAND_BACK,
    COMMAND_UP,
    COMMAND_DOWN,
    COMMAND_PAGE_UP,
    COMMAND_PAGE_DOWN,
    COMMAND_TOP,
    COMMAND_BOTTOM,
    COMMAND_SEARCH,
    COMMAND_SEARCH_NEXT,
    COMMAND_SEARCH_PREVIOUS,
    COMMAND_STEP_PASTE,
    COMMAND_STEP_IDENTIFY,
    COMMAND_STEP_CHECK,
    COMMAND_STEP_FIX,
    COMMAND_NEXT_CASE,
    COMMAND_PREVIOUS_CASE,
    COMMAND_CASES,
    COMMAND_PATH,
    COMMAND_REPEAT,
    COMMAND_TEXT,
    COMMAND_FACTS,
    COMMAND_SHARE,
    COMMAND_COPY_EMAIL,
    COMMAND_SERVERS,
    COMMAND_WATCH,
    COMMAND_PUBLIC,
    COMMAND_REPLY_LANGUAGE,
    COMMAND_REDACT,
    COMMAND_EDITOR,
    COMMAND_OPEN,
    COMMAND_RECENT,
    COMMAND_DELETE,
    COMMAND_DELETE_ALL,
    COMMAND_CLEAR,
    COMMAND_ERASE,
    COMMAND_HELP,
    COMMAND_GUIDES,
    COMMAND_MANUAL,
    COMMAND_HEADERS,
    COMMAND_REDRAW,
    COMMAND_SUSPEND,
    COMMAND_QUIT,
    COMMAND_KILL,
    COMMAND_ITEMS,
    COMMAND_SCREEN,       /* go to the screen of the argument */
    COMMAND_SAMPLE,       /* the sample of the argument */
    COMMAND_CHOOSE_CAUSE, /* the runner-up of the argument, -1: the identified one */
    COMMAND_OPEN_GROUP,   /* the recipients with the cause of the case of the argument */
    COMMAND_CHOOSE_GROUP, /* all of them */
    COMMAND_CHOOSE_CASE,
    COMMAND_EDIT_FACT,
    COMMAND_EDIT_DOMAIN, /* a field of the domain check */
    COMMAND_CHECK_DOMAIN,
    COMMAND_EDIT_FILE,
    COMMAND_GUIDE,
    COMMAND_MANUAL_PAGE,
    COMMAND_ANSWER, /* of the questions */
    COMMAND_COPY,
    COMMAND_SAVE,
    COMMAND_RESUME,
    COMMAND_REOPEN /* the recent case of the argument */
} Command;

/* Where a binding holds. */
typedef enum {
    CONTEXT_ALL = 1 << 0,    /* everywhere, also while text is typed */
    CONTEXT_TYPING = 1 << 1, /* where keys are text */
    CONTEXT_MENU = 1 << 2,   /* lists to choose from */
    CONTEXT_IDENTIFY = 1 << 3,
    CONTEXT_CHECK = 1 << 4,
    CONTEXT_FIX = 1 << 5,
    CONTEXT_READING = 1 << 6, /* help, the text of the bounce */
    CONTEXT_SERVERS = 1 << 7, /* what the name servers say */
    CONTEXT_SHARE = 1 << 8,   /* what goes to others */
    CONTEXT_RECENT = 1 << 9,  /* the recent cases */
    CONTEXT_STEPS = CONTEXT_IDENTIFY | CONTEXT_CHECK | CONTEXT_FIX,
    CONTEXT_KEYS = CONTEXT_MENU | CONTEXT_STEPS | CONTEXT_READING | CONTEXT_SERVERS |
                   CONTEXT_SHARE | CONTEXT_RECENT
} Context;

typedef struct {
    Command command;
    unsigned contexts;
    Key keys[5];       /* 0-terminated */
    const char *shown; /* "Enter", as in footer, help and manual */
    int footer;        /* place in the footer, the lowest first; 0: not there */
    const char *label; /* one or two words, to be translated */
    const char *help;  /* a sentence, to be translated */
} KeyBinding;

/* As they are without settings, ended by COMMAND_NONE. */
extern const KeyBinding key_bindings[];
/* As they are. */
const KeyBinding *keys_table(void);
/* The table is lent, for as long as it is used. */
void keys_use(const KeyBinding *table);
/* "Enter", "^C", "x": the name of a key, by which key_from_name() finds it. g_free(). */
char *key_to_name(Key key);

/* Gives a command other keys, in all its contexts, for the rest of the process: "repeat", {"R",
 * "F5"}. NULL, or one line that says what is wrong with it and what mends it, g_free(); then
 * nothing has changed. A key that means something else already is refused. */
char *keys_rebind(const char *command, const char *const *keys);
/* All commands and their keys as lines of a file of settings, "  repeat: ["R"]\n"; those with their
 * usual keys, which may differ from screen to screen, as comments. g_free(). */
char *keys_shown_as_settings(void);

/* What a key means in a context; COMMAND_NONE: nothing. */
Command keys_command(Key key, Context context);
/* The bindings of a context, in the order of the footer or (all of them) of the table. GPtrArray of
 * const KeyBinding*, yours. */
GPtrArray *keys_footer(Context context);
GPtrArray *keys_help(Context context);

/* A key by the name of a test script: "Enter", "PgDn", "^C", "F1", "x"; 0 for none. */
Key key_from_name(const char *name);

#endif
