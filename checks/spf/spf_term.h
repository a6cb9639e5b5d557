/* One term of a record: its grammar. Used by spf_record.c only. */
#ifndef CHECKS_SPF_SPF_TERM_H
#define CHECKS_SPF_SPF_TERM_H

#include "checks/spf/spf_record.h"

/* Where reading stopped and why; problem NULL: nothing is wrong. */
typedef struct {
    gsize position; /* offset in the record */
    char *problem;
} SpfSyntaxError;

/* Parses one word of printable ASCII without blanks that stands at `position` of the record. NULL
 * and *error on a syntax error. */
SpfTerm *spf_term_parse(const char *word, gsize position, SpfSyntaxError *error);
void spf_term_free(SpfTerm *term);

#endif
