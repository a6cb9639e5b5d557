/* A run of requests without a terminal: many are on their way to the engine at once, their cases
 * are printed in the order of the requests. */
#ifndef TUI_CLI_REPORT_QUEUE_H
#define TUI_CLI_REPORT_QUEUE_H

#include "tui/cli/report_run.h"

typedef struct BatchSession BatchSession;

/* Starts the engine. Never NULL: what goes wrong is told on stderr, and then the session takes
 * requests without doing anything about them. */
BatchSession *batch_session_new(const BatchRun *run);
/* False where nothing that is asked would be answered any more. */
gboolean batch_session_works(const BatchSession *session);
/* What all requests of this run share, lent (tui/base/request.h). */
const json_t *batch_session_template(const BatchSession *session);
/* Takes the request; `input` is lent, NULL: none. Waits while too much is on its way. */
void batch_session_ask(BatchSession *session, json_t *request, GBytes *input);
/* Tells an error on stderr. */
void batch_error(const char *message);
/* The same, as an error of the run; `code` is of <sysexits.h>. */
void batch_session_error(BatchSession *session, const char *message, int code);
/* Waits for what is on its way, ends the report and the engine; the exit status of the run. */
int batch_session_end(BatchSession *session);

#endif
