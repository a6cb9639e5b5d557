/* "fixes" of the case document: the entry's steps with the case's own values. */
#include "checks/case_document.h"

#include <string.h>
#include "checks/placeholders.h"
#include "checks/proof.h"
#include "content/phrases.h"

static gboolean was_found(GPtrArray *findings, const char *id)
{
    for (guint i = 0; i < findings->len; i++)
        if (!strcmp(((const Finding *)findings->pdata[i])->id, id))
            return TRUE;
    return FALSE;
}

gboolean fix_applies(const Fix *fix, GPtrArray *findings)
{
    for (guint i = 0; i < fix->when_count; i++)
        if (was_found(findings, fix->when[i]))
            return TRUE;
    return fix->when_count == 0;
}

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

/* A record is shown only when it is exact: with a value missing, the steps have to do. What is
 * right in the DNS now needs none. */
static json_t *fix_record(const Diagnosis *diagnosis, const Fix *fix, GHashTable *values)
{
    const RecordTemplate *record = fix->record;
    Language language = diagnosis->options.language;
    if (!record || diagnosis->verdict == VERDICT_RULED_OUT ||
        !placeholders_known(record->name, values) || !placeholders_known(record->value, values))
        return json_null();
    return json_pack("{s:o, s:s, s:i, s:o}", "name", filled(language, record->name, values), "type",
                     record->type, "ttl", (int)record->ttl, "value",
                     filled(language, record->value, values));
}

/* What stood in the way when the record was tried: [] where it was proved or not tried. */
static json_t *fix_obstacles(const Diagnosis *diagnosis, gboolean tried)
{
    json_t *texts = json_array();
    if (!tried)
        return texts;
    g_autoptr(GPtrArray) obstacles = proof_obstacles(diagnosis->proof);
    for (guint i = 0; i < obstacles->len; i++) {
        g_autofree char *sentence = case_finding_sentence(diagnosis, obstacles->pdata[i]);
        json_array_append_new(texts, case_string(sentence));
    }
    return texts;
}

static json_t *case_fix(const Diagnosis *diagnosis, const Fix *fix, GHashTable *values)
{
    Language language = diagnosis->options.language;
    json_t *record = fix_record(diagnosis, fix, values);
    gboolean tried = json_is_object(record) && diagnosis->proof;
    json_t *proved = tried ? json_boolean(proof_holds(diagnosis->proof)) : json_null();
    g_autofree char *actor = g_strdup_printf("actor.%s", fix->who);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
                     filled(language, fix->title, values), "who", case_string(fix->who), "who_word",
                     case_string(phrase(language, actor)), "steps",
                     fix_steps(fix, language, values), "record", record, "proved", proved,
                     "obstacles", fix_obstacles(diagnosis, tried));
}

json_t *case_fixes(const Diagnosis *diagnosis, GPtrArray *findings, GHashTable *values)
{
    json_t *fixes = json_array();
    if (!diagnosis->cause)
        return fixes;
    const CauseText *text = cause_text(diagnosis->cause, diagnosis->options.language);
    for (guint i = 0; i < text->fixes_count; i++)
        if (fix_applies(&text->fixes[i], findings))
            json_array_append_new(fixes, case_fix(diagnosis, &text->fixes[i], values));
    return fixes;
}
