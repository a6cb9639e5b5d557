/* The wizard on a terminal: in curses, or as numbered questions. */
#ifndef TUI_FRONTEND_WIZARD_RUN_H
#define TUI_FRONTEND_WIZARD_RUN_H

#include <jansson.h>
#include "checks/engine/engine.h"
#include "content/base/language.h"
#include "tui/report/redact.h"

typedef struct {
    /* Already started. Taken over, since it may have to be replaced: the caller must not stop it.
     * NULL: no engine (tests). */
    Engine *engine;
    /* Starts it anew after it died; NULL and *error when it cannot. May itself be NULL. */
    Engine *(*restart)(gpointer data, GError **error);
    gpointer restart_data;

    Language language;
    Language reply_language; /* of the words to others */
    RedactLevel redact;      /* in files that are saved, at first */
    /* Merged into every request: "offline", "resolvers", "zone", "timeout", "facts". Lent; may be
     * NULL. */
    const json_t *template;

    GBytes *input;          /* looked at right away; NULL: the start screen */
    const char *input_name; /* its file, "-" for stdin */
    gboolean domain_check; /* start with the domain check, its fields from the template's "facts" */

    gboolean watch;        /* watch the first case until it is fixed */
    gint64 (*clock)(void); /* microseconds of real time; NULL: g_get_real_time() */

    guint journal_days; /* keep the session on disk until it is left, and offer one that was not,
                           for so long; 0: never */
    gboolean ascii;     /* no line drawing characters */
    gboolean colour;    /* may be used; the terminal must have it too */
} WizardOptions;

/* Runs until the person quits. Keys come from stdin where it is a terminal, else from /dev/tty.
 * Returns an exit code of <sysexits.h>: 0, EX_IOERR when there is no terminal, EX_SOFTWARE when it
 * cannot be used. */
int wizard_run(const WizardOptions *options);

/* The same wizard over the same reducer as lines on stdout and numbered answers read by readline
 * (or plainly where stdin is no terminal). 0, or EX_IOERR. */
int plain_run(const WizardOptions *options);

#endif
