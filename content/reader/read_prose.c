#include "content/reader/read_prose.h"

#include <string.h>

#include "content/reader/read_candidate.h"
#include "content/reader/read_delivery_status.h"
#include "content/reader/read_host.h"
#include "content/reader/read_reply.h"

enum { CANDIDATES_MAX = 2000, WORDS_MAX = 2000 };

typedef struct {
    const SpottedText *spotted;
    GArray *candidates; /* Candidate */
    GArray *chosen;     /* guint, indices of candidates; an address may be there several times */
    GArray *stories;    /* Story, one for each address */
} Reading;

/* What is told of one recipient, in all places that name it. */
typedef struct {
    Facts *facts;
    Span words;  /* of the first mention */
    Span answer; /* the one with the surest reply */
    int score;
} Story;

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

/* An address that a refusal calls the sender's is no recipient by mere mention. */
static void leave_out_senders(GArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *sender = &g_array_index(candidates, Candidate, i);
        for (guint j = 0; sender->is_sender && j < candidates->len; j++) {
            Candidate *other = &g_array_index(candidates, Candidate, j);
            if (other->score < CANDIDATE_ENOUGH &&
                !g_ascii_strcasecmp(other->address, sender->address))
                other->score = MIN(other->score, sender->score);
        }
        if (sender->is_sender)
            return;
    }
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

/* The candidates that are recipients, as indices. Where none is surely one, the best is, or all
 * that a session names. */
static GArray *choose(const GArray *candidates, int least)
{
    const Candidate *best = best_of(candidates);
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(guint));
    if (!best || best->score < least)
        return chosen;
    gboolean all = best->score >= CANDIDATE_ENOUGH || best->of_session;
    int enough = MIN(best->score, CANDIDATE_ENOUGH);
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (candidate->score >= enough && (all || !chosen->len))
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

/* What is said of the recipient: from its address to that of the next one; in a session, from the
 * recipient before to the end of its line. */
static Span span_of(const Reading *reading, guint index)
{
    const SpottedText *spotted = reading->spotted;
    const Candidate *candidate = chosen_at(reading, index);
    Span span = {candidate->span.start, spotted->end};
    guint next = index + 1;
    while (next < reading->chosen->len &&
           !g_ascii_strcasecmp(chosen_at(reading, next)->address, candidate->address))
        next++;
    if (next < reading->chosen->len)
        span.end = chosen_at(reading, next)->span.start;
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

static Story *story_of(Reading *reading, const Candidate *candidate, GHashTable *known,
                       GPtrArray *cases)
{
    g_autofree char *address = g_ascii_strdown(candidate->address, -1);
    gpointer found = g_hash_table_lookup(known, address);
    if (found)
        return &g_array_index(reading->stories, Story, GPOINTER_TO_UINT(found) - 1);
    Story story = {.facts = facts_new(KIND_FAILURE)};
    fact_set(&story.facts->recipient, candidate->address, CLAMP(50 + 5 * candidate->score, 30, 90));
    story.facts->action = candidate->action;
    g_ptr_array_add(cases, story.facts);
    g_array_append_val(reading->stories, story);
    g_hash_table_insert(known, g_steal_pointer(&address), GUINT_TO_POINTER(reading->stories->len));
    return &g_array_index(reading->stories, Story, reading->stories->len - 1);
}

static void look_for_reply(const Reading *reading, Span span, Story *story)
{
    Reply reply = reply_find(reading->spotted->text + span.start, span.end - span.start);
    if (reply.score <= story->score)
        return;
    story->score = reply.score;
    story->answer = span;
}

/* Whether what is said of this mention was said of the one before it, too: the words of an address
 * reach over its further mentions. To search them for each mention took quadratic time. */
static gboolean is_within_previous(const Reading *reading, guint index)
{
    if (!index)
        return FALSE;
    const Candidate *candidate = chosen_at(reading, index),
                    *previous = chosen_at(reading, index - 1);
    return !candidate->of_session && !previous->of_session &&
           !g_ascii_strcasecmp(candidate->address, previous->address);
}

/* Exchange names each recipient for people first, and again below with the server's words. */
static void gather_stories(Reading *reading, GPtrArray *cases)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < reading->chosen->len; i++) {
        if (is_within_previous(reading, i))
            continue;
        Story *story = story_of(reading, chosen_at(reading, i), known, cases);
        Span span = span_of(reading, i);
        set_origin(reading, &span, story->facts);
        look_for_reply(reading, span, story);
        if (!story->words.end)
            story->words = span;
    }
}

static void tell_stories(const Reading *reading)
{
    Span whole = {0, reading->spotted->length};
    gboolean only = reading->stories->len == 1;
    for (guint i = 0; i < reading->stories->len; i++) {
        Story *story = &g_array_index(reading->stories, Story, i);
        if (only)
            look_for_reply(reading, whole, story);
        const Span *places[] = {&story->answer, &story->words, only ? &whole : &story->words};
        for (guint k = 0; k < G_N_ELEMENTS(places); k++)
            if (places[k]->end)
                prose_read_reply(reading->spotted, places[k]->start, places[k]->end, story->facts);
        if (!only)
            read_preamble(reading, story->facts);
    }
}

/* The address that a refusal calls the sender's. */
static char *find_sender(const GArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        if (candidate->is_sender)
            return g_strdup(candidate->address);
    }
    return NULL;
}

char *prose_read(const SpottedText *spotted, const char *const *own, int least, GPtrArray *cases)
{
    Reading reading = {.spotted = spotted, .candidates = gather(spotted, own)};
    leave_out_senders(reading.candidates);
    reading.chosen = choose(reading.candidates, least);
    reading.stories = g_array_new(FALSE, FALSE, sizeof(Story));
    gather_stories(&reading, cases);
    tell_stories(&reading);
    char *sender = find_sender(reading.candidates);
    g_array_unref(reading.stories);
    g_array_unref(reading.chosen);
    g_array_unref(reading.candidates);
    return sender;
}
