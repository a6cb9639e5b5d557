/* The trial of proposed records: the same diagnosis again with them in place. */
#include "checks/judge/proof.h"

#include <string.h>
#include "checks/judge/domain_faults.h"

/* A source that does not own what it asks, so that an overlay may be freed alone. */
typedef struct {
    Source source;
    Source *below;
} LentSource;

struct Proof {
    Result *result; /* of the diagnosis */
    Diagnosis *again;
    Source *overlay;
    void (*done)(gpointer);
    gpointer data;
};

static void lent_ask(Source *source, const Question *question, gint64 deadline,
                     SourceCallback callback, gpointer data)
{
    Source *below = ((LentSource *)source)->below;
    below->ask(below, question, deadline, callback, data);
}

static void lent_cancel(Source *source)
{
    (void)source;
}

static void lent_free(Source *source)
{
    g_free(source);
}

static Source *source_lent_new(Source *below)
{
    LentSource *lent = g_new0(LentSource, 1);
    lent->source = (Source){.ask = lent_ask, .cancel = lent_cancel, .free = lent_free};
    lent->below = below;
    return &lent->source;
}

/* Of the checks that proved the cause, nothing may be wrong with the records in place: an MX whose
 * target has no address would only be the next bounce. */
static gboolean proved_cause(GPtrArray *findings, const Finding *finding)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *before = findings->pdata[i];
        if (before->effect == EFFECT_CONFIRMS && before->check == finding->check &&
            !g_strcmp0(before->role, finding->role))
            return TRUE;
    }
    return FALSE;
}

/* Advice decides nothing, but for this: the record lets this address pass before the limit strikes
 * (RFC 7208 4.6.4), and fails the mail of the next. */
static gboolean is_right(const Finding *finding)
{
    if (!strcmp(finding->id, "spf.lint-lookups"))
        return FALSE;
    return finding->effect == EFFECT_CLEAN || finding->effect == EFFECT_CONTRADICTS ||
           finding->advice;
}

static void add_obstacles(const Proof *proof, const Result *again, GPtrArray *obstacles)
{
    for (guint i = 0; i < again->findings->len; i++) {
        Finding *finding = again->findings->pdata[i];
        if (!is_right(finding) && proved_cause(proof->result->findings, finding))
            g_ptr_array_add(obstacles, finding);
    }
}

/* It is proved where the checks that proved the cause all come out right. */
static void fill(Proof *proof)
{
    const Result *again = diagnosis_result(proof->again);
    for (guint i = 0; i < proof->result->fixes->len; i++) {
        ResultFix *fix = proof->result->fixes->pdata[i];
        if (!fix->record)
            continue;
        add_obstacles(proof, again, fix->obstacles);
        gboolean holds = again->verdict != VERDICT_CONFIRMED && !fix->obstacles->len;
        fix->trial = holds ? FIX_PROVED : FIX_NOT_PROVED;
    }
}

/* What is still wrong, or was not heard, with the subject of a fault. */
static void add_obstacles_of_fault(const Fault *fault, const Result *again, GPtrArray *obstacles)
{
    const Finding *wrong = fault->findings->pdata[0];
    for (guint i = 0; i < again->findings->len; i++) {
        Finding *finding = again->findings->pdata[i];
        if (!is_right(finding) && wrong->check == finding->check &&
            !g_strcmp0(wrong->role, finding->role) && !g_strcmp0(wrong->subject, finding->subject))
            g_ptr_array_add(obstacles, finding);
    }
}

/* All records of a domain check are tried together, as they would be published. */
static void fill_faults(Proof *proof)
{
    const Result *again = diagnosis_result(proof->again);
    for (guint i = 0; i < proof->result->faults->len; i++) {
        const Fault *fault = proof->result->faults->pdata[i];
        for (guint j = 0; j < fault->fixes->len; j++) {
            ResultFix *fix = fault->fixes->pdata[j];
            if (!fix->record)
                continue;
            add_obstacles_of_fault(fault, again, fix->obstacles);
            fix->trial = fix->obstacles->len ? FIX_NOT_PROVED : FIX_PROVED;
        }
    }
}

static void on_again(Diagnosis *again, gboolean done, gpointer data)
{
    (void)again;
    Proof *proof = data;
    if (!done)
        return;
    if (proof->result->faults)
        fill_faults(proof);
    else
        fill(proof);
    proof->done(proof->data);
}

Proof *proof_new(Diagnosis *diagnosis)
{
    Result *result = diagnosis_result(diagnosis);
    if (result->verdict != VERDICT_CONFIRMED && !result->faults)
        return NULL;
    g_autoptr(GPtrArray) records = result_records(result);
    g_autofree char *zone = proposed_zone(records);
    Source *overlay = NULL;
    if (*zone)
        overlay = source_overlay_new(zone, strlen(zone), "fix",
                                     source_lent_new(diagnosis_source(diagnosis)), NULL);
    if (!overlay)
        return NULL;
    Proof *proof = g_new0(Proof, 1);
    proof->result = result;
    proof->overlay = overlay;
    proof->again = diagnosis_new_trial(diagnosis, overlay);
    return proof;
}

void proof_start(Proof *proof, void (*done)(gpointer), gpointer data)
{
    proof->done = done;
    proof->data = data;
    diagnosis_start(proof->again, on_again, proof);
}

void proof_free(Proof *proof)
{
    if (!proof)
        return;
    diagnosis_free(proof->again);
    source_free(proof->overlay);
    g_free(proof);
}
