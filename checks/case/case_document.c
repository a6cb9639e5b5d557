/* A result as JSON. */
#include "checks/case/case_basis.h"
#include "checks/case/case_document.h"

#include <string.h>
#include "checks/case/case_forwarding.h"
#include "checks/case/case_message.h"
#include "checks/case/case_verdict.h"
#include "checks/case/finding_words.h"
#include "content/base/phrases.h"
#include "content/catalogue/rule_trace.h"

static Language language_of(const Result *result)
{
    return result->options->language;
}

static const char *word(const Result *result, const char *group, const char *name)
{
    g_autofree char *key = g_strdup_printf("%s.%s", group, name);
    return phrase(language_of(result), g_intern_string(key));
}

static json_t *filled(const Result *result, const char *text)
{
    if (!text)
        return json_null();
    g_autofree char *words = phrase_fill(language_of(result), text, result->values);
    return case_string(words);
}

static json_t *place(const Result *result, gsize offset)
{
    return offset == FACT_NOT_VERBATIM
               ? json_null()
               : json_integer((json_int_t)(offset + result->options->input_offset));
}

static const Candidate *chosen_candidate(const Result *result)
{
    for (guint i = 0; i < result->candidates->len; i++) {
        const Candidate *candidate = result->candidates->pdata[i];
        if (candidate->cause == result->cause)
            return candidate;
    }
    return NULL;
}

static json_t *matched_texts(const Result *result, const Candidate *candidate)
{
    json_t *array = json_array();
    for (guint i = 0; candidate && i < candidate->matched->len; i++) {
        const MatchedText *matched = candidate->matched->pdata[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o}", "text", case_string(matched->text), "start",
                             place(result, matched->start), "end", place(result, matched->end)));
    }
    return array;
}

static json_t *documented_rows(const Cause *cause)
{
    json_t *array = json_array();
    for (unsigned i = 0; i < cause->documented_count; i++)
        json_array_append_new(array, json_integer(cause->documented[i]));
    return array;
}

static json_t *links(const Cause *cause)
{
    json_t *array = json_array();
    for (unsigned i = 0; i < cause->links_count; i++)
        json_array_append_new(array,
                              json_pack("{s:o, s:o}", "url", case_string(cause->links[i].url),
                                        "title", case_string(cause->links[i].title)));
    return array;
}

static json_t *translations(const Result *result)
{
    json_t *all = json_object();
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        json_t *words = json_object();
        case_message_set(words, result, language);
        json_object_set_new(all, language_name(language), words);
    }
    return all;
}

static void set_cause_words(json_t *object, const Result *result)
{
    const CauseText *text = cause_text(result->cause, language_of(result));
    const char *unproven = case_verdict_limits(result, language_of(result));
    json_object_set_new(object, "what", filled(result, text->what));
    json_object_set_new(object, "why", filled(result, text->why));
    json_object_set_new(object, "unproven", filled(result, unproven));
    json_t *avoid = json_array();
    for (unsigned i = 0; i < text->avoid_count; i++)
        json_array_append_new(avoid, filled(result, text->avoid[i]));
    json_object_set_new(object, "avoid", avoid);
    case_message_set(object, result, result->options->reply_language);
    if (result->options->translations)
        json_object_set_new(object, "translations", translations(result));
}

static json_t *case_cause(const Result *result)
{
    const Cause *cause = result->cause;
    if (!cause)
        return json_null();
    const Candidate *candidate = chosen_candidate(result);
    const CauseText *text = cause_text(cause, language_of(result));
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", case_string(cause->id), "title",
                  filled(result, text->title), "reason", case_string(cause->reason), "rule",
                  case_string(candidate ? candidate->rule->name : NULL), "documented",
                  documented_rows(cause), "matched", matched_texts(result, candidate));
    json_object_set_new(object, "since", case_string(cause->since));
    json_object_set_new(object, "links", links(cause));
    set_cause_words(object, result);
    return object;
}

/* Where words tell the cause, what its bare codes mean in general is no other cause. */
static gboolean says_less(const Candidate *candidate, const Candidate *chosen)
{
    return chosen && chosen->rule->level >= LEVEL_TEXT && candidate->rule->level < LEVEL_TEXT;
}

static json_t *alternatives(const Result *result)
{
    const Candidate *chosen = chosen_candidate(result);
    json_t *array = json_array();
    for (guint i = 0; i < result->candidates->len; i++) {
        const Candidate *candidate = result->candidates->pdata[i];
        if (candidate->cause == result->cause || says_less(candidate, chosen))
            continue;
        const CauseText *text = cause_text(candidate->cause, language_of(result));
        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o}", "id", case_string(candidate->cause->id),
                                        "reason", case_string(candidate->cause->reason), "title",
                                        case_string(text->title)));
    }
    return array;
}

/* Which rules fired and which came near. */
static json_t *rules(const Result *result)
{
    json_t *array = json_array();
    for (guint i = 0; i < result->rules->len; i++) {
        const RuleTrace *trace = result->rules->pdata[i];
        json_array_append_new(
            array,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", case_string(trace->cause->id), "rule",
                      case_string(trace->rule->name), "phrase", case_string(trace->phrase), "found",
                      case_string(trace->found), "lacks", case_string(trace->lacks), "forbidding",
                      case_string(trace->forbidding)));
    }
    return array;
}

/* RFC 3339; null for 0 and for what no calendar knows. */
static json_t *time_of(gint64 microseconds)
{
    g_autoptr(GDateTime) seconds = g_date_time_new_from_unix_utc(microseconds / G_USEC_PER_SEC);
    if (!microseconds || !seconds)
        return json_null();
    g_autofree char *time = g_date_time_format(seconds, "%Y-%m-%dT%H:%M:%SZ");
    return case_string(time);
}

static json_t *case_evidence(const Finding *finding)
{
    json_t *array = json_array();
    for (guint i = 0; i < finding->evidence->len; i++) {
        const Evidence *evidence = finding->evidence->pdata[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:I, s:o}", "question",
                             case_string(evidence->question), "server",
                             case_string(evidence->server), "answer", case_string(evidence->answer),
                             "ttl", (json_int_t)evidence->ttl, "time", time_of(evidence->time)));
    }
    return array;
}

static const char *outcome_word(const Result *result, const TraceStep *step)
{
    g_autofree char *key = g_strconcat("trace.", step->outcome, NULL);
    return phrase_exists(key) ? phrase(language_of(result), g_intern_string(key)) : step->outcome;
}

static char *step_sentence(const Result *result, const TraceStep *step)
{
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    const char *outcome = outcome_word(result, step);
    g_hash_table_insert(values, (char *)(gintptr) "term", g_strdup(step->term));
    g_hash_table_insert(values, (char *)(gintptr) "outcome", g_strdup(outcome));
    g_hash_table_insert(values, (char *)(gintptr) "lookups", g_strdup_printf("%d", step->lookups));
    return phrase_fill(language_of(result), phrase(language_of(result), "trace.step"), values);
}

static json_t *case_trace(const Result *result, const Finding *finding)
{
    json_t *array = json_array();
    for (guint i = 0; i < finding->trace->len; i++) {
        const TraceStep *step = finding->trace->pdata[i];
        g_autofree char *sentence = step_sentence(result, step);
        json_array_append_new(
            array, json_pack("{s:i, s:o, s:o, s:o, s:o, s:i, s:i, s:o}", "depth", step->depth,
                             "subject", case_string(step->subject), "term", case_string(step->term),
                             "outcome", case_string(step->outcome), "outcome_word",
                             case_string(outcome_word(result, step)), "lookups", step->lookups,
                             "voids", step->voids, "text", case_string(sentence)));
    }
    return array;
}

static json_t *case_finding(const Result *result, const Finding *finding)
{
    g_autofree char *sentence = finding_sentence(finding, language_of(result));
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "check", case_string(finding->check), "id",
                  case_string(finding->id), "subject", case_string(finding->subject), "effect",
                  case_string(effect_name(finding->effect)), "role", case_string(finding->role),
                  "text", case_string(sentence));
    json_object_set_new(object, "detail", case_string(finding->detail));
    json_object_set_new(object, "list", case_string(finding->list));
    json_object_set_new(object, "title", case_string(word(result, "check", finding->check)));
    json_object_set_new(object, "evidence", case_evidence(finding));
    if (finding->advice)
        json_object_set_new(object, "advice", json_true());
    if (finding->trace)
        json_object_set_new(object, "trace", case_trace(result, finding));
    return object;
}

void case_pending_add(json_t *pending, const char *check, const char *role, Language language)
{
    g_autofree char *key = g_strdup_printf("check.%s", check);
    json_array_append_new(pending, json_pack("{s:o, s:o, s:o}", "check", case_string(check), "role",
                                             case_string(role), "title",
                                             case_string(phrase(language, g_intern_string(key)))));
}

static const char *category(const Result *result)
{
    return result->cause ? result->cause->category : NULL;
}

static json_t *case_words(const Result *result)
{
    const Cause *cause = result->cause;
    const char *verdict = verdict_name(result->verdict);
    return json_pack("{s:o, s:o, s:o, s:o}", "category",
                     cause ? case_string(word(result, "category", cause->category)) : json_null(),
                     "verdict", case_string(word(result, "verdict", verdict)), "acts",
                     cause ? case_string(word(result, "actor", case_acts(result))) : json_null(),
                     "kind", case_string(word(result, "kind", kind_name(result->kind))));
}

static void add_findings(json_t *array, const Result *result, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++)
        json_array_append_new(array, case_finding(result, findings->pdata[i]));
}

/* With what the name servers say, which decides nothing. */
static json_t *case_findings(const Result *result, const Authority *authority)
{
    json_t *array = json_array();
    add_findings(array, result, result->findings);
    if (authority)
        add_findings(array, result, authority_findings(authority));
    return array;
}

json_t *case_document(const Result *result, json_t *pending, const Authority *authority,
                      const char *source_name, int message)
{
    g_autofree char *reason = case_verdict_reason(result, language_of(result));
    json_t *document =
        json_pack("{s:i, s:{s:o, s:i, s:s}, s:s}", "whybounce", 1, "input", "source",
                  case_string(source_name), "message", message, "kind", kind_name(result->kind),
                  "lang", language_name(language_of(result)));
    json_object_set_new(document, "facts",
                        case_facts(result->facts, result->options->input_offset));
    json_object_set_new(document, "category", case_string(category(result)));
    json_object_set_new(document, "cause", case_cause(result));
    json_object_set_new(document, "alternatives", alternatives(result));
    if (result->rules)
        json_object_set_new(document, "rules", rules(result));
    json_object_set_new(document, "verdict", case_string(verdict_name(result->verdict)));
    json_object_set_new(document, "verdict_reason", case_string(reason));
    g_autofree char *basis = case_verdict_basis(result);
    json_object_set_new(document, "verdict_basis", case_string(basis));
    json_object_set_new(document, "acts", case_string(case_acts(result)));
    json_object_set_new(document, "words", case_words(result));
    json_object_set_new(document, "remarks", case_remarks(result));
    json_object_set_new(document, "check", case_check(result));
    json_object_set_new(document, "missing", case_missing_facts(result));
    json_object_set_new(document, "findings", case_findings(result, authority));
    json_object_set_new(document, "pending", pending);
    json_object_set_new(document, "fixes", case_fixes(result));
    json_object_set_new(document, "propagation", case_propagation(result, authority));
    return document;
}
