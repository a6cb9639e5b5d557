#include "checks/rewriting.h"

Rewriting rewriting_suspected(Answers *answers, const Answer *address, const Answer *other,
                              const Answer **proof)
{
    if (address->status != ANSWER_OK || other->status != ANSWER_NXDOMAIN)
        return REWRITING_NO;
    *proof = answers_get(answers, "no-such-name.invalid", TYPE_A);
    if (!*proof)
        return REWRITING_PENDING;
    return (*proof)->status == ANSWER_OK ? REWRITING_YES : REWRITING_NO;
}
