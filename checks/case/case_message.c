/* What was found, in the words to others (case_message.h). */
#include "checks/case/case_message.h"

#include <string.h>
#include "checks/case/case_document.h"
#include "checks/case/case_forwarding.h"
#include "checks/case/case_verdict.h"
#include "checks/case/finding_words.h"
#include "content/base/phrases.h"

enum { ALSO_FOUND_MAX = 5 };

/* A line of its own below the words so far; takes `line`. */
static void add_line(GString *text, char *line, const char *between)
{
    if (line && *line)
        g_string_append_printf(text, "%s%s", text->len ? between : "", line);
    g_free(line);
}

/* "message.NAME" with its one value filled in. */
static char *sentence(Language language, const char *name, const char *key, const char *value)
{
    g_autofree char *phrase_key = g_strconcat("message.", name, NULL);
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (gpointer)(guintptr)key, (gpointer)(guintptr)value);
    return phrase_fill(language, phrase(language, g_intern_string(phrase_key)), values);
}

/* When the findings that decided were asked for; 0: no question was needed for them. */
static gint64 time_of_proof(const Result *result)
{
    Effect effect = result->verdict == VERDICT_CONFIRMED ? EFFECT_CONFIRMS : EFFECT_CONTRADICTS;
    for (guint i = 0; i < result->findings->len; i++) {
        const Finding *finding = result->findings->pdata[i];
        for (guint j = 0; finding->effect == effect && j < finding->evidence->len; j++) {
            const Evidence *evidence = finding->evidence->pdata[j];
            if (evidence->time)
                return evidence->time;
        }
    }
    return 0;
}

static char *day_and_minute(gint64 microseconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(microseconds / G_USEC_PER_SEC);
    return microseconds && time ? g_date_time_format(time, "%Y-%m-%d %H:%M UTC") : NULL;
}

/* "Checked in the DNS (2026-11-24 08:08 UTC): ..."; NULL where the verdict proves nothing. */
static char *proof(const Result *result, Language language)
{
    if (result->verdict != VERDICT_CONFIRMED && result->verdict != VERDICT_RULED_OUT)
        return NULL;
    g_autofree char *why = case_verdict_reason(result, language);
    g_autofree char *time = day_and_minute(time_of_proof(result));
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(values, (gpointer)(guintptr) "proof", why);
    g_hash_table_insert(values, (gpointer)(guintptr) "time", time);
    g_autofree char *key =
        g_strdup_printf("message.%s%s", verdict_name(result->verdict), time ? "" : "-read");
    return phrase_fill(language, phrase(language, g_intern_string(key)), values);
}

/* The verdict where nothing is proved: for the ticket, whose reader asks whether it was looked at.
 */
static char *no_proof(const Result *result, Language language)
{
    if (result->verdict == VERDICT_CONFIRMED || result->verdict == VERDICT_RULED_OUT)
        return NULL;
    g_autofree char *key = g_strconcat("verdict.", verdict_name(result->verdict), NULL);
    return sentence(language, "verdict", "verdict", phrase(language, g_intern_string(key)));
}

static char *who_acts(const Result *result, Language language)
{
    g_autofree char *key = g_strconcat("actor.", case_acts(result), NULL);
    return sentence(language, "acts", "actor", phrase(language, g_intern_string(key)));
}

/* The records to publish; none of which a trial showed that it does not help. */
static void add_records(GString *text, const Result *result, Language language)
{
    for (guint i = 0; i < result->fixes->len; i++) {
        const ResultFix *fix = result->fixes->pdata[i];
        if (!fix->record || fix->trial == FIX_NOT_PROVED)
            continue;
        g_autoptr(GPtrArray) one = g_ptr_array_new();
        g_ptr_array_add(one, fix->record);
        g_autofree char *zone = proposed_zone(one);
        g_strchomp(zone);
        if (!*zone)
            continue;
        const char *name = fix->trial == FIX_PROVED ? "record-proved" : "record";
        add_line(text, sentence(language, name, "record", zone), "\n\n");
    }
}

/* What is wrong beside the cause. */
static char *also_found(const Result *result, Language language)
{
    g_autoptr(GString) list = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; i < result->findings->len && count < ALSO_FOUND_MAX; i++) {
        const Finding *finding = result->findings->pdata[i];
        if (finding->effect != EFFECT_CONTEXT || finding->advice)
            continue;
        g_autofree char *told = finding_sentence(finding, language);
        if (strstr(list->str, told))
            continue;
        add_line(list, g_strconcat("- ", told, NULL), "\n");
        count++;
    }
    return count ? sentence(language, "also-found", "findings", list->str) : NULL;
}

/* The cause's own words, and the result below them. */
static char *words_with_result(const char *own, const Result *result, Language language,
                               gboolean note)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *between = note ? "\n" : "\n\n";
    add_line(text, phrase_fill(language, own, result->values), between);
    add_line(text, proof(result, language), between);
    if (note) {
        add_line(text, no_proof(result, language), between);
        add_line(text, who_acts(result, language), between);
    }
    add_records(text, result, language);
    add_line(text, also_found(result, language), "\n\n");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The reply between a greeting and a closing. */
static json_t *as_email(const char *words, Language language, GHashTable *values)
{
    gboolean known = g_hash_table_contains(values, "recipient");
    g_autofree char *subject = phrase_fill(
        language, phrase(language, known ? "message.subject" : "message.subject-unknown"), values);
    g_autofree char *body = sentence(language, "body", "words", words);
    return json_pack("{s:o, s:o}", "subject", case_string(subject), "body", case_string(body));
}

void case_message_set(json_t *object, const Result *result, Language language)
{
    const CauseText *text = cause_text(result->cause, language);
    g_autofree char *reply = words_with_result(text->reply, result, language, FALSE);
    g_autofree char *note = words_with_result(text->note, result, language, TRUE);
    json_object_set_new(object, "reply", case_string(reply));
    json_object_set_new(object, "reply_email", as_email(reply, language, result->values));
    json_object_set_new(object, "note", case_string(note));
}
