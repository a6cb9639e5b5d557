#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/auth/dmarc_alignment.h"
#include "checks/auth/dmarc_walk.h"
#include "checks/check/table.h"
#include "checks/dns/organisation.h"

enum { DESTINATIONS_MAX = 5 };

typedef struct {
    const CheckContext *context;
    const char *domain; /* of From:, lower case */
    DmarcWalk walk;
    gboolean exists;
    GPtrArray *findings;
} Dmarc;

static Finding *add(const Dmarc *dmarc, const char *id, Effect effect)
{
    Finding *finding = finding_add(dmarc->findings, id, dmarc->context, dmarc->domain, effect);
    for (guint i = 0; i < dmarc->walk.count; i++)
        finding_add_evidence(finding, dmarc->walk.answers[i]);
    return finding;
}

static Finding *add_advice(const Dmarc *dmarc, const char *id)
{
    Finding *finding = add(dmarc, id, EFFECT_CONTEXT);
    finding->advice = TRUE;
    return finding;
}

/* Whether the domain is there at all decides between sp= and np= (RFC 9989 3.2.11), so it is asked
 * only where a record above has np=. */
static gboolean ask_existence(Dmarc *dmarc)
{
    static const guint16 types[] = {TYPE_A, TYPE_AAAA, TYPE_MX};
    int at = dmarc_policy_by_walk(&dmarc->walk);
    gboolean pending = FALSE, found = FALSE;
    dmarc->exists = TRUE;
    if (at <= 0 || !*dmarc->walk.policies[at].nonexistent)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        const Answer *answer = answers_get(dmarc->context->answers, dmarc->domain, types[i]);
        pending |= !answer;
        found |= answer && answer->status != ANSWER_NO_DATA && answer->status != ANSWER_NXDOMAIN;
    }
    dmarc->exists = found;
    return !pending;
}

static const char *policy_at(const Dmarc *dmarc, int at, gboolean exists)
{
    return at < 0 ? "" : dmarc_in_force(&dmarc->walk, at, exists).policy;
}

/* Receivers of both RFCs will be met for years: say where they see different things. RFC 7489 knows
 * no np=. */
static void add_difference(const Dmarc *dmarc)
{
    const char *now = policy_at(dmarc, dmarc_policy_by_walk(&dmarc->walk), dmarc->exists);
    const char *before = policy_at(dmarc, dmarc_policy_by_list(&dmarc->walk), TRUE);
    if (!g_str_equal(now, before))
        finding_set_detail(add_advice(dmarc, "dmarc.differs"), "RFC 9989: %s, RFC 7489: %s",
                           *now ? now : "-", *before ? before : "-");
}

static void add_policy(const Dmarc *dmarc, int at)
{
    DmarcInForce in_force = dmarc_in_force(&dmarc->walk, at, dmarc->exists);
    finding_set_detail(add(dmarc, "dmarc.ok", EFFECT_CLEAN), "%s=%s (_dmarc.%s)", in_force.tag,
                       in_force.policy, dmarc->walk.domains[at]);
    if (dmarc->walk.policies[at].testing)
        add_advice(dmarc, "dmarc.testing");
    if (*dmarc->walk.policies[at].ignored)
        finding_set_detail(add_advice(dmarc, "dmarc.part-ignored"), "%s",
                           dmarc->walk.policies[at].ignored);
}

/* RFC 9990 4 (RFC 7489 7.1): who takes reports for another organisation says so in its own DNS,
 * else none are sent. */
static CheckState look_at_destinations(const Dmarc *dmarc, int at)
{
    const char *owner = dmarc->walk.domains[at];
    const char *organisation = organisational_domain(owner);
    const char *list = dmarc->walk.policies[at].reports;
    CheckState state = CHECK_DONE;
    guint count = 0;
    for (char *host; count < DESTINATIONS_MAX && (host = dmarc_next_destination(&list));
         g_free(host), count++) {
        const char *their = *host ? organisational_domain(host) : NULL;
        if (!their || (organisation && g_str_equal(their, organisation)))
            continue;
        g_autofree char *name = g_strdup_printf("%s._report._dmarc.%s", owner, host);
        const Answer *answer = answers_get(dmarc->context->answers, name, TYPE_TXT);
        if (!answer)
            state = CHECK_PENDING;
        else if (answer_status_known(answer->status) && !answer->records->len) {
            Finding *finding = add_advice(dmarc, "dmarc.reports-unwanted");
            finding_set_detail(finding, "%s", host);
            finding_add_evidence(finding, answer);
        }
    }
    return state;
}

static gboolean add_broken(const Dmarc *dmarc, int at)
{
    gboolean broken = FALSE;
    for (guint i = 0; i < dmarc->walk.count; i++) {
        const DmarcPolicy *policy = &dmarc->walk.policies[i];
        if (policy->state != DMARC_RECORD_INVALID || (at >= 0 && (guint)at < i))
            continue;
        broken = TRUE;
        finding_set_detail(add(dmarc, "dmarc.invalid", EFFECT_CONTEXT), "%s", policy->problem);
    }
    return broken;
}

static Finding *add_outcome(const Dmarc *dmarc, const Alignment *alignment, gboolean has_policy)
{
    if (alignment->by_walk == ALIGNMENT_PASS)
        return add_advice(dmarc, "dmarc.aligned");
    if (alignment->by_walk == ALIGNMENT_FAIL)
        return has_policy ? add(dmarc, "dmarc.failed", EFFECT_CONTEXT)
                          : add_advice(dmarc, "dmarc.unaligned");
    Finding *finding = add_advice(dmarc, "dmarc.undecided");
    finding->effect = EFFECT_CANNOT;
    return finding;
}

static const char *outcome_name(AlignmentOutcome outcome)
{
    return outcome == ALIGNMENT_PASS ? "pass" : outcome == ALIGNMENT_FAIL ? "fail" : "?";
}

/* RFC 9989 4.7: t=y asks for the next milder policy. */
static const char *asked_for(const Dmarc *dmarc, int at)
{
    const char *policy = policy_at(dmarc, at, dmarc->exists);
    if (!dmarc->walk.policies[at].testing)
        return policy;
    return g_str_equal(policy, "reject") ? "quarantine" : "none";
}

/* Why DMARC fails, or that it passes, where the From: of the message is known. */
static CheckState add_alignment(const Dmarc *dmarc, int at)
{
    Alignment alignment =
        dmarc_alignment(dmarc->context, &dmarc->walk, at < 0 ? NULL : &dmarc->walk.policies[at]);
    if (alignment.by_walk != ALIGNMENT_PENDING) {
        Finding *finding = add_outcome(dmarc, &alignment, at >= 0);
        gboolean failed = at >= 0 && alignment.by_walk == ALIGNMENT_FAIL;
        finding_set_detail(finding, "%s%s%s", alignment.reasons, failed ? "; policy-" : "",
                           failed ? asked_for(dmarc, at) : "");
        for (guint i = 0; i < alignment.evidence->len; i++)
            finding_add_evidence(finding, alignment.evidence->pdata[i]);
        if (alignment.by_walk != alignment.by_list)
            finding_set_detail(add_advice(dmarc, "dmarc.alignment-differs"),
                               "RFC 9989: %s, RFC 7489: %s", outcome_name(alignment.by_walk),
                               outcome_name(alignment.by_list));
    }
    CheckState state = alignment.by_walk == ALIGNMENT_PENDING ? CHECK_PENDING : CHECK_DONE;
    dmarc_alignment_clear(&alignment);
    return state;
}

static CheckState judge_walk(const Dmarc *dmarc, gboolean is_from)
{
    int at = dmarc_policy_by_walk(&dmarc->walk);
    const Answer *failed = dmarc_walk_failed(&dmarc->walk);
    if (failed) {
        finding_add_could_not_ask(dmarc->findings, "dmarc", dmarc->context, dmarc->domain, failed);
        return CHECK_DONE;
    }
    gboolean broken = add_broken(dmarc, at);
    if (at >= 0)
        add_policy(dmarc, at);
    else if (!broken)
        add(dmarc, "dmarc.missing", EFFECT_CONTEXT);
    add_difference(dmarc);
    if (at >= 0 && dmarc->context->domain_check && look_at_destinations(dmarc, at) == CHECK_PENDING)
        return CHECK_PENDING;
    return is_from ? add_alignment(dmarc, at) : CHECK_DONE;
}

static CheckState check_policy(const CheckContext *context, const char *subject, gboolean is_from,
                               GPtrArray *findings)
{
    if (domain_is_literal(subject)) {
        finding_add_skipped(findings, "dmarc", context);
        return CHECK_DONE;
    }
    g_autofree char *domain = g_ascii_strdown(subject, -1);
    Dmarc dmarc = {.context = context, .domain = domain, .findings = findings};
    dmarc.walk = dmarc_walk(context->answers, domain);
    if (dmarc.walk.pending || !ask_existence(&dmarc))
        return CHECK_PENDING;
    return judge_walk(&dmarc, is_from);
}

static CheckState one_domain(const CheckContext *context, const char *subject, GPtrArray *findings)
{
    return check_policy(context, subject, FALSE, findings);
}

/* DMARC is about the domain in From: (RFC 9989 3.2.1), which only the returned message shows; else
 * the envelope's has to do. */
CheckState check_dmarc(const CheckContext *context, GPtrArray *findings)
{
    const char *from = context->facts->from.text;
    gboolean of_message =
        g_str_equal(context->role, "sender-domain") || g_str_equal(context->role, "from-domain");
    g_autofree char *domain = from && of_message ? address_domain(from) : NULL;
    if (domain)
        return check_policy(context, domain, TRUE, findings);
    return check_each_subject(context, "dmarc", one_domain, findings);
}
