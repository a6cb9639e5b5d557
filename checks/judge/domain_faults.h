/* The judge turned round: not "is this cause so?" but "which causes are so?", asked of a domain.
 * What is wrong with it, the worst first, with the catalogue's entry that says what to do. */
#ifndef CHECKS_JUDGE_DOMAIN_FAULTS_H
#define CHECKS_JUDGE_DOMAIN_FAULTS_H

#include "checks/judge/result.h"

/* One thing that is wrong. */
typedef struct {
    gboolean refused;    /* mail is refused for it; else it is only weak */
    guint rank;          /* the lower, the worse */
    const char *who;     /* who refuses for it: a name of the phrases "who.*"; NULL: nobody does */
    const char *sure;    /* how sure that is: a name of the phrases "sure.*"; NULL likewise */
    const Cause *cause;  /* whose steps cure it, lent; NULL: none */
    GPtrArray *causes;   /* const Cause*, lent: all entries whose claim it makes true */
    GPtrArray *findings; /* const Finding*, lent: one or more of one subject */
    GHashTable *values;  /* the case's values with those of this subject */
    GPtrArray *fixes;    /* ResultFix* */
} Fault;

/* Fault*, the worst first; g_ptr_array_unref(). The result's findings and values must be there.
 * `answers`: those of the diagnosis. */
GPtrArray *domain_faults(const Result *result, const Catalogue *catalogue, Answers *answers);

/* True where a finding says something that is not in order. */
gboolean finding_is_fault(const Finding *finding);

/* True where a finding says that what is needed to call a domain healthy could not be asked. */
gboolean finding_is_unheard(const Finding *finding);

#endif
