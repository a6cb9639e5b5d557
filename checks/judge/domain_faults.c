/* What is wrong with a domain, out of its findings and the catalogue. */
#include "checks/judge/domain_faults.h"

#include <string.h>
#include "checks/check/sending_addresses.h"
#include "checks/spf/spf.h"

enum { RANK_OTHER = 90, RANK_WEAK = 100 };

/* What is known of a finding beyond that the catalogue names it: how bad it is, whose steps fit a
 * domain best, who refuses for it and how surely. */
typedef struct {
    const char *finding, *list; /* list: NULL for any */
    guint rank;
    const char *cause, *who, *sure;
} Grade;

static const Grade grades[] = {
    {"domain.nxdomain", NULL, 10, "sender-domain-no-mx", "everybody", "certain"},
    {"domain.bogus", NULL, 11, "sender-domain-dns-failure", "everybody", "certain"},
    {"domain.servfail", NULL, 12, "sender-domain-dns-failure", "everybody", "certain"},
    {"domain.lame", NULL, 12, "sender-domain-dns-failure", "everybody", "certain"},
    {"domain.timeout", NULL, 13, "sender-domain-dns-failure", "everybody", "certain"},
    {"mx.missing", NULL, 20, "sender-domain-no-mx", "many", "certain"},
    {"mx.null", NULL, 21, "status-7-27", "many", "certain"},
    {"mx.target-missing", NULL, 22, "sender-domain-mx-invalid", "many", "certain"},
    {"mx.target-ip", NULL, 22, "sender-domain-mx-invalid", "many", "certain"},
    {"mx.target-private", NULL, 23, "sender-domain-mx-invalid", "many", "certain"},
    {"mx.target-cname", NULL, 24, "sender-domain-mx-invalid", "some", "likely"},
    {"dnsbl.listed", "zen.spamhaus.org", 30, "spamhaus-ip", "spamhaus-users", "certain"},
    {"dnsbl.listed", "dbl.spamhaus.org", 31, "spamhaus-domain", "spamhaus-users", "certain"},
    {"dnsbl.listed", "bl.spamcop.net", 36, "spamcop-ip", "list-users", "certain"},
    {"dnsbl.listed", "dnsbl-1.uceprotect.net", 38, "uceprotect-ip", "list-users", "certain"},
    {"dnsbl.listed", NULL, 37, "other-named-list", "list-users", "certain"},
    {"spf.permerror", NULL, 40, "spf-failed", "providers", "unless-dkim"},
    {"spf.fail", NULL, 41, "spf-failed", "providers", "unless-dkim"},
    {"ptr.missing", NULL, 45, "no-reverse-dns", "ptr-users", "certain"},
    {"ptr.mismatch", NULL, 46, "no-reverse-dns", "ptr-users", "certain"},
    {"helo.missing", NULL, 50, "helo-rejected", "some", "likely"},
    {"helo.not-a-name", NULL, 50, "helo-rejected", "some", "likely"},
    {"spf.none", NULL, 60, "spf-failed", "providers", "unless-dkim"},
    {"spf.softfail", NULL, 61, "spf-failed", "providers", "unless-dkim"},
    {"spf.neutral", NULL, 62, "spf-failed", "providers", "unless-dkim"},
    {"dkim.missing", NULL, 70, "dkim-failed", "providers", "unless-spf"},
    {"dkim.revoked", NULL, 70, "dkim-failed", "providers", "unless-spf"},
    {"dkim.invalid", NULL, 71, "dkim-failed", "providers", "unless-spf"},
    {"dkim.weak", NULL, 72, "dkim-failed", "providers", "unless-spf"},
    {"dmarc.invalid", NULL, 80, "google-dmarc-missing", "bulk", "certain"},
    {"dmarc.missing", NULL, 81, "google-dmarc-missing", "bulk", "certain"},
};

/* Lists whose listing says little of the address itself: hardly anybody refuses for one alone. */
static const char *const mild_lists[] = {"dnsbl-2.uceprotect.net", "dnsbl-3.uceprotect.net",
                                         "ips.backscatterer.org", "hostkarma.junkemailfilter.com",
                                         NULL};

/* Advice that is worth knowing and no weakness. */
static const char *const notes[] = {
    "spf.explanation", "spf.second-opinion",      "dkim.nothing-below",      "domain.parent-exists",
    "dmarc.differs",   "spf.second-opinion-none", "dmarc.alignment-differs", NULL};

static const Grade *grade_of(const Finding *finding)
{
    for (gsize i = 0; i < G_N_ELEMENTS(grades); i++)
        if (g_str_equal(grades[i].finding, finding->id) &&
            (!grades[i].list || !g_strcmp0(grades[i].list, finding->list)))
            return &grades[i];
    return NULL;
}

gboolean finding_is_fault(const Finding *finding)
{
    return finding->effect == EFFECT_CONTEXT &&
           !(finding->advice &&
             (g_strv_contains(notes, finding->id) || g_str_has_prefix(finding->id, "authority.") ||
              g_str_has_prefix(finding->id, "resolver.")));
}

/* A block list that refuses, or a server that stumbles over _mta-sts, is not the DNS that is
 * needed. What nobody was to be asked about is no better known for that. */
gboolean finding_is_unheard(const Finding *finding)
{
    gboolean open =
        finding->effect == EFFECT_FAILED ||
        (finding->effect == EFFECT_SKIPPED && g_str_has_suffix(finding->id, ".could-not-ask"));
    return open && !finding->advice && strcmp(finding->check, "dnsbl") != 0 &&
           strcmp(finding->check, "transport") != 0 && strcmp(finding->role, "mail-host-ip") != 0;
}

/* Severity */

/* A key under a guessed selector may be an old one that nothing signs with. */
static gboolean is_guessed_key(const Result *result, const Finding *finding)
{
    return !strcmp(finding->check, "dkim") && !result->facts->dkim->len;
}

/* An address that the records only allow is of no weight where the person knows the one that sends,
 * and a mail host that is wrong is of none beside one that is right; but who refuses an alias (RFC
 * 2181 10.3) refuses it wherever it stands. */
static gboolean is_refused(const Result *result, const Finding *finding)
{
    gboolean may_send = !strcmp(finding->role, "mail-host-ip") ||
                        (!strcmp(finding->role, "sending-ip") && result->facts->source_ip.text);
    return !finding->advice && !may_send &&
           !(finding->list && g_strv_contains(mild_lists, finding->list)) &&
           !is_guessed_key(result, finding) &&
           (!finding->partial || g_str_equal(finding->id, "mx.target-cname"));
}

/* Gathering */

static void result_fault_free(gpointer data)
{
    Fault *fault = data;
    g_ptr_array_unref(fault->causes);
    g_ptr_array_unref(fault->findings);
    g_clear_pointer(&fault->values, g_hash_table_unref);
    g_clear_pointer(&fault->fixes, g_ptr_array_unref);
    g_free(fault);
}

static GPtrArray *claims_of(const Catalogue *catalogue, const Finding *finding)
{
    GPtrArray *causes = g_ptr_array_new();
    gboolean ip = g_str_equal(finding->role, "sending-ip");
    gboolean own = g_str_equal(finding->role, "sender-domain"); /* the one in From:, too */
    for (guint i = 0; i < catalogue_size(catalogue); i++) {
        const Cause *cause = catalogue_at(catalogue, i);
        if (judge_claims(cause, finding, ip ? "source-ip" : finding->role) ||
            (own && judge_claims(cause, finding, "from-domain")))
            g_ptr_array_add(causes, (gpointer)(guintptr)cause);
    }
    return causes;
}

static Fault *fault_new(const Result *result, const Catalogue *catalogue, const Finding *finding)
{
    const Grade *grade = grade_of(finding);
    Fault *fault = g_new0(Fault, 1);
    fault->causes = claims_of(catalogue, finding);
    fault->findings = g_ptr_array_new();
    g_ptr_array_add(fault->findings, (gpointer)(guintptr)finding);
    const Cause *first = fault->causes->len ? fault->causes->pdata[0] : NULL;
    fault->cause = grade && catalogue_find(catalogue, grade->cause)
                       ? catalogue_find(catalogue, grade->cause)
                       : first;
    fault->refused = fault->cause && is_refused(result, finding);
    fault->rank = grade ? grade->rank : RANK_OTHER;
    if (!fault->refused)
        fault->rank += RANK_WEAK;
    fault->who = !fault->refused ? NULL : grade ? grade->who : "some";
    fault->sure = !fault->refused ? NULL : grade ? grade->sure : "likely";
    if (fault->refused && g_str_equal(finding->role, "sending-ip"))
        fault->sure = "if-it-sends";
    return fault;
}

/* Several listings of one address are one thing to mend, and so are several hosts of one MX; what a
 * check says beside its result belongs to that. */
static gboolean joins(const Fault *fault, const Finding *finding)
{
    const Finding *first = fault->findings->pdata[0];
    const Grade *grade = grade_of(finding);
    if (g_strcmp0(first->subject, finding->subject) || strcmp(first->check, finding->check) != 0)
        return FALSE;
    if (g_str_has_prefix(finding->id, "spf.problem-"))
        return TRUE;
    return grade && fault->cause && g_str_equal(grade->cause, fault->cause->id) &&
           strcmp(first->role, finding->role) == 0;
}

static gboolean join(GPtrArray *faults, const Finding *finding)
{
    for (guint i = 0; i < faults->len; i++) {
        Fault *fault = faults->pdata[i];
        if (!joins(fault, finding))
            continue;
        g_ptr_array_add(fault->findings, (gpointer)(guintptr)finding);
        return TRUE;
    }
    return FALSE;
}

static gint by_rank(gconstpointer a, gconstpointer b)
{
    const Fault *one = *(Fault *const *)a, *other = *(Fault *const *)b;
    return one->rank < other->rank ? -1 : one->rank > other->rank;
}

/* Values and fixes */

static void set(GHashTable *values, const char *name, const char *value)
{
    if (value && *value)
        g_hash_table_replace(values, g_strdup(name), g_strdup(value));
}

/* The name of the host that an address belongs to, as the domain's records have it. */
static void set_host(GHashTable *values, const char *domain, const char *ip, Answers *answers)
{
    g_autoptr(GPtrArray) addresses = domain ? sending_addresses(answers, domain, NULL, NULL) : NULL;
    for (guint i = 0; addresses && i < addresses->len; i++) {
        const SendingAddress *address = addresses->pdata[i];
        if (g_str_equal(address->ip, ip) && !g_hash_table_contains(values, "helo"))
            set(values, "helo", address->host);
    }
}

static void set_lists(GHashTable *values, const Fault *fault)
{
    g_autoptr(GString) lists = g_string_new(NULL);
    for (guint i = 0; i < fault->findings->len; i++) {
        const Finding *finding = fault->findings->pdata[i];
        if (finding->list)
            g_string_append_printf(lists, "%s%s", lists->len ? ", " : "", finding->list);
    }
    set(values, "lists", lists->str);
}

/* A first record needs an address that sends: where none is given, that of its own mail host. */
static void set_first_spf(GHashTable *values, const Fault *fault, Answers *answers)
{
    const Finding *finding = fault->findings->pdata[0];
    const char *domain = g_hash_table_lookup(values, "sender_domain");
    if (!g_str_equal(finding->id, "spf.none") || !domain ||
        g_hash_table_contains(values, "spf_merged"))
        return;
    g_autoptr(GPtrArray) addresses = sending_addresses(answers, domain, NULL, NULL);
    const SendingAddress *first = addresses && addresses->len ? addresses->pdata[0] : NULL;
    g_autofree char *record = first ? spf_mend(answers, domain, first->ip, "", NULL) : NULL;
    set(values, "spf_merged", record);
    if (record)
        set(values, "source_ip", first->ip);
}

/* As the case's, but of the fault's own subject. */
static GHashTable *values_of(const Result *result, const Fault *fault, Answers *answers)
{
    const Finding *finding = fault->findings->pdata[0];
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    GHashTableIter iterator;
    gpointer key, value;
    g_hash_table_iter_init(&iterator, result->values);
    while (g_hash_table_iter_next(&iterator, &key, &value))
        set(values, key, value);
    if (g_str_has_suffix(finding->role, "-ip")) {
        g_autofree char *reverse = reverse_name(finding->subject, NULL);
        set(values, "source_ip", finding->subject);
        set(values, "reverse_name", reverse);
        set_host(values, g_hash_table_lookup(values, "sender_domain"), finding->subject, answers);
    }
    const char *below = strstr(finding->subject, "._domainkey.");
    if (below) {
        g_autofree char *selector = g_strndup(finding->subject, (gsize)(below - finding->subject));
        set(values, "selector", selector);
        set(values, "dkim_domain", below + strlen("._domainkey."));
    }
    set_lists(values, fault);
    set_first_spf(values, fault, answers);
    return values;
}

/* Fixes for what was found; those that go with any bounce only where there is no such one. */
static void add_fixes(const Result *result, Fault *fault)
{
    const CauseText *text =
        fault->cause ? cause_text(fault->cause, result->options->language) : NULL;
    fault->fixes = g_ptr_array_new_with_free_func(result_fix_free);
    for (guint pass = 0; text && pass < 2 && !fault->fixes->len; pass++)
        for (guint i = 0; i < text->fixes_count && (pass == 0 || !fault->fixes->len); i++)
            if ((text->fixes[i].when_count > 0) == (pass == 0) &&
                fix_applies(&text->fixes[i], fault->findings, fault->values))
                g_ptr_array_add(fault->fixes,
                                result_fix_new(&text->fixes[i], TRUE, result->options->language,
                                               fault->values));
}

GPtrArray *domain_faults(const Result *result, const Catalogue *catalogue, Answers *answers)
{
    GPtrArray *faults = g_ptr_array_new_with_free_func(result_fault_free);
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding_is_fault(finding) && !join(faults, finding))
            g_ptr_array_add(faults, fault_new(result, catalogue, finding));
    }
    g_ptr_array_sort(faults, by_rank);
    for (guint i = 0; i < faults->len; i++) {
        Fault *fault = faults->pdata[i];
        fault->values = values_of(result, fault, answers);
        add_fixes(result, fault);
    }
    return faults;
}
