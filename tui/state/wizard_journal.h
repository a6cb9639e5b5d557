/* What of the state outlives the process: the text, where it came from, the step, the corrections.
 * wizard.h has the side of it that faces the disk. */
#ifndef TUI_STATE_WIZARD_JOURNAL_H
#define TUI_STATE_WIZARD_JOURNAL_H

#include "tui/state/wizard_state.h"

/* Goes on with the session that was offered. */
void wizard_resume(Wizard *wizard, GPtrArray *effects);
/* Makes its corrections, once the engine has named the case that they are for. */
void wizard_apply_corrections(Wizard *wizard, GPtrArray *effects);

#endif
