/* "fixes" of the case document: the entry's steps with the case's own values. */
#include "checks/case/case_document.h"

#include "checks/case/case_forwarding.h"
#include "checks/case/finding_words.h"
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
static json_t *fix_obstacles(const ResultFix *fix, Language language)
{
    json_t *texts = json_array();
    for (guint i = 0; i < fix->obstacles->len; i++) {
        g_autofree char *sentence = finding_sentence(fix->obstacles->pdata[i], language);
        json_array_append_new(texts, case_string(sentence));
    }
    return texts;
}

json_t *case_fix(const Result *result, const ResultFix *own)
{
    const Fix *fix = own->fix;
    Language language = result->options->language;
    json_t *proved =
        own->trial == FIX_UNTRIED ? json_null() : json_boolean(own->trial == FIX_PROVED);
    g_autofree char *actor = g_strdup_printf("actor.%s", fix->who);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
                     filled(language, fix->title, own->values), "who", case_string(fix->who),
                     "who_word", case_string(phrase(language, actor)), "steps",
                     fix_steps(fix, language, own->values), "record", fix_record(own->record),
                     "proved", proved, "obstacles", fix_obstacles(own, language));
}

json_t *case_fixes(const Result *result)
{
    json_t *fixes = json_array();
    json_t *forwarding = case_forwarding_fix(result);
    if (forwarding)
        json_array_append_new(fixes, forwarding);
    for (guint i = 0; i < result->fixes->len; i++)
        json_array_append_new(fixes, case_fix(result, result->fixes->pdata[i]));
    return fixes;
}
