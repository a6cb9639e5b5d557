/* The words to others: the reply to the customer, the same as an e-mail, the ticket note; each with
 * what was found, so that nobody has to copy that from a screen. */
#ifndef CHECKS_CASE_CASE_MESSAGE_H
#define CHECKS_CASE_CASE_MESSAGE_H

#include <jansson.h>

#include "checks/judge/result.h"

/* Sets "reply", "reply_email" and "note" of `object` in a language: the cause's own words, then
 * what was proved and when, who acts, the exact record and whether it was tried, and what else was
 * found. The reply keeps silent where nothing was checked, the note says so. The result has a
 * cause.
 */
void case_message_set(json_t *object, const Result *result, Language language);

#endif
