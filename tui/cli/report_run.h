/* Without a terminal: inputs in, reports out. */
#ifndef TUI_CLI_REPORT_RUN_H
#define TUI_CLI_REPORT_RUN_H

#include "checks/engine/engine.h"
#include "content/base/language.h"
#include "tui/base/options.h"

typedef struct {
    const Options *options;
    const EngineOptions *engine_options;
    const char *format; /* of report.h */
    Language language;
    struct Summary *summary; /* briefs go there instead of reports to stdout; NULL: reports */
} BatchRun;

/* Each prints its reports to stdout and its errors to stderr, and returns the exit status of the
 * contract. */
/* `whybounce summary`: what the inputs have in common, in the format of the run. */
int batch_run_summary(const BatchRun *run, char *const *names);
int batch_run_inputs(const BatchRun *run, char *const *names);
int batch_run_check(const BatchRun *run, char *const *domains);
int batch_run_explain(const BatchRun *run, char *const *words);
int batch_run_sample(const BatchRun *run, const char *name);

#endif
