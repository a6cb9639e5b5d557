/* A result out of findings: its values, its fixes with their records, its exit status. */
#include "checks/judge/result.h"

#include <string.h>
#include <sysexits.h>
#include "checks/check/sending_addresses.h"
#include "checks/judge/domain_faults.h"
#include "checks/judge/placeholders.h"

/* Fixes */

/* What is right now needs no record. */
static GPtrArray *fixes_of_cause(const Result *result)
{
    GPtrArray *fixes = g_ptr_array_new_with_free_func(result_fix_free);
    Language language = result->options->language;
    const CauseText *text = result->cause ? cause_text(result->cause, language) : NULL;
    gboolean wrong = result->verdict != VERDICT_RULED_OUT;
    for (guint i = 0; text && i < text->fixes_count; i++)
        if (fix_applies(&text->fixes[i], result->findings, result->values))
            g_ptr_array_add(fixes,
                            result_fix_new(&text->fixes[i], wrong, language, result->values));
    return fixes;
}

static gboolean is_proposed(const GPtrArray *fixes, const ProposedRecord *record)
{
    for (guint i = 0; i < fixes->len; i++) {
        const ProposedRecord *other = ((const ResultFix *)fixes->pdata[i])->record;
        if (other && g_str_equal(other->name, record->name) &&
            g_str_equal(other->type, record->type))
            return TRUE;
    }
    return FALSE;
}

/* Of two records for one place the worse fault's is the one to publish. */
static GPtrArray *fixes_of_faults(GPtrArray *faults)
{
    GPtrArray *fixes = g_ptr_array_new();
    for (guint i = 0; i < faults->len; i++) {
        const Fault *fault = faults->pdata[i];
        for (guint j = 0; j < fault->fixes->len; j++) {
            ResultFix *fix = fault->fixes->pdata[j];
            if (fix->record && is_proposed(fixes, fix->record))
                g_clear_pointer(&fix->record, proposed_record_free);
            g_ptr_array_add(fixes, fix);
        }
    }
    return fixes;
}

GPtrArray *result_records(const Result *result)
{
    GPtrArray *records = g_ptr_array_new();
    for (guint i = 0; i < result->fixes->len; i++) {
        const ResultFix *fix = result->fixes->pdata[i];
        if (fix->record)
            g_ptr_array_add(records, fix->record);
    }
    return records;
}

/* Exit status */

static gboolean is_bounce(InputKind kind)
{
    return kind != KIND_NOT_A_BOUNCE && kind != KIND_AUTO_REPLY && kind != KIND_REPORT &&
           kind != KIND_DELIVERED;
}

/* Backscatter and phishing are their own cause. Of any other bounce "onhold" says that it gives no
 * reason: good advice, but no cause. */
static gboolean has_cause(const Result *result)
{
    gboolean told_by_kind = result->kind == KIND_BACKSCATTER || result->kind == KIND_PHISHING;
    return result->cause && (told_by_kind || strcmp(result->cause->reason, "onhold") != 0);
}

static int exit_status_of_check(const Result *result)
{
    gboolean refused = FALSE, unheard = FALSE;
    for (guint i = 0; i < result->faults->len; i++)
        refused |= ((const Fault *)result->faults->pdata[i])->refused || result->options->strict;
    for (guint i = 0; i < result->findings->len; i++)
        unheard |= finding_is_unheard(result->findings->pdata[i]);
    if (refused)
        return EXIT_STATUS_UNKNOWN;
    return unheard ? EX_UNAVAILABLE : EX_OK;
}

int result_exit_status(const Result *result)
{
    if (result->faults && result->findings->len)
        return exit_status_of_check(result);
    if (result->verdict == VERDICT_COULD_NOT_ASK)
        return EX_UNAVAILABLE;
    return is_bounce(result->kind) && has_cause(result) ? EX_OK : EXIT_STATUS_UNKNOWN;
}

/* Life */

static guint count_left_out(const Facts *facts, Answers *answers)
{
    guint left_out = 0;
    g_autofree char *domain = facts_sender_domain(facts);
    GPtrArray *addresses =
        domain ? sending_addresses(answers, domain, facts->source_ip.text, &left_out) : NULL;
    g_clear_pointer(&addresses, g_ptr_array_unref);
    return left_out;
}

void result_complete(Result *result, const Catalogue *catalogue, Answers *answers)
{
    result->values = placeholder_values(result->facts, result->findings, answers);
    if (result->options->domain_check)
        result->faults = domain_faults(result, catalogue, answers);
    if (result->options->domain_check)
        result->left_out = count_left_out(result->facts, answers);
    result->fixes = result->faults ? fixes_of_faults(result->faults) : fixes_of_cause(result);
    result->exit_status = result_exit_status(result);
}

void result_clear(Result *result)
{
    g_clear_pointer(&result->findings, g_ptr_array_unref);
    g_clear_pointer(&result->values, g_hash_table_unref);
    g_clear_pointer(&result->fixes, g_ptr_array_unref);
    g_clear_pointer(&result->faults, g_ptr_array_unref);
}
