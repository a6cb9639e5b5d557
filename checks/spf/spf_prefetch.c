/* Noting the questions of a whole record tree at once, so that the number of rounds is its depth
 * and not its number of terms. Nothing here decides anything. */
#include "checks/spf/spf_evaluation.h"

enum { PREFETCH_LIMIT = 60, PREFETCH_DEPTH = 10 };

typedef struct {
    SpfEvaluation *evaluation;
    GHashTable *seen;      /* domains whose records were walked */
    gboolean records_only; /* no addresses and hosts */
    guint questions, unknown;
} Prefetch;

static void prefetch_domain(Prefetch *prefetch, const char *domain, int depth);

static const Answer *prefetch_ask(Prefetch *prefetch, const char *name, guint16 type)
{
    if (prefetch->questions >= PREFETCH_LIMIT)
        return NULL;
    prefetch->questions++;
    const Answer *answer = answers_get(prefetch->evaluation->answers, name, type);
    prefetch->unknown += answer == NULL;
    return answer;
}

/* Asks for the addresses of the hosts of an MX or PTR answer. */
static void prefetch_hosts(Prefetch *prefetch, const Answer *answer, guint16 type)
{
    for (guint i = 0; answer != NULL && i < MIN(answer->records->len, SPF_HOST_LIMIT); i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        if (record->target != NULL && record->target[0] != '\0' && record->target[0] != '.')
            prefetch_ask(prefetch, record->target, type);
    }
}

static void prefetch_pointers(Prefetch *prefetch, guint16 type)
{
    g_autofree char *ip = spf_address_text(&prefetch->evaluation->values.ip);
    g_autofree char *reverse = reverse_name(ip, NULL);
    prefetch_hosts(prefetch, prefetch_ask(prefetch, reverse, TYPE_PTR), type);
}

static void prefetch_term(Prefetch *prefetch, const SpfTerm *term, int depth)
{
    const SpfMacroValues *values = &prefetch->evaluation->values;
    guint16 type = values->ip.length == 4 ? TYPE_A : TYPE_AAAA;
    gboolean hosts = values->ip.length > 0 && !prefetch->records_only;
    if (spf_term_passed_over(prefetch->evaluation, term))
        return;
    if (hosts &&
        (term->kind == SPF_TERM_PTR || (term->domain != NULL && spf_macro_uses(term->domain, 'p'))))
        prefetch_pointers(prefetch, type);
    if (term->domain != NULL && spf_macro_uses(term->domain, 'p'))
        return;
    g_autofree char *name =
        term->domain != NULL ? spf_macro_name(term->domain, values) : g_strdup(values->domain);
    if (term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT)
        prefetch_domain(prefetch, name, depth + 1);
    else if (!hosts)
        return;
    else if (term->kind == SPF_TERM_A)
        prefetch_ask(prefetch, name, type);
    else if (term->kind == SPF_TERM_EXISTS)
        prefetch_ask(prefetch, name, TYPE_A);
    else if (term->kind == SPF_TERM_MX)
        prefetch_hosts(prefetch, prefetch_ask(prefetch, name, TYPE_MX), type);
}

static void prefetch_record(Prefetch *prefetch, GBytes *bytes, int depth)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autoptr(SpfRecord) record = spf_record_parse(text, length);
    for (guint i = 0; record->problem == NULL && i < record->terms->len; i++) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        if (term->kind == SPF_TERM_ALL)
            break;
        if (spf_term_costs_lookup(term) && (term != record->redirect || record->all == NULL))
            prefetch_term(prefetch, term, depth);
    }
}

static void prefetch_domain(Prefetch *prefetch, const char *domain, int depth)
{
    SpfMacroValues *values = &prefetch->evaluation->values;
    const char *outer = values->domain;
    GBytes *bytes = NULL;
    if (depth > PREFETCH_DEPTH || (prefetch->records_only && !spf_domain_valid(domain)) ||
        !g_hash_table_add(prefetch->seen, g_ascii_strdown(domain, -1)))
        return;
    const Answer *answer = prefetch_ask(prefetch, domain, TYPE_TXT);
    values->domain = domain;
    if (answer != NULL && answer->status == ANSWER_OK && spf_record_select(answer, &bytes) == 1)
        prefetch_record(prefetch, bytes, depth);
    values->domain = outer;
}

void spf_prefetch(SpfEvaluation *evaluation, const char *domain)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Prefetch prefetch = {evaluation, seen, FALSE, 0, 0};
    prefetch_domain(&prefetch, domain, 0);
}

gboolean spf_tree_known(SpfEvaluation *evaluation, const char *domain)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Prefetch prefetch = {evaluation, seen, TRUE, 0, 0};
    prefetch_domain(&prefetch, domain, 0);
    return prefetch.unknown == 0;
}
