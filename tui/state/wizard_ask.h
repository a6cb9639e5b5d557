/* The one question of the Identify step: what a cause's checks lack, in an edit field that is open
 * at once. */
#ifndef TUI_STATE_WIZARD_ASK_H
#define TUI_STATE_WIZARD_ASK_H

#include "tui/state/wizard_state.h"

/* Opens the field where the selected case lacks something and was not asked for it yet. */
void wizard_ask(Wizard *wizard);

/* Takes what was typed or pasted: an address, a domain, an IP, a selector, a block of header lines.
 * It is of all cases that lack the same. FALSE: it is none of these, and that was said. */
gboolean wizard_ask_take(Wizard *wizard, const char *text, GPtrArray *effects);

/* The label of the field, and what the row above it says. g_free() the second. */
const char *wizard_ask_label(const Wizard *wizard);
char *wizard_ask_reason(const Wizard *wizard);

/* The label of a fact that a case document names as missing; lent. */
const char *missing_label(const char *fact);

#endif
