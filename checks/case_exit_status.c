#include "checks/case_exit_status.h"

#include <glib.h>
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
    return string_is(finding, "effect", "failed") &&
           !json_is_true(json_object_get(finding, "advice")) &&
           !string_is(finding, "check", "dnsbl") && !string_is(finding, "check", "transport");
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

int case_exit_status(const json_t *document)
{
    if (is_domain_check(document)) {
        if (any_finding(document, is_unreachable))
            return EX_UNAVAILABLE;
        return any_finding(document, is_wrong) ? EXIT_STATUS_UNKNOWN : EX_OK;
    }
    if (string_is(document, "verdict", "could-not-ask"))
        return EX_UNAVAILABLE;
    gboolean known = is_bounce(document) && !json_is_null(json_object_get(document, "cause"));
    return known ? EX_OK : EXIT_STATUS_UNKNOWN;
}
