/* "check" of the case document: what a domain check came to. */
#include "checks/case/case_document.h"

#include <string.h>
#include "checks/case/finding_words.h"
#include "checks/judge/domain_faults.h"
#include "content/base/phrases.h"

static char *filled(const Result *result, const char *key, GHashTable *values)
{
    Language language = result->options->language;
    return phrase_fill(language, phrase(language, g_intern_string(key)), values);
}

/* The phrase GROUP.NAME; null for no name. */
static json_t *word(const Result *result, const char *group, const char *name)
{
    if (!name)
        return json_null();
    g_autofree char *key = g_strdup_printf("%s.%s", group, name);
    return case_string(phrase(result->options->language, g_intern_string(key)));
}

static void add_sentence(json_t *array, char *sentence)
{
    size_t index;
    json_t *other;
    json_array_foreach(array, index, other)
    {
        if (!strcmp(json_string_value(other), sentence)) {
            g_free(sentence);
            return;
        }
    }
    json_array_append_new(array, case_string(sentence));
    g_free(sentence);
}

/* Faults */

static json_t *sentences_of(const Result *result, const Fault *fault)
{
    json_t *array = json_array();
    for (guint i = 0; i < fault->findings->len; i++)
        add_sentence(array, finding_sentence(fault->findings->pdata[i], result->options->language));
    return array;
}

static json_t *ids_of(const GPtrArray *causes)
{
    json_t *array = json_array();
    for (guint i = 0; i < causes->len; i++)
        json_array_append_new(array, case_string(((const Cause *)causes->pdata[i])->id));
    return array;
}

static json_t *case_fault(const Result *result, const Fault *fault)
{
    const Finding *finding = fault->findings->pdata[0];
    json_t *fixes = json_array();
    for (guint i = 0; i < fault->fixes->len; i++)
        json_array_append_new(fixes, case_fix(result, fault->fixes->pdata[i]));
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", case_string(finding->id),
        "subject", case_string(finding->subject), "role", case_string(finding->role), "severity",
        fault->refused ? "refused" : "weak", "text", sentences_of(result, fault), "cause",
        case_string(fault->cause ? fault->cause->id : NULL), "causes", ids_of(fault->causes), "who",
        word(result, "who", fault->who), "sure", word(result, "sure", fault->sure), "fixes", fixes);
}

static json_t *faults_of(const Result *result, gboolean refused)
{
    json_t *array = json_array();
    for (guint i = 0; i < result->faults->len; i++) {
        const Fault *fault = result->faults->pdata[i];
        if (fault->refused == refused)
            json_array_append_new(array, case_fault(result, fault));
    }
    return array;
}

/* The rest */

static guint count_clean_lists(const Result *result, const char *subject)
{
    guint count = 0;
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        count += !strcmp(finding->id, "dnsbl.clean") && !strcmp(finding->subject, subject);
    }
    return count;
}

static char *clean_lists(const Result *result, const Finding *finding)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *count = g_strdup_printf("%u", count_clean_lists(result, finding->subject));
    g_hash_table_insert(values, (gpointer)(guintptr) "subject", finding->subject);
    g_hash_table_insert(values, (gpointer)(guintptr) "count", count);
    return filled(result, "domain-check.clean-lists", values);
}

static gboolean is_listed(const Result *result, const Finding *clean)
{
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (!strcmp(finding->id, "dnsbl.listed") && !strcmp(finding->subject, clean->subject))
            return TRUE;
    }
    return FALSE;
}

/* What is on one list is not in order for being on no other. */
static json_t *in_order(const Result *result)
{
    json_t *array = json_array();
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding->effect == EFFECT_CLEAN && !is_listed(result, finding))
            add_sentence(array, strcmp(finding->id, "dnsbl.clean")
                                    ? finding_sentence(finding, result->options->language)
                                    : clean_lists(result, finding));
    }
    return array;
}

static char *count_sentence(const Result *result, const char *key, guint number)
{
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *count = g_strdup_printf("%u", number);
    g_hash_table_insert(values, (gpointer)(guintptr) "count", count);
    return filled(result, key, values);
}

/* What could not be asked, and what the DNS cannot tell: never in order. */
static json_t *unknown(const Result *result)
{
    json_t *array = json_array();
    if (result->asked > result->bound)
        add_sentence(array, count_sentence(result, "domain-check.bound", result->bound));
    if (result->left_out)
        add_sentence(array, count_sentence(result, "domain-check.addresses", result->left_out));
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding->effect == EFFECT_FAILED || finding->effect == EFFECT_CANNOT ||
            (finding->effect == EFFECT_SKIPPED && g_str_has_suffix(finding->id, ".could-not-ask")))
            add_sentence(array, finding_sentence(finding, result->options->language));
    }
    return array;
}

/* Whether the finding is about what the domain sends with. */
static gboolean is_of_sending(const Finding *finding)
{
    return strcmp(finding->role, "mail-host-ip") != 0;
}

static const char *state_of(const Result *result, const char *check)
{
    gboolean clean = FALSE;
    for (guint i = 0; i < result->faults->len; i++) {
        const Fault *fault = result->faults->pdata[i];
        const Finding *finding = fault->findings->pdata[0];
        if (fault->refused && !strcmp(finding->check, check))
            return "not-met";
    }
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        gboolean own = !strcmp(finding->check, check) && is_of_sending(finding);
        if (own && finding_is_unheard(finding))
            return "unknown";
        clean |= own && finding->effect == EFFECT_CLEAN;
    }
    return clean ? "met" : "unknown";
}

/* What Google, Yahoo and Microsoft demand of who sends much (2024 to 2026), and the check that
 * tells of it; NULL: the DNS cannot. */
static const struct {
    const char *id, *check;
} rules[] = {{"spf", "spf"}, {"dkim", "dkim"},      {"dmarc", "dmarc"},
             {"ptr", "ptr"}, {"alignment", NULL},   {"tls", NULL},
             {"from", NULL}, {"unsubscribe", NULL}, {"spam-rate", NULL}};

static json_t *bulk_rules(const Result *result)
{
    json_t *array = json_array();
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        const char *state = rules[i].check ? state_of(result, rules[i].check) : "not-by-dns";
        json_array_append_new(array,
                              json_pack("{s:s, s:s, s:o, s:o}", "id", rules[i].id, "state", state,
                                        "state_word", word(result, "rule-state", state), "text",
                                        word(result, "bulk-rule", rules[i].id)));
    }
    return array;
}

/* The verdict */

static guint count_faults(const Result *result, gboolean refused)
{
    guint count = 0;
    for (guint i = 0; i < result->faults->len; i++)
        count += ((const Fault *)result->faults->pdata[i])->refused == refused;
    return count;
}

static gboolean is_unheard(const Result *result)
{
    for (guint i = 0; i < result->findings->len; i++)
        if (finding_is_unheard(result->findings->pdata[i]))
            return TRUE;
    return FALSE;
}

static const char *verdict_of(const Result *result)
{
    if (count_faults(result, TRUE))
        return "refused";
    if (!result->done || is_unheard(result))
        return "could-not-ask";
    return count_faults(result, FALSE) ? "weak" : "healthy";
}

static json_t *sentence(const Result *result, const char *verdict)
{
    g_autofree char *key = g_strdup_printf("domain-check.%s", verdict);
    g_autofree char *refused = g_strdup_printf("%u", count_faults(result, TRUE));
    g_autofree char *weak = g_strdup_printf("%u", count_faults(result, FALSE));
    g_autofree char *domain = facts_sender_domain(result->facts);
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (gpointer)(guintptr) "refused", refused);
    g_hash_table_insert(values, (gpointer)(guintptr) "weak", weak);
    g_hash_table_insert(values, (gpointer)(guintptr) "subject",
                        domain ? domain : (gpointer)(guintptr) "?");
    g_autofree char *text = filled(result, key, values);
    return case_string(text);
}

json_t *case_check(const Result *result)
{
    if (!result->faults)
        return json_null();
    const char *verdict = verdict_of(result);
    json_t *fine = in_order(result), *open = unknown(result);
    json_t *refused = faults_of(result, TRUE), *weak = faults_of(result, FALSE);
    json_t *counts = json_pack("{s:i, s:i, s:i, s:i}", "refused", (int)json_array_size(refused),
                               "weak", (int)json_array_size(weak), "in_order",
                               (int)json_array_size(fine), "unknown", (int)json_array_size(open));
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i}", "verdict", verdict,
                     "sentence", sentence(result, verdict), "counts", counts, "refused", refused,
                     "weak", weak, "in_order", fine, "unknown", open, "bulk_rules",
                     bulk_rules(result), "asked", (int)MIN(result->asked, result->bound), "bound",
                     (int)result->bound);
}
