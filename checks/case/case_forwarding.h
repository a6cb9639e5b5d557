/* Advice where the mail was forwarded: then the one who set the forwarding up can mend what neither
 * the sender nor the address that was written to can. */
#ifndef CHECKS_CASE_CASE_FORWARDING_H
#define CHECKS_CASE_CASE_FORWARDING_H

#include <jansson.h>
#include "checks/judge/result.h"

/* Who acts, "acts" of the document: as the cause has it, but where the cause is one that a
 * forwarding brings about, and it is known to whom the mail was written, the recipient. Lent; NULL
 * without a cause. */
const char *case_acts(const Result *result);

/* The fix that goes before those of the cause; NULL where case_acts() is the cause's own. */
json_t *case_forwarding_fix(const Result *result);

/* Adds to `remarks` what is known of the forwarding, and of addresses that were rewritten. */
void case_forwarding_remarks(const Result *result, json_t *remarks);

/* Adds a remark: its id, and the phrase "remark.ID" filled in. */
void case_remark(json_t *remarks, Language language, const char *id, GHashTable *values);

#endif
