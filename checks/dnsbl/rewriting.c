#include "checks/dnsbl/rewriting.h"

const Answer *rewriting_probe(Answers *answers)
{
    return answers_get(answers, "no-such-name.invalid", TYPE_A);
}

gboolean rewriting_proved(const Answer *probe)
{
    return probe->status == ANSWER_OK;
}

Rewriting rewriting_suspected(Answers *answers, const Answer *address, const Answer *other,
                              const Answer **proof)
{
    if (address->status != ANSWER_OK || other->status != ANSWER_NXDOMAIN)
        return REWRITING_NO;
    *proof = rewriting_probe(answers);
    if (!*proof)
        return REWRITING_PENDING;
    return rewriting_proved(*proof) ? REWRITING_YES : REWRITING_NO;
}
