#include "checks/case/case_exit_status.h"

#include <glib.h>
#include <string.h>
#include <sysexits.h>

static gboolean string_is(const json_t *json, const char *key, const char *value)
{
    const char *string = json_string_value(json_object_get(json, key));
    return string && !strcmp(string, value);
}

static gboolean kind_is_one_of(const json_t *document, const char *const *kinds)
{
    const json_t *input = json_object_get(document, "input");
    for (; *kinds; kinds++)
        if (string_is(input, "kind", *kinds))
            return TRUE;
    return FALSE;
}

static gboolean is_bounce(const json_t *document)
{
    static const char *const others[] = {"not-a-bounce", "auto-reply", "report", "delivered", NULL};
    return !kind_is_one_of(document, others);
}

/* Backscatter and phishing are their own cause. Of any other bounce "onhold" says that it gives no
 * reason: good advice, but no cause. */
static gboolean has_cause(const json_t *document)
{
    static const char *const told_by_kind[] = {"backscatter", "phishing", NULL};
    const json_t *cause = json_object_get(document, "cause");
    return !json_is_null(cause) &&
           (!string_is(cause, "reason", "onhold") || kind_is_one_of(document, told_by_kind));
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
    return is_bounce(document) && has_cause(document) ? EX_OK : EXIT_STATUS_UNKNOWN;
}
