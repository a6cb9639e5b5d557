/* "whybounce batch": requests of whybounce-engine(5) on the standard input, events on the standard
 * output, an engine behind that is started anew where one dies. */
#ifndef TUI_CLI_BATCH_RUN_H
#define TUI_CLI_BATCH_RUN_H

#include "tui/cli/report_run.h"

/* Serves requests from `in` until it ends. The options of the call hold for every request: what
 * they say is the default of its members, but --offline and the redaction bind whatever a request
 * says. A request that an engine dies of is told as an error event (exit 70); those that were under
 * way with it are answered by another engine. Returns the exit status of the contract: the first
 * error's, else the gravest case's. */
int batch_serve(const BatchRun *run, int in);

/* What of the options cannot hold for requests, in words (static, translated); NULL: nothing. */
const char *batch_refuses(const Options *options);

#endif
