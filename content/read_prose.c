#include "content/read_prose.h"

#include <string.h>

#include "content/read_candidate.h"
#include "content/read_delivery_status.h"
#include "content/read_host.h"
#include "content/read_reply.h"

enum { CANDIDATES_MAX = 2000, RECIPIENTS_MAX = 1000, WORDS_MAX = 2000 };

typedef struct {
    const SpottedText *spotted;
    GArray *candidates; /* Candidate */
    GArray *chosen;     /* guint, indices of candidates */
} Reading;

static const Candidate *candidate_at(const Reading *reading, guint index)
{
    return &g_array_index(reading->candidates, Candidate, index);
}

static const Candidate *chosen_at(const Reading *reading, guint index)
{
    return candidate_at(reading, g_array_index(reading->chosen, guint, index));
}

static void candidate_clear(gpointer data)
{
    g_free(((Candidate *)data)->address);
}

static GArray *gather(const SpottedText *spotted, const char *const *own)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_array_set_clear_func(candidates, candidate_clear);
    Span span;
    const char *text = spotted->text;
    for (gsize at = 0;
         candidates->len < CANDIDATES_MAX && address_next(text, spotted->end, at, &span);
         at = span.end) {
        Candidate candidate = {.span = span,
                               .address = g_strndup(text + span.start, span.end - span.start)};
        candidate_weigh(spotted, own, &candidate);
        g_array_append_val(candidates, candidate);
    }
    return candidates;
}

static const Candidate *best_of(const GArray *candidates)
{
    const Candidate *best = NULL;
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (!best || candidate->score > best->score)
            best = candidate;
    }
    return best;
}

/* The candidates that are recipients, each address once, as indices. Where none is surely one, the
 * best is, or all that a session names. */
static GArray *choose(const GArray *candidates, int least)
{
    const Candidate *best = best_of(candidates);
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(guint));
    if (!best || best->score < least)
        return chosen;
    gboolean all = best->score >= CANDIDATE_ENOUGH || best->of_session;
    int enough = MIN(best->score, CANDIDATE_ENOUGH);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < candidates->len && chosen->len < RECIPIENTS_MAX; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (candidate->score < enough || (!all && chosen->len))
            continue;
        if (g_hash_table_add(seen, g_ascii_strdown(candidate->address, -1)))
            g_array_append_val(chosen, i);
    }
    return chosen;
}

void prose_read_reply(const SpottedText *spotted, gsize start, gsize end, Facts *facts)
{
    Host host = {0};
    Reply reply = reply_find(spotted->text + start, end - start);
    if (reply.score && !facts->diagnostic.text) {
        g_autofree char *words =
            reply_unfold(spotted->text + start + reply.start, reply.end - reply.start, WORDS_MAX);
        facts_take_reply(facts, words, &reply, 80);
    }
    if (facts->remote_mta_name.text || !host_find_remote(spotted, start, end, &host))
        return;
    fact_set(&facts->remote_mta_name, host.name, 80);
    fact_set(&facts->remote_mta_ip, host.ip, 80);
    host_clear(&host);
}

/* What is said of the recipient: from its address to the next recipient's; in a session, from the
 * recipient before to the end of its line. */
static Span span_of(const Reading *reading, guint index)
{
    const SpottedText *spotted = reading->spotted;
    const Candidate *candidate = chosen_at(reading, index);
    Span span = {candidate->span.start, spotted->end};
    if (index + 1 < reading->chosen->len)
        span.end = chosen_at(reading, index + 1)->span.start;
    if (candidate->of_session && reading->chosen->len > 1) {
        const char *feed =
            memchr(spotted->text + candidate->span.end, '\n', spotted->end - candidate->span.end);
        span.start = index ? chosen_at(reading, index - 1)->span.end : 0;
        span.end = feed ? (gsize)(feed - spotted->text) : spotted->end;
    }
    return span;
}

/* "(expanded from: <a@example.net>)" behind the recipient. */
static void set_origin(const Reading *reading, const Span *span, Facts *facts)
{
    for (guint i = 0; i < reading->candidates->len && !facts->original_recipient.text; i++) {
        const Candidate *candidate = candidate_at(reading, i);
        if (candidate->is_origin && candidate->span.start >= span->start &&
            candidate->span.start < span->end)
            fact_set(&facts->original_recipient, candidate->address, 80);
    }
}

/* What was said of all recipients stands before the first: "mx.example.net rejected your message to
 * the following addresses". */
static void read_preamble(const Reading *reading, Facts *facts)
{
    Host host = {0};
    gsize first = chosen_at(reading, 0)->span.start;
    if (facts->remote_mta_name.text || facts->remote_mta_ip.text ||
        !host_find_remote(reading->spotted, 0, first, &host))
        return;
    fact_set(&facts->remote_mta_name, host.name, 60);
    fact_set(&facts->remote_mta_ip, host.ip, 60);
    host_clear(&host);
}

static void add_case(const Reading *reading, guint index, GPtrArray *cases)
{
    const SpottedText *spotted = reading->spotted;
    const Candidate *candidate = chosen_at(reading, index);
    Facts *facts = facts_new(KIND_FAILURE);
    Span span = span_of(reading, index);
    fact_set(&facts->recipient, candidate->address, CLAMP(50 + 5 * candidate->score, 30, 90));
    facts->action = candidate->action;
    set_origin(reading, &span, facts);
    prose_read_reply(spotted, span.start, span.end, facts);
    if (reading->chosen->len == 1)
        prose_read_reply(spotted, 0, spotted->length, facts);
    else
        read_preamble(reading, facts);
    g_ptr_array_add(cases, facts);
}

static void set_senders(const Reading *reading, GPtrArray *cases)
{
    for (guint i = 0; i < reading->candidates->len; i++) {
        const Candidate *candidate = candidate_at(reading, i);
        if (!candidate->is_sender)
            continue;
        if (!cases->len)
            g_ptr_array_add(cases, facts_new(KIND_FAILURE));
        for (guint j = 0; j < cases->len; j++)
            fact_set(&((Facts *)cases->pdata[j])->sender, candidate->address, 85);
        return;
    }
}

void prose_read(const SpottedText *spotted, const char *const *own, int least, GPtrArray *cases)
{
    Reading reading = {.spotted = spotted, .candidates = gather(spotted, own)};
    reading.chosen = choose(reading.candidates, least);
    for (guint i = 0; i < reading.chosen->len; i++)
        add_case(&reading, i, cases);
    set_senders(&reading, cases);
    g_array_unref(reading.chosen);
    g_array_unref(reading.candidates);
}
