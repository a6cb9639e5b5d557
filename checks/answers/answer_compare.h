/* Whether answers say the same. */
#ifndef CHECKS_ANSWERS_ANSWER_COMPARE_H
#define CHECKS_ANSWERS_ANSWER_COMPARE_H

#include "checks/answers/answers.h"

/* Whether an answer holds a record with this RDATA, in any spelling. */
gboolean answer_holds(const Answer *answer, const char *wanted);
/* Whether two answers say the same: records in any order, or the same kind of no. */
gboolean answer_same(const Answer *one, const Answer *other);

#endif
