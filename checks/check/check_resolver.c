/* Can the resolver itself be believed? Asked once in each diagnosis, whatever it is about. */
#include "checks/dnsbl/rewriting.h"
#include "checks/check/table.h"

CheckState check_resolver(const CheckContext *context, GPtrArray *findings)
{
    const Answer *probe = rewriting_probe(context->answers);
    if (!probe)
        return CHECK_PENDING;
    if (!rewriting_proved(probe))
        return CHECK_DONE;
    Finding *finding = finding_add_advice(findings, "resolver.rewriting", context, probe->server);
    g_autofree char *invented = answer_summary(probe);
    finding_set_detail(finding, "%s", invented);
    finding_add_evidence(finding, probe);
    return CHECK_DONE;
}
