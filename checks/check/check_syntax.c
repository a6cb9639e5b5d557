#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/address_syntax.h"
#include "checks/check/table.h"

static gboolean stands_on_ip(const char *address)
{
    g_autofree char *domain = address_domain(address);
    guint8 bytes[16];
    return domain && address_parse(domain, bytes) != 0;
}

static CheckState one_address(const CheckContext *context, const char *address, GPtrArray *findings)
{
    const char *error = address_syntax_error(address);
    const char *at = strrchr(address, '@');
    const char *id = "syntax.ok";
    if (!at || !at[strspn(at, "@>. \t")])
        id = "syntax.no-domain";
    else if (stands_on_ip(address))
        id = "syntax.ip-domain";
    else if (error)
        id = "syntax.invalid";
    Finding *finding = finding_add(findings, id, context, address,
                                   g_str_equal(id, "syntax.ok") ? EFFECT_CLEAN : EFFECT_CONTEXT);
    if (error)
        finding_set_detail(finding, "%s", error);
    finding_add_read_evidence(finding, context->role, address);
    return CHECK_DONE;
}

CheckState check_syntax(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "syntax", one_address, findings);
}
