/* The command line and the file of settings, by one table: whybounce(1), whybounce-config(5). */
#ifndef TUI_BASE_OPTIONS_H
#define TUI_BASE_OPTIONS_H

#include <glib.h>
#include "content/base/settings.h"
#include "tui/report/redact.h"

enum { OPTIONS_MAX = 64 };

typedef struct {
    /* Only what the person gave, on the command line or in the file of settings; NULL, FALSE or 0
     * otherwise. Each has a row in options_table.c. */
    gboolean record, authority, public, watch, strict, failed_only, csv;
    gboolean interactive, plain, offline, ascii, version, lint_catalogue, print_config, verbose;
    char **resolvers;
    char *format, *redact;
    char *zone, *sender, *recipient, *ip, *domain, *selector, *helo, *cause;
    char *lang, *reply_lang, *color, *sample, *config, *sandbox;
    char *since, *until; /* of logs */
    guint history;       /* days; 0 said: none are kept */
    double timeout;      /* seconds, 0: the engine's own */
    char **arguments;    /* what is left, NULL-terminated, never NULL */
    char
        *origins[OPTIONS_MAX]; /* of each row of the table: "--lang", "FILE:LINE"; NULL: not said */
    GHashTable *mapping_origins; /* of settings that are mappings (config.h), or NULL */
} Options;

typedef enum {
    OPTION_FLAG,      /* gboolean */
    OPTION_WORD,      /* char*, one of `words` */
    OPTION_LANGUAGE,  /* char*, the name of a language */
    OPTION_TEXT,      /* char*, UTF-8 */
    OPTION_FILE,      /* char*, any bytes */
    OPTION_RESOLVERS, /* char**, each a server */
    OPTION_SECONDS,   /* double */
    OPTION_DAYS       /* guint */
} OptionKind;

/* A value that has a flag of its own on the command line: --json. */
typedef struct {
    const char *word;
    const char *flag; /* NULL: only --name=word says it */
    const char *help; /* to be translated */
} OptionWord;

/* A long option, and the setting of the same meaning. */
typedef struct {
    const char *name;    /* --name; NULL: its words have flags */
    char letter;         /* -x; 0: none */
    const char *setting; /* its name in the file; NULL: it cannot stand there */
    OptionKind kind;
    gsize place;             /* in Options */
    const OptionWord *words; /* of OPTION_WORD, ended by a NULL word */
    const char *argument;    /* of --name=ARGUMENT, to be translated; NULL: a flag */
    const char *help;        /* to be translated */
    const char *no_help;     /* of --no-name, to be translated; NULL: there is no such option */
    const char *usual;       /* as --print-config shows what was not said; NULL: "~" */
} OptionRow;

/* Ended by a row without help. */
extern const OptionRow option_rows[];

/* Parses. False with *error: one line that names the mend. `--help` prints and exits 0; `commands`
 * is what it says of them. */
gboolean options_parse(Options *options, int argc, char **argv, const char *commands,
                       GError **error);
void options_clear(Options *options);

/* Takes the value of one row: words as the file or the command line has them, NULL-terminated.
 * False and *error, which calls the row `called`, where it is none. */
gboolean option_take(Options *options, const OptionRow *row, const char *called,
                     const char *const *words, GError **error);
/* The row of a setting, by the setting's name or the option's; NULL: none. */
const OptionRow *option_of_setting(const char *name);
/* Its value as a line of a file has it; g_free(). */
char *option_shown(const Options *options, const OptionRow *row);
/* Where the value was said; NULL: nowhere, or somewhere that `said` names from now on (copied). */
const char *option_origin(const Options *options, const OptionRow *row);
void option_set_origin(Options *options, const OptionRow *row, const char *said);
/* Whether the option of this name was said at all, as yes or as no. */
gboolean options_said(const Options *options, const char *name);

/* What is replaced by pseudonyms; `otherwise` where nothing was said of it. */
RedactLevel options_redact(const Options *options, RedactLevel otherwise);

/* How long a session and its cases are kept; 0: not at all. */
guint options_history_days(const Options *options);

#endif
