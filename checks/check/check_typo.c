#include <string.h>

#include "checks/check/mailbox_domains.h"
#include "checks/check/table.h"

static CheckState one_domain(const CheckContext *context, const char *subject, GPtrArray *findings)
{
    g_autofree char *domain =
        strchr(subject, '@') ? address_domain(subject) : g_ascii_strdown(subject, -1);
    const char *meant = domain ? mailbox_domain_meant(domain) : NULL;
    Finding *finding =
        finding_add(findings, meant ? "typo.near" : "typo.none", context, domain ? domain : subject,
                    meant ? EFFECT_CONTEXT : EFFECT_CLEAN);
    if (meant)
        finding_set_detail(finding, "%s", meant);
    finding_add_read_evidence(finding, context->role, subject);
    return CHECK_DONE;
}

CheckState check_typo(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "typo", one_domain, findings);
}
