#include "checks/auth/dmarc_alignment.h"

#include <string.h>
#include "checks/answers/address_range.h"
#include "checks/auth/dkim_key.h"
#include "checks/auth/dkim_refusal.h"
#include "checks/auth/dkim_signature.h"
#include "checks/dns/organisation.h"
#include "checks/spf/spf.h"

/* What one mechanism, or one identity of it, amounts to. Later ones weigh more. */
typedef enum { RESULT_FAIL, RESULT_UNKNOWN, RESULT_PASS } Result;
typedef struct {
    Result by_walk, by_list;
} Results;

typedef struct {
    const CheckContext *context;
    const DmarcWalk *from; /* NULL: a pass of whatever domain counts */
    const DmarcPolicy *policy;
    GString *reasons;
    GPtrArray *evidence;
    gboolean pending;
} Aligning;

typedef enum { NOT_ALIGNED, NOT_STRICTLY, ALIGNED, ALIGNED_UNKNOWN } Relation;
typedef struct {
    Relation by_walk, by_list;
} Relations;

G_GNUC_PRINTF(2, 3)
static void add_reason(Aligning *aligning, const char *format, ...)
{
    va_list arguments;
    if (aligning->reasons->len)
        g_string_append(aligning->reasons, "; ");
    va_start(arguments, format);
    g_string_append_vprintf(aligning->reasons, format, arguments);
    va_end(arguments);
}

static Relation relation(gboolean same_organisation, gboolean strict)
{
    if (!same_organisation)
        return NOT_ALIGNED;
    return strict ? NOT_STRICTLY : ALIGNED;
}

/* Of an authenticated domain to the From: domain. */
static Relations relate(Aligning *aligning, const char *domain, gboolean strict)
{
    const DmarcWalk *from = aligning->from;
    if (!from || g_str_equal(domain, from->domains[0]))
        return (Relations){ALIGNED, ALIGNED};
    DmarcWalk walk = dmarc_walk(aligning->context->answers, domain);
    if (walk.pending) {
        aligning->pending = TRUE;
        return (Relations){ALIGNED_UNKNOWN, ALIGNED_UNKNOWN};
    }
    Relations relations;
    relations.by_list = relation(
        g_str_equal(dmarc_organisation_by_list(&walk), dmarc_organisation_by_list(from)), strict);
    relations.by_walk = relation(
        g_str_equal(dmarc_organisation_by_walk(&walk), dmarc_organisation_by_walk(from)), strict);
    if (dmarc_walk_failed(&walk))
        relations.by_walk = ALIGNED_UNKNOWN;
    return relations;
}

static Result weigh(Relation relation_of, Result result)
{
    if (relation_of == ALIGNED_UNKNOWN)
        return result == RESULT_FAIL ? RESULT_FAIL : RESULT_UNKNOWN;
    return relation_of == ALIGNED ? result : RESULT_FAIL;
}

static Results weigh_both(Relations relations, Result result)
{
    return (Results){weigh(relations.by_walk, result), weigh(relations.by_list, result)};
}

/* The identity that SPF was asked about: RFC 7208 2.4. NULL: the message does not say. g_free(). */
static char *spf_identity(const Facts *facts)
{
    const char *sender = facts->sender.text;
    if (facts->sender_is_from)
        return NULL;
    if (!sender) /* the receiver may name the domain alone */
        return facts_sender_domain(facts);
    if (!*sender || g_str_equal(sender, "<>"))
        return facts->helo.text ? g_ascii_strdown(facts->helo.text, -1) : NULL;
    return address_domain(sender);
}

static gboolean is_public(const char *ip)
{
    guint8 bytes[16];
    gsize length = ip ? address_parse(ip, bytes) : 0;
    return length && !address_unreachable(bytes, length);
}

static Result ask_spf(Aligning *aligning, const char *identity)
{
    const Facts *facts = aligning->context->facts;
    const char *sender =
        facts->sender.text && strchr(facts->sender.text, '@') ? facts->sender.text : "";
    if (!is_public(facts->source_ip.text)) {
        add_reason(aligning, "spf-no-address:%s", identity);
        return RESULT_UNKNOWN;
    }
    const SpfResult *spf = spf_evaluate_once(aligning->context->answers, facts->source_ip.text,
                                             identity, sender, facts->helo.text);
    aligning->pending |= spf == NULL;
    if (!spf)
        return RESULT_UNKNOWN;
    if (spf->answers->len)
        g_ptr_array_add(aligning->evidence, spf->answers->pdata[0]);
    if (spf->code == SPF_PASS)
        add_reason(aligning, "spf-pass:%s", identity);
    else if (spf->code == SPF_TEMPERROR)
        add_reason(aligning, "spf-unknown:%s", identity);
    else
        add_reason(aligning, "spf-not-pass:%s (%s)", identity, spf_result_name(spf->code));
    if (spf->code == SPF_PASS)
        return RESULT_PASS;
    return spf->code == SPF_TEMPERROR ? RESULT_UNKNOWN : RESULT_FAIL;
}

static Results look_at_spf(Aligning *aligning)
{
    g_autofree char *identity = spf_identity(aligning->context->facts);
    if (!identity || domain_is_literal(identity)) {
        add_reason(aligning, "spf-no-sender");
        return (Results){RESULT_UNKNOWN, RESULT_UNKNOWN};
    }
    Relations relations =
        relate(aligning, identity, aligning->policy && aligning->policy->strict_spf);
    if (relations.by_walk == NOT_ALIGNED && relations.by_list == NOT_ALIGNED)
        add_reason(aligning, "spf-other-domain:%s", identity);
    else if (relations.by_walk == NOT_STRICTLY)
        add_reason(aligning, "spf-not-strict:%s", identity);
    else
        return weigh_both(relations, ask_spf(aligning, identity));
    return (Results){RESULT_FAIL, RESULT_FAIL};
}

static const DkimSignatureVerdict *verdict_of(GPtrArray *verdicts, const DkimSignature *signature)
{
    for (guint i = 0; verdicts && i < verdicts->len; i++) {
        const DkimSignatureVerdict *verdict = verdicts->pdata[i];
        if (!g_ascii_strcasecmp(verdict->domain, signature->domain) &&
            !g_ascii_strcasecmp(verdict->selector, signature->selector))
            return verdict;
    }
    return NULL;
}

/* Of a signature by an aligned domain: without its key it cannot pass; with it, only the signature
 * itself shows. A failed one may have been broken on the way back. */
static Result ask_dkim(Aligning *aligning, const DkimSignature *signature, const Answer *key)
{
    static const char *const bad[] = {[DKIM_KEY_REVOKED] = "dkim-revoked",
                                      [DKIM_KEY_WEAK] = "dkim-weak",
                                      [DKIM_KEY_INVALID] = "dkim-broken",
                                      [DKIM_KEY_MISSING] = "dkim-no-key"};
    g_ptr_array_add(aligning->evidence, (gpointer)(guintptr)key);
    if (!answer_status_known(key->status) && key->status != ANSWER_BAD_NAME) {
        add_reason(aligning, "dkim-unknown:%s", signature->domain);
        return RESULT_UNKNOWN;
    }
    DkimKey published = dkim_key_of(key);
    DkimKeyState state = published.state;
    if (state != DKIM_KEY_OK) {
        add_reason(aligning, "%s:%s", bad[state], key->question.name);
        return RESULT_FAIL;
    }
    const char *refusal = dkim_signature_refusal(aligning->context->facts, signature->domain,
                                                 signature->selector, &published);
    if (refusal) {
        add_reason(aligning, "dkim-refused:%s", signature->domain);
        return RESULT_FAIL;
    }
    g_autoptr(GPtrArray) verdicts =
        dkim_signatures_verify(aligning->context->answers, aligning->context->facts->returned);
    const DkimSignatureVerdict *verdict = verdict_of(verdicts, signature);
    gboolean passes = verdict && (verdict->state == DKIM_SIGNATURE_PASSES ||
                                  verdict->state == DKIM_SIGNATURE_HEADER_PASSES);
    add_reason(aligning, passes ? "dkim-pass:%s" : "dkim-unproven:%s", signature->domain);
    return passes ? RESULT_PASS : RESULT_UNKNOWN;
}

static Results look_at_signature(Aligning *aligning, const DkimSignature *signature)
{
    g_autofree char *domain = g_ascii_strdown(signature->domain, -1);
    g_autofree char *name = g_strdup_printf("%s._domainkey.%s", signature->selector, domain);
    Relations relations =
        relate(aligning, domain, aligning->policy && aligning->policy->strict_dkim);
    const Answer *key = answers_get(aligning->context->answers, name, TYPE_TXT);
    aligning->pending |= !key;
    if (relations.by_walk == NOT_ALIGNED && relations.by_list == NOT_ALIGNED)
        add_reason(aligning, "dkim-other-domain:%s", domain);
    else if (relations.by_walk == NOT_STRICTLY)
        add_reason(aligning, "dkim-not-strict:%s", domain);
    else if (!key)
        return (Results){RESULT_UNKNOWN, RESULT_UNKNOWN};
    else
        return weigh_both(relations, ask_dkim(aligning, signature, key));
    return (Results){RESULT_FAIL, RESULT_FAIL};
}

static Results look_at_dkim(Aligning *aligning)
{
    const GPtrArray *signatures = aligning->context->facts->dkim;
    Results best = {RESULT_FAIL, RESULT_FAIL};
    for (guint i = 0; i < signatures->len; i++) {
        Results one = look_at_signature(aligning, signatures->pdata[i]);
        best.by_walk = MAX(best.by_walk, one.by_walk);
        best.by_list = MAX(best.by_list, one.by_list);
    }
    /* Without a header of the message the receiver's own word has to do: it found none that holds.
     */
    gboolean seen = aligning->from || aligning->context->facts->from.text;
    if (!signatures->len)
        add_reason(aligning, seen ? "dkim-none" : "dkim-not-seen");
    return best;
}

static AlignmentOutcome outcome(Result spf, Result dkim)
{
    static const AlignmentOutcome outcomes[] = {[RESULT_FAIL] = ALIGNMENT_FAIL,
                                                [RESULT_UNKNOWN] = ALIGNMENT_UNKNOWN,
                                                [RESULT_PASS] = ALIGNMENT_PASS};
    return outcomes[MAX(spf, dkim)];
}

Alignment dmarc_alignment(const CheckContext *context, const DmarcWalk *from,
                          const DmarcPolicy *policy)
{
    Aligning aligning = {.context = context,
                         .from = from,
                         .policy = policy,
                         .reasons = g_string_new(NULL),
                         .evidence = g_ptr_array_new()};
    Results spf = look_at_spf(&aligning), dkim = look_at_dkim(&aligning);
    Alignment alignment = {.reasons = g_string_free(aligning.reasons, FALSE),
                           .evidence = aligning.evidence};
    if (aligning.pending)
        return alignment;
    alignment.by_walk = outcome(spf.by_walk, dkim.by_walk);
    alignment.by_list = outcome(spf.by_list, dkim.by_list);
    return alignment;
}

void dmarc_alignment_clear(Alignment *alignment)
{
    g_clear_pointer(&alignment->reasons, g_free);
    g_clear_pointer(&alignment->evidence, g_ptr_array_unref);
}
