#include "checks/check/check.h"

static const char *const effect_names[] = {
    [EFFECT_CONFIRMS] = "confirms", [EFFECT_CONTRADICTS] = "contradicts",
    [EFFECT_CONTEXT] = "context",   [EFFECT_CLEAN] = "clean",
    [EFFECT_CANNOT] = "cannot",     [EFFECT_FAILED] = "failed",
    [EFFECT_SKIPPED] = "skipped",
};

const char *effect_name(Effect effect)
{
    return effect_names[effect];
}

static void evidence_free(gpointer data)
{
    Evidence *evidence = data;
    g_free(evidence->question);
    g_free(evidence->name);
    g_free(evidence->server);
    g_free(evidence->answer);
    g_free(evidence);
}

static void step_free(gpointer data)
{
    TraceStep *step = data;
    g_free(step->subject);
    g_free(step->term);
    g_free(step->outcome);
    g_free(step);
}

Finding *finding_new(const char *check, const char *id, const char *role, const char *subject,
                     Effect effect)
{
    Finding *finding = g_new0(Finding, 1);
    finding->check = g_intern_string(check);
    finding->id = g_strdup(id);
    finding->role = g_strdup(role);
    finding->subject = g_strdup(subject ? subject : "");
    finding->effect = effect;
    finding->evidence = g_ptr_array_new_with_free_func(evidence_free);
    return finding;
}

gboolean finding_was_asked(const Finding *finding)
{
    for (guint i = 0; i < finding->evidence->len; i++)
        if (((const Evidence *)finding->evidence->pdata[i])->name)
            return TRUE;
    return FALSE;
}

void finding_add_step(Finding *finding, const TraceStep *step)
{
    if (finding->trace == NULL)
        finding->trace = g_ptr_array_new_with_free_func(step_free);
    TraceStep *copy = g_new(TraceStep, 1);
    *copy = *step;
    copy->subject = g_strdup(step->subject);
    copy->term = g_strdup(step->term);
    copy->outcome = g_strdup(step->outcome);
    g_ptr_array_add(finding->trace, copy);
}

void finding_free(Finding *finding)
{
    if (!finding)
        return;
    g_free(finding->id);
    g_free(finding->subject);
    g_free(finding->role);
    g_free(finding->detail);
    g_free(finding->list);
    g_ptr_array_unref(finding->evidence);
    g_clear_pointer(&finding->trace, g_ptr_array_unref);
    g_free(finding);
}

void finding_set_detail(Finding *finding, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_free(finding->detail);
    finding->detail = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

void finding_add_evidence(Finding *finding, const Answer *answer)
{
    if (!answer)
        return;
    Evidence *evidence = g_new0(Evidence, 1);
    Question question = answer->question;
    question.servers = NULL; /* the one that answered is named */
    evidence->question = question_text(&question);
    evidence->name = g_strdup(question.name);
    evidence->type = question.type;
    evidence->server = g_strdup(answer->server ? answer->server : "");
    evidence->answer = answer_summary(answer);
    evidence->ttl = answer->ttl;
    evidence->time = answer->asked_at;
    g_ptr_array_add(finding->evidence, evidence);
}

void finding_add_read_evidence(Finding *finding, const char *where, const char *text)
{
    Evidence *evidence = g_new0(Evidence, 1);
    evidence->question = g_strdup(where);
    evidence->server = g_strdup("");
    evidence->answer = g_strdup(text ? text : "");
    g_ptr_array_add(finding->evidence, evidence);
}

Finding *finding_add(GPtrArray *findings, const char *id, const CheckContext *context,
                     const char *subject, Effect effect)
{
    g_autofree char *check = g_strndup(id, strcspn(id, "."));
    Finding *finding = finding_new(check, id, context->role, subject, effect);
    g_ptr_array_add(findings, finding);
    return finding;
}

Finding *finding_add_advice(GPtrArray *findings, const char *id, const CheckContext *context,
                            const char *subject)
{
    Finding *finding = finding_add(findings, id, context, subject, EFFECT_CONTEXT);
    finding->advice = TRUE;
    return finding;
}

void finding_add_skipped(GPtrArray *findings, const char *check, const CheckContext *context)
{
    g_autofree char *id = g_strconcat(check, ".skipped", NULL);
    g_ptr_array_add(findings, finding_new(check, id, context->role, "", EFFECT_SKIPPED));
}

void finding_add_could_not_ask(GPtrArray *findings, const char *check, const CheckContext *context,
                               const char *subject, const Answer *answer)
{
    g_autofree char *id = g_strconcat(check, ".could-not-ask", NULL);
    gboolean offline = answer && answer->status == ANSWER_NOT_ASKED;
    Finding *finding =
        finding_new(check, id, context->role, subject, offline ? EFFECT_SKIPPED : EFFECT_FAILED);
    if (answer) {
        g_autofree char *question = question_text(&answer->question);
        finding_set_detail(finding, "%s: %s%s%s", question, answer_status_name(answer->status),
                           answer->extended_text ? ", " : "",
                           answer->extended_text ? answer->extended_text : "");
    }
    if (!offline)
        finding_add_evidence(finding, answer);
    g_ptr_array_add(findings, finding);
}
