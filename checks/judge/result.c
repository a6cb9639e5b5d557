/* A result out of findings: its values, its fixes with their records, its exit status. */
#include "checks/judge/result.h"

#include <string.h>
#include <sysexits.h>
#include "checks/judge/placeholders.h"

/* Fixes */

static void result_fix_free(gpointer data)
{
    ResultFix *fix = data;
    proposed_record_free(fix->record);
    g_ptr_array_unref(fix->obstacles);
    g_free(fix);
}

/* What is right now needs no record. */
static ResultFix *result_fix_new(const Result *result, const Fix *fix)
{
    ResultFix *own = g_new0(ResultFix, 1);
    own->fix = fix;
    if (result->verdict != VERDICT_RULED_OUT)
        own->record = proposed_record_new(fix, result->options->language, result->values);
    own->obstacles = g_ptr_array_new();
    return own;
}

static GPtrArray *fixes_of(const Result *result)
{
    GPtrArray *fixes = g_ptr_array_new_with_free_func(result_fix_free);
    const CauseText *text =
        result->cause ? cause_text(result->cause, result->options->language) : NULL;
    for (guint i = 0; text && i < text->fixes_count; i++)
        if (fix_applies(&text->fixes[i], result->findings, result->values))
            g_ptr_array_add(fixes, result_fix_new(result, &text->fixes[i]));
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

/* What is wrong with the domain, advice apart. */
static gboolean is_wrong(const Finding *finding)
{
    return finding->effect == EFFECT_CONTEXT && !finding->advice;
}

/* A block list that refuses, or a server that stumbles over _mta-sts, is not the DNS that is
 * needed. */
static gboolean is_unreachable(const Finding *finding)
{
    return finding->effect == EFFECT_FAILED && !finding->advice &&
           strcmp(finding->check, "dnsbl") != 0 && strcmp(finding->check, "transport") != 0;
}

static gboolean any_finding(const Result *result, gboolean (*holds)(const Finding *))
{
    for (guint i = 0; i < result->findings->len; i++)
        if (holds(result->findings->pdata[i]))
            return TRUE;
    return FALSE;
}

int result_exit_status(const Result *result)
{
    if (result->options->domain_check && result->findings->len) {
        if (any_finding(result, is_unreachable))
            return EX_UNAVAILABLE;
        return any_finding(result, is_wrong) ? EXIT_STATUS_UNKNOWN : EX_OK;
    }
    if (result->verdict == VERDICT_COULD_NOT_ASK)
        return EX_UNAVAILABLE;
    return is_bounce(result->kind) && has_cause(result) ? EX_OK : EXIT_STATUS_UNKNOWN;
}

/* Life */

void result_complete(Result *result, Answers *answers)
{
    result->values = placeholder_values(result->facts, result->findings, answers);
    result->fixes = fixes_of(result);
    result->exit_status = result_exit_status(result);
}

void result_clear(Result *result)
{
    g_clear_pointer(&result->findings, g_ptr_array_unref);
    g_clear_pointer(&result->values, g_hash_table_unref);
    g_clear_pointer(&result->fixes, g_ptr_array_unref);
}
