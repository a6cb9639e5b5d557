/* "fixes" of the case document: the entry's steps with the case's own values. */
#include "checks/case/case_document.h"

#include "checks/case/case_forwarding.h"
#include "checks/case/finding_words.h"
#include "checks/judge/proposed_record.h"
#include "content/base/phrases.h"

static json_t *filled(Language language, const char *text, GHashTable *values)
{
    if (!text)
        return json_null();
    g_autofree char *words = phrase_fill(language, text, values);
    return case_string(words);
}

static json_t *fix_steps(const Fix *fix, Language language, GHashTable *values)
{
    json_t *steps = json_array();
    for (guint i = 0; i < fix->steps_count; i++)
        json_array_append_new(steps, filled(language, fix->steps[i], values));
    return steps;
}

static json_t *fix_record(const ProposedRecord *record)
{
    if (!record)
        return json_null();
    return json_pack("{s:o, s:s, s:i, s:o}", "name", case_string(record->name), "type",
                     record->type, "ttl", (int)record->ttl, "value", case_string(record->value));
}

/* What stood in the way when the record was tried: [] where it was proved or not tried. */
static json_t *fix_obstacles(const Proof *proof, Language language)
{
    json_t *texts = json_array();
    if (!proof)
        return texts;
    g_autoptr(GPtrArray) obstacles = proof_obstacles(proof);
    for (guint i = 0; i < obstacles->len; i++) {
        g_autofree char *sentence = finding_sentence(obstacles->pdata[i], language);
        json_array_append_new(texts, case_string(sentence));
    }
    return texts;
}

static json_t *case_fix(const Diagnosis *diagnosis, const Proof *proof, const Fix *fix,
                        GHashTable *values)
{
    Language language = diagnosis->options.language;
    g_autoptr(ProposedRecord) record = proposed_record_new(diagnosis, fix, values);
    const Proof *tried = record ? proof : NULL;
    json_t *proved = tried ? json_boolean(proof_holds(tried)) : json_null();
    g_autofree char *actor = g_strdup_printf("actor.%s", fix->who);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
                     filled(language, fix->title, values), "who", case_string(fix->who), "who_word",
                     case_string(phrase(language, actor)), "steps",
                     fix_steps(fix, language, values), "record", fix_record(record), "proved",
                     proved, "obstacles", fix_obstacles(tried, language));
}

json_t *case_fixes(const Diagnosis *diagnosis, const Proof *proof, GPtrArray *findings,
                   GHashTable *values)
{
    json_t *fixes = json_array();
    if (!diagnosis->cause)
        return fixes;
    json_t *forwarding = case_forwarding_fix(diagnosis, values);
    if (forwarding)
        json_array_append_new(fixes, forwarding);
    const CauseText *text = cause_text(diagnosis->cause, diagnosis->options.language);
    for (guint i = 0; i < text->fixes_count; i++)
        if (fix_applies(&text->fixes[i], findings, values))
            json_array_append_new(fixes, case_fix(diagnosis, proof, &text->fixes[i], values));
    return fixes;
}
