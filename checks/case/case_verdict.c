/* Why a verdict is what it is, in sentences. */
#include "checks/case/case_verdict.h"

#include <string.h>
#include "checks/case/finding_words.h"
#include "content/base/phrases.h"

/* Sentences of the findings that carry the verdict: those that confirm, or that could not be asked.
 */
static char *sentences_of(const Result *result, Effect effect, Language language)
{
    enum { SENTENCES_MAX = 3 };
    g_autoptr(GString) text = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; i < result->findings->len && count < SENTENCES_MAX; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding->effect != effect)
            continue;
        g_autofree char *sentence = finding_sentence(finding, language);
        if (strstr(text->str, sentence))
            continue;
        gboolean spaced = text->len && language == LANGUAGE_ENGLISH;
        g_string_append_printf(text, "%s%s", spaced ? " " : "", sentence);
        count++;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Checks could tell of the cause, and none of them has heard anything. */
static gboolean is_unheard(const Result *result)
{
    const Cause *cause = result->cause;
    return cause && judge_can_tell(cause) && !judge_has_heard(cause, result->findings);
}

const char *case_verdict_limits(const Result *result, Language language)
{
    const Cause *cause = result->cause;
    gboolean holds = cause && !is_unheard(result);
    return holds ? cause_text(cause, language)->unproven : NULL;
}

/* "The bounce does not name the sending IP": of the first deciding check that had nothing to ask.
 */
static const char *missing_words(const Result *result, Language language)
{
    for (unsigned i = 0; i < result->cause->checks_count; i++) {
        const CauseCheck *check = &result->cause->checks[i];
        g_autofree char *key = g_strconcat("missing.", check->subject, NULL);
        if (check->confirms_count && phrase_exists(key))
            return phrase(language, g_intern_string(key));
    }
    return NULL;
}

/* NULL: something was there to be asked. */
static char *nothing_to_ask(const Result *result, Language language)
{
    const char *missing = is_unheard(result) ? missing_words(result, language) : NULL;
    if (!missing)
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_hash_table_insert(values, (char *)(gintptr) "missing", g_strdup(missing));
    return phrase_fill(language, phrase(language, "verdict-reason.nothing-to-ask"), values);
}

/* What contradicts was told by the words of the bounce alone, no question was needed for it. */
static gboolean is_contradicted_by_words(GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (finding->effect == EFFECT_CONTRADICTS && finding_was_asked(finding))
            return FALSE;
    }
    return TRUE;
}

/* What a deciding check says of why it cannot decide. */
static char *undecided(const Result *result, Language language)
{
    for (guint i = 0; result->cause && i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding->effect == EFFECT_CANNOT && g_str_has_suffix(finding->id, ".undecided"))
            return finding_sentence(finding, language);
    }
    return NULL;
}

/* By the findings, where they say it. */
static char *told_by_findings(const Result *result, Language language)
{
    switch (result->verdict) {
    case VERDICT_CONFIRMED:
        return sentences_of(result, EFFECT_CONFIRMS, language);
    case VERDICT_COULD_NOT_ASK:
        return sentences_of(result, EFFECT_FAILED, language);
    case VERDICT_NOT_BY_DNS: {
        char *why = undecided(result, language);
        return why ? why : nothing_to_ask(result, language);
    }
    case VERDICT_RULED_OUT:
        return is_contradicted_by_words(result->findings)
                   ? sentences_of(result, EFFECT_CONTRADICTS, language)
                   : NULL;
    default:
        return NULL;
    }
}

char *case_verdict_reason(const Result *result, Language language)
{
    g_autofree char *told = told_by_findings(result, language);
    if (told && *told)
        return g_steal_pointer(&told);
    const char *limits = case_verdict_limits(result, language);
    g_autofree char *key = g_strconcat("verdict-reason.", verdict_name(result->verdict), NULL);
    const char *text = result->verdict == VERDICT_NOT_BY_DNS && limits
                           ? limits
                           : phrase(language, g_intern_string(key));
    return phrase_fill(language, text, result->values);
}
