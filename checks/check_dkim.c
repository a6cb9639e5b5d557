#include <string.h>

#include "checks/dkim_key.h"
#include "checks/table.h"

/* Names that big senders and panels give their keys: a hint where no signature tells the selector,
 * never proof that there is no key. */
static const char *const common_selectors[] = {
    "default", "google", "selector1", "selector2", "k1",      "k2",         "k3",       "s1",
    "s2",      "dkim",   "mail",      "mandrill",  "smtp",    "key1",       "fm1",      "fm2",
    "fm3",     "zoho",   "sig1",      "pm",        "mxvault", "protonmail", "20230601", "x"};

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

static void add_key(const Lookup *lookup, const char *text, gsize length)
{
    static const char *const ids[] = {[DKIM_KEY_OK] = "dkim.ok",
                                      [DKIM_KEY_REVOKED] = "dkim.revoked",
                                      [DKIM_KEY_WEAK] = "dkim.weak",
                                      [DKIM_KEY_INVALID] = "dkim.invalid"};
    DkimKey key = dkim_key_read(text, length);
    Effect effect = key.state == DKIM_KEY_OK ? EFFECT_CLEAN : EFFECT_CONTEXT;
    Finding *finding = add(lookup, ids[key.state], effect, key.problem);
    if (key.bits && !key.problem)
        finding_set_detail(finding, "%s %u", key.type, key.bits);
    if (key.state == DKIM_KEY_OK && key.testing)
        add(lookup, "dkim.testing", EFFECT_CONTEXT, NULL)->advice = TRUE;
    if (key.state == DKIM_KEY_OK && key.blanks)
        add(lookup, "dkim.blanks", EFFECT_CONTEXT, NULL)->advice = TRUE;
}

/* RFC 6376 3.6.2.2: with several records anything may happen. One that is no key of its own beside
 * one that is: a long key was split into records instead of strings. */
static void add_records(const Lookup *lookup)
{
    const GPtrArray *records = lookup->answer->records;
    const char *text = NULL;
    gsize length = 0;
    guint keys = 0, shreds = 0;
    for (guint i = 0; i < records->len; i++) {
        const Record *record = g_ptr_array_index(records, i);
        gsize size = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &size) : NULL;
        gboolean looks = bytes && dkim_key_looks_like(bytes, size);
        keys += looks ? 1 : 0;
        shreds += bytes && !looks && !memchr(bytes, ' ', size) && size > 16 ? 1 : 0;
        if (looks || !text) {
            text = bytes;
            length = size;
        }
    }
    if (keys > 1)
        add(lookup, "dkim.invalid", EFFECT_CONTEXT, "several-records");
    else if (!keys)
        add(lookup, "dkim.invalid", EFFECT_CONTEXT, "not-a-key");
    else if (shreds)
        add(lookup, "dkim.invalid", EFFECT_CONTEXT, "split-into-records");
    else
        add_key(lookup, text, length);
}

/* A CNAME to a provider whose key is gone, or was never there. */
static void add_missing(const Lookup *lookup)
{
    const char *target = lookup->answer->canonical_name;
    add(lookup, "dkim.missing", EFFECT_CONTEXT, target);
    if (target)
        add(lookup, "dkim.dangling", EFFECT_CONTEXT, target)->advice = TRUE;
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
        add_records(&lookup);
    else
        add_missing(&lookup);
    return CHECK_DONE;
}

/* Asks for all common selectors at once and keeps those that have a key. */
static CheckState probe(const CheckContext *context, const char *domain, GPtrArray *findings)
{
    CheckState state = CHECK_DONE;
    g_autofree char *parent = g_strdup_printf("_domainkey.%s", domain);
    const Answer *any = answers_get(context->answers, parent, TYPE_TXT);
    const Answer *failed = any && !answer_status_known(any->status) ? any : NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(common_selectors); i++) {
        g_autofree char *name = g_strdup_printf("%s.%s", common_selectors[i], parent);
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
    return state;
}
