#include "content/catalogue/identify.h"

#include <string.h>

#include "content/catalogue/catalogue_private.h"
#include "content/text/blank_names.h"
#include "content/text/inner_reply.h"
#include "content/text/normal_text.h"

#define DIAGNOSTIC_LIMIT (32 * 1024)
#define TEXT_LIMIT (32 * 1024)
#define BARE_LINE_LIMIT 1000
#define MOST_SEEN 60
/* In a text longer than this, a notice in prose, words that forbid a rule count only this near to
 * the words that fired it: "your message" stands in every notice. */
#define PROSE_LENGTH 300
#define NEAR_BEFORE 120
#define NEAR_AFTER 160
#define MOST_PLACES 4
/* Ranks of one level lie this far apart. */
#define LEVEL_STEP 10000
/* Words found around a diagnostic that says nothing itself: better than its codes alone, less than
 * words of a diagnostic. */
#define AROUND_RANK (LEVEL_TEXT * LEVEL_STEP - LEVEL_STEP / 2)

/* What patterns run over. */
typedef struct {
    const char *text;
    gsize length;
    Trigrams trigrams;
} View;

/* A text prepared for many patterns. Words inside names fire no rule: only the rules of one
 * provider, known by its names, see them. Both views have the same places. */
typedef struct {
    NormalText *normal;
    char *blank; /* without names; NULL where there are none */
    View named, nameless;
    const char *source;
    const Fact *fact; /* where the source stands in the input; NULL: unknown */
} Subject;

/* What rules are held against. */
typedef struct {
    const Facts *facts;
    guint kind;
    const char *code, *status; /* NULL where there is none */
    const Subject *words;
    Subject *speaker; /* made when the first rule asks for it */
    gboolean around;  /* words are the text around the diagnostic */
} Evidence;

static void candidate_free(gpointer data)
{
    Candidate *candidate = data;
    g_ptr_array_unref(candidate->matched);
    g_free(candidate);
}

static void matched_free(gpointer data)
{
    MatchedText *matched = data;
    g_free(matched->text);
    g_free(matched);
}

static void view_init(View *view, const char *text, gsize length)
{
    view->text = text;
    view->length = length;
    trigrams_init(&view->trigrams, text, length);
}

static Subject *subject_new(const char *source, const Fact *fact, gsize limit)
{
    Subject *subject = g_new(Subject, 1);
    subject->normal = normal_text_new(source, limit);
    subject->source = source;
    subject->fact = fact;
    view_init(&subject->named, subject->normal->text, subject->normal->length);
    subject->blank = blank_names(subject->normal->text, subject->normal->length);
    if (subject->blank)
        view_init(&subject->nameless, subject->blank, subject->normal->length);
    return subject;
}

static void subject_free(Subject *subject)
{
    normal_text_free(subject->normal);
    g_free(subject->blank);
    g_free(subject);
}

static const View *nameless_view(const Subject *subject)
{
    return subject->blank ? &subject->nameless : &subject->named;
}

/* What the words of a rule are looked for in. */
static const View *view_for(const Subject *subject, const PreparedRule *prepared)
{
    return prepared->sees_names ? &subject->named : nameless_view(subject);
}

static gboolean view_find(const View *view, Pattern *pattern, gsize *start, gsize *end)
{
    return pattern_find(pattern, view->text, view->length, &view->trigrams, start, end);
}

static gboolean any_finds(const GPtrArray *patterns, const View *view)
{
    for (guint i = 0; i < patterns->len; i++)
        if (view_find(view, g_ptr_array_index(patterns, i), NULL, NULL))
            return TRUE;
    return FALSE;
}

/* `*seen` is how many bytes of the text all patterns matched together. */
static gboolean all_find(const GPtrArray *patterns, const View *view, guint *seen)
{
    for (guint i = 0; i < patterns->len; i++) {
        gsize start, end;
        if (!view_find(view, g_ptr_array_index(patterns, i), &start, &end))
            return FALSE;
        *seen += (guint)(end - start);
    }
    return TRUE;
}

static gboolean any_is(const GPtrArray *patterns, const char *code)
{
    gsize length = code ? strlen(code) : 0;
    for (guint i = 0; code && i < patterns->len; i++)
        if (pattern_find(g_ptr_array_index(patterns, i), code, length, NULL, NULL, NULL))
            return TRUE;
    return FALSE;
}

/* Who speaks: the host that refused; only where none is known, whatever host names stand around. A
 * notice by Gmail about a refusal by Yahoo names both. */
static char *speaker_text(const Facts *facts)
{
    GString *text = g_string_new(facts->diagnostic.text);
    const char *remote = facts->remote_mta_name.text;
    if (remote)
        g_string_append_printf(text, "\n%s", remote);
    if (facts->reporting_mta.text && !(remote && facts->speaker == SPEAKER_OTHER_SIDE))
        g_string_append_printf(text, "\n%s", facts->reporting_mta.text);
    if (!remote)
        g_string_append_printf(text, "\n%.*s", TEXT_LIMIT, facts->text);
    return g_string_free(text, FALSE);
}

static const Subject *speaker_of(Evidence *evidence)
{
    if (!evidence->speaker) {
        g_autofree char *text = speaker_text(evidence->facts);
        evidence->speaker = subject_new(text, NULL, DIAGNOSTIC_LIMIT + TEXT_LIMIT);
        evidence->speaker->source = NULL;
    }
    return evidence->speaker;
}

static gboolean any_finds_between(const GPtrArray *patterns, const View *view, gsize from, gsize to)
{
    const char *text = view->text;
    while (from > 0 && (guchar)text[from] >= 0x80 && (guchar)text[from] < 0xC0)
        from--;
    while (to < view->length && (guchar)text[to] >= 0x80 && (guchar)text[to] < 0xC0)
        to++;
    for (guint i = 0; i < patterns->len; i++)
        if (pattern_find(g_ptr_array_index(patterns, i), text + from, to - from, NULL, NULL, NULL))
            return TRUE;
    return FALSE;
}

/* The first place of prose where the rule's first pattern matches and nothing near forbids it. */
static gboolean allowed_in_prose(const PreparedRule *prepared, const Subject *words)
{
    Pattern *pattern = g_ptr_array_index(prepared->text, 0);
    const View *view = view_for(words, prepared);
    gsize length = view->length, from = 0, start, end;
    for (guint place = 0; place < MOST_PLACES && from < length; place++) {
        if (!pattern_find(pattern, view->text + from, length - from, NULL, &start, &end))
            return FALSE;
        start += from;
        end += from;
        if (!any_finds_between(prepared->not_text, nameless_view(words),
                               start - MIN(start, NEAR_BEFORE), MIN(length, end + NEAR_AFTER)))
            return TRUE;
        from = MAX(end, from + 1);
        while (from < length && ((guchar)view->text[from] & 0xC0) == 0x80)
            from++;
    }
    return FALSE;
}

static gboolean is_allowed(const PreparedRule *prepared, const Subject *words)
{
    if (!prepared->not_text)
        return TRUE;
    if (prepared->text && words->normal->length > PROSE_LENGTH)
        return allowed_in_prose(prepared, words);
    return !any_finds(prepared->not_text, nameless_view(words));
}

/* Cheapest conditions first: most rules fall at the trigrams of their words. */
static gboolean rule_holds(const PreparedRule *prepared, Evidence *evidence, guint *seen)
{
    if (!(prepared->kinds >> evidence->kind & 1))
        return FALSE;
    if (evidence->around && (!prepared->text || prepared->rule->level < LEVEL_TEXT))
        return FALSE;
    if (prepared->code && !any_is(prepared->code, evidence->code))
        return FALSE;
    if (prepared->status && !any_is(prepared->status, evidence->status))
        return FALSE;
    if (prepared->text && !all_find(prepared->text, view_for(evidence->words, prepared), seen))
        return FALSE;
    if (prepared->speaker && !any_finds(prepared->speaker, &speaker_of(evidence)->named))
        return FALSE;
    return is_allowed(prepared, evidence->words);
}

/* Within a level, the rule that must see more and that saw more is the better one. What a pattern
 * saw is worth less: blanks to be filled (".{0,80}") make it long. */
static int rule_rank(const PreparedRule *prepared, const Evidence *evidence, guint seen)
{
    guint special = MIN(prepared->specificity + MIN(seen, MOST_SEEN), LEVEL_STEP / 2 - 1);
    if (evidence->around)
        return AROUND_RANK + (int)special;
    return (int)prepared->rule->level * LEVEL_STEP + (int)special;
}

/* Words of a fact without a place are looked for at the begin of the input only: an input may speak
 * of a thousand recipients. */
static void matched_place(MatchedText *matched, GBytes *input, const Fact *fact)
{
    enum { LOOK_MAX = 1 << 14 };
    gsize length, from = 0;
    const char *bytes = g_bytes_get_data(input, &length);
    gsize to = MIN(length, (gsize)LOOK_MAX);
    if (fact && fact->start != FACT_NOT_VERBATIM && fact->start <= fact->end &&
        fact->end <= length) {
        from = fact->start;
        to = fact->end;
    }
    gsize start, end;
    if (to > from && text_locate(bytes + from, to - from, matched->text, &start, &end)) {
        matched->start = from + start;
        matched->end = from + end;
    }
}

static void matched_add(GPtrArray *list, char *text, GBytes *input, const Fact *fact)
{
    MatchedText *matched = g_new0(MatchedText, 1);
    matched->text = text;
    matched->start = matched->end = FACT_NOT_VERBATIM;
    if (input && *text)
        matched_place(matched, input, fact);
    g_ptr_array_add(list, matched);
}

/* The source's own words at start..end of the normal text, without blanks at the ends. */
static char *source_words(const Subject *subject, gsize start, gsize end)
{
    const guint32 *origin = subject->normal->origin;
    gsize to = end > start ? origin[end - 1] + 1 : origin[start];
    while ((guchar)subject->source[to] >= 0x80 && (guchar)subject->source[to] < 0xC0)
        to++;
    return g_strstrip(g_strndup(subject->source + origin[start], to - origin[start]));
}

static void add_words(GPtrArray *matched, const PreparedRule *prepared, const Subject *words,
                      GBytes *input)
{
    for (guint i = 0; prepared->text && i < prepared->text->len; i++) {
        gsize start, end;
        if (view_find(view_for(words, prepared), g_ptr_array_index(prepared->text, i), &start,
                      &end))
            matched_add(matched, source_words(words, start, end), input, words->fact);
    }
}

static GPtrArray *collect_matched(const PreparedRule *prepared, const Evidence *evidence,
                                  GBytes *input)
{
    GPtrArray *matched = g_ptr_array_new_with_free_func(matched_free);
    add_words(matched, prepared, evidence->words, input);
    if (prepared->status)
        matched_add(matched, g_strdup(evidence->status), input, &evidence->facts->enhanced_status);
    if (prepared->code)
        matched_add(matched, g_strdup(evidence->code), input, &evidence->facts->reply_code);
    return matched;
}

typedef struct {
    const PreparedRule *prepared;
    int rank;
} Best;

/* The best rule of each cause; an array with an element per cause. */
static Best *best_rules(const Catalogue *catalogue, Evidence *evidence)
{
    const GPtrArray *rules = catalogue_rules(catalogue);
    g_autoptr(GArray) possible =
        rule_index_find(catalogue_rule_index(catalogue), &evidence->words->named.trigrams);
    Best *best = g_new0(Best, catalogue_size(catalogue) + 1);
    for (guint i = 0; i < possible->len; i++) {
        const PreparedRule *prepared = g_ptr_array_index(rules, g_array_index(possible, guint, i));
        Best *own = &best[prepared->cause];
        guint seen = 0;
        if (own->prepared && rule_rank(prepared, evidence, MOST_SEEN) <= own->rank)
            continue;
        if (!rule_holds(prepared, evidence, &seen))
            continue;
        int rank = rule_rank(prepared, evidence, seen);
        if (own->prepared && rank <= own->rank)
            continue;
        own->prepared = prepared;
        own->rank = rank;
    }
    return best;
}

static void add_candidates(GPtrArray *candidates, const Catalogue *catalogue, Evidence *evidence,
                           GBytes *input)
{
    g_autofree Best *best = best_rules(catalogue, evidence);
    for (guint i = 0; i < catalogue_size(catalogue); i++) {
        if (!best[i].prepared)
            continue;
        Candidate *candidate = g_new0(Candidate, 1);
        candidate->cause = catalogue_at(catalogue, i);
        candidate->rule = best[i].prepared->rule;
        candidate->rank = best[i].rank;
        candidate->matched = collect_matched(best[i].prepared, evidence, input);
        g_ptr_array_add(candidates, candidate);
    }
}

void identify_prefer(GPtrArray *candidates, const Cause *cause, const Facts *facts, GBytes *input,
                     const char *words)
{
    const Candidate *first = candidates->len ? g_ptr_array_index(candidates, 0) : NULL;
    for (guint i = candidates->len; i > 0; i--)
        if (((const Candidate *)g_ptr_array_index(candidates, i - 1))->cause == cause)
            g_ptr_array_remove_index(candidates, i - 1);
    Candidate *candidate = g_new0(Candidate, 1);
    candidate->cause = cause;
    candidate->rule = &cause->rules[0];
    candidate->rank = first ? first->rank + 1 : 1;
    candidate->matched = g_ptr_array_new_with_free_func(matched_free);
    matched_add(candidate->matched, g_strdup(words), input, &facts->diagnostic);
    g_ptr_array_insert(candidates, 0, candidate);
}

gboolean identify_heard_words(const GPtrArray *candidates)
{
    for (guint i = 0; i < candidates->len; i++)
        if (((const Candidate *)g_ptr_array_index(candidates, i))->rule->level >= LEVEL_TEXT)
            return TRUE;
    return FALSE;
}

static int by_rank(gconstpointer a, gconstpointer b)
{
    const Candidate *left = *(Candidate *const *)a, *right = *(Candidate *const *)b;
    return (right->rank > left->rank) - (right->rank < left->rank);
}

/* A cause found by its words and again by its codes stays once, by the words. */
static void drop_repetitions(GPtrArray *sorted)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < sorted->len;) {
        const Candidate *candidate = g_ptr_array_index(sorted, i);
        if (g_hash_table_add(seen, candidate->cause->id))
            i++;
        else
            g_ptr_array_remove_index(sorted, i);
    }
}

/* A rule that names nothing but the kind of input speaks only where no other does. */
static void drop_mere_kinds(GPtrArray *sorted)
{
    for (guint i = sorted->len; i > 0 && sorted->len > 1; i--)
        if (((const Candidate *)g_ptr_array_index(sorted, i - 1))->rank == 0)
            g_ptr_array_remove_index(sorted, i - 1);
}

/* One line that is no message: somebody typed or copied the words of an error, perhaps without any
 * code. */
static gboolean is_bare_line(const Facts *facts)
{
    gsize length = strnlen(facts->text, BARE_LINE_LIMIT);
    gsize line = strcspn(facts->text, "\r\n");
    return length < BARE_LINE_LIMIT && line + strspn(facts->text + line, "\r\n \t") == length;
}

/* "458", "SMTP 458 ...": the code that a bare line begins with. g_free(). */
static char *leading_code(const char *text)
{
    static const char *const words[] = {"SMTP", "error", "错误", "code", "代码"};
    text += strspn(text, " \t\"'(");
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(text, words[i], strlen(words[i])) == 0) {
            text += strlen(words[i]);
            text += strspn(text, " :#");
        }
    gboolean code = *text >= '2' && *text <= '5' && strspn(text, "0123456789") == 3;
    return code && strcspn(text + 3, ".%") > 0 ? g_strndup(text, 3) : NULL;
}

/* The words of `source`; where nothing has been heard yet, and not at all for NULL. Words that
 * stand around a reply are worth less than it. */
static void hear(GPtrArray *candidates, const Catalogue *catalogue, Evidence *evidence,
                 GBytes *input, const char *source, const Fact *fact)
{
    if (!source || (candidates->len > 0 && identify_heard_words(candidates)))
        return;
    Subject *words = subject_new(source, fact, fact ? DIAGNOSTIC_LIMIT : TEXT_LIMIT);
    evidence->words = words;
    add_candidates(candidates, catalogue, evidence, input);
    evidence->words = NULL;
    evidence->around = TRUE;
    subject_free(words);
}

GPtrArray *identify(const Catalogue *catalogue, const Facts *facts, GBytes *input)
{
    gboolean line = is_bare_line(facts);
    gboolean bare = facts->kind == KIND_NOT_A_BOUNCE && (line || facts->typed);
    /* In a lone reply nothing stands around the diagnostic, so that all of it may speak. */
    gboolean diagnostic = facts->diagnostic.text && *facts->diagnostic.text &&
                          !(facts->kind == KIND_SMTP_REPLY && line);
    g_autofree char *code =
        bare && line ? leading_code(facts->text) : g_strdup(facts->reply_code.text);
    const Fact *fact = diagnostic ? &facts->diagnostic : NULL;
    g_autofree char *inner = diagnostic ? inner_reply(fact->text) : NULL;
    if (!inner && line)
        inner = inner_reply(facts->text);
    Evidence evidence = {.facts = facts,
                         .kind = bare ? KIND_SMTP_REPLY : facts->kind,
                         .code = code,
                         .status = facts->enhanced_status.text};
    GPtrArray *candidates = g_ptr_array_new_with_free_func(candidate_free);
    hear(candidates, catalogue, &evidence, input, inner, fact);
    hear(candidates, catalogue, &evidence, input, diagnostic ? fact->text : facts->text, fact);
    if (diagnostic)
        hear(candidates, catalogue, &evidence, input, facts->text, NULL);
    g_ptr_array_sort(candidates, by_rank);
    drop_repetitions(candidates);
    drop_mere_kinds(candidates);
    g_clear_pointer(&evidence.speaker, subject_free);
    return candidates;
}
