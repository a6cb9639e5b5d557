/* The rows of the check table. They keep the order in which they were first seen, so that nothing
 * jumps while answers come in. */
#ifndef TUI_REPORT_CHECK_TABLE_H
#define TUI_REPORT_CHECK_TABLE_H

#include "tui/state/wizard_state.h"

typedef struct {
    const char *check, *role; /* lent by the document */
    const char *title;        /* the check's name; lent, may be NULL */
    const json_t *finding;    /* NULL: still asking */
    int rank; /* of a domain check: which fault it is of, 1 for the worst that would be refused; 0
               */
} CheckRow;
GArray *check_rows(const WizardCase *wizard_case); /* CheckRow, yours */
void check_rows_note(WizardCase *wizard_case);     /* after a new document */
/* The row to look at, untouched the worst: keeps the one at `item` of `before` in `after`. */
int check_rows_follow(const GArray *before, const GArray *after, int item, gboolean touched);

#endif
