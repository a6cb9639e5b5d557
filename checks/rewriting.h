/* Resolvers that answer for names that do not exist, with an address of their own. */
#ifndef CHECKS_REWRITING_H
#define CHECKS_REWRITING_H

#include "checks/answers.h"

typedef enum { REWRITING_NO, REWRITING_YES, REWRITING_PENDING } Rewriting;

/* Whether an address is the resolver's invention. `address` says that the name exists, `other`, of
 * another type at the same name, may say that it does not: only then is a name asked for that
 * cannot exist (RFC 6761 6.4), and *proof is its answer. */
Rewriting rewriting_suspected(Answers *answers, const Answer *address, const Answer *other,
                              const Answer **proof);

#endif
