/* What a domain demands of the encryption on the way to it: MTA-STS (RFC 8461), DANE (RFC 7672),
 * and where it wants to hear of failures (RFC 8460). Context: none of them is needed, a broken one
 * refuses mail. */
#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/check/table.h"
#include "checks/answers/tag_list.h"

#define TARGETS_MAX 5

typedef struct {
    const CheckContext *context;
    const char *domain;
    GPtrArray *findings;
    const Answer *sts, *report, *mx;
    const Answer *dane[TARGETS_MAX];  /* NULL behind the last */
    const char *targets[TARGETS_MAX]; /* whose */
    gboolean pending;
} Transport;

static Finding *add(const Transport *transport, const char *id, Effect effect, const Answer *answer)
{
    Finding *finding =
        finding_add(transport->findings, id, transport->context, transport->domain, effect);
    finding_add_evidence(finding, answer);
    return finding;
}

static const Answer *ask(Transport *transport, const char *below, guint16 type)
{
    g_autofree char *name = g_strconcat(below, ".", transport->domain, NULL);
    const Answer *answer = answers_get(transport->context->answers, name, type);
    transport->pending = transport->pending || !answer;
    return answer;
}

static void ask_dane(Transport *transport)
{
    guint count = 0;
    for (guint i = 0; i < transport->mx->records->len && count < TARGETS_MAX; i++) {
        const Record *record = g_ptr_array_index(transport->mx->records, i);
        if (!record->target || g_str_equal(record->target, "."))
            continue;
        g_autofree char *name = g_strconcat("_25._tcp.", record->target, NULL);
        const Answer *answer = answers_get(transport->context->answers, name, TYPE_TLSA);
        transport->pending = transport->pending || !answer;
        transport->targets[count] = record->target;
        transport->dane[count++] = answer;
    }
}

static void ask_all(Transport *transport)
{
    transport->sts = ask(transport, "_mta-sts", TYPE_TXT);
    transport->report = ask(transport, "_smtp._tls", TYPE_TXT);
    transport->mx = answers_get(transport->context->answers, transport->domain, TYPE_MX);
    if (transport->mx)
        ask_dane(transport);
    else
        transport->pending = TRUE;
}

/* The one record that says v=VERSION; *problem where several do, or it cannot be read. NULL: none.
 */
static GHashTable *record_of(const Answer *answer, const char *version, const char **problem)
{
    g_autoptr(GHashTable) found = NULL;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize length = 0;
        const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        const char *first;
        g_autofree char *begin = g_strconcat("v=", version, NULL);
        if (!text || length < strlen(begin) || strncmp(text, begin, strlen(begin)) != 0)
            continue;
        if (found || *problem) {
            *problem = "several-records";
            continue;
        }
        found = tag_list_read(text, length, &first, problem);
    }
    return *problem ? NULL : g_steal_pointer(&found);
}

/* RFC 8461 3.1: the record only says that there is a policy; the policy itself is fetched by HTTPS.
 */
static gboolean look_at_sts(const Transport *transport)
{
    const char *problem = NULL;
    g_autoptr(GHashTable) tags = record_of(transport->sts, "STSv1", &problem);
    if (tags && !g_hash_table_contains(tags, "id"))
        problem = "no-id";
    if (problem)
        finding_set_detail(
            add(transport, "transport.mta-sts-invalid", EFFECT_CONTEXT, transport->sts), "%s",
            problem);
    else if (tags)
        finding_set_detail(add(transport, "transport.mta-sts", EFFECT_CLEAN, transport->sts),
                           "https://mta-sts.%s/.well-known/mta-sts.txt", transport->domain);
    return tags || problem;
}

static void look_at_report(const Transport *transport)
{
    const char *problem = NULL;
    g_autoptr(GHashTable) tags = record_of(transport->report, "TLSRPTv1", &problem);
    const char *where = tags ? g_hash_table_lookup(tags, "rua") : NULL;
    if (where)
        finding_set_detail(add(transport, "transport.tls-rpt", EFFECT_CLEAN, transport->report),
                           "%s", where);
}

/* RFC 7672 2.2: TLSA counts only under DNSSEC, which a resolver that validates tells by AD. */
static gboolean look_at_dane(const Transport *transport)
{
    gboolean any = FALSE;
    for (guint i = 0; i < TARGETS_MAX && transport->dane[i]; i++) {
        const Answer *answer = transport->dane[i];
        if (answer->status != ANSWER_OK)
            continue;
        Finding *finding = answer->authenticated
                               ? add(transport, "transport.dane", EFFECT_CLEAN, answer)
                               : add(transport, "transport.dane-unsigned", EFFECT_CONTEXT, answer);
        finding->advice = !answer->authenticated;
        finding_set_detail(finding, "%s", transport->targets[i]);
        any = TRUE;
    }
    return any;
}

/* RFC 7672 2.1.2: a sender that uses DANE must not deliver where the TLSA answer fails, as a broken
 * signature makes it. The host's other names were answered, so it is this one. */
static gboolean look_at_failing_dane(const Transport *transport)
{
    gboolean any = FALSE;
    for (guint i = 0; i < TARGETS_MAX && transport->dane[i]; i++) {
        const Answer *answer = transport->dane[i];
        if (answer->status != ANSWER_SERVFAIL)
            continue;
        Finding *finding = add(transport, "transport.tlsa-fails", EFFECT_CONTEXT, answer);
        finding_set_detail(finding, "%s", transport->targets[i]);
        any = TRUE;
    }
    return any;
}

static const Answer *failed_dane(const Transport *transport)
{
    for (guint i = 0; i < TARGETS_MAX && transport->dane[i]; i++)
        if (!answer_status_known(transport->dane[i]->status) &&
            transport->dane[i]->status != ANSWER_SERVFAIL)
            return transport->dane[i];
    return NULL;
}

static const Answer *failed(const Transport *transport)
{
    const Answer *all[] = {transport->mx, transport->sts};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        if (!answer_status_known(all[i]->status))
            return all[i];
    return NULL;
}

static CheckState one_domain(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    Transport transport = {.context = context, .domain = domain, .findings = findings};
    if (domain_is_literal(domain)) {
        finding_add_skipped(findings, "transport", context);
        return CHECK_DONE;
    }
    ask_all(&transport);
    if (transport.pending)
        return CHECK_PENDING;
    if (failed(&transport)) {
        finding_add_could_not_ask(findings, "transport", context, domain, failed(&transport));
        return CHECK_DONE;
    }
    gboolean sts = look_at_sts(&transport), dane = look_at_dane(&transport);
    gboolean failing = look_at_failing_dane(&transport);
    if (failed_dane(&transport))
        finding_add_could_not_ask(findings, "transport", context, domain, failed_dane(&transport));
    else if (!sts && !dane && !failing)
        add(&transport, "transport.none", EFFECT_CLEAN, transport.sts);
    look_at_report(&transport);
    return CHECK_DONE;
}

CheckState check_transport(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "transport", one_domain, findings);
}
