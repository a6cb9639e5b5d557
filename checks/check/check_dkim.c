#include <string.h>

#include "checks/answers/address_range.h"
#include "checks/auth/dkim_key.h"
#include "checks/auth/dkim_refusal.h"
#include "checks/auth/dkim_signature.h"
#include "checks/check/dkim_selectors.h"
#include "checks/check/table.h"

#define RSA_BITS_RIGHT 2048

typedef struct {
    const CheckContext *context;
    const char *name; /* "s1._domainkey.example.org" */
    const Answer *answer;
    GPtrArray *findings;
} Lookup;

static Finding *add(const Lookup *lookup, const char *id, Effect effect, const char *detail)
{
    Finding *finding = finding_add(lookup->findings, id, lookup->context, lookup->name, effect);
    if (detail)
        finding_set_detail(finding, "%s", detail);
    finding_add_evidence(finding, lookup->answer);
    return finding;
}

static void add_advice(const Lookup *lookup, const char *id, const char *detail)
{
    add(lookup, id, EFFECT_CONTEXT, detail)->advice = TRUE;
}

/* RFC 8301 3.2: what is new should have 2048 bits. */
static void add_notes(const Lookup *lookup, const DkimKey *key)
{
    if (key->testing)
        add_advice(lookup, "dkim.testing", NULL);
    if (key->blanks)
        add_advice(lookup, "dkim.blanks", NULL);
    if (g_str_equal(key->type, "rsa") && key->bits < RSA_BITS_RIGHT)
        add_advice(lookup, "dkim.old", NULL);
}

static void add_key(const Lookup *lookup)
{
    static const char *const ids[] = {[DKIM_KEY_OK] = "dkim.ok",
                                      [DKIM_KEY_REVOKED] = "dkim.revoked",
                                      [DKIM_KEY_WEAK] = "dkim.weak",
                                      [DKIM_KEY_INVALID] = "dkim.invalid"};
    DkimKey key = dkim_key_of(lookup->answer);
    Effect effect = key.state == DKIM_KEY_OK ? EFFECT_CLEAN : EFFECT_CONTEXT;
    Finding *finding = add(lookup, ids[key.state], effect, key.problem);
    if (key.bits && !key.problem)
        finding_set_detail(finding, "%s %u", key.type, key.bits);
    if (key.state == DKIM_KEY_OK)
        add_notes(lookup, &key);
}

/* RFC 8020: where _domainkey does not exist, nothing stands below it. A hint: some servers get that
 * wrong. */
static CheckState add_nothing_below(const Lookup *lookup)
{
    const char *parent = strstr(lookup->name, "_domainkey.");
    const Answer *answer =
        parent ? answers_get(lookup->context->answers, parent, TYPE_TXT) : lookup->answer;
    if (!answer)
        return CHECK_PENDING;
    if (answer->status != ANSWER_NXDOMAIN || !parent)
        return CHECK_DONE;
    Finding *finding = finding_add_advice(lookup->findings, "dkim.nothing-below", lookup->context,
                                          parent + strlen("_domainkey."));
    finding_add_evidence(finding, answer);
    return CHECK_DONE;
}

/* A CNAME to a provider whose key is gone, or was never there. */
static CheckState add_missing(const Lookup *lookup)
{
    const char *target = lookup->answer->canonical_name;
    add(lookup, "dkim.missing", EFFECT_CONTEXT, target);
    if (target)
        add_advice(lookup, "dkim.dangling", target);
    return target ? CHECK_DONE : add_nothing_below(lookup);
}

static CheckState one_key(const CheckContext *context, const char *name, GPtrArray *findings)
{
    Lookup lookup = {.context = context, .name = name, .findings = findings};
    lookup.answer = answers_get(context->answers, name, TYPE_TXT);
    if (!lookup.answer)
        return CHECK_PENDING;
    AnswerStatus status = lookup.answer->status;
    if (!answer_status_known(status) && status != ANSWER_BAD_NAME)
        finding_add_could_not_ask(findings, "dkim", context, name, lookup.answer);
    else if (status == ANSWER_OK && lookup.answer->records->len)
        add_key(&lookup);
    else
        return add_missing(&lookup);
    return CHECK_DONE;
}

/* Asks for all usual selectors at once and keeps those that have a key. */
static CheckState probe(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    CheckState state = CHECK_DONE;
    g_autofree char *parent = g_strdup_printf("_domainkey.%s", domain);
    const Answer *any = answers_get(context->answers, parent, TYPE_TXT);
    const Answer *failed = any && !answer_status_known(any->status) ? any : NULL;
    g_autoptr(GPtrArray) selectors = dkim_selectors(context->answers, domain, &state);
    for (guint i = 0; i < selectors->len; i++) {
        const char *selector = g_ptr_array_index(selectors, i);
        g_autofree char *name = g_strdup_printf("%s.%s", selector, parent);
        const Answer *answer = answers_get(context->answers, name, TYPE_TXT);
        if (!answer)
            state = CHECK_PENDING;
        else if (answer->status == ANSWER_OK)
            one_key(context, name, findings);
    }
    if (state == CHECK_PENDING || !any)
        return CHECK_PENDING;
    if (!findings->len && failed)
        finding_add_could_not_ask(findings, "dkim", context, domain, failed);
    else if (!findings->len)
        finding_add_evidence(
            finding_add(findings, "dkim.selector-unknown", context, domain, EFFECT_CANNOT), any);
    return CHECK_DONE;
}

static gboolean is_key_of(const char *name, const char *domain)
{
    const char *below = strstr(name, "._domainkey.");
    return below && g_ascii_strcasecmp(below + strlen("._domainkey."), domain) == 0;
}

/* The keys to look at: all signatures for the role "dkim", else those of the role's domain. */
static GPtrArray *keys_of(const CheckContext *context, const char *domain)
{
    GPtrArray *keys = check_subjects(context->facts, "dkim");
    for (guint i = keys->len; domain && i > 0; i--)
        if (!is_key_of(g_ptr_array_index(keys, i - 1), domain))
            g_ptr_array_remove_index(keys, i - 1);
    return keys;
}

static gboolean is_below(const char *identity, const char *domain)
{
    const char *at = strrchr(identity, '@');
    return at && g_ascii_strcasecmp(at + 1, domain) != 0;
}

/* RFC 6376 3.6.1: t=s allows no i= of a subdomain. */
static void look_at_identities(const CheckContext *context, GPtrArray *keys, GPtrArray *findings)
{
    const GPtrArray *signatures = context->facts->dkim;
    for (guint i = 0; i < signatures->len; i++) {
        const DkimSignature *signature = signatures->pdata[i];
        if (!signature->identity || !is_below(signature->identity, signature->domain))
            continue;
        g_autofree char *name =
            g_strdup_printf("%s._domainkey.%s", signature->selector, signature->domain);
        if (!g_ptr_array_find_with_equal_func(keys, name, g_str_equal, NULL))
            continue;
        Lookup lookup = {.context = context, .name = name, .findings = findings};
        lookup.answer = answers_get(context->answers, name, TYPE_TXT);
        if (lookup.answer && dkim_key_of(lookup.answer).strict)
            add_advice(&lookup, "dkim.subdomain", signature->identity);
    }
}

static void add_signature(const CheckContext *context, const char *name,
                          const DkimSignatureVerdict *verdict, GPtrArray *findings)
{
    static const char *const ids[] = {[DKIM_SIGNATURE_PASSES] = "dkim.signature-ok",
                                      [DKIM_SIGNATURE_HEADER_PASSES] = "dkim.signature-header",
                                      [DKIM_SIGNATURE_FAILS] = "dkim.signature-fails"};
    if (verdict->state == DKIM_SIGNATURE_UNKNOWN)
        return;
    Lookup lookup = {.context = context, .name = name, .findings = findings};
    lookup.answer = answers_get(context->answers, name, TYPE_TXT);
    add_advice(&lookup, ids[verdict->state], NULL);
}

/* What receivers do not accept is as good as unsigned, however right its hash is. */
static gboolean look_at_refusals(const CheckContext *context, GPtrArray *keys, GPtrArray *findings)
{
    gboolean any = FALSE;
    for (guint i = 0; i < context->facts->dkim->len; i++) {
        const DkimSignature *signature = context->facts->dkim->pdata[i];
        g_autofree char *name =
            g_strdup_printf("%s._domainkey.%s", signature->selector, signature->domain);
        Lookup lookup = {.context = context, .name = name, .findings = findings};
        lookup.answer = answers_get(context->answers, name, TYPE_TXT);
        if (!lookup.answer || !g_ptr_array_find_with_equal_func(keys, name, g_str_equal, NULL))
            continue;
        DkimKey key = dkim_key_of(lookup.answer);
        const char *why =
            dkim_signature_refusal(context->facts, signature->domain, signature->selector, &key);
        if (!why)
            continue;
        add(&lookup, "dkim.signature-refused", EFFECT_CONTEXT, why);
        any = TRUE;
    }
    return any;
}

static gboolean any_key_is_known(const CheckContext *context, const GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++) {
        const Answer *answer = answers_get(context->answers, g_ptr_array_index(keys, i), TYPE_TXT);
        if (answer && answer->status == ANSWER_OK)
            return TRUE;
    }
    return FALSE;
}

/* The signatures themselves, where the message came back. Advice: on its way back a message is
 * rewritten, so that a signature which fails proves little; one that passes proves a lot. */
static void look_at_signatures(const CheckContext *context, GPtrArray *keys, GPtrArray *findings)
{
    if (!context->facts->returned || !any_key_is_known(context, keys))
        return;
    g_autoptr(GPtrArray) verdicts =
        dkim_signatures_verify(context->answers, context->facts->returned);
    if (!verdicts) {
        Finding *finding = finding_add_advice(findings, "dkim.signature-unchecked", context,
                                              g_ptr_array_index(keys, 0));
        finding->effect = EFFECT_SKIPPED;
        finding_set_detail(finding, "%s",
                           dkim_signatures_verifiable() ? "verifier-failed" : "no-verifier");
        return;
    }
    for (guint i = 0; i < verdicts->len; i++) {
        const DkimSignatureVerdict *verdict = g_ptr_array_index(verdicts, i);
        g_autofree char *name =
            g_strdup_printf("%s._domainkey.%s", verdict->selector, verdict->domain);
        if (g_ptr_array_find_with_equal_func(keys, name, g_str_equal, NULL))
            add_signature(context, name, verdict, findings);
    }
}

CheckState check_dkim(const CheckContext *context, GPtrArray *findings)
{
    gboolean all = g_str_equal(context->role, "dkim");
    g_autoptr(GPtrArray) domains =
        check_subjects(context->facts, all ? "sender-domain" : context->role);
    const char *domain = domains->len ? g_ptr_array_index(domains, 0) : NULL;
    g_autoptr(GPtrArray) keys = keys_of(context, all ? NULL : domain);
    CheckState state = CHECK_DONE;
    if (!keys->len && context->domain_check && domain && !domain_is_literal(domain))
        return probe(context, domain, findings);
    for (guint i = 0; i < keys->len; i++)
        if (one_key(context, g_ptr_array_index(keys, i), findings) == CHECK_PENDING)
            state = CHECK_PENDING;
    if (!keys->len)
        finding_add_skipped(findings, "dkim", context);
    if (state == CHECK_DONE) {
        look_at_identities(context, keys, findings);
        if (!look_at_refusals(context, keys, findings))
            look_at_signatures(context, keys, findings);
    }
    return state;
}
