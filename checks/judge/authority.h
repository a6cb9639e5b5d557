/* The authoritative view of a diagnosis: what the name servers themselves say of the records that
 * decided, or that a fix proposes, beside what the resolver says. Caches explain many a "but I have
 * published it". It never decides anything: its findings are advice. */
#ifndef CHECKS_JUDGE_AUTHORITY_H
#define CHECKS_JUDGE_AUTHORITY_H

#include "checks/judge/diagnosis.h"
#include "checks/judge/propagation.h"

typedef enum {
    AUTHORITY_WHERE_WRONG, /* look where the diagnosis found something wrong */
    AUTHORITY_ALWAYS,
    AUTHORITY_NEVER
} AuthorityWish;

typedef struct Authority Authority;

/* The view for a diagnosis that is over, lent, which must outlive it; NULL where nothing is to be
 * looked at (AUTHORITY_ALWAYS: only where nothing was asked). `public`: ask the named public
 * resolvers too (public_resolvers.h). */
Authority *authority_new(Diagnosis *diagnosis, AuthorityWish wish, gboolean public);
/* Asks by the diagnosis' source, at the latest until its deadline; calls back when it is over,
 * maybe from within. */
void authority_start(Authority *authority, void (*done)(gpointer), gpointer data);
/* Asks nothing more; cancel the source behind it, and it is over with what is known. */
void authority_cancel(Authority *authority); /* NULL is fine */
void authority_free(Authority *authority);   /* NULL is fine */

/* True when it is over. */
gboolean authority_finished(const Authority *authority);
/* Propagation*, lent; empty before it is over. */
const GPtrArray *authority_propagations(const Authority *authority);
/* The answer of a public resolver (index of public_resolvers.h) to the question of a propagation;
 * lent; NULL where it was not asked. */
const Answer *authority_public_answer(const Authority *authority, const Propagation *propagation,
                                      guint resolver);
/* What it has to say, as Finding* of the check "authority", all of them advice; lent. */
const GPtrArray *authority_findings(const Authority *authority);

/* Whether the DNS can show at all that it is over: it is a domain check, or a check can confirm the
 * cause. */
gboolean authority_watchable(const Result *result);
/* What a watch waits for: the diagnosis finds nothing wrong any more, and every name server that
 * answers agrees with the resolver. `authority` may be NULL: then the diagnosis decides alone. */
gboolean authority_fixed(const Result *result, const Authority *authority);
/* Seconds until asking again may tell something new: 15 to 600. */
guint authority_wait(const Result *result, const Authority *authority);

#endif
