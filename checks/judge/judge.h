/* The judge: findings to a verdict on one cause, as its catalogue entry declares. */
#ifndef CHECKS_JUDGE_JUDGE_H
#define CHECKS_JUDGE_JUDGE_H

#include "checks/check/check.h"
#include "content/catalogue/catalogue.h"

typedef enum {
    VERDICT_CONFIRMED,
    VERDICT_RULED_OUT,
    VERDICT_NOT_BY_DNS,
    VERDICT_COULD_NOT_ASK,
    VERDICT_NOT_ASKED
} Verdict;
const char *verdict_name(Verdict verdict); /* "confirmed" "ruled-out" "not-by-dns" ... */

/* Sets each finding's effect on `cause` and returns the verdict:
 * - a finding that the entry's `confirms` names (same check, subject role and, for dnsbl, list;
 *   where the bounce names lists, one of these): CONFIRMED;
 * - else, no check of the entry has a `confirms`: NOT_BY_DNS;
 * - else, all deciding findings are skipped for want of a subject: NOT_BY_DNS (the reason names
 * what is missing); where offline left them NOT_ASKED: NOT_ASKED;
 * - else, clean rules out: RULED_OUT when every deciding finding is known, COULD_NOT_ASK otherwise;
 * - else, clean proves nothing: NOT_BY_DNS when at least one deciding finding of every check that
 *   decides is known, COULD_NOT_ASK otherwise.
 * Advice beside a result counts for nothing here, unless `confirms` names it. A failed look-up is
 * never a verdict. A NULL cause (domain check) leaves effects as they are and returns NOT_BY_DNS.
 */
Verdict judge(const Cause *cause, GPtrArray *findings);

/* Whether a finding makes true what the cause claims, its subject taken to be of `role`, and its
 * list to be the one that a bounce would name. */
gboolean judge_claims(const Cause *cause, const Finding *finding, const char *role);

/* Whether any check of the cause can confirm it at all. */
gboolean judge_can_tell(const Cause *cause);

/* Whether a finding is one of those that decide about the cause: of a check that can confirm it,
 * about the subject, and the list where it is one, that the cause speaks of. */
gboolean judge_decides(const Cause *cause, const Finding *finding, GPtrArray *findings);

/* Whether at least one check that can confirm the cause got to know something. */
gboolean judge_has_heard(const Cause *cause, GPtrArray *findings);

#endif
