/* check_host() of RFC 7208 section 4. */
#include "checks/answers/domain_name.h"
#include "checks/spf/spf_evaluation.h"
#include <string.h>

static SpfResultCode evaluate_domain(SpfEvaluation *evaluation, const char *domain);

static SpfResultCode code_of(SpfMatch match)
{
    return match == SPF_MATCH_TEMPERROR   ? SPF_TEMPERROR
           : match == SPF_MATCH_PERMERROR ? SPF_PERMERROR
                                          : SPF_PENDING;
}

static SpfMatch match_of(SpfResultCode code)
{
    return code == SPF_TEMPERROR   ? SPF_MATCH_TEMPERROR
           : code == SPF_PERMERROR ? SPF_MATCH_PERMERROR
                                   : SPF_MATCH_PENDING;
}

/* RFC 7208 5.2. */
static SpfMatch match_include(SpfEvaluation *evaluation, const char *target)
{
    gboolean outer = evaluation->include;
    evaluation->include = TRUE;
    SpfResultCode code = evaluate_domain(evaluation, target);
    evaluation->include = outer;
    switch (code) {
    case SPF_PASS:
        return SPF_MATCH;
    case SPF_FAIL:
    case SPF_SOFTFAIL:
    case SPF_NEUTRAL:
        return SPF_NO_MATCH;
    case SPF_NONE:
        return spf_problem(evaluation, SPF_MATCH_PERMERROR, "include-none", target, NULL);
    default:
        return match_of(code);
    }
}

/* Counts the look-up that a term costs. False: it is the eleventh. */
static gboolean spend_lookup(SpfEvaluation *evaluation, const SpfTerm *term)
{
    if (!spf_term_costs_lookup(term))
        return TRUE;
    evaluation->result->lookups++;
    return ++evaluation->result->lookups_spent <= SPF_LOOKUP_LIMIT;
}

static SpfMatch over_limit(SpfEvaluation *evaluation, const SpfTerm *term)
{
    if (term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT)
        spf_count_below(evaluation, term);
    return spf_problem(evaluation, SPF_MATCH_PERMERROR, "lookups", term->text, NULL);
}

/* RFC 8616 4: a macro of a local part beyond ASCII stands for nothing that could match. */
static gboolean beyond_ascii(const SpfEvaluation *evaluation, const SpfTerm *term)
{
    return term->domain != NULL && !g_str_is_ascii(evaluation->values.local_part) &&
           (spf_macro_uses(term->domain, 'l') || spf_macro_uses(term->domain, 's'));
}

static SpfMatch match_term(SpfEvaluation *evaluation, const SpfTerm *term)
{
    if (term->kind == SPF_TERM_ALL)
        return SPF_MATCH;
    if (beyond_ascii(evaluation, term) || spf_term_passed_over(evaluation, term))
        return SPF_NO_MATCH;
    g_autofree char *target = spf_target(evaluation, term->domain);
    if (target == NULL)
        return SPF_MATCH_PENDING;
    return term->kind == SPF_TERM_INCLUDE ? match_include(evaluation, target)
                                          : spf_mechanism_match(evaluation, term, target);
}

static const char *outcome_of(const SpfEvaluation *evaluation, SpfMatch match, int voids_before)
{
    switch (match) {
    case SPF_MATCH:
        return "match";
    case SPF_NO_MATCH:
        return evaluation->result->voids > voids_before ? "void" : "no match";
    case SPF_MATCH_PENDING:
        return "pending";
    default:
        return evaluation->result->problem;
    }
}

static SpfMatch evaluate_mechanism(SpfEvaluation *evaluation, const SpfTerm *term)
{
    gboolean within_limit = spend_lookup(evaluation, term);
    int voids = evaluation->result->voids;
    SpfStep *step = spf_step_add(evaluation, term->text);
    SpfMatch match = within_limit ? match_term(evaluation, term) : over_limit(evaluation, term);
    /* What an include's own terms found nothing for is said there. */
    if (term->kind == SPF_TERM_INCLUDE)
        voids = evaluation->result->voids;
    spf_step_end(evaluation, step, outcome_of(evaluation, match, voids));
    return match;
}

static void decide(SpfEvaluation *evaluation, const char *term)
{
    SpfResult *result = evaluation->result;
    g_free(result->domain);
    result->domain = g_strdup(evaluation->values.domain);
    g_free(result->mechanism);
    result->mechanism = g_strdup(term);
}

static void keep_explanation(SpfEvaluation *evaluation, const SpfRecord *record)
{
    if (evaluation->include || record->exp == NULL)
        return;
    evaluation->explanation = g_strdup(record->exp->domain);
    evaluation->explanation_domain = g_strdup(evaluation->values.domain);
}

/* RFC 7208 6.1. */
static SpfResultCode follow_redirect(SpfEvaluation *evaluation, const SpfTerm *term)
{
    gboolean within_limit = spend_lookup(evaluation, term);
    SpfStep *step = spf_step_add(evaluation, term->text);
    SpfResultCode code = SPF_PERMERROR;
    if (within_limit && spf_term_passed_over(evaluation, term)) {
        decide(evaluation, term->text);
        spf_step_end(evaluation, step, "not reached");
        return SPF_NEUTRAL;
    }
    g_autofree char *target = within_limit && !beyond_ascii(evaluation, term)
                                  ? spf_target(evaluation, term->domain)
                                  : NULL;
    if (!within_limit)
        over_limit(evaluation, term);
    else if (target == NULL)
        code = beyond_ascii(evaluation, term) ? SPF_PERMERROR : SPF_PENDING;
    else
        code = evaluate_domain(evaluation, target);
    if (code == SPF_NONE) {
        spf_problem(evaluation, SPF_MATCH_PERMERROR, "redirect-none", target, NULL);
        code = SPF_PERMERROR;
    }
    spf_step_end(evaluation, step, spf_result_name(code));
    if (evaluation->result->domain == NULL)
        decide(evaluation, term->text);
    return code;
}

static SpfResultCode evaluate_terms(SpfEvaluation *evaluation, const SpfRecord *record)
{
    for (guint i = 0; i < record->terms->len; i++) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        if (term->kind >= SPF_TERM_REDIRECT)
            continue;
        SpfMatch match = evaluate_mechanism(evaluation, term);
        if (match == SPF_NO_MATCH)
            continue;
        if (match == SPF_MATCH_PENDING)
            return SPF_PENDING;
        if (match == SPF_MATCH || evaluation->result->domain == NULL)
            decide(evaluation, term->text);
        if (match == SPF_MATCH && term->qualifier == SPF_FAIL)
            keep_explanation(evaluation, record);
        if (term->kind != SPF_TERM_ALL)
            spf_count_terms(evaluation, record, i + 1);
        return match == SPF_MATCH ? term->qualifier : code_of(match);
    }
    if (record->redirect != NULL)
        return follow_redirect(evaluation, record->redirect);
    decide(evaluation, NULL);
    return SPF_NEUTRAL;
}

static SpfResultCode broken_record(SpfEvaluation *evaluation, const SpfRecord *record)
{
    g_autofree char *detail =
        g_strdup_printf("%s [%" G_GSIZE_FORMAT "] %s", evaluation->values.domain,
                        record->problem_at + 1, record->problem_word);
    spf_problem(evaluation, SPF_MATCH_PERMERROR, "syntax", detail, record->problem);
    if (evaluation->result->domain == NULL)
        decide(evaluation, NULL);
    return SPF_PERMERROR;
}

static SpfResultCode evaluate_record(SpfEvaluation *evaluation, GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autoptr(SpfRecord) record = spf_record_parse(text, length);
    if (evaluation->path->len == 1)
        evaluation->result->record = g_strdup(record->text);
    if (record->problem != NULL)
        return broken_record(evaluation, record);
    if (evaluation->values.ip.length > 0)
        return evaluate_terms(evaluation, record);
    spf_count_terms(evaluation, record, 0);
    return SPF_NEUTRAL;
}

static SpfResultCode evaluate_answer(SpfEvaluation *evaluation, const Answer *answer)
{
    GBytes *bytes = NULL;
    guint count = spf_record_select(answer, &bytes);
    if (count == 0)
        return SPF_NONE;
    if (count == 1)
        return evaluate_record(evaluation, bytes);
    spf_problem(evaluation, SPF_MATCH_PERMERROR, "two-records", evaluation->values.domain, NULL);
    return SPF_PERMERROR;
}

static SpfResultCode evaluate_domain(SpfEvaluation *evaluation, const char *domain)
{
    const char *outer = evaluation->values.domain;
    const Answer *answer;
    SpfResultCode code = SPF_NONE;
    if (!spf_domain_valid(domain))
        return SPF_NONE;
    evaluation->values.domain = domain;
    g_ptr_array_add(evaluation->path, (gpointer)(guintptr)domain);
    switch (spf_ask(evaluation, domain, TYPE_TXT, &answer)) {
    case SPF_ASK_PENDING:
        code = SPF_PENDING;
        break;
    case SPF_ASK_FAILED:
        code = code_of(spf_temperror(evaluation, answer));
        break;
    case SPF_ASK_RECORDS:
        code = evaluate_answer(evaluation, answer);
        break;
    default:
        break;
    }
    g_ptr_array_set_size(evaluation->path, (int)evaluation->path->len - 1);
    evaluation->values.domain = outer;
    return code;
}

/* RFC 7208 6.2: the TXT record there, if it is one, ASCII, and right; else nothing. */
static gboolean explain(SpfEvaluation *evaluation)
{
    const Answer *answer;
    const char *problem;
    gsize length, position;
    evaluation->values.domain = evaluation->explanation_domain;
    g_autofree char *name = spf_target(evaluation, evaluation->explanation);
    if (name == NULL || spf_ask(evaluation, name, TYPE_TXT, &answer) == SPF_ASK_PENDING)
        return FALSE;
    if (answer->status != ANSWER_OK || answer->records->len != 1)
        return TRUE;
    const Record *record = g_ptr_array_index(answer->records, 0);
    const char *bytes = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
    if (bytes == NULL || !spf_macro_check(bytes, length, SPF_MACRO_TEXT, &position, &problem))
        return TRUE;
    SpfMacroValues values;
    g_autofree char *text = g_strndup(bytes, length);
    if (!spf_values_for(evaluation, text, &values))
        return FALSE;
    evaluation->result->explanation = spf_macro_explain(text, &values);
    return TRUE;
}

static void step_free(gpointer data)
{
    SpfStep *step = data;
    g_free(step->domain);
    g_free(step->term);
    g_free(step->outcome);
    g_free(step);
}

static SpfEvaluation *evaluation_new(Answers *answers, const char *ip, SpfMacroValues values)
{
    SpfEvaluation *evaluation = g_new0(SpfEvaluation, 1);
    evaluation->answers = answers;
    evaluation->values = values;
    evaluation->path = g_ptr_array_new();
    evaluation->result = g_new0(SpfResult, 1);
    evaluation->result->steps = g_ptr_array_new_with_free_func(step_free);
    evaluation->result->answers = g_ptr_array_new();
    evaluation->nobody = g_strcmp0(ip, SPF_NOBODY) == 0;
    /* No mail comes from the limited broadcast address (RFC 919). */
    if (!spf_address_parse(evaluation->nobody ? "255.255.255.255" : ip, &evaluation->values.ip))
        evaluation->values.ip.length = 0;
    return evaluation;
}

static SpfResult *evaluation_end(SpfEvaluation *evaluation)
{
    SpfResult *result = evaluation->result;
    g_ptr_array_unref(evaluation->path);
    g_free(evaluation->explanation);
    g_free(evaluation->explanation_domain);
    g_free(evaluation);
    return result;
}

/* %{t} is the time of the record's answer, so that a case replayed gives the same text. */
static gint64 asked_at(Answers *answers, const char *domain)
{
    const Answer *answer = answers_get(answers, domain, TYPE_TXT);
    return answer != NULL ? answer->asked_at / G_USEC_PER_SEC : 0;
}

static SpfResultCode evaluate_all(SpfEvaluation *evaluation, const char *domain)
{
    SpfResult *result = evaluation->result;
    SpfResultCode code = evaluate_domain(evaluation, domain);
    gboolean strict = result->strict_code == SPF_PERMERROR;
    if (evaluation->values.ip.length == 0 && code == SPF_NEUTRAL &&
        result->lookups > SPF_LOOKUP_LIMIT)
        code = code_of(spf_problem(evaluation, SPF_MATCH_PERMERROR, "lookups", domain, NULL));
    if (code == SPF_FAIL && evaluation->explanation != NULL && !evaluation->nobody &&
        !explain(evaluation))
        code = SPF_PENDING;
    if (evaluation->count_pending)
        code = SPF_PENDING;
    result->strict_code = strict && code != SPF_PENDING ? SPF_PERMERROR : code;
    return code;
}

/* RFC 8616 4: macros hold A-labels. A name that has none stays as it is, and then is none to ask
 * for. */
static char *ascii_domain(const char *domain)
{
    char *ascii = g_str_is_ascii(domain) ? NULL : domain_name_normalise(domain);
    return ascii != NULL ? ascii : g_strdup(domain);
}

/* `patient`: does not begin before the records of the whole tree are known. */
static SpfResult *check_host(Answers *answers, const char *ip, const char *domain,
                             const char *sender, const char *helo, const char *receiver,
                             gboolean patient)
{
    const char *at = sender != NULL ? strrchr(sender, '@') : NULL;
    g_autofree char *local_part = at != NULL && at > sender
                                      ? g_strndup(sender, (gsize)(at - sender))
                                      : g_strdup("postmaster");
    g_autofree char *first = ascii_domain(domain);
    g_autofree char *sender_domain = ascii_domain(at != NULL ? at + 1 : domain);
    g_autofree char *whole_sender = g_strconcat(local_part, "@", sender_domain, NULL);
    SpfMacroValues values = {.sender = whole_sender,
                             .local_part = local_part,
                             .sender_domain = sender_domain,
                             .domain = first,
                             .validated = "unknown",
                             .helo = helo != NULL ? helo : "unknown",
                             .receiver = receiver != NULL ? receiver : "unknown",
                             .time = asked_at(answers, first)};
    SpfEvaluation *evaluation = evaluation_new(answers, ip, values);
    gboolean begins = !patient || spf_tree_known(evaluation, first);
    evaluation->result->code = begins ? evaluate_all(evaluation, first) : SPF_PENDING;
    if (evaluation->result->code == SPF_PENDING)
        spf_prefetch(evaluation, first);
    return evaluation_end(evaluation);
}

SpfResult *spf_check_host(Answers *answers, const char *ip, const char *domain, const char *sender,
                          const char *helo, const char *receiver)
{
    return check_host(answers, ip, domain, sender, helo, receiver, FALSE);
}

static void result_destroy(gpointer result)
{
    spf_result_free(result);
}

const SpfResult *spf_evaluate_once(Answers *answers, const char *ip, const char *domain,
                                   const char *sender, const char *helo)
{
    g_autofree char *key = g_strdup_printf("spf\n%s\n%s\n%s\n%s", ip != NULL ? ip : "", domain,
                                           sender != NULL ? sender : "", helo != NULL ? helo : "");
    SpfResult *result = answers_kept(answers, key);
    if (result != NULL)
        return result;
    result = check_host(answers, ip, domain, sender, helo, NULL, TRUE);
    if (result->code == SPF_PENDING)
        g_clear_pointer(&result, spf_result_free);
    else
        answers_keep(answers, key, result, result_destroy);
    return result;
}
