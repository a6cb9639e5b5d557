/* The search on the screen that is shown. */
#ifndef TUI_WIZARD_WIZARD_SEARCH_H
#define TUI_WIZARD_WIZARD_SEARCH_H

#include "tui/state/wizard_state.h"

/* Goes to the first place of `words` that is not above what is shown, or to the first at all; says
 * which of how many it is, or that there is none. "": the words of the last search once more. */
void wizard_search(Wizard *wizard, const char *words);
/* To the next place (1) or the one before (-1), around the end. */
void wizard_search_step(Wizard *wizard, int by);
/* Whether something was found on the screen that is shown. */
gboolean wizard_search_found(const Wizard *wizard);
/* Marks in its page what was searched for there. */
void wizard_search_mark(const Wizard *wizard, Page *page);

#endif
