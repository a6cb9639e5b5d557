/* Resolvers that answer for names that do not exist, with an address of their own. */
#ifndef CHECKS_DNSBL_REWRITING_H
#define CHECKS_DNSBL_REWRITING_H

#include "checks/answers/answers.h"

/* The address of a name that cannot exist (RFC 6761 6.4), asked for once in a diagnosis; lent,
 * NULL: pending. A name of our own rather than a random one, so that a recording has it too. */
const Answer *rewriting_probe(Answers *answers);
/* An address for it is the resolver's invention. */
gboolean rewriting_proved(const Answer *probe);

typedef enum { REWRITING_NO, REWRITING_YES, REWRITING_PENDING } Rewriting;

/* Whether an address is the resolver's invention. `address` says that the name exists, `other`, of
 * another type at the same name, may say that it does not: only then is the probe asked for, and
 * *proof is its answer. */
Rewriting rewriting_suspected(Answers *answers, const Answer *address, const Answer *other,
                              const Answer **proof);

#endif
