/* From the command line into the wizard. */
#ifndef TUI_FRONTEND_WIZARD_START_H
#define TUI_FRONTEND_WIZARD_START_H

#include "checks/engine/engine.h"
#include "content/base/language.h"
#include "tui/base/options.h"

/* Whether this run is the wizard: asked for, or on a terminal with no report asked for. */
gboolean wizard_is_wanted(const Options *options);

/* Runs it on the first of `names`, if any, or with the domain check of `domain` if that is not
 * NULL. Returns an exit code of <sysexits.h>. */
int wizard_start(const Options *options, const EngineOptions *engine_options, Language language,
                 char *const *names, const char *domain);

#endif
