#include "checks/answers/address_range.h"
#include "checks/dnsbl/rewriting.h"
#include "checks/check/table.h"

/* A domain whose MX takes its mail needs no address of its own: in the domain check nothing is
 * wrong then. */
static Effect effect_of_missing(const CheckContext *context, const Answer *mx)
{
    return context->domain_check && mx->status == ANSWER_OK ? EFFECT_CLEAN : EFFECT_CONTEXT;
}

static CheckState one_address(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    if (domain_is_literal(domain)) {
        finding_add_skipped(findings, "address", context);
        return CHECK_DONE;
    }
    const Answer *ipv4 = answers_get(context->answers, domain, TYPE_A);
    const Answer *ipv6 = answers_get(context->answers, domain, TYPE_AAAA);
    const Answer *mx =
        context->domain_check ? answers_get(context->answers, domain, TYPE_MX) : ipv4;
    if (!ipv4 || !ipv6 || !mx)
        return CHECK_PENDING;
    const Answer *proof = NULL;
    Rewriting rewriting = rewriting_suspected(context->answers, ipv4, ipv6, &proof);
    if (rewriting == REWRITING_PENDING)
        return CHECK_PENDING;
    gboolean ipv4_found = ipv4->status == ANSWER_OK && rewriting == REWRITING_NO;
    gboolean found = ipv4_found || ipv6->status == ANSWER_OK;
    gboolean known = answer_status_known(ipv4->status) && answer_status_known(ipv6->status);
    if (!found && !known) {
        const Answer *failed = answer_status_known(ipv4->status) ? ipv6 : ipv4;
        finding_add_could_not_ask(findings, "address", context, domain, failed);
        return CHECK_DONE;
    }
    Finding *finding = finding_add(findings, found ? "address.ok" : "address.missing", context,
                                   domain, found ? EFFECT_CLEAN : effect_of_missing(context, mx));
    finding_add_evidence(finding, ipv4);
    finding_add_evidence(finding, ipv6);
    finding_add_evidence(finding, proof);
    return CHECK_DONE;
}

CheckState check_address(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "address", one_address, findings);
}
