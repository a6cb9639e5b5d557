/* --watch without a terminal: asks again when TTLs run out, a line for each round, until all is
 * fixed. */
#ifndef TUI_CLI_WATCH_RUN_H
#define TUI_CLI_WATCH_RUN_H

#include "tui/cli/report_run.h"

/* What a watch needs of the world; tests have a twin. */
typedef struct {
    gint64 (*now)(void); /* microseconds of real time */
    /* Waits so long, or until the person wants it now. FALSE: the person wants no more of it. */
    gboolean (*wait)(guint seconds);
    void (*ring)(void);
} WatchWorld;
extern const WatchWorld watch_world; /* the real one */

/* Watches an input (a bounce, or a case saved as JSON), or a domain. Returns the exit status: 0
 * when it is fixed, 1 where there is no cause, or nothing that the DNS could show. */
int watch_run_input(const BatchRun *run, const WatchWorld *world, const char *name);
int watch_run_check(const BatchRun *run, const WatchWorld *world, const char *domain);

#endif
