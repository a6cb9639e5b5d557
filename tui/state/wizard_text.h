/* The text of the bounce, any bytes. */
#ifndef TUI_STATE_WIZARD_TEXT_H
#define TUI_STATE_WIZARD_TEXT_H

#include "tui/state/wizard_state.h"

void wizard_text_set(Wizard *wizard, const char *bytes, gsize length, const char *source);
/* Both ask what the text now seems to be. */
void wizard_text_add(Wizard *wizard, const char *bytes, gsize length, GPtrArray *effects);
void wizard_text_erase(Wizard *wizard, GPtrArray *effects); /* the last character */
void wizard_text_clear(Wizard *wizard);

#endif
