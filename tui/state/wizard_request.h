/* What the wizard asks the engine (whybounce-engine(5)). */
#ifndef TUI_STATE_WIZARD_REQUEST_H
#define TUI_STATE_WIZARD_REQUEST_H

#include "tui/state/wizard_state.h"

/* Each sends its request; what the request fills is forgotten first. */
void wizard_diagnose(Wizard *wizard, GPtrArray *effects); /* the whole text */
void wizard_diagnose_cases(Wizard *wizard, const GArray *indices, GPtrArray *effects);
void wizard_diagnose_case(Wizard *wizard, GPtrArray *effects); /* the selected case again */
void wizard_repeat_case(Wizard *wizard, GPtrArray *effects);   /* to see what has changed */
void wizard_diagnose_cause(Wizard *wizard, const char *cause, GPtrArray *effects); /* no bounce */
void wizard_check_domain(Wizard *wizard, GPtrArray *effects);
/* The selected case once more, with what its name servers say; returns the request's id. Whoever
 * asks hears it: the case itself stays as it is. */
int wizard_ask_servers(Wizard *wizard, gboolean public, GPtrArray *effects);
/* From the paste to what it is; the same text is not asked about twice. */
void wizard_identify(Wizard *wizard, GPtrArray *effects);
/* What the text seems to be, as it arrives: at most one such request is under way; what arrives
 * meanwhile asks for one more at its end. */
void wizard_glance(Wizard *wizard, GPtrArray *effects);

/* Gives up all but the glance; cases stay as they are. */
void wizard_cancel(Wizard *wizard, GPtrArray *effects);

gboolean wizard_request_is_open(const Wizard *wizard, int id);
/* Forgets a request; whatever it was to fill stays as it is. */
void wizard_request_close(Wizard *wizard, int id);
gboolean wizard_diagnosing(const Wizard *wizard); /* a request other than a glance is open */

#endif
