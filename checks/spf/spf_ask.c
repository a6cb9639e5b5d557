#include "checks/spf/spf_evaluation.h"
#include <string.h>

static void keep_evidence(SpfEvaluation *evaluation, const Answer *answer)
{
    GPtrArray *answers = evaluation->result->answers;
    for (guint i = 0; i < answers->len; i++) {
        if (g_ptr_array_index(answers, i) == answer)
            return;
    }
    g_ptr_array_add(answers, (gpointer)(guintptr)answer);
}

SpfAsk spf_ask(SpfEvaluation *evaluation, const char *name, guint16 type, const Answer **answer)
{
    *answer = answers_get(evaluation->answers, name, type);
    if (*answer == NULL)
        return SPF_ASK_PENDING;
    keep_evidence(evaluation, *answer);
    switch ((*answer)->status) {
    case ANSWER_OK:
        return (*answer)->records->len > 0 ? SPF_ASK_RECORDS : SPF_ASK_NOTHING;
    case ANSWER_NO_DATA:
    case ANSWER_NXDOMAIN:
    case ANSWER_BAD_NAME: /* RFC 7208 4.3 and 4.8: what cannot be asked for does not exist */
        return SPF_ASK_NOTHING;
    default:
        return SPF_ASK_FAILED;
    }
}

/* The problem in English. */
static char *problem_text(const char *id, const char *detail, const char *why)
{
    if (strcmp(id, "syntax") == 0)
        return g_strdup_printf("syntax error in %s: %s", detail, why);
    if (strcmp(id, "two-records") == 0)
        return g_strdup_printf("%s has more than one SPF record", detail);
    if (strcmp(id, "lookups") == 0)
        return g_strdup_printf("more than %d look-ups, at %s", SPF_LOOKUP_LIMIT, detail);
    if (strcmp(id, "voids") == 0)
        return g_strdup_printf("more than %d look-ups that found nothing, at %s", SPF_VOID_LIMIT,
                               detail);
    if (strcmp(id, "mx-hosts") == 0)
        return g_strdup_printf("%s has more than %d MX records", detail, SPF_HOST_LIMIT);
    if (strcmp(id, "include-none") == 0)
        return g_strdup_printf("%s has no SPF record to include", detail);
    if (strcmp(id, "redirect-none") == 0)
        return g_strdup_printf("%s has no SPF record to redirect to", detail);
    return g_strdup(detail);
}

SpfMatch spf_problem(SpfEvaluation *evaluation, SpfMatch match, const char *id, const char *detail,
                     const char *why)
{
    SpfResult *result = evaluation->result;
    if (result->problem != NULL)
        return match;
    result->problem_id = id;
    result->problem_detail = g_strdup(detail);
    result->problem = problem_text(id, detail, why);
    return match;
}

static SpfMatch problem_of_answer(SpfEvaluation *evaluation, SpfMatch match, const char *id,
                                  const Answer *answer)
{
    g_autofree char *detail =
        g_strdup_printf("%s %s: %s", answer->question.name, type_name(answer->question.type),
                        answer_status_name(answer->status));
    return spf_problem(evaluation, match, id, detail, NULL);
}

SpfMatch spf_temperror(SpfEvaluation *evaluation, const Answer *answer)
{
    if (evaluation->result->failed == NULL)
        evaluation->result->failed = answer;
    return problem_of_answer(evaluation, SPF_MATCH_TEMPERROR, "dns", answer);
}

SpfMatch spf_count_void(SpfEvaluation *evaluation, const Answer *answer, gboolean inner)
{
    SpfResult *result = evaluation->result;
    if (answer->status == ANSWER_BAD_NAME)
        return SPF_NO_MATCH;
    *(inner ? &result->voids_inner : &result->voids) += 1;
    if (result->voids + result->voids_inner > SPF_VOID_LIMIT)
        result->strict_code = SPF_PERMERROR;
    if (result->voids <= SPF_VOID_LIMIT)
        return SPF_NO_MATCH;
    return problem_of_answer(evaluation, SPF_MATCH_PERMERROR, "voids", answer);
}

SpfStep *spf_step_add(SpfEvaluation *evaluation, const char *term)
{
    SpfResult *result = evaluation->result;
    if (result->steps->len >= SPF_STEP_LIMIT)
        return NULL;
    SpfStep *step = g_new0(SpfStep, 1);
    step->depth = (int)evaluation->path->len - 1;
    step->domain = g_strdup(evaluation->values.domain);
    step->term = g_strdup(term);
    step->lookups = result->lookups;
    g_ptr_array_add(result->steps, step);
    return step;
}

void spf_step_end(SpfEvaluation *evaluation, SpfStep *step, const char *outcome)
{
    if (step == NULL)
        return;
    step->voids = evaluation->result->voids;
    step->outcome = g_strdup(outcome);
}
