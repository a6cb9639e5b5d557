/* Counting what the evaluation did not come to: what the whole record costs, and where. */
#include "checks/spf/spf_evaluation.h"

static gboolean on_path(const SpfEvaluation *evaluation, const char *domain)
{
    for (guint i = 0; i < evaluation->path->len; i++) {
        if (g_ascii_strcasecmp(g_ptr_array_index(evaluation->path, i), domain) == 0)
            return TRUE;
    }
    return FALSE;
}

static void count_record(SpfEvaluation *evaluation, GBytes *bytes, char *domain)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autoptr(SpfRecord) record = spf_record_parse(text, length);
    const char *outer = evaluation->values.domain;
    evaluation->values.domain = domain;
    g_ptr_array_add(evaluation->path, domain);
    spf_count_terms(evaluation, record, 0);
    g_ptr_array_set_size(evaluation->path, (int)evaluation->path->len - 1);
    evaluation->values.domain = outer;
}

void spf_count_below(SpfEvaluation *evaluation, const SpfTerm *term)
{
    /* A tree that depends on %{p} is not worth PTR questions that the mail did not need. */
    if (spf_macro_uses(term->domain, 'p') || spf_term_passed_over(evaluation, term) ||
        evaluation->path->len > SPF_DEPTH_LIMIT)
        return;
    g_autofree char *domain = spf_macro_name(term->domain, &evaluation->values);
    const Answer *answer;
    GBytes *bytes = NULL;
    if (on_path(evaluation, domain))
        return;
    SpfAsk asked = spf_ask(evaluation, domain, TYPE_TXT, &answer);
    if (asked == SPF_ASK_PENDING)
        evaluation->count_pending = TRUE;
    if (asked == SPF_ASK_RECORDS && spf_record_select(answer, &bytes) == 1)
        count_record(evaluation, bytes, domain);
}

static gboolean worth_a_step(const SpfTerm *term)
{
    return term->kind < SPF_TERM_EXP;
}

static void count_term(SpfEvaluation *evaluation, const SpfTerm *term)
{
    evaluation->result->lookups += spf_term_costs_lookup(term) ? 1 : 0;
    if (worth_a_step(term))
        spf_step_end(evaluation, spf_step_add(evaluation, term->text), "not reached");
    if (term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT)
        spf_count_below(evaluation, term);
}

void spf_count_terms(SpfEvaluation *evaluation, const SpfRecord *record, guint from)
{
    for (guint i = from; i < record->terms->len; i++) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        if (evaluation->result->lookups >= SPF_COUNT_LIMIT)
            return;
        if (term->kind == SPF_TERM_ALL) {
            count_term(evaluation, term);
            return;
        }
        if (term->kind != SPF_TERM_REDIRECT)
            count_term(evaluation, term);
    }
    if (record->redirect != NULL && record->all == NULL)
        count_term(evaluation, record->redirect);
}
