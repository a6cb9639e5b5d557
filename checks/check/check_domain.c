#include "checks/answers/address_range.h"
#include "checks/answers/answer_compare.h"
#include "checks/dns/organisation.h"
#include "checks/check/parking.h"
#include "checks/dnsbl/rewriting.h"
#include "checks/check/table.h"

/* A and MX are what mail needs; SOA and NS tell that a name exists that has neither. */
static const guint16 asked[] = {TYPE_MX, TYPE_A, TYPE_SOA, TYPE_NS};
#define MAIL_TYPES 2

/* RFC 8914 4. */
enum {
    EDE_BOGUS_FIRST = 6,
    EDE_BOGUS_LAST = 12,
    EDE_NO_REACHABLE_AUTHORITY = 22,
    EDE_NETWORK_ERROR = 23
};

/* The registry's names for them. NULL: not one of these. */
static const char *extended_name(int code)
{
    static const char *const names[] = {
        [6] = "DNSSEC Bogus",   [7] = "Signature Expired",       [8] = "Signature Not Yet Valid",
        [9] = "DNSKEY Missing", [10] = "RRSIGs Missing",         [11] = "No Zone Key Bit Set",
        [12] = "NSEC Missing",  [22] = "No Reachable Authority", [23] = "Network Error"};
    return code >= 0 && code < (int)G_N_ELEMENTS(names) ? names[code] : NULL;
}

typedef struct {
    const Answer *answers[G_N_ELEMENTS(asked)];
    const Answer *failed;    /* of the mail types first: SERVFAIL before all else */
    const Answer *control;   /* the root's name servers: does the resolver work at all? */
    const Answer *parent;    /* the organisational domain above; NULL: none */
    const Answer *rewritten; /* proof that the resolver invents addresses; NULL: it does not */
    guint records, known, nonexistent, mail_failed;
} Domain;

static gboolean gather(const CheckContext *context, const char *name, Domain *domain)
{
    gboolean complete = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
        domain->answers[i] = answers_get(context->answers, name, asked[i]);
        complete = complete && domain->answers[i];
    }
    domain->control = answers_get(context->answers, ".", TYPE_NS);
    g_autofree char *lower = g_ascii_strdown(name, -1);
    const char *above = organisational_domain(lower);
    if (above && !g_str_equal(above, lower)) {
        domain->parent = answers_get(context->answers, above, TYPE_SOA);
        complete = complete && domain->parent;
    }
    return complete && domain->control;
}

static gboolean worse(const Answer *one, const Answer *other)
{
    return !other || (one->status == ANSWER_SERVFAIL && other->status != ANSWER_SERVFAIL);
}

static void weigh(Domain *domain)
{
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
        const Answer *answer = domain->answers[i];
        domain->records += answer->status == ANSWER_OK;
        domain->known += answer_status_known(answer->status) ? 1 : 0;
        domain->nonexistent +=
            answer->status == ANSWER_NXDOMAIN || answer->status == ANSWER_BAD_NAME;
        domain->mail_failed += i < MAIL_TYPES && !answer_status_known(answer->status) ? 1 : 0;
        /* A name that exists, but whose SOA or NS fails, still takes mail. */
        if (!answer_status_known(answer->status) && worse(answer, domain->failed) &&
            (i < MAIL_TYPES || !domain->known))
            domain->failed = answer;
    }
}

static void set_failure(Finding *finding, const Answer *failed)
{
    const char *why = failed->extended_text && *failed->extended_text
                          ? failed->extended_text
                          : extended_name(failed->extended_error);
    finding_set_detail(finding, "%s %s%s%s", type_name(failed->question.type),
                       answer_status_name(failed->status), why ? ": " : "", why ? why : "");
}

static void add(const Domain *domain, const char *id, const CheckContext *context, const char *name,
                GPtrArray *findings, const Answer *more)
{
    gboolean good = g_str_equal(id, "domain.ok");
    Finding *finding =
        finding_add(findings, id, context, name, good ? EFFECT_CLEAN : EFFECT_CONTEXT);
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
        finding_add_evidence(finding, domain->answers[i]);
    finding_add_evidence(finding, more);
    if (!good && domain->failed)
        set_failure(finding, domain->failed);
}

static void add_nonexistent(const Domain *domain, const CheckContext *context, const char *name,
                            GPtrArray *findings)
{
    const Answer *parent = domain->parent;
    add(domain, "domain.nxdomain", context, name, findings, NULL);
    Finding *finding = g_ptr_array_index(findings, findings->len - 1);
    finding_add_evidence(finding, domain->rewritten);
    if (domain->answers[0]->status == ANSWER_BAD_NAME)
        finding_set_detail(finding, "%s", answer_status_name(ANSWER_BAD_NAME));
    if (!parent || (parent->status != ANSWER_OK && parent->status != ANSWER_NO_DATA))
        return;
    finding_set_detail(finding, "%s", parent->question.name);
    finding = finding_add_advice(findings, "domain.parent-exists", context, name);
    finding_set_detail(finding, "%s", parent->question.name);
    finding_add_evidence(finding, parent);
}

/* SERVFAIL of a resolver that answers for others: whose fault, and which? */
static CheckState take_apart(const Domain *domain, const CheckContext *context, const char *name,
                             GPtrArray *findings)
{
    int extended = domain->failed->extended_error;
    const Answer *unchecked =
        answers_get_unchecked(context->answers, name, domain->failed->question.type);
    if (!unchecked)
        return CHECK_PENDING;
    const char *id = "domain.servfail";
    if (answer_status_known(unchecked->status) ||
        (extended >= EDE_BOGUS_FIRST && extended <= EDE_BOGUS_LAST))
        id = "domain.bogus";
    else if (extended == EDE_NO_REACHABLE_AUTHORITY || extended == EDE_NETWORK_ERROR)
        id = "domain.lame";
    add(domain, id, context, name, findings, unchecked);
    return CHECK_DONE;
}

/* A resolver that invents addresses says "A" for what every other type denies. */
static gboolean see_through(const CheckContext *context, Domain *domain)
{
    const Answer *proof = NULL;
    Rewriting rewriting =
        rewriting_suspected(context->answers, domain->answers[1], domain->answers[0], &proof);
    if (rewriting == REWRITING_YES) {
        domain->rewritten = proof;
        domain->records--;
    }
    return rewriting != REWRITING_PENDING;
}

static void add_parked(const CheckContext *context, const char *name, const Answer *why,
                       const char *detail, GPtrArray *findings)
{
    Finding *finding = finding_add_advice(findings, "domain.parked", context, name);
    finding_set_detail(finding, "%s", detail);
    finding_add_evidence(finding, why);
}

/* A domain that nobody uses any more: name servers that serve such domains, or, without an MX, the
 * same web address for whatever name is asked. */
static CheckState hint_parked(const Domain *domain, const CheckContext *context, const char *name,
                              GPtrArray *findings)
{
    const Answer *mx = domain->answers[0], *address = domain->answers[1], *ns = domain->answers[3];
    for (guint i = 0; i < ns->records->len; i++) {
        const Record *record = g_ptr_array_index(ns->records, i);
        if (!record->target || !parking_name_server(record->target))
            continue;
        add_parked(context, name, ns, record->target, findings);
        return CHECK_DONE;
    }
    if (mx->status != ANSWER_NO_DATA || address->status != ANSWER_OK || domain->rewritten)
        return CHECK_DONE;
    g_autofree char *other = g_strconcat("no-such-name.", name, NULL);
    const Answer *any = answers_get(context->answers, other, TYPE_A);
    if (!any)
        return CHECK_PENDING;
    if (any->status == ANSWER_OK && answer_same(any, address))
        add_parked(context, name, any, "any-name", findings);
    return CHECK_DONE;
}

static gboolean is_well(const Domain *domain)
{
    if (!domain->failed)
        return TRUE;
    return domain->known && domain->failed->status != ANSWER_SERVFAIL &&
           domain->mail_failed < MAIL_TYPES;
}

static CheckState one_domain(const CheckContext *context, const char *name, GPtrArray *findings)
{
    Domain domain = {0};
    if (domain_is_literal(name)) {
        finding_add_skipped(findings, "domain", context);
        return CHECK_DONE;
    }
    if (!gather(context, name, &domain))
        return CHECK_PENDING;
    weigh(&domain);
    if (!see_through(context, &domain))
        return CHECK_PENDING;
    if (domain.nonexistent && !domain.records) {
        add_nonexistent(&domain, context, name, findings);
        return CHECK_DONE;
    }
    if (is_well(&domain)) {
        add(&domain, "domain.ok", context, name, findings, NULL);
        return hint_parked(&domain, context, name, findings);
    }
    /* Without an answer to anything else the resolver, or the way to it, is what failed. */
    if (domain.known || answer_status_known(domain.control->status)) {
        if (domain.failed->status == ANSWER_SERVFAIL)
            return take_apart(&domain, context, name, findings);
        if (domain.failed->status == ANSWER_TIMEOUT) {
            add(&domain, "domain.timeout", context, name, findings, domain.control);
            return CHECK_DONE;
        }
    }
    finding_add_could_not_ask(findings, "domain", context, name, domain.failed);
    return CHECK_DONE;
}

CheckState check_domain(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "domain", one_domain, findings);
}
