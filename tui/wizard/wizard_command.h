/* What the commands of the key table and of the items do to the state. */
#ifndef TUI_WIZARD_WIZARD_COMMAND_H
#define TUI_WIZARD_WIZARD_COMMAND_H

#include "tui/state/wizard_state.h"

void wizard_command(Wizard *wizard, Command command, int argument, GPtrArray *effects);
/* Moves the focus among the items of the page, or the page where it has none. */
void wizard_move(Wizard *wizard, int by);

#endif
