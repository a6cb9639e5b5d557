/* Drawing: the only place that puts anything on the screen, and nothing that has not been through
 * safe_text(). */
#ifndef TUI_FRONTEND_DRAW_H
#define TUI_FRONTEND_DRAW_H

#include "tui/frontend/edit.h"
#include "tui/base/theme.h"
#include "tui/wizard/wizard.h"

/* Draws all of it and leaves the cursor on what has the focus. `edit`: the open edit field, NULL:
 * none. */
void draw_wizard(Wizard *wizard, Edit *edit, const Theme *theme);

/* The screen as it is, for tests: its lines, blanks at their ends left out; g_free(). */
char *draw_dump(void);
/* The same with a letter for each cell's style (theme_letter()), "R" where it is in reverse, and
 * the cursor as "@". */
char *draw_dump_styles(void);

#endif
