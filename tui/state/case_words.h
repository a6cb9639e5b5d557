/* Parts of a case document that several screens show. */
#ifndef TUI_STATE_CASE_WORDS_H
#define TUI_STATE_CASE_WORDS_H

#include "tui/base/document.h"
#include "tui/state/wizard_state.h"

/* The display word of "verdict", "category", "acts" or "kind"; the code where there is none. Lent.
 */
const char *case_word(const json_t *document, const char *key);

/* Title of the cause; what stands in for it where there is none. Lent. */
const char *case_title(const Wizard *wizard);

Style case_verdict_style(const json_t *document);

/* "CONFIRMED: why" over the check and the fix screens. */
void case_verdict(const Wizard *wizard, Page *page);

/* Of a domain check: the verdict in a sentence, and the three worst faults. */
void case_check_verdict(const json_t *document, Page *page);

/* The way of the mail in one line, sender to mailbox, the link that broke marked. */
void case_path(const json_t *document, Page *page);

/* Who refused, "mx.example.net (192.0.2.1)"; reply code and enhanced status. NULL: unknown.
 * g_free(). */
char *case_speaker(const json_t *document);
char *case_reply(const json_t *document);

/* Says that there is no case yet, and why. TRUE: there is none. */
gboolean case_missing(const Wizard *wizard, Page *page);

#endif
