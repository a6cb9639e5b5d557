#include "checks/case/case_verdict.h"

#include <string.h>
#include "checks/case/finding_words.h"
#include "content/base/phrases.h"

static Language language_of(const Diagnosis *diagnosis)
{
    return diagnosis->options.language;
}

/* Sentences of the findings that carry the verdict: those that confirm, or that could not be asked.
 */
static char *sentences_of(const Diagnosis *diagnosis, GPtrArray *findings, Effect effect)
{
    enum { SENTENCES_MAX = 3 };
    g_autoptr(GString) text = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; i < findings->len && count < SENTENCES_MAX; i++) {
        const Finding *finding = findings->pdata[i];
        if (finding->effect != effect)
            continue;
        g_autofree char *sentence = finding_sentence(finding, language_of(diagnosis));
        if (strstr(text->str, sentence))
            continue;
        gboolean spaced = text->len && language_of(diagnosis) == LANGUAGE_ENGLISH;
        g_string_append_printf(text, "%s%s", spaced ? " " : "", sentence);
        count++;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Checks could tell of the cause, and none of them has heard anything. */
static gboolean is_unheard(const Cause *cause, GPtrArray *findings)
{
    return cause && judge_can_tell(cause) && !judge_has_heard(cause, findings);
}

const char *case_verdict_limits(const Diagnosis *diagnosis, GPtrArray *findings)
{
    const Cause *cause = diagnosis->cause;
    gboolean holds = cause && !is_unheard(cause, findings);
    return holds ? cause_text(cause, language_of(diagnosis))->unproven : NULL;
}

/* "The bounce does not name the sending IP": of the first deciding check that had nothing to ask.
 */
static const char *missing_words(const Diagnosis *diagnosis)
{
    for (unsigned i = 0; i < diagnosis->cause->checks_count; i++) {
        const CauseCheck *check = &diagnosis->cause->checks[i];
        g_autofree char *key = g_strconcat("missing.", check->subject, NULL);
        if (check->confirms_count && phrase_exists(key))
            return phrase(language_of(diagnosis), g_intern_string(key));
    }
    return NULL;
}

/* NULL: something was there to be asked. */
static char *nothing_to_ask(const Diagnosis *diagnosis, GPtrArray *findings)
{
    const char *missing = is_unheard(diagnosis->cause, findings) ? missing_words(diagnosis) : NULL;
    if (!missing)
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_hash_table_insert(values, (char *)(gintptr) "missing", g_strdup(missing));
    Language language = language_of(diagnosis);
    return phrase_fill(language, phrase(language, "verdict-reason.nothing-to-ask"), values);
}

/* What contradicts was told by the words of the bounce alone, no question was needed for it. */
static gboolean is_contradicted_by_words(GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        for (guint j = 0; finding->effect == EFFECT_CONTRADICTS && j < finding->evidence->len; j++)
            if (((const Evidence *)finding->evidence->pdata[j])->name)
                return FALSE;
    }
    return TRUE;
}

/* By the findings, where they say it. */
static char *told_by_findings(const Diagnosis *diagnosis, GPtrArray *findings)
{
    switch (diagnosis->verdict) {
    case VERDICT_CONFIRMED:
        return sentences_of(diagnosis, findings, EFFECT_CONFIRMS);
    case VERDICT_COULD_NOT_ASK:
        return sentences_of(diagnosis, findings, EFFECT_FAILED);
    case VERDICT_NOT_BY_DNS:
        return nothing_to_ask(diagnosis, findings);
    case VERDICT_RULED_OUT:
        return is_contradicted_by_words(findings)
                   ? sentences_of(diagnosis, findings, EFFECT_CONTRADICTS)
                   : NULL;
    default:
        return NULL;
    }
}

char *case_verdict_reason(const Diagnosis *diagnosis, GPtrArray *findings, GHashTable *values)
{
    g_autofree char *told = told_by_findings(diagnosis, findings);
    if (told && *told)
        return g_steal_pointer(&told);
    const char *limits = case_verdict_limits(diagnosis, findings);
    g_autofree char *key = g_strconcat("verdict-reason.", verdict_name(diagnosis->verdict), NULL);
    Language language = language_of(diagnosis);
    const char *text = diagnosis->verdict == VERDICT_NOT_BY_DNS && limits
                           ? limits
                           : phrase(language, g_intern_string(key));
    return phrase_fill(language, text, values);
}
