/* "remarks" of the case document. */
#include "checks/case/case_document.h"

#include <string.h>
#include "checks/case/case_age.h"
#include "checks/case/case_forwarding.h"

/* Where the address of who logged in decides: a receiver sees the server that he logged in to. */
static gboolean needs_source(const Result *result)
{
    const Cause *cause = result->cause;
    for (unsigned i = 0; cause && i < cause->checks_count; i++) {
        const CauseCheck *check = &cause->checks[i];
        if (!strcmp(check->subject, "source-ip") || !strcmp(check->check, "spf"))
            return TRUE;
    }
    return FALSE;
}

json_t *case_remarks(const Result *result)
{
    json_t *remarks = json_array();
    case_age_remarks(result, remarks);
    if (result->facts->source_is_login && needs_source(result))
        case_remark(remarks, result->options->language, "login", result->values);
    case_forwarding_remarks(result, remarks);
    return remarks;
}
