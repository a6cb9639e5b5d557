/* What is notable about a domain's published SPF record, whoever sends: mistakes that break it, and
 * those that only wait. */
#ifndef CHECKS_SPF_SPF_LINT_H
#define CHECKS_SPF_SPF_LINT_H

#include "checks/spf/spf.h"

typedef struct {
    const char *id;       /* finding id, static: "spf.lint-ptr" */
    char *detail;         /* the term, the number, the name; NULL where there is nothing to add */
    const Answer *answer; /* where it was read, lent; NULL: nowhere */
} SpfLint;

/* SpfLint* in a fixed order, g_ptr_array_unref(); NULL: answers are missing and have been noted.
 * `result` is spf_check_host()'s for the domain, not pending. */
GPtrArray *spf_lint(Answers *answers, const char *domain, const SpfResult *result);

#endif
