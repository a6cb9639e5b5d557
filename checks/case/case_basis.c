/* The receiver's words beside what the deciding checks found. */
#include "checks/case/case_basis.h"

#include <string.h>
#include "checks/case/finding_words.h"
#include "content/base/phrases.h"

enum { SAID_MAX = 120, SENTENCES_MAX = 2, TEXT_MAX = 65536 };

/* A method's result in the words that receivers use for it. */
static const struct {
    const char *method, *form;
} forms[] = {
    {"spf", "\\bspf ?= ?(pass|fail|softfail|neutral|none|temperror|permerror)\\b"
            "|^received-spf: ?(pass|fail|softfail|neutral|none|temperror|permerror)\\b"
            "|\\bspf ?(?:\\[[^\\]\\n]{0,255}\\] ?(?:with ip:? ?\\[[^\\]\\n]{0,45}\\])? ?)?= ?"
            "(did not pass|passed)\\b"},
    {"dkim", "\\bdkim ?= ?(pass|fail|none|neutral|policy|temperror|permerror)\\b"
             "|\\bdkim-result: ?(\\w+)"
             "|\\bdkim ?= ?(did not pass|passed)\\b"},
    {"dmarc", "\\bdmarc ?= ?(pass|fail|none|bestguesspass|temperror|permerror)\\b"},
};

/* "did not pass" is a fail in the words of RFC 8601. */
static const char *result_word(const char *word)
{
    if (g_ascii_strcasecmp(word, "did not pass") == 0)
        return "fail";
    return g_ascii_strcasecmp(word, "passed") == 0 ? "pass" : word;
}

static char *find(const char *form, const char *text)
{
    g_autoptr(GRegex) regex =
        g_regex_new(form, (GRegexCompileFlags)(G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_RAW),
                    (GRegexMatchFlags)0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, text, (GRegexMatchFlags)0, &match))
        return NULL;
    for (int i = 1; i < g_match_info_get_match_count(match); i++) {
        g_autofree char *word = g_match_info_fetch(match, i);
        if (word && *word)
            return g_ascii_strdown(result_word(word), -1);
    }
    return NULL;
}

/* The header of the returned message first: there the receiver writes its results down. */
static char *find_in_facts(const char *form, const Facts *facts)
{
    gsize length = 0;
    const char *bytes = facts->returned ? g_bytes_get_data(facts->returned, &length) : NULL;
    g_autofree char *returned = bytes ? g_strndup(bytes, MIN(length, TEXT_MAX)) : NULL;
    g_autofree char *text = g_strndup(facts->text, TEXT_MAX);
    const char *const places[] = {facts->diagnostic.text, text, returned};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        char *word = places[i] ? find(form, places[i]) : NULL;
        if (word)
            return word;
    }
    return NULL;
}

char *case_receiver_results(const Facts *facts)
{
    g_autoptr(GString) results = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *word = find_in_facts(forms[i].form, facts);
        if (word)
            g_string_append_printf(results, "%s%s=%s", results->len ? "; " : "", forms[i].method,
                                   word);
    }
    return results->len ? g_strdup(results->str) : NULL;
}

static gboolean is_about_authentication(const Cause *cause)
{
    static const char *const checks_of[] = {"spf", "dkim", "dmarc", "authentication", NULL};
    for (guint i = 0; i < cause->checks_count; i++)
        if (cause->checks[i].confirms_count && g_strv_contains(checks_of, cause->checks[i].check))
            return TRUE;
    return FALSE;
}

/* The reply; the words that the cause was found on where there is none. */
static char *words_of_bounce(const Result *result)
{
    const char *said = result->facts->diagnostic.text;
    for (guint i = 0; !said && i < result->candidates->len; i++) {
        const Candidate *candidate = g_ptr_array_index(result->candidates, i);
        if (candidate->cause == result->cause && candidate->matched->len)
            said = ((const MatchedText *)g_ptr_array_index(candidate->matched, 0))->text;
    }
    if (!said || g_utf8_strlen(said, -1) <= SAID_MAX)
        return g_strdup(said);
    g_autofree char *start = g_utf8_substring(said, 0, SAID_MAX);
    return g_strconcat(start, "…", NULL);
}

/* Sentences of the findings that decide and have this effect, or any that tells something. */
static char *found(const Result *result, gboolean (*counts)(const Finding *))
{
    Language language = result->options->language;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0, count = 0; i < result->findings->len && count < SENTENCES_MAX; i++) {
        const Finding *finding = g_ptr_array_index(result->findings, i);
        if (!counts(finding) || !judge_decides(result->cause, finding, result->findings))
            continue;
        g_autofree char *sentence = finding_sentence(finding, language);
        if (strstr(text->str, sentence))
            continue;
        g_string_append_printf(text, "%s%s", text->len && language == LANGUAGE_ENGLISH ? " " : "",
                               sentence);
        count++;
    }
    return text->len ? g_strdup(text->str) : NULL;
}

/* "The DNS says" is said of nothing that was read in the bounce alone. */
static gboolean confirms(const Finding *finding)
{
    return finding->effect == EFFECT_CONFIRMS && finding_was_asked(finding);
}

static gboolean is_known(const Finding *finding)
{
    return finding->effect != EFFECT_SKIPPED && finding->effect != EFFECT_FAILED &&
           finding_was_asked(finding);
}

static gboolean failed(const Finding *finding)
{
    return finding->effect == EFFECT_FAILED;
}

char *case_verdict_basis(const Result *result)
{
    if (!result->cause || !judge_can_tell(result->cause) || result->verdict == VERDICT_NOT_ASKED)
        return NULL;
    gboolean (*const kinds[])(const Finding *) = {confirms, is_known, failed};
    g_autofree char *dns = NULL;
    for (gsize i = 0; !dns && i < G_N_ELEMENTS(kinds); i++)
        dns = found(result, kinds[i]);
    g_autofree char *seen =
        is_about_authentication(result->cause) ? case_receiver_results(result->facts) : NULL;
    g_autofree char *said = seen ? g_strdup(seen) : words_of_bounce(result);
    if (!dns || !said)
        return NULL;
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (char *)(gintptr) "said", said);
    g_hash_table_insert(values, (char *)(gintptr) "found", dns);
    Language language = result->options->language;
    return phrase_fill(
        language, phrase(language, seen ? "verdict-basis.seen" : "verdict-basis.said"), values);
}
