/* Tries each phrase of each rule by itself, which is slow and done only where it was asked for. */
#include "content/catalogue/rule_trace.h"

#include <string.h>

#include "content/catalogue/catalogue_private.h"
#include "content/catalogue/rule_phrase.h"
#include "content/text/blank_names.h"
#include "content/text/normal_text.h"

enum { MOST_TRACES = 60, MOST_TEXT = 32 * 1024 };

/* The words in question, with names and without. */
typedef struct {
    const char *named, *nameless;
    gsize length;
} Words;

/* The first of the lines that is in the text; *found, where it is not NULL, becomes what it is
 * found in. */
static const char *first_found(const MatchRule *rule, char **lines, guint count, gboolean raw,
                               const char *text, gsize length, char **found)
{
    for (guint i = 0; i < count; i++) {
        g_autofree char *problem = NULL;
        g_autofree char *source =
            raw ? g_strdup(lines[i])
                : rule_phrase_pattern(lines[i], rule->words, rule->words_count, &problem);
        gsize start, end;
        Pattern *pattern = source ? pattern_new(source, PATTERN_SEARCH) : NULL;
        gboolean here = pattern && pattern_find(pattern, text, length, NULL, &start, &end);
        pattern_free(pattern);
        if (!here)
            continue;
        if (found)
            *found = g_strndup(text + start, end - start);
        return lines[i];
    }
    return NULL;
}

static gboolean holds_words(const PreparedRule *prepared, const char *text, gsize length)
{
    for (guint i = 0; prepared->text && i < prepared->text->len; i++)
        if (!pattern_find(prepared->text->pdata[i], text, length, NULL, NULL, NULL))
            return FALSE;
    return prepared->text != NULL;
}

static gboolean any_is(const GPtrArray *patterns, const char *code)
{
    for (guint i = 0; code && i < patterns->len; i++)
        if (pattern_find(patterns->pdata[i], code, strlen(code), NULL, NULL, NULL))
            return TRUE;
    return FALSE;
}

/* The place of the cause (and rule, unless NULL) among the candidates; their number: it is none. */
static guint place_of(const GPtrArray *candidates, const Cause *cause, const MatchRule *rule)
{
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = candidates->pdata[i];
        if (candidate->cause == cause && (!rule || candidate->rule == rule))
            return i;
    }
    return candidates->len;
}

/* What kept the rule from firing, as far as the rest of the bounce tells. */
static const char *what_lacks(const PreparedRule *prepared, const RuleTrace *trace,
                              const Facts *facts, const GPtrArray *candidates)
{
    guint kind = facts->kind == KIND_NOT_A_BOUNCE ? KIND_SMTP_REPLY : facts->kind;
    if (trace->place < candidates->len)
        return NULL;
    if (!(prepared->kinds >> kind & 1))
        return "kind";
    if (prepared->code && !any_is(prepared->code, facts->reply_code.text))
        return "code";
    if (prepared->status && !any_is(prepared->status, facts->enhanced_status.text))
        return "status";
    if (trace->forbidding)
        return "unless";
    if (prepared->speaker && place_of(candidates, trace->cause, NULL) == candidates->len)
        return "speaker";
    return "rank";
}

static RuleTrace *trace_rule(const Catalogue *catalogue, const PreparedRule *prepared,
                             const Words *words)
{
    const MatchRule *rule = prepared->rule;
    const char *text = prepared->sees_names ? words->named : words->nameless;
    if (!holds_words(prepared, text, words->length))
        return NULL;
    /* "{char}" is for rules that a code decides: no words that came near. */
    if (pattern_specificity(prepared->text->pdata[0]) == 0)
        return NULL;
    RuleTrace *trace = g_new0(RuleTrace, 1);
    trace->cause = catalogue_at(catalogue, prepared->cause);
    trace->rule = rule;
    trace->phrase = first_found(rule, rule->phrases, rule->phrases_count, FALSE, text,
                                words->length, &trace->found);
    if (!trace->phrase)
        trace->phrase = first_found(rule, rule->text, rule->text_count, TRUE, text, words->length,
                                    &trace->found);
    trace->forbidding = first_found(rule, rule->unless, rule->unless_count, FALSE, words->nameless,
                                    words->length, NULL);
    if (!trace->forbidding)
        trace->forbidding = first_found(rule, rule->not_text, rule->not_text_count, TRUE,
                                        words->nameless, words->length, NULL);
    return trace;
}

static void trace_free(gpointer data)
{
    RuleTrace *trace = data;
    g_free(trace->found);
    g_free(trace);
}

/* Those that fired, the best cause first; then the others, the most special first. */
static int by_nearness(gconstpointer a, gconstpointer b)
{
    const RuleTrace *left = *(RuleTrace *const *)a, *right = *(RuleTrace *const *)b;
    if (!left->lacks != !right->lacks)
        return left->lacks ? 1 : -1;
    if (!left->lacks)
        return (int)left->place - (int)right->place;
    return (int)right->rule->level - (int)left->rule->level;
}

/* The diagnostic, unless its words told nothing: then identify() reads what stands around it. */
static const char *words_of(const Facts *facts, const GPtrArray *candidates)
{
    const char *diagnostic = facts->diagnostic.text;
    gboolean heard = candidates->len > 0 && identify_heard_words(candidates);
    return diagnostic && *diagnostic && heard ? diagnostic : facts->text;
}

GPtrArray *rule_trace(const Catalogue *catalogue, const Facts *facts, const GPtrArray *candidates)
{
    const GPtrArray *rules = catalogue_rules(catalogue);
    GPtrArray *traces = g_ptr_array_new_with_free_func(trace_free);
    g_autoptr(NormalText) normal = normal_text_new(words_of(facts, candidates), MOST_TEXT);
    g_autofree char *blank = blank_names(normal->text, normal->length);
    const Words words = {normal->text, blank ? blank : normal->text, normal->length};
    for (guint i = 0; i < rules->len; i++) {
        RuleTrace *trace = trace_rule(catalogue, rules->pdata[i], &words);
        if (!trace)
            continue;
        trace->place = place_of(candidates, trace->cause, trace->rule);
        trace->lacks = what_lacks(rules->pdata[i], trace, facts, candidates);
        if (!trace->lacks || strcmp(trace->lacks, "unless") != 0)
            trace->forbidding = NULL;
        g_ptr_array_add(traces, trace);
    }
    g_ptr_array_sort(traces, by_nearness);
    if (traces->len > MOST_TRACES)
        g_ptr_array_set_size(traces, MOST_TRACES);
    return traces;
}
