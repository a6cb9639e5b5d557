#include "checks/auth/dmarc_walk.h"

#include <string.h>
#include "checks/dns/organisation.h"

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
static void walk_up(DmarcWalk *walk, const char *domain)
{
    walk->domains[walk->count++] = domain;
    const char *next = parent_of(domain);
    while (next && labels_of(next) >= DMARC_WALK_MAX)
        next = parent_of(next);
    for (; next && walk->count < DMARC_WALK_MAX; next = parent_of(next))
        walk->domains[walk->count++] = next;
}

DmarcWalk dmarc_walk(Answers *answers, const char *domain)
{
    DmarcWalk walk = {0};
    walk_up(&walk, domain);
    for (guint i = 0; i < walk.count; i++) {
        g_autofree char *name = g_strdup_printf("_dmarc.%s", walk.domains[i]);
        walk.answers[i] = answers_get(answers, name, TYPE_TXT);
        if (!walk.answers[i])
            walk.pending = TRUE;
        else
            walk.policies[i] = dmarc_policy_read(walk.answers[i]);
    }
    return walk;
}

/* A name that could not be asked hides whatever stands above it, unless a record nearer decides.
 * The registries' own names, where hardly any record is, leave a domain without a policy of its own
 * without one. */
const Answer *dmarc_walk_failed(const DmarcWalk *walk)
{
    for (guint i = 0; i < walk->count && walk->policies[i].state != DMARC_RECORD_OK; i++)
        if (!answer_status_known(walk->answers[i]->status) &&
            walk->answers[i]->status != ANSWER_BAD_NAME &&
            (i == 0 || organisational_domain(walk->domains[i])))
            return walk->answers[i];
    return NULL;
}

/* The record that says where the organisation is: psd=n at it, psd=y one label above it (which says
 * nothing where the walk began), else the shortest name with a record. -1: no record at all. */
static int deciding_record(const DmarcWalk *walk)
{
    int found = -1;
    for (guint i = 0; i < walk->count; i++) {
        if (walk->policies[i].state != DMARC_RECORD_OK)
            continue;
        if (walk->policies[i].psd == 'n' || (walk->policies[i].psd == 'y' && i > 0))
            return (int)i;
        found = (int)i;
    }
    return found;
}

/* RFC 9989 4.10.1: the domain's own record, the organisation's, the registry's. */
int dmarc_policy_by_walk(const DmarcWalk *walk)
{
    int at = deciding_record(walk);
    if (walk->policies[0].state == DMARC_RECORD_OK)
        return 0;
    if (at > 0 && walk->policies[at].psd == 'y' && walk->policies[at - 1].state == DMARC_RECORD_OK)
        return at - 1;
    return at;
}

/* RFC 7489 6.6.3: several records at the name itself end the search. RFC 9989 4.10 walks on. */
static gboolean has_several(const DmarcPolicy *policy)
{
    return policy->problem && g_str_equal(policy->problem, "several-records");
}

int dmarc_policy_by_list(const DmarcWalk *walk)
{
    if (has_several(&walk->policies[0]))
        return -1;
    const char *organisation = organisational_domain(walk->domains[0]);
    for (guint i = 0; i < walk->count; i++)
        if (walk->policies[i].state == DMARC_RECORD_OK &&
            (i == 0 || (organisation && g_str_equal(walk->domains[i], organisation))))
            return (int)i;
    return -1;
}

static const char *one_label_below(const DmarcWalk *walk, const char *domain)
{
    const char *below = domain - 1; /* the dot before it */
    while (below > walk->domains[0] && below[-1] != '.')
        below--;
    return below;
}

/* RFC 9989 4.10.2: without any record the domain stands for itself. */
const char *dmarc_organisation_by_walk(const DmarcWalk *walk)
{
    int at = deciding_record(walk);
    if (at < 0)
        return walk->domains[0];
    gboolean registry = at > 0 && walk->policies[at].psd == 'y';
    return registry ? one_label_below(walk, walk->domains[at]) : walk->domains[at];
}

const char *dmarc_organisation_by_list(const DmarcWalk *walk)
{
    const char *organisation = organisational_domain(walk->domains[0]);
    return organisation ? organisation : walk->domains[0];
}

DmarcInForce dmarc_in_force(const DmarcWalk *walk, int at, gboolean exists)
{
    const DmarcPolicy *policy = &walk->policies[at];
    if (at > 0 && !exists && *policy->nonexistent)
        return (DmarcInForce){"np", policy->nonexistent};
    if (at > 0 && *policy->subdomain)
        return (DmarcInForce){"sp", policy->subdomain};
    return (DmarcInForce){"p", policy->policy};
}
