#include "checks/spf/spf_evaluation.h"

/* SPF_MATCH: there are records. Else what the term comes to without them. */
static SpfMatch ask(SpfEvaluation *evaluation, const char *name, guint16 type, gboolean inner,
                    const Answer **answer)
{
    switch (spf_ask(evaluation, name, type, answer)) {
    case SPF_ASK_PENDING:
        return SPF_MATCH_PENDING;
    case SPF_ASK_FAILED:
        return spf_temperror(evaluation, *answer);
    case SPF_ASK_NOTHING:
        return spf_count_void(evaluation, *answer, inner);
    default:
        return SPF_MATCH;
    }
}

static SpfMatch match_addresses(SpfEvaluation *evaluation, const SpfTerm *term, const char *name,
                                gboolean inner)
{
    const Answer *answer;
    SpfMatch asked = ask(evaluation, name, spf_address_type(evaluation), inner, &answer);
    return asked == SPF_MATCH && !spf_holds_client(evaluation, answer, term) ? SPF_NO_MATCH : asked;
}

static SpfMatch match_a(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    return match_addresses(evaluation, term, name, FALSE);
}

static SpfMatch match_mx_hosts(SpfEvaluation *evaluation, const SpfTerm *term, const Answer *answer)
{
    SpfMatch match = SPF_NO_MATCH;
    if (answer->records->len > SPF_HOST_LIMIT)
        return spf_problem(evaluation, SPF_MATCH_PERMERROR, "mx-hosts", answer->question.name,
                           NULL);
    for (guint i = 0; i < answer->records->len && match == SPF_NO_MATCH; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        /* "MX 0 ." (RFC 7505): there is no host to ask for. */
        if (record->target != NULL && record->target[0] != '\0' && record->target[0] != '.')
            match = match_addresses(evaluation, term, record->target, TRUE);
    }
    return match;
}

static SpfMatch match_mx(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    const Answer *answer;
    SpfMatch asked = ask(evaluation, name, TYPE_MX, FALSE, &answer);
    return asked == SPF_MATCH ? match_mx_hosts(evaluation, term, answer) : asked;
}

static SpfMatch match_exists(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    const Answer *answer;
    (void)term;
    return ask(evaluation, name, TYPE_A, FALSE, &answer);
}

static SpfMatch match_ptr(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    g_autoptr(GPtrArray) names = NULL;
    (void)term;
    SpfMatch state = spf_validated_names(evaluation, TRUE, &names);
    if (state != SPF_NO_MATCH)
        return state;
    for (guint i = 0; i < names->len; i++) {
        if (spf_name_below(g_ptr_array_index(names, i), name))
            return SPF_MATCH;
    }
    return SPF_NO_MATCH;
}

static SpfMatch match_network(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    gboolean four = term->kind == SPF_TERM_IP4;
    (void)name;
    return spf_address_within(&evaluation->values.ip, term->network, four ? 4 : 16,
                              four ? term->prefix4 : term->prefix6)
               ? SPF_MATCH
               : SPF_NO_MATCH;
}

SpfMatch spf_mechanism_match(SpfEvaluation *evaluation, const SpfTerm *term, const char *name)
{
    static SpfMatch (*const matchers[SPF_TERM_KINDS])(SpfEvaluation *, const SpfTerm *,
                                                      const char *) = {
        [SPF_TERM_A] = match_a,         [SPF_TERM_MX] = match_mx,
        [SPF_TERM_PTR] = match_ptr,     [SPF_TERM_EXISTS] = match_exists,
        [SPF_TERM_IP4] = match_network, [SPF_TERM_IP6] = match_network,
    };
    return matchers[term->kind](evaluation, term, name);
}
