/* What leaves the wizard: the case as it is saved, the words that are copied. */
#ifndef TUI_STATE_WIZARD_SHARE_H
#define TUI_STATE_WIZARD_SHARE_H

#include "tui/report/redact.h"
#include "tui/state/wizard_state.h"

typedef enum { SHARE_REPLY, SHARE_EMAIL, SHARE_NOTE } SharePart; /* the reply in a chat, by mail */

/* The words to others in the language that was chosen for them, redacted where that is switched on;
 * NULL where the case has none. g_free(). */
char *wizard_share_text(const Wizard *wizard, SharePart part);

/* Copies them; FALSE where the case has none. */
gboolean wizard_share_copy(const Wizard *wizard, SharePart part, GPtrArray *effects);

/* The selected case as it is saved: those words in their language, what changed since the run
 * before, redacted where that is switched on. A new reference; NULL: there is no case. */
json_t *wizard_share_document(const Wizard *wizard);

/* What redaction replaces in the selected case, or would; never NULL. */
Redaction *wizard_share_redaction(const Wizard *wizard);

#endif
