#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/dnsbl/rewriting.h"
#include "checks/check/table.h"

/* An answer may hold hundreds of targets; a mail server tries no more than a few. */
#define TARGETS_MAX 20

typedef struct {
    const CheckContext *context;
    const char *domain;
    const Answer *mx;
    GPtrArray *findings;
    guint problems, usable, by_ipv4;
} Mx;

static Finding *add(Mx *mx, const char *id, const char *target, Effect effect)
{
    Finding *finding = finding_add(mx->findings, id, mx->context, mx->domain, effect);
    if (target)
        finding_set_detail(finding, "%s", target);
    finding_add_evidence(finding, mx->mx);
    return finding;
}

static Finding *add_problem(Mx *mx, const char *id, const char *target)
{
    mx->problems++;
    return add(mx, id, target, EFFECT_CONTEXT);
}

/* TRUE: one of them is none that the Internet reaches. */
static gboolean look_at_addresses(Mx *mx, const char *target, const Answer *answer)
{
    for (guint i = 0; answer->status == ANSWER_OK && i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        const char *why = record->address_length
                              ? address_unreachable(record->address, record->address_length)
                              : NULL;
        if (!why)
            continue;
        Finding *finding = add_problem(mx, "mx.target-private", NULL);
        finding_set_detail(finding, "%s %s", target, record->text);
        finding_add_evidence(finding, answer);
        return TRUE;
    }
    return FALSE;
}

static CheckState look_at_host(Mx *mx, const char *target)
{
    const Answer *ipv4 = answers_get(mx->context->answers, target, TYPE_A);
    const Answer *ipv6 = answers_get(mx->context->answers, target, TYPE_AAAA);
    if (!ipv4 || !ipv6)
        return CHECK_PENDING;
    if (ipv4->canonical_name || ipv6->canonical_name) {
        Finding *finding = add_problem(mx, "mx.target-cname", target);
        finding_add_evidence(finding, ipv4->canonical_name ? ipv4 : ipv6);
    }
    gboolean private4 = look_at_addresses(mx, target, ipv4);
    gboolean private6 = look_at_addresses(mx, target, ipv6);
    mx->by_ipv4 += ipv4->status == ANSWER_OK && !private4;
    mx->usable +=
        (ipv4->status == ANSWER_OK && !private4) || (ipv6->status == ANSWER_OK && !private6);
    if (ipv4->status == ANSWER_OK || ipv6->status == ANSWER_OK)
        return CHECK_DONE;
    gboolean known4 = answer_status_known(ipv4->status) || ipv4->status == ANSWER_BAD_NAME;
    gboolean known6 = answer_status_known(ipv6->status) || ipv6->status == ANSWER_BAD_NAME;
    if (known4 && known6) {
        Finding *finding = add_problem(mx, "mx.target-missing", target);
        finding_add_evidence(finding, ipv4);
        finding_add_evidence(finding, ipv6);
    } else {
        mx->problems++;
        finding_add_could_not_ask(mx->findings, "mx", mx->context, mx->domain,
                                  known4 ? ipv6 : ipv4);
    }
    return CHECK_DONE;
}

static CheckState look_at_target(Mx *mx, const char *target)
{
    guint8 bytes[16];
    if (address_parse(target, bytes)) {
        add_problem(mx, "mx.target-ip", target);
        return CHECK_DONE;
    }
    /* A null MX beside others is none (RFC 7505 3); what it names has no address. */
    if (g_str_equal(target, ".")) {
        add_problem(mx, "mx.target-missing", target);
        return CHECK_DONE;
    }
    return look_at_host(mx, target);
}

/* RFC 5321 5.1: without an MX the domain's own address takes its mail. */
static CheckState look_at_implicit(Mx *mx)
{
    const Answer *ipv4 = answers_get(mx->context->answers, mx->domain, TYPE_A);
    const Answer *ipv6 = answers_get(mx->context->answers, mx->domain, TYPE_AAAA);
    if (!ipv4 || !ipv6)
        return CHECK_PENDING;
    const Answer *proof = NULL;
    Rewriting rewriting = rewriting_suspected(mx->context->answers, ipv4, mx->mx, &proof);
    if (rewriting == REWRITING_PENDING)
        return CHECK_PENDING;
    Finding *finding;
    if (rewriting == REWRITING_YES) {
        finding = add(mx, "mx.missing", NULL, EFFECT_CONTEXT);
    } else if (ipv4->status == ANSWER_OK || ipv6->status == ANSWER_OK) {
        finding = add(mx, "mx.implicit", NULL, EFFECT_CLEAN);
        look_at_addresses(mx, mx->domain, ipv4);
        look_at_addresses(mx, mx->domain, ipv6);
    } else if (answer_status_known(ipv4->status) && answer_status_known(ipv6->status)) {
        finding = add(mx, "mx.missing", NULL, EFFECT_CONTEXT);
    } else {
        finding_add_could_not_ask(mx->findings, "mx", mx->context, mx->domain,
                                  answer_status_known(ipv4->status) ? ipv6 : ipv4);
        return CHECK_DONE;
    }
    finding_add_evidence(finding, ipv4);
    finding_add_evidence(finding, ipv6);
    finding_add_evidence(finding, proof);
    return CHECK_DONE;
}

/* Mail goes to the host that is right, whatever is wrong with the others (RFC 5321 5.1). */
static void mark_partial(const Mx *mx)
{
    for (guint i = 0; mx->usable && i < mx->findings->len; i++) {
        Finding *finding = g_ptr_array_index(mx->findings, i);
        finding->partial = g_str_has_prefix(finding->id, "mx.target-");
    }
}

static gboolean could_not_ask(const Mx *mx)
{
    for (guint i = 0; i < mx->findings->len; i++)
        if (((const Finding *)g_ptr_array_index(mx->findings, i))->effect == EFFECT_FAILED)
            return TRUE;
    return FALSE;
}

/* Who sends by IPv4 only, as many still do, cannot reach such a domain (RFC 3974 2). */
static void add_ipv6_only(Mx *mx)
{
    if (!mx->usable || mx->by_ipv4 || could_not_ask(mx))
        return;
    add(mx, "mx.ipv6-only", NULL, EFFECT_CONTEXT)->advice = TRUE;
}

static CheckState look_at_targets(Mx *mx)
{
    CheckState state = CHECK_DONE;
    for (guint i = 0; i < mx->mx->records->len && i < TARGETS_MAX; i++) {
        const Record *record = g_ptr_array_index(mx->mx->records, i);
        if (record->target && look_at_target(mx, record->target) == CHECK_PENDING)
            state = CHECK_PENDING;
    }
    mark_partial(mx);
    if (state == CHECK_DONE && !mx->problems)
        add(mx, "mx.ok", NULL, EFFECT_CLEAN);
    if (state == CHECK_DONE)
        add_ipv6_only(mx);
    return state;
}

static gboolean is_null_mx(const Answer *mx)
{
    if (mx->records->len != 1)
        return FALSE;
    const Record *record = g_ptr_array_index(mx->records, 0);
    return record->target && g_str_equal(record->target, ".");
}

static CheckState one_mx(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    if (domain_is_literal(domain)) {
        finding_add_skipped(findings, "mx", context);
        return CHECK_DONE;
    }
    const Answer *answer = answers_get(context->answers, domain, TYPE_MX);
    /* Needed only without an MX; asked along, it costs no round. */
    answers_want(context->answers, domain, TYPE_A);
    answers_want(context->answers, domain, TYPE_AAAA);
    if (!answer)
        return CHECK_PENDING;
    Mx mx = {.context = context, .domain = domain, .mx = answer, .findings = findings};
    if (answer->status == ANSWER_BAD_NAME) {
        add(&mx, "mx.missing", NULL, EFFECT_CONTEXT);
        return CHECK_DONE;
    }
    if (!answer_status_known(answer->status)) {
        finding_add_could_not_ask(findings, "mx", context, domain, answer);
        return CHECK_DONE;
    }
    if (answer->status != ANSWER_OK || !answer->records->len)
        return look_at_implicit(&mx);
    if (is_null_mx(answer)) {
        add(&mx, "mx.null", NULL, EFFECT_CONTEXT);
        return CHECK_DONE;
    }
    return look_at_targets(&mx);
}

CheckState check_mx(const CheckContext *context, GPtrArray *findings)
{
    return check_each_subject(context, "mx", one_mx, findings);
}
