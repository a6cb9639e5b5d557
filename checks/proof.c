#include "checks/proof.h"

#include <string.h>
#include "checks/case_document.h"
#include "checks/placeholders.h"

enum { CHARACTER_STRING_MAX = 255 }; /* RFC 1035 3.3 */

/* A source that does not own what it asks, so that an overlay may be freed alone. */
typedef struct {
    Source source;
    Source *below;
} LentSource;

struct Proof {
    const Diagnosis *diagnosis;
    Diagnosis *again;
    Source *overlay;
    gboolean finished;
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

static void append_quoted(GString *zone, const char *value)
{
    gsize length = strlen(value);
    for (gsize at = 0; at < length || at == 0; at += CHARACTER_STRING_MAX) {
        g_string_append(zone, " \"");
        for (gsize i = at; i < length && i < at + CHARACTER_STRING_MAX; i++) {
            if (value[i] == '"' || value[i] == '\\')
                g_string_append_c(zone, '\\');
            g_string_append_c(zone, value[i]);
        }
        g_string_append_c(zone, '"');
    }
}

static void append_record(GString *zone, json_t *record)
{
    const char *name = json_string_value(json_object_get(record, "name"));
    const char *type = json_string_value(json_object_get(record, "type"));
    const char *value = json_string_value(json_object_get(record, "value"));
    if (!name || !type || !value || strpbrk(name, " \t\r\n;()\"") || strpbrk(value, "\r\n"))
        return;
    g_string_append_printf(zone, "%s%s 3600 IN %s", name, g_str_has_suffix(name, ".") ? "" : ".",
                           type);
    if (!strcmp(type, "TXT"))
        append_quoted(zone, value);
    else
        g_string_append_printf(zone, " %s", value);
    g_string_append_c(zone, '\n');
}

static GString *proposed_zone(const Diagnosis *diagnosis)
{
    g_autoptr(GPtrArray) findings = diagnosis_findings(diagnosis);
    g_autoptr(GHashTable) values = placeholder_values(diagnosis, findings);
    json_t *fixes = case_fixes(diagnosis, findings, values);
    GString *zone = g_string_new(NULL);
    size_t i;
    json_t *fix;
    json_array_foreach(fixes, i, fix)
    {
        json_t *record = json_object_get(fix, "record");
        if (json_is_object(record))
            append_record(zone, record);
    }
    json_decref(fixes);
    return zone;
}

static void on_again(Diagnosis *again, gboolean done, gpointer data)
{
    (void)again;
    Proof *proof = data;
    if (!done)
        return;
    proof->finished = TRUE;
    proof->done(proof->data);
}

Proof *proof_start(const Diagnosis *diagnosis, void (*done)(gpointer), gpointer data)
{
    g_autoptr(GString) zone = proposed_zone(diagnosis);
    Source *overlay = NULL;
    if (zone->len)
        overlay = source_overlay_new(zone->str, zone->len, "fix",
                                     source_lent_new(diagnosis->source), NULL);
    if (!overlay) {
        done(data);
        return NULL;
    }
    Proof *proof = g_new0(Proof, 1);
    proof->diagnosis = diagnosis;
    proof->overlay = overlay;
    proof->done = done;
    proof->data = data;
    proof->again = diagnosis_new_again(diagnosis, overlay);
    diagnosis_start(proof->again, on_again, proof);
    return proof;
}

void proof_free(Proof *proof)
{
    if (!proof)
        return;
    diagnosis_free(proof->again);
    source_free(proof->overlay);
    g_free(proof);
}

/* Of the checks that proved the cause, nothing may be wrong with the records in place: an MX whose
 * target has no address would only be the next bounce. */
static gboolean proved_cause(const Diagnosis *diagnosis, const Finding *finding)
{
    g_autoptr(GPtrArray) findings = diagnosis_findings(diagnosis);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *before = findings->pdata[i];
        if (before->effect == EFFECT_CONFIRMS && before->check == finding->check &&
            !g_strcmp0(before->role, finding->role))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_right(const Finding *finding)
{
    return finding->effect == EFFECT_CLEAN || finding->effect == EFFECT_CONTRADICTS ||
           finding->advice;
}

GPtrArray *proof_obstacles(const Proof *proof)
{
    GPtrArray *obstacles = g_ptr_array_new();
    g_autoptr(GPtrArray) findings = diagnosis_findings(proof->again);
    for (guint i = 0; i < findings->len; i++)
        if (!is_right(findings->pdata[i]) && proved_cause(proof->diagnosis, findings->pdata[i]))
            g_ptr_array_add(obstacles, findings->pdata[i]);
    return obstacles;
}

gboolean proof_holds(const Proof *proof)
{
    if (!proof->finished || proof->again->verdict == VERDICT_CONFIRMED)
        return FALSE;
    g_autoptr(GPtrArray) obstacles = proof_obstacles(proof);
    return obstacles->len == 0;
}
