/* The client's address and the names that it validates (RFC 7208 5.5, 7.3). */
#include <string.h>

#include "checks/spf/spf_evaluation.h"

guint16 spf_address_type(const SpfEvaluation *evaluation)
{
    return evaluation->values.ip.length == 4 ? TYPE_A : TYPE_AAAA;
}

gboolean spf_holds_client(const SpfEvaluation *evaluation, const Answer *answer,
                          const SpfTerm *term)
{
    const SpfAddress *client = &evaluation->values.ip;
    int prefix = client->length == 4 ? term->prefix4 : term->prefix6;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        if (spf_address_within(client, record->address, record->address_length, prefix))
            return TRUE;
    }
    return FALSE;
}

gboolean spf_name_below(const char *name, const char *domain)
{
    gsize length = strlen(name), below = strlen(domain);
    if (length < below || g_ascii_strcasecmp(name + (length - below), domain) != 0)
        return FALSE;
    return length == below || name[length - below - 1] == '.';
}

/* Keeps the PTR names whose addresses hold the client. All are asked for before it is pending. */
static SpfMatch confirm_names(SpfEvaluation *evaluation, const Answer *pointers, GPtrArray *names)
{
    static const SpfTerm whole = {.prefix4 = 32, .prefix6 = 128};
    SpfMatch state = SPF_NO_MATCH;
    for (guint i = 0; i < MIN(pointers->records->len, SPF_HOST_LIMIT); i++) {
        const Record *record = g_ptr_array_index(pointers->records, i);
        const Answer *answer;
        if (record->target == NULL)
            continue;
        switch (spf_ask(evaluation, record->target, spf_address_type(evaluation), &answer)) {
        case SPF_ASK_PENDING:
            state = SPF_MATCH_PENDING;
            break;
        case SPF_ASK_NOTHING:
            spf_count_void(evaluation, answer, TRUE);
            break;
        case SPF_ASK_RECORDS:
            if (spf_holds_client(evaluation, answer, &whole))
                g_ptr_array_add(names, record->target);
            break;
        default: /* RFC 7208 5.5: a name that cannot be looked up is skipped */
            break;
        }
    }
    return state;
}

SpfMatch spf_validated_names(SpfEvaluation *evaluation, gboolean own, GPtrArray **names)
{
    g_autofree char *ip = spf_address_text(&evaluation->values.ip);
    g_autofree char *reverse = reverse_name(ip, NULL);
    g_autoptr(GPtrArray) confirmed = g_ptr_array_new();
    const Answer *answer;
    SpfMatch state = SPF_NO_MATCH;
    switch (spf_ask(evaluation, reverse, TYPE_PTR, &answer)) {
    case SPF_ASK_PENDING:
        return SPF_MATCH_PENDING;
    case SPF_ASK_NOTHING:
        state = spf_count_void(evaluation, answer, !own);
        break;
    case SPF_ASK_RECORDS:
        state = confirm_names(evaluation, answer, confirmed);
        break;
    default: /* RFC 7208 5.5: a failing PTR question makes ptr not match */
        break;
    }
    if (state == SPF_NO_MATCH)
        *names = g_steal_pointer(&confirmed);
    return state;
}

/* RFC 7208 7.3: the current domain itself, else a name below it, else any. */
static const char *best_validated(const SpfEvaluation *evaluation, GPtrArray *names)
{
    const char *best = NULL;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (g_ascii_strcasecmp(name, evaluation->values.domain) == 0)
            return name;
        if (best == NULL || (spf_name_below(name, evaluation->values.domain) &&
                             !spf_name_below(best, evaluation->values.domain)))
            best = name;
    }
    return best != NULL ? best : "unknown";
}

gboolean spf_values_for(SpfEvaluation *evaluation, const char *text, SpfMacroValues *values)
{
    g_autoptr(GPtrArray) names = NULL;
    *values = evaluation->values;
    if (!spf_macro_uses(text, 'p'))
        return TRUE;
    if (spf_validated_names(evaluation, FALSE, &names) != SPF_NO_MATCH)
        return FALSE;
    values->validated = best_validated(evaluation, names);
    return TRUE;
}

char *spf_target(SpfEvaluation *evaluation, const char *domain_spec)
{
    SpfMacroValues values;
    if (domain_spec == NULL)
        return g_strdup(evaluation->values.domain);
    return spf_values_for(evaluation, domain_spec, &values) ? spf_macro_name(domain_spec, &values)
                                                            : NULL;
}

gboolean spf_term_passed_over(const SpfEvaluation *evaluation, const SpfTerm *term)
{
    static const char letters[] = "ipvhls";
    if (!evaluation->nobody)
        return FALSE;
    for (const char *letter = letters; *letter != '\0'; letter++) {
        if (term->domain != NULL && spf_macro_uses(term->domain, *letter))
            return TRUE;
    }
    return term->kind == SPF_TERM_PTR;
}

gboolean spf_domain_valid(const char *domain)
{
    gsize length = strlen(domain);
    guint labels = 0;
    if (length > 0 && domain[length - 1] == '.')
        length--;
    if (length == 0 || length > 253)
        return FALSE;
    for (gsize at = 0; at <= length; labels++) {
        const char *dot = memchr(domain + at, '.', length - at);
        gsize end = dot != NULL ? (gsize)(dot - domain) : length;
        if (end == at || end - at > 63)
            return FALSE;
        at = end + 1;
    }
    return labels > 1;
}
