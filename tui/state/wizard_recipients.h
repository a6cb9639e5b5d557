/* The recipients of an input as groups by cause. What is to be done and the words to others hold
 * for a whole group, unless the person chose one recipient alone. */
#ifndef TUI_STATE_WIZARD_RECIPIENTS_H
#define TUI_STATE_WIZARD_RECIPIENTS_H

#include "tui/state/wizard_state.h"

/* The groups, the largest first, of one size in the order of the input. Each is a GArray of guint:
 * the indices of its cases, in order, never none. g_ptr_array_unref(). */
GPtrArray *recipients_by_cause(const Wizard *wizard);

/* Indices (guint) of the cases with the cause of the case `index`, that one among them; none where
 * there is no such case. g_array_unref(). */
GArray *recipients_like(const Wizard *wizard, guint index);

/* Those that the steps of the selected case and its words to others are for: it alone, or all with
 * its cause. g_array_unref(). */
GArray *recipients_meant(const Wizard *wizard);

/* "3 recipients", in the language of the screen. g_free(). */
char *recipients_count(guint count);

/* The addresses of the first `most` of `members`; separated by commas as the language has them, and
 * how many more there are. g_free(). */
char *recipients_names(const Wizard *wizard, const GArray *members, guint most, Language language);

/* "2 confirmed, 1 ruled out", or only "confirmed" where that holds for all. g_free(). */
char *recipients_verdicts(const Wizard *wizard, const GArray *members);

/* Where there are several recipients: the line that tells those that the page is for, and whether
 * the verdict is the same for all of them. */
#define RECIPIENTS_SHOWN 3 /* addresses in a line; beyond it is said how many more */
void recipients_line(const Wizard *wizard, Page *page);

/* Goes to another case, for itself or for its group: the screens of the steps start at their top.
 * An index that there is not does nothing. */
void wizard_select_case(Wizard *wizard, guint index, gboolean alone);

/* To the page of the groups; where there is only one group, to its recipients. */
void wizard_show_recipients(Wizard *wizard);

/* One of the steps: the one from which the page of the groups was opened. */
ScreenId wizard_step_below(const Wizard *wizard);

#endif
