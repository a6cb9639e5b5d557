#include "checks/table.h"

static CheckState one_address(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    if (domain_is_literal(domain)) {
        finding_add_skipped(findings, "address", context);
        return CHECK_DONE;
    }
    const Answer *ipv4 = answers_get(context->answers, domain, TYPE_A);
    const Answer *ipv6 = answers_get(context->answers, domain, TYPE_AAAA);
    if (!ipv4 || !ipv6)
        return CHECK_PENDING;
    gboolean found = ipv4->status == ANSWER_OK || ipv6->status == ANSWER_OK;
    gboolean known = answer_status_known(ipv4->status) && answer_status_known(ipv6->status);
    if (!found && !known) {
        const Answer *failed = answer_status_known(ipv4->status) ? ipv6 : ipv4;
        finding_add_could_not_ask(findings, "address", context, domain, failed);
        return CHECK_DONE;
    }
    Finding *finding = finding_add(findings, found ? "address.ok" : "address.missing", context,
                                   domain, found ? EFFECT_CLEAN : EFFECT_CONTEXT);
    finding_add_evidence(finding, ipv4);
    finding_add_evidence(finding, ipv6);
    return CHECK_DONE;
}

CheckState check_address(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "address", one_address, findings);
}
