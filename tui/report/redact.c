#include "tui/report/redact.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/report/redact_learn.h"
#include "tui/report/redact_patterns.h"
#include "tui/base/i18n.h"

#define WORD_MIN 2     /* a bare word shorter than this is no name */
#define BASE64_LINE 76 /* RFC 2045 6.8 */

gboolean redact_level_from_name(const char *name, RedactLevel *level)
{
    static const char *const names[] = {"none", "addresses", "all"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(name, names[i]) != 0)
            continue;
        *level = (RedactLevel)i;
        return TRUE;
    }
    return FALSE;
}

static void replacement_free(gpointer data)
{
    Replacement *replacement = data;
    g_free(replacement->original);
    g_free(replacement->pseudonym);
    g_free(replacement);
}

Redaction *redaction_new(RedactLevel level)
{
    Redaction *redaction = g_new0(Redaction, 1);
    redaction->level = level;
    redaction->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    redaction->list = g_ptr_array_new_with_free_func(replacement_free);
    redaction->reverse = g_ptr_array_new_with_free_func(replacement_free);
    return redaction;
}

void redaction_free(Redaction *redaction)
{
    if (redaction == NULL)
        return;
    g_hash_table_unref(redaction->known);
    g_ptr_array_unref(redaction->list);
    g_ptr_array_unref(redaction->reverse);
    g_clear_pointer(&redaction->words, g_regex_unref);
    g_free(redaction);
}

const GPtrArray *redaction_list(const Redaction *redaction)
{
    return redaction->list;
}

/* Values of these keys are words of ours. */
static gboolean is_structure(const char *key)
{
    static const char *const keys[] = {"id",   "check",  "effect",  "role",   "verdict", "category",
                                       "acts", "lang",   "kind",    "reason", "rule",    "type",
                                       "who",  "action", "speaker", "outcome"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (g_str_equal(keys[i], key))
            return TRUE;
    return FALSE;
}

static gboolean is_base64(const char *key)
{
    return g_str_equal(key, "base64");
}

/* The text that stands in base64 below a key of that name; NULL: it is none. g_free(). */
static char *text_of_base64(const char *base64)
{
    gsize length;
    g_autofree guchar *bytes = *base64 != '\0' ? g_base64_decode(base64, &length) : NULL;
    return bytes != NULL ? g_utf8_make_valid((const char *)bytes, (gssize)length) : NULL;
}

/* Words of ours may have links of ours; those of the bounce are not ours. */
static gboolean is_ours(const char *key)
{
    static const char *const keys[] = {"links", "link", "url",  "steps", "title", "what",
                                       "why",   "how",  "next", "reply", "note",  "delist"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (g_str_equal(keys[i], key))
            return TRUE;
    return FALSE;
}

static void learn_json(Redaction *redaction, const char *key, const json_t *json)
{
    const char *name;
    json_t *value;
    size_t index;
    json_object_foreach((json_t *)(guintptr)json, name, value) learn_json(redaction, name, value);
    json_array_foreach(json, index, value) learn_json(redaction, key, value);
    if (!json_is_string(json) || is_structure(key))
        return;
    g_autofree char *decoded = is_base64(key) ? text_of_base64(json_string_value(json)) : NULL;
    const char *text = decoded != NULL ? decoded : json_string_value(json);
    redact_learn_text(redaction, text);
    if (!is_ours(key))
        redact_learn_urls(redaction, text);
}

void redaction_learn(Redaction *redaction, const json_t *document)
{
    redact_learn_subject(redaction, document_text(document, "facts.subject"));
    if (redaction->level == REDACT_ALL)
        redact_learn_ip(redaction, document_text(document, "facts.source_ip"));
    learn_json(redaction, "", document);
}

static gboolean replace_address(const GMatchInfo *match, GString *out, gpointer data)
{
    g_autofree char *local = g_match_info_fetch_named(match, "local");
    g_autofree char *domain = g_match_info_fetch_named(match, "domain");
    g_autofree char *whole = g_match_info_fetch(match, 0);
    const char *start = redact_local_start(local);
    const Replacement *known = redact_find(data, whole);
    if (known == NULL) {
        g_autofree char *address = g_strdup_printf("%s@%s", start, domain);
        known = redact_find(data, address);
        g_string_append_len(out, local, start - local);
    }
    g_string_append(out, known != NULL ? known->pseudonym : whole);
    return FALSE;
}

/* The pseudonym of a bare word: of an address its local part. */
static gboolean replace_word(const GMatchInfo *match, GString *out, gpointer data)
{
    g_autofree char *word = g_match_info_fetch(match, 0);
    g_autofree char *unfolded = redact_unfolded(word);
    const Replacement *known = redact_find(data, unfolded);
    gboolean bare = strchr(word, '@') == NULL && known != NULL && known->pseudonym[0] != '(' &&
                    !g_str_has_prefix(word, "http") && strchr(known->pseudonym, '@') != NULL;
    gsize length = known == NULL ? 0
                   : bare        ? strcspn(known->pseudonym, "@")
                                 : strlen(known->pseudonym);
    g_string_append_len(out, known != NULL ? known->pseudonym : word,
                        known != NULL ? (gssize)length : -1);
    return FALSE;
}

static gboolean replace_names(const GMatchInfo *match, GString *out, gpointer data)
{
    (void)data;
    g_autofree char *name = g_match_info_fetch_named(match, "name");
    g_autofree char *value = g_match_info_fetch_named(match, "value");
    g_autofree char *bare = g_regex_replace_literal(redact_names(), value, -1, 0, " ", 0, NULL);
    g_string_append_printf(out, "%s%s", name, bare != NULL ? bare : "");
    return FALSE;
}

static gboolean replace_subject(const GMatchInfo *match, GString *out, gpointer data)
{
    g_autofree char *name = g_match_info_fetch_named(match, "name");
    g_autofree char *value = g_match_info_fetch_named(match, "value");
    g_autofree char *subject = redact_unfolded(value);
    const Replacement *known = redact_find(data, subject);
    g_string_append_printf(out, "%s %s", name,
                           known != NULL ? known->pseudonym : _("(subject removed)"));
    return FALSE;
}

static char *encode(const char *text)
{
    g_autofree char *base64 = g_base64_encode((const guchar *)text, strlen(text));
    GString *lines = g_string_new(NULL);
    for (const char *at = base64; *at != '\0'; at += MIN(strlen(at), BASE64_LINE))
        g_string_append_printf(lines, "%.*s\n", BASE64_LINE, at);
    return g_string_free(lines, FALSE);
}

/* What stands behind a host may be a token, a list, a person. */
static gboolean replace_url(const GMatchInfo *match, GString *out, gpointer data)
{
    (void)data;
    g_autofree char *whole = g_match_info_fetch(match, 0);
    g_autofree char *host = g_match_info_fetch_named(match, "host");
    g_autofree char *rest = g_match_info_fetch_named(match, "rest");
    if (redact_is_help(host, rest))
        g_string_append(out, whole);
    else
        g_string_append_printf(out, "%.*s/(...)", (int)(strlen(whole) - strlen(rest)), whole);
    return FALSE;
}

/* Text in base64 is replaced within; what is no text is left out. */
static gboolean replace_base64(const GMatchInfo *match, GString *out, gpointer data)
{
    gsize length;
    g_autofree char *lines = g_match_info_fetch(match, 0);
    g_autofree guchar *bytes = g_base64_decode(lines, &length);
    g_autofree char *text = g_strndup((const char *)bytes, length);
    if (strlen(text) != length || !g_utf8_validate(text, -1, NULL)) {
        g_string_append_printf(out, _("(%lu bytes left out)\n"), (gulong)length);
        return FALSE;
    }
    redact_learn_text(data, text);
    g_autofree char *clean = redaction_text(data, text);
    g_autofree char *again = encode(clean);
    g_string_append(out, g_str_equal(clean, text) ? lines : again);
    return FALSE;
}

/* Wherever it has a blank, a line may have been folded. */
static void append_alternative(GString *pattern, const char *word)
{
    static const char blank[] = "(?:[ \\t]+|[ \\t]*\\r?\\n[>| \\t]*)";
    g_autofree char *escaped = g_regex_escape_string(word, -1);
    g_auto(GStrv) parts = g_strsplit(escaped, " ", -1);
    g_autofree char *folded = g_strjoinv(blank, parts);
    g_string_append_printf(pattern, "%s%s", pattern->len > 0 ? "|" : "", folded);
}

static gboolean is_ip(const char *word)
{
    return word[strspn(word, "0123456789abcdef.:")] == '\0' && strpbrk(word, ".:") != NULL;
}

static int longer_first(gconstpointer one, gconstpointer other)
{
    const char *const *a = one, *const *b = other;
    gsize first = strlen(*a), second = strlen(*b);
    return first > second ? -1 : first < second ? 1 : strcmp(*a, *b);
}

/* What is to be looked for, a whole subject before the name in it. Lent; g_ptr_array_unref(). */
static GPtrArray *sought(const Redaction *redaction)
{
    GHashTableIter iterator;
    gpointer key;
    GPtrArray *keys = g_ptr_array_new();
    g_hash_table_iter_init(&iterator, redaction->known);
    while (g_hash_table_iter_next(&iterator, &key, NULL))
        if (strlen(key) >= WORD_MIN && (strchr(key, '@') == NULL || g_str_has_prefix(key, "http")))
            g_ptr_array_add(keys, key);
    g_ptr_array_sort(keys, longer_first);
    return keys;
}

/* One expression for all names, made when it is needed. A name is no part of a host's name; an
 * address in the reverse tree is. */
static const GRegex *words(Redaction *redaction)
{
    if (redaction->words != NULL)
        return redaction->words;
    g_autoptr(GString) names = g_string_new(NULL), ips = g_string_new(NULL);
    g_autoptr(GPtrArray) keys = sought(redaction);
    for (guint i = 0; i < keys->len; i++)
        append_alternative(is_ip(keys->pdata[i]) ? ips : names, keys->pdata[i]);
    g_autofree char *whole = g_strdup_printf(
        "(?<![A-Za-z0-9_])(?:(?:%s)(?![A-Za-z0-9_]|\\.[A-Za-z])|(?:%s)(?![A-Za-z0-9_]))",
        names->len > 0 ? names->str : "(?!)", ips->len > 0 ? ips->str : "(?!)");
    redaction->words = g_regex_new(whole, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    return redaction->words;
}

/* Takes over `text`. */
static char *replace(const GRegex *regex, char *text, GRegexEvalCallback with, Redaction *redaction)
{
    char *made =
        regex != NULL ? g_regex_replace_eval(regex, text, -1, 0, 0, with, redaction, NULL) : NULL;
    if (made == NULL)
        return text;
    g_free(text);
    return made;
}

/* What only a text of several lines has: the bounce itself. */
static char *message_text(Redaction *redaction, char *text)
{
    text = replace(redact_base64(), text, replace_base64, redaction);
    char *joined = g_regex_replace(redact_soft_breaks(), text, -1, 0, "\\g<line>", 0, NULL);
    if (joined != NULL) {
        g_free(text);
        text = joined;
        redact_learn_text(redaction, text);
    }
    text = replace(redact_address_headers(), text, replace_names, redaction);
    return replace(redact_subjects(), text, replace_subject, redaction);
}

static gboolean leave_out(const GMatchInfo *match, GString *out, gpointer data)
{
    (void)match;
    (void)data;
    g_string_append(out, "(...)");
    return FALSE;
}

static char *redacted(Redaction *redaction, const char *text, gboolean foreign)
{
    char *made = g_strdup(text);
    if (redaction->level == REDACT_NONE)
        return made;
    if (strchr(text, '\n') != NULL)
        made = message_text(redaction, made);
    made = replace(redact_encoded_words(), made, leave_out, redaction);
    if (foreign)
        made = replace(redact_urls(), made, replace_url, redaction);
    made = replace(redact_addresses(), made, replace_address, redaction);
    return replace(words(redaction), made, replace_word, redaction);
}

char *redaction_text(Redaction *redaction, const char *text)
{
    return redacted(redaction, text, TRUE);
}

static json_t *replaced(Redaction *redaction, const char *key, const json_t *json);

static json_t *replaced_object(Redaction *redaction, const json_t *json)
{
    json_t *made = json_object(), *value;
    const char *name;
    json_object_foreach((json_t *)(guintptr)json, name, value)
    {
        /* Where it stood in the input is not where it stands now. */
        gboolean range = g_str_equal(name, "start") || g_str_equal(name, "end");
        json_object_set_new(made, name, range ? json_null() : replaced(redaction, name, value));
    }
    return made;
}

static json_t *replaced(Redaction *redaction, const char *key, const json_t *json)
{
    if (json_is_object(json))
        return replaced_object(redaction, json);
    if (json_is_array(json)) {
        json_t *made = json_array(), *value;
        size_t index;
        json_array_foreach(json, index, value)
            json_array_append_new(made, replaced(redaction, key, value));
        return made;
    }
    if (!json_is_string(json) || is_structure(key))
        return json_deep_copy(json);
    g_autofree char *decoded = is_base64(key) ? text_of_base64(json_string_value(json)) : NULL;
    g_autofree char *text =
        redacted(redaction, decoded != NULL ? decoded : json_string_value(json), !is_ours(key));
    g_autofree char *base64 =
        decoded != NULL ? g_base64_encode((const guchar *)text, strlen(text)) : NULL;
    return json_string(base64 != NULL ? base64 : text);
}

json_t *redaction_document(Redaction *redaction, const json_t *document)
{
    if (redaction->level == REDACT_NONE)
        return json_deep_copy(document);
    redaction_learn(redaction, document);
    return replaced(redaction, "", document);
}
