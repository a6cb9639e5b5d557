/* Which keys are of use on a screen as it stands: only those are in its footer and its help, and
 * only those act. */
#ifndef TUI_STATE_WIZARD_CAN_H
#define TUI_STATE_WIZARD_CAN_H

#include "tui/state/wizard_state.h"

/* Whether a command has something to do on `screen` (the one that is shown, or one below it).
 * Moving always has, also where the page ends. */
gboolean wizard_can(const Wizard *wizard, ScreenId screen, Command command);

/* Takes those out of `bindings` (const KeyBinding*) that have nothing to do there. */
void wizard_can_only(const Wizard *wizard, ScreenId screen, GPtrArray *bindings);

#endif
