/* "whybounce cases": the cases of the last days from the shell. */
#ifndef TUI_CLI_CASES_RUN_H
#define TUI_CLI_CASES_RUN_H

#include "tui/cli/report_run.h"

/* Without arguments their list, newest first; "open ID..." their reports, as if each were given as
 * a file, no network; "delete ID..." removes some, "delete all" all of them. Returns the exit
 * status of the contract: 64 what is none of these, 66 where there is no such case. */
int cases_run(const BatchRun *run, char *const *arguments);

#endif
