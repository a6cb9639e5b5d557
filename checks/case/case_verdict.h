/* The sentences around a verdict: why it is what it is, and what the DNS cannot tell. They claim
 * nothing of what was not asked. */
#ifndef CHECKS_CASE_CASE_VERDICT_H
#define CHECKS_CASE_CASE_VERDICT_H

#include "checks/judge/result.h"

/* "verdict_reason": what confirms it; what could not be asked, and why; what the bounce does not
 * name, so that there was nothing to ask; else the entry's own words or the verdict's. In any
 * language. Never NULL; g_free(). */
char *case_verdict_reason(const Result *result, Language language);

/* The entry's text "unproven", which may speak of what the DNS says now: NULL where no check that
 * decides has heard from it. Lent, with placeholders. */
const char *case_verdict_limits(const Result *result, Language language);

#endif
