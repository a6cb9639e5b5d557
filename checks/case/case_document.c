#include "checks/case/case_document.h"

#include <string.h>
#include "checks/case/case_forwarding.h"
#include "checks/case/case_verdict.h"
#include "checks/case/finding_words.h"
#include "checks/judge/placeholders.h"
#include "content/base/phrases.h"

static Language language_of(const Diagnosis *diagnosis)
{
    return diagnosis->options.language;
}

static const char *word(const Diagnosis *diagnosis, const char *group, const char *name)
{
    g_autofree char *key = g_strdup_printf("%s.%s", group, name);
    return phrase(language_of(diagnosis), g_intern_string(key));
}

static json_t *filled_in(Language language, const char *text, GHashTable *values)
{
    if (!text)
        return json_null();
    g_autofree char *words = phrase_fill(language, text, values);
    return case_string(words);
}

static json_t *filled(const Diagnosis *diagnosis, const char *text, GHashTable *values)
{
    return filled_in(language_of(diagnosis), text, values);
}

static json_t *place(const Diagnosis *diagnosis, gsize offset)
{
    return offset == FACT_NOT_VERBATIM
               ? json_null()
               : json_integer((json_int_t)(offset + diagnosis->options.input_offset));
}

static const Candidate *chosen_candidate(const Diagnosis *diagnosis)
{
    for (guint i = 0; i < diagnosis->candidates->len; i++) {
        const Candidate *candidate = diagnosis->candidates->pdata[i];
        if (candidate->cause == diagnosis->cause)
            return candidate;
    }
    return NULL;
}

static json_t *matched_texts(const Diagnosis *diagnosis, const Candidate *candidate)
{
    json_t *array = json_array();
    for (guint i = 0; candidate && i < candidate->matched->len; i++) {
        const MatchedText *matched = candidate->matched->pdata[i];
        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o}", "text", case_string(matched->text),
                                        "start", place(diagnosis, matched->start), "end",
                                        place(diagnosis, matched->end)));
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

/* The reply as an e-mail: the same words between a greeting and a closing. */
static json_t *reply_email(const char *reply, Language language, GHashTable *values)
{
    gboolean known = g_hash_table_contains(values, "recipient");
    g_autofree char *subject = phrase_fill(
        language, phrase(language, known ? "message.subject" : "message.subject-unknown"), values);
    g_autofree char *words = phrase_fill(language, reply, values);
    g_autoptr(GHashTable) own = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(own, (gpointer)(guintptr) "words", words);
    g_autofree char *body = phrase_fill(language, phrase(language, "message.body"), own);
    return json_pack("{s:o, s:o}", "subject", case_string(subject), "body", case_string(body));
}

static void set_words_to_others(json_t *object, const Cause *cause, Language language,
                                GHashTable *values)
{
    const CauseText *text = cause_text(cause, language);
    json_object_set_new(object, "reply", filled_in(language, text->reply, values));
    json_object_set_new(object, "reply_email", reply_email(text->reply, language, values));
    json_object_set_new(object, "note", filled_in(language, text->note, values));
}

static json_t *translations(const Cause *cause, GHashTable *values)
{
    json_t *all = json_object();
    for (Language language = 0; language < LANGUAGE_COUNT; language++) {
        json_t *words = json_object();
        set_words_to_others(words, cause, language, values);
        json_object_set_new(all, language_name(language), words);
    }
    return all;
}

static void set_cause_words(json_t *object, const Diagnosis *diagnosis, GPtrArray *findings,
                            GHashTable *values)
{
    const CauseText *text = cause_text(diagnosis->cause, language_of(diagnosis));
    const char *unproven = case_verdict_limits(diagnosis, findings);
    json_object_set_new(object, "what", filled(diagnosis, text->what, values));
    json_object_set_new(object, "why", filled(diagnosis, text->why, values));
    json_object_set_new(object, "unproven", filled(diagnosis, unproven, values));
    json_t *avoid = json_array();
    for (unsigned i = 0; i < text->avoid_count; i++)
        json_array_append_new(avoid, filled(diagnosis, text->avoid[i], values));
    json_object_set_new(object, "avoid", avoid);
    set_words_to_others(object, diagnosis->cause, diagnosis->options.reply_language, values);
    if (diagnosis->options.translations)
        json_object_set_new(object, "translations", translations(diagnosis->cause, values));
}

static json_t *case_cause(const Diagnosis *diagnosis, GPtrArray *findings, GHashTable *values)
{
    const Cause *cause = diagnosis->cause;
    if (!cause)
        return json_null();
    const Candidate *candidate = chosen_candidate(diagnosis);
    const CauseText *text = cause_text(cause, language_of(diagnosis));
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "id", case_string(cause->id), "title",
                  filled(diagnosis, text->title, values), "reason", case_string(cause->reason),
                  "rule", case_string(candidate ? candidate->rule->name : NULL), "documented",
                  documented_rows(cause), "matched", matched_texts(diagnosis, candidate));
    json_object_set_new(object, "since", case_string(cause->since));
    json_object_set_new(object, "links", links(cause));
    set_cause_words(object, diagnosis, findings, values);
    return object;
}

/* Where words tell the cause, what its bare codes mean in general is no other cause. */
static gboolean says_less(const Candidate *candidate, const Candidate *chosen)
{
    return chosen && chosen->rule->level >= LEVEL_TEXT && candidate->rule->level < LEVEL_TEXT;
}

static json_t *alternatives(const Diagnosis *diagnosis)
{
    const Candidate *chosen = chosen_candidate(diagnosis);
    json_t *array = json_array();
    for (guint i = 0; i < diagnosis->candidates->len; i++) {
        const Candidate *candidate = diagnosis->candidates->pdata[i];
        if (candidate->cause == diagnosis->cause || says_less(candidate, chosen))
            continue;
        const CauseText *text = cause_text(candidate->cause, language_of(diagnosis));
        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o}", "id", case_string(candidate->cause->id),
                                        "reason", case_string(candidate->cause->reason), "title",
                                        case_string(text->title)));
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

static const char *outcome_word(const Diagnosis *diagnosis, const TraceStep *step)
{
    g_autofree char *key = g_strconcat("trace.", step->outcome, NULL);
    return phrase_exists(key) ? phrase(language_of(diagnosis), g_intern_string(key))
                              : step->outcome;
}

static char *step_sentence(const Diagnosis *diagnosis, const TraceStep *step)
{
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    const char *outcome = outcome_word(diagnosis, step);
    g_hash_table_insert(values, (char *)(gintptr) "term", g_strdup(step->term));
    g_hash_table_insert(values, (char *)(gintptr) "outcome", g_strdup(outcome));
    g_hash_table_insert(values, (char *)(gintptr) "lookups", g_strdup_printf("%d", step->lookups));
    return phrase_fill(language_of(diagnosis), phrase(language_of(diagnosis), "trace.step"),
                       values);
}

static json_t *case_trace(const Diagnosis *diagnosis, const Finding *finding)
{
    json_t *array = json_array();
    for (guint i = 0; i < finding->trace->len; i++) {
        const TraceStep *step = finding->trace->pdata[i];
        g_autofree char *sentence = step_sentence(diagnosis, step);
        json_array_append_new(
            array, json_pack("{s:i, s:o, s:o, s:o, s:o, s:i, s:i, s:o}", "depth", step->depth,
                             "subject", case_string(step->subject), "term", case_string(step->term),
                             "outcome", case_string(step->outcome), "outcome_word",
                             case_string(outcome_word(diagnosis, step)), "lookups", step->lookups,
                             "voids", step->voids, "text", case_string(sentence)));
    }
    return array;
}

static json_t *case_finding(const Diagnosis *diagnosis, const Finding *finding)
{
    g_autofree char *sentence = finding_sentence(finding, language_of(diagnosis));
    json_t *object =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "check", case_string(finding->check), "id",
                  case_string(finding->id), "subject", case_string(finding->subject), "effect",
                  case_string(effect_name(finding->effect)), "role", case_string(finding->role),
                  "text", case_string(sentence));
    json_object_set_new(object, "detail", case_string(finding->detail));
    json_object_set_new(object, "list", case_string(finding->list));
    json_object_set_new(object, "title", case_string(word(diagnosis, "check", finding->check)));
    json_object_set_new(object, "evidence", case_evidence(finding));
    if (finding->advice)
        json_object_set_new(object, "advice", json_true());
    if (finding->trace)
        json_object_set_new(object, "trace", case_trace(diagnosis, finding));
    return object;
}

static json_t *case_findings(const Diagnosis *diagnosis, GPtrArray *findings)
{
    json_t *array = json_array();
    for (guint i = 0; i < findings->len; i++)
        json_array_append_new(array, case_finding(diagnosis, findings->pdata[i]));
    return array;
}

static json_t *pending_check(const Diagnosis *diagnosis, const char *check, const char *role)
{
    return json_pack("{s:o, s:o, s:o}", "check", case_string(check), "role", case_string(role),
                     "title", case_string(word(diagnosis, "check", check)));
}

static json_t *pending_checks(const Diagnosis *diagnosis, const Authority *authority)
{
    json_t *array = json_array();
    for (guint i = 0; i < diagnosis->runs->len && diagnosis->options.ask; i++) {
        const CheckRun *run = diagnosis->runs->pdata[i];
        if (run->state == CHECK_PENDING && !run->check->quiet && !diagnosis->done)
            json_array_append_new(array, pending_check(diagnosis, run->check->id, run->role));
    }
    if (authority && !authority_finished(authority))
        json_array_append_new(array, pending_check(diagnosis, "authority", "name-servers"));
    return array;
}

static const char *category(const Diagnosis *diagnosis)
{
    return diagnosis->cause ? diagnosis->cause->category : NULL;
}

static json_t *case_words(const Diagnosis *diagnosis)
{
    const Cause *cause = diagnosis->cause;
    const char *verdict = verdict_name(diagnosis->verdict);
    return json_pack(
        "{s:o, s:o, s:o, s:o}", "category",
        cause ? case_string(word(diagnosis, "category", cause->category)) : json_null(), "verdict",
        case_string(word(diagnosis, "verdict", verdict)), "acts",
        cause ? case_string(word(diagnosis, "actor", case_acts(diagnosis))) : json_null(), "kind",
        case_string(word(diagnosis, "kind", kind_name(diagnosis->kind))));
}

/* With what the name servers say, which decides nothing. */
static json_t *all_findings(const Diagnosis *diagnosis, const Authority *authority,
                            GPtrArray *findings)
{
    json_t *array = case_findings(diagnosis, findings);
    for (guint i = 0; authority && i < authority_findings(authority)->len; i++)
        json_array_append_new(array,
                              case_finding(diagnosis, authority_findings(authority)->pdata[i]));
    return array;
}

json_t *case_document(const Diagnosis *diagnosis, CaseSequel sequel, const char *source_name,
                      int message)
{
    g_autoptr(GPtrArray) findings = diagnosis_findings(diagnosis);
    g_autoptr(GHashTable) values = placeholder_values(diagnosis, findings);
    g_autofree char *reason = case_verdict_reason(diagnosis, findings, values);
    json_t *document =
        json_pack("{s:i, s:{s:o, s:i, s:s}, s:s}", "whybounce", 1, "input", "source",
                  case_string(source_name), "message", message, "kind", kind_name(diagnosis->kind),
                  "lang", language_name(language_of(diagnosis)));
    json_object_set_new(document, "facts",
                        case_facts(diagnosis->facts, diagnosis->options.input_offset));
    json_object_set_new(document, "category", case_string(category(diagnosis)));
    json_object_set_new(document, "cause", case_cause(diagnosis, findings, values));
    json_object_set_new(document, "alternatives", alternatives(diagnosis));
    json_object_set_new(document, "verdict", case_string(verdict_name(diagnosis->verdict)));
    json_object_set_new(document, "verdict_reason", case_string(reason));
    json_object_set_new(document, "acts", case_string(case_acts(diagnosis)));
    json_object_set_new(document, "words", case_words(diagnosis));
    json_object_set_new(document, "remarks", case_remarks(diagnosis, values));
    json_object_set_new(document, "findings", all_findings(diagnosis, sequel.authority, findings));
    json_object_set_new(document, "pending", pending_checks(diagnosis, sequel.authority));
    json_object_set_new(document, "fixes", case_fixes(diagnosis, sequel.proof, findings, values));
    json_object_set_new(document, "propagation", case_propagation(diagnosis, sequel.authority));
    return document;
}
