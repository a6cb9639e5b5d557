#include <string.h>

#include "checks/dmarc_policy.h"
#include "checks/organisation.h"
#include "checks/table.h"

#define WALK_MAX 8 /* RFC 9989 4.10 */

/* The tree walk from a domain up to its top level, everything asked at once. */
typedef struct {
    const char *domains[WALK_MAX]; /* into the domain's own name, longest first */
    const Answer *answers[WALK_MAX];
    DmarcPolicy policies[WALK_MAX];
    guint count;
    gboolean pending;
} Walk;

static guint labels_of(const char *name)
{
    guint labels = 1;
    for (; *name; name++)
        labels += *name == '.';
    return labels;
}

static const char *parent_of(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot ? dot + 1 : NULL;
}

/* RFC 9989 4.10: after the name itself a long one jumps to its last seven labels. */
static void walk_up(Walk *walk, const char *domain)
{
    walk->domains[walk->count++] = domain;
    const char *next = parent_of(domain);
    while (next && labels_of(next) >= WALK_MAX)
        next = parent_of(next);
    for (; next && walk->count < WALK_MAX; next = parent_of(next))
        walk->domains[walk->count++] = next;
}

static void ask_all(Walk *walk, Answers *answers)
{
    for (guint i = 0; i < walk->count; i++) {
        g_autofree char *name = g_strdup_printf("_dmarc.%s", walk->domains[i]);
        walk->answers[i] = answers_get(answers, name, TYPE_TXT);
        if (!walk->answers[i])
            walk->pending = TRUE;
        else
            walk->policies[i] = dmarc_policy_read(walk->answers[i]);
    }
}

/* The organisational domain by the walk: psd=n names it, psd=y says "one below me", else the
 * shortest name with a record. -1: no record at all. */
static int organisation_by_walk(const Walk *walk)
{
    int found = -1;
    for (guint i = 0; i < walk->count; i++) {
        if (walk->policies[i].state != DMARC_RECORD_OK)
            continue;
        if (walk->policies[i].psd == 'n')
            return (int)i;
        if (walk->policies[i].psd == 'y' && i > 0)
            return walk->policies[i - 1].state == DMARC_RECORD_OK ? (int)i - 1 : (int)i;
        found = (int)i;
    }
    return found;
}

/* Where the policy in force stands: the domain's own record, else the organisation's. */
static int policy_by_walk(const Walk *walk)
{
    return walk->policies[0].state == DMARC_RECORD_OK ? 0 : organisation_by_walk(walk);
}

static int policy_by_suffix_list(const Walk *walk)
{
    const char *organisation = organisational_domain(walk->domains[0]);
    for (guint i = 0; i < walk->count; i++)
        if (walk->policies[i].state == DMARC_RECORD_OK &&
            (i == 0 || (organisation && g_str_equal(walk->domains[i], organisation))))
            return (int)i;
    return -1;
}

static const char *in_force(const Walk *walk, int at)
{
    if (at < 0)
        return "";
    const DmarcPolicy *policy = &walk->policies[at];
    return at > 0 && *policy->subdomain ? policy->subdomain : policy->policy;
}

static Finding *add(const CheckContext *context, const Walk *walk, GPtrArray *findings,
                    const char *id, Effect effect)
{
    Finding *finding = finding_add(findings, id, context, walk->domains[0], effect);
    for (guint i = 0; i < walk->count; i++)
        finding_add_evidence(finding, walk->answers[i]);
    return finding;
}

/* Receivers of both RFCs will be met for years: say where they see different things. */
static void add_difference(const CheckContext *context, const Walk *walk, GPtrArray *findings)
{
    int walked = policy_by_walk(walk), listed = policy_by_suffix_list(walk);
    const char *now = in_force(walk, walked), *before = in_force(walk, listed);
    if (g_str_equal(now, before))
        return;
    Finding *finding = add(context, walk, findings, "dmarc.differs", EFFECT_CONTEXT);
    finding->advice = TRUE;
    finding_set_detail(finding, "RFC 9989: %s, RFC 7489: %s", *now ? now : "-",
                       *before ? before : "-");
}

static void add_policy(const CheckContext *context, const Walk *walk, int at, GPtrArray *findings)
{
    Finding *finding = add(context, walk, findings, "dmarc.ok", EFFECT_CLEAN);
    finding_set_detail(finding, "p=%s (_dmarc.%s)", in_force(walk, at), walk->domains[at]);
    if (walk->policies[at].testing)
        add(context, walk, findings, "dmarc.testing", EFFECT_CONTEXT)->advice = TRUE;
}

/* A name that could not be asked hides whatever stands above it, unless a record nearer decides.
 * The registries' own names, where hardly any record is, leave a domain without a policy of its own
 * without one. */
static const Answer *first_failed(const Walk *walk)
{
    for (guint i = 0; i < walk->count && walk->policies[i].state != DMARC_RECORD_OK; i++)
        if (!answer_status_known(walk->answers[i]->status) &&
            walk->answers[i]->status != ANSWER_BAD_NAME &&
            (i == 0 || organisational_domain(walk->domains[i])))
            return walk->answers[i];
    return NULL;
}

static void judge_walk(const CheckContext *context, const Walk *walk, GPtrArray *findings)
{
    int at = policy_by_walk(walk);
    const Answer *failed = first_failed(walk);
    if (failed) {
        finding_add_could_not_ask(findings, "dmarc", context, walk->domains[0], failed);
        return;
    }
    gboolean broken = FALSE;
    for (guint i = 0; i < walk->count; i++) {
        if (walk->policies[i].state != DMARC_RECORD_INVALID || (at >= 0 && (guint)at < i))
            continue;
        broken = TRUE;
        finding_set_detail(add(context, walk, findings, "dmarc.invalid", EFFECT_CONTEXT), "%s",
                           walk->policies[i].problem);
    }
    if (at >= 0)
        add_policy(context, walk, at, findings);
    else if (!broken)
        add(context, walk, findings, "dmarc.missing", EFFECT_CONTEXT);
    add_difference(context, walk, findings);
}

static CheckState one_domain(const CheckContext *context, const char *subject, GPtrArray *findings)
{
    if (domain_is_literal(subject)) {
        finding_add_skipped(findings, "dmarc", context);
        return CHECK_DONE;
    }
    g_autofree char *domain = g_ascii_strdown(subject, -1);
    Walk walk = {0};
    walk_up(&walk, domain);
    ask_all(&walk, context->answers);
    if (walk.pending)
        return CHECK_PENDING;
    judge_walk(context, &walk, findings);
    return CHECK_DONE;
}

CheckState check_dmarc(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "dmarc", one_domain, findings);
}
