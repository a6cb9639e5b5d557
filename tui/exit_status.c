#include "tui/exit_status.h"

#include <string.h>
#include <sysexits.h>

static gboolean string_is(const json_t *json, const char *key, const char *value)
{
    const char *string = json_string_value(json_object_get(json, key));
    return string && !strcmp(string, value);
}

static gboolean is_bounce(const json_t *document)
{
    static const char *const others[] = {"not-a-bounce", "auto-reply", "report", "delivered"};
    const json_t *input = json_object_get(document, "input");
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (string_is(input, "kind", others[i]))
            return FALSE;
    return TRUE;
}

/* What is wrong with the domain, advice apart. */
static gboolean is_wrong(const json_t *finding)
{
    return string_is(finding, "effect", "context") &&
           !json_is_true(json_object_get(finding, "advice"));
}

/* A block list that refuses, or a server that stumbles over _mta-sts, is not the DNS that is
 * needed. */
static gboolean is_unreachable(const json_t *finding)
{
    return string_is(finding, "effect", "failed") && !string_is(finding, "check", "dnsbl") &&
           !string_is(finding, "check", "transport");
}

static gboolean any_finding(const json_t *document, gboolean (*holds)(const json_t *))
{
    size_t i;
    json_t *finding;
    json_array_foreach(json_object_get(document, "findings"), i, finding)
    {
        if (holds(finding))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_domain_check(const json_t *document)
{
    return json_is_null(json_object_get(document, "cause")) &&
           json_array_size(json_object_get(document, "findings"));
}

void exit_status_case(ExitStatus *status, const json_t *document)
{
    if (is_domain_check(document)) {
        status->unknown |= any_finding(document, is_wrong);
        status->unreachable |= any_finding(document, is_unreachable);
        return;
    }
    status->unknown |= !is_bounce(document) || json_is_null(json_object_get(document, "cause"));
    status->unreachable |= string_is(document, "verdict", "could-not-ask");
}

void exit_status_error(ExitStatus *status, int code)
{
    if (!status->error)
        status->error = code >= EX__BASE && code <= EX__MAX ? code : EX_SOFTWARE;
}

gboolean exit_status_is_configuration(const ExitStatus *status)
{
    return status->error == EX_CONFIG;
}

int exit_status_value(const ExitStatus *status)
{
    if (status->error)
        return status->error;
    if (status->unreachable)
        return EX_UNAVAILABLE;
    return status->unknown ? 1 : 0;
}
