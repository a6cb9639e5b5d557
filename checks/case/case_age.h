/* How old a bounce is, and how long the mail has been waiting. */
#ifndef CHECKS_CASE_CASE_AGE_H
#define CHECKS_CASE_CASE_AGE_H

#include <jansson.h>
#include "checks/judge/result.h"

/* Adds what the dates of the bounce tell, reckoned from options.now: that it is older than a week;
 * where the mail is delayed, for how long by now and until when the server tries. A date that was
 * not read, or that is more than a day ahead, tells nothing. */
void case_age_remarks(const Result *result, json_t *remarks);

#endif
