/* A propagation in sentences: findings that stand beside a diagnosis and never decide. */
#include "checks/judge/propagation.h"

#include <string.h>

static Finding *add(GPtrArray *findings, const char *id, const Propagation *propagation,
                    Effect effect)
{
    const PropagationQuestion *question = &propagation->question;
    g_autofree char *subject = g_strdup_printf("%s %s", question->name, type_name(question->type));
    Finding *finding = finding_new("authority", id, "name-servers", subject, effect);
    finding->advice = TRUE;
    g_ptr_array_add(findings, finding);
    return finding;
}

static void add_all_evidence(Finding *finding, const Propagation *propagation)
{
    finding_add_evidence(finding, propagation->resolver);
    for (guint i = 0; i < propagation->servers->len; i++) {
        const ServerView *view = propagation->servers->pdata[i];
        finding_add_evidence(finding, view->answer);
    }
}

static const char *untold_why(const Propagation *propagation)
{
    if (propagation->why)
        return propagation->why;
    return propagation->failed ? answer_status_name(propagation->failed->status) : "no-servers";
}

/* Once is enough, whichever question it was found with. */
static gboolean is_untold(const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++)
        if (strcmp(((const Finding *)findings->pdata[i])->id, "authority.could-not-ask") == 0)
            return TRUE;
    return FALSE;
}

/* What holds of all name servers together. */
static void add_state(const Propagation *propagation, GPtrArray *findings)
{
    static const char *const ids[] = {
        [PROPAGATION_AGREED] = "authority.agreed",
        [PROPAGATION_CACHED] = "authority.cached",
        [PROPAGATION_UNRESOLVED] = "authority.unresolved",
        [PROPAGATION_UNPUBLISHED] = "authority.unpublished",
        [PROPAGATION_BEHIND] = NULL, /* each server says it */
        [PROPAGATION_DIFFERING] = "authority.differing",
        [PROPAGATION_SERVERLESS] = "authority.serverless",
        [PROPAGATION_UNTOLD] = "authority.could-not-ask",
    };
    static const Effect effects[] = {
        [PROPAGATION_AGREED] = EFFECT_CLEAN,       [PROPAGATION_CACHED] = EFFECT_CONTEXT,
        [PROPAGATION_UNRESOLVED] = EFFECT_CONTEXT, [PROPAGATION_UNPUBLISHED] = EFFECT_CONTEXT,
        [PROPAGATION_BEHIND] = EFFECT_CONTEXT,     [PROPAGATION_DIFFERING] = EFFECT_CONTEXT,
        [PROPAGATION_SERVERLESS] = EFFECT_CONTEXT, [PROPAGATION_UNTOLD] = EFFECT_FAILED,
    };
    PropagationState state = propagation->state;
    if (!ids[state] || (state == PROPAGATION_UNTOLD && is_untold(findings)))
        return;
    Finding *finding = add(findings, ids[state], propagation, effects[state]);
    add_all_evidence(finding, propagation);
    if (state == PROPAGATION_CACHED)
        finding_set_detail(finding, "%u s", propagation->resolver->ttl);
    else if (state == PROPAGATION_UNRESOLVED)
        finding_set_detail(finding, "%s", answer_status_name(propagation->resolver->status));
    else if (state == PROPAGATION_UNTOLD)
        finding_set_detail(finding, "%s", untold_why(propagation));
    else if (state == PROPAGATION_DIFFERING || state == PROPAGATION_SERVERLESS)
        finding_set_detail(finding, "%s", propagation->zone);
    if (state == PROPAGATION_UNTOLD && !finding->evidence->len)
        finding_add_evidence(finding, propagation->failed);
}

/* What the proposal was made from is out of date already: a record merged into it would be wrong.
 */
static void add_newer(const Propagation *propagation, GPtrArray *findings)
{
    const Answer *resolver = propagation->resolver;
    if (propagation->state != PROPAGATION_UNPUBLISHED || propagation->resolver_has ||
        !answer_status_known(resolver->status))
        return;
    Finding *finding = add(findings, "authority.newer", propagation, EFFECT_CONTEXT);
    finding_set_detail(finding, "%u s", resolver->ttl);
    add_all_evidence(finding, propagation);
}

static void add_old(const ServerView *view, const Propagation *propagation, GPtrArray *findings)
{
    Finding *finding = add(findings, "authority.behind", propagation, EFFECT_CONTEXT);
    finding->list = g_strdup(view->name);
    finding_set_detail(finding, "%u", view->serial);
    finding_add_evidence(finding, view->answer);
    finding_add_evidence(finding, view->soa);
}

static void add_fault(const ServerView *view, const char *id, const Propagation *propagation,
                      GPtrArray *findings)
{
    Finding *finding = add(findings, id, propagation, EFFECT_CONTEXT);
    finding->list = g_strdup(view->name);
    finding_set_detail(finding, "%s", view->why ? view->why : propagation->zone);
    finding_add_evidence(finding, view->answer ? view->answer : propagation->said);
}

/* A server's fault is said once, whichever of its records it was found with. */
static gboolean is_said(const GPtrArray *findings, const char *id, const char *server)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (strcmp(finding->id, id) == 0 && g_strcmp0(finding->list, server) == 0)
            return TRUE;
    }
    return FALSE;
}

static void add_server(const ServerView *view, const Propagation *propagation, GPtrArray *findings)
{
    static const char *const ids[] = {[SERVER_LAME] = "authority.lame",
                                      [SERVER_SILENT] = "authority.silent",
                                      [SERVER_NO_ADDRESS] = "authority.no-address",
                                      [SERVER_UNTOLD] = NULL};
    if (view->state == SERVER_OLD)
        add_old(view, propagation, findings);
    else if (view->state >= SERVER_LAME && ids[view->state] &&
             !is_said(findings, ids[view->state], view->name))
        add_fault(view, ids[view->state], propagation, findings);
}

void propagation_add_findings(const Propagation *propagation, GPtrArray *findings)
{
    add_state(propagation, findings);
    add_newer(propagation, findings);
    for (guint i = 0; i < propagation->servers->len; i++)
        add_server(propagation->servers->pdata[i], propagation, findings);
}
