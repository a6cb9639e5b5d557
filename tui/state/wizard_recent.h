/* The recent cases in the wizard: each that reaches a verdict is kept, and opens again as it was.
 */
#ifndef TUI_STATE_WIZARD_RECENT_H
#define TUI_STATE_WIZARD_RECENT_H

#include "tui/state/wizard_state.h"

/* Keeps a case whose verdict has come, unless it is a sample, an answer of the questions or itself
 * an opened one. */
void wizard_recent_keep(Wizard *wizard, guint index, GPtrArray *effects);
/* Goes to their list, which is read anew. */
void wizard_recent_show(Wizard *wizard, GPtrArray *effects);
/* The list has come, or is another one. */
void wizard_recent_hear(Wizard *wizard, json_t *list);

#endif
