/* Whether SPF or DKIM passes for the message at all, for whatever domain: what receivers demand who
 * refuse "unauthenticated" mail (RFC 8601 2.7). One of the two alone proves neither that it passes
 * nothing, nor, where it fails, that it fails both. */
#include "checks/auth/dmarc_alignment.h"
#include "checks/check/table.h"

static const struct {
    const char *id;
    Effect effect;
} outcomes[] = {[ALIGNMENT_PASS] = {"authentication.passes", EFFECT_CLEAN},
                [ALIGNMENT_FAIL] = {"authentication.none", EFFECT_CONTEXT},
                [ALIGNMENT_UNKNOWN] = {"authentication.undecided", EFFECT_CANNOT}};

/* A look-up that failed leaves it open by the DNS, not by the message. */
static const Answer *failed_of(const Alignment *alignment)
{
    for (guint i = 0; i < alignment->evidence->len; i++) {
        const Answer *answer = alignment->evidence->pdata[i];
        if (!answer_status_known(answer->status) && answer->status != ANSWER_BAD_NAME)
            return answer;
    }
    return NULL;
}

static CheckState one_domain(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    Alignment alignment = dmarc_alignment(context, NULL, NULL);
    AlignmentOutcome outcome = alignment.by_walk;
    const Answer *failed = outcome == ALIGNMENT_UNKNOWN ? failed_of(&alignment) : NULL;
    if (failed) {
        finding_add_could_not_ask(findings, "authentication", context, domain, failed);
    } else if (outcome != ALIGNMENT_PENDING) {
        Finding *finding =
            finding_add(findings, outcomes[outcome].id, context, domain, outcomes[outcome].effect);
        finding_set_detail(finding, "%s", alignment.reasons);
        if (!alignment.evidence->len)
            finding_add_read_evidence(finding, "sender", domain);
        for (guint i = 0; i < alignment.evidence->len; i++)
            finding_add_evidence(finding, alignment.evidence->pdata[i]);
    }
    dmarc_alignment_clear(&alignment);
    return outcome == ALIGNMENT_PENDING ? CHECK_PENDING : CHECK_DONE;
}

CheckState check_authentication(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "authentication", one_domain, findings);
}
