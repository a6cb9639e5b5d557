/* A recorded case in the wizard: opened from a file, left for fresh answers, saved. */
#ifndef TUI_STATE_WIZARD_RECORDED_H
#define TUI_STATE_WIZARD_RECORDED_H

#include "tui/state/wizard_state.h"

/* Opens the case document in `bytes`: its text and its answers instead of what there was. Says it
 * and leaves everything as it is where that cannot be. */
void wizard_open_case(Wizard *wizard, const char *bytes, gsize length, GPtrArray *effects);

/* From here on the DNS is asked again; nothing where no case was opened. */
void wizard_leave_recording(Wizard *wizard);

/* The document of the case to save, with the text that it was read from where it bears its answers:
 * a new reference; NULL where there is no case yet. */
json_t *wizard_recorded_document(const Wizard *wizard);

#endif
