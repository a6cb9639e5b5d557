#include "checks/case/case_recording.h"

#include <string.h>
#include <sysexits.h>
#include "checks/dns/answer_json.h"

enum { FORMAT_VERSION = 1 };

G_DEFINE_QUARK(whybounce - case -recording, case_recording_error)

static void copy_key(json_t *to, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);
    if (value && !json_is_null(value))
        json_object_set(to, key, value);
}

static json_t *request_to_keep(const json_t *request, guint index)
{
    static const char *const keys[] = {"do",        "source", "facts", "cause", "ask",
                                       "authority", "public", "watch", "now"};
    json_t *kept = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        copy_key(kept, request, keys[i]);
    json_object_set_new(kept, "case", json_integer(index));
    return kept;
}

static void collect(const Answer *answer, gpointer data)
{
    g_ptr_array_add(data, (gpointer)(guintptr)answer);
}

static int by_question(gconstpointer left, gconstpointer right)
{
    const Answer *const *a = left, *const *b = right;
    g_autofree char *one = question_text(&(*a)->question);
    g_autofree char *other = question_text(&(*b)->question);
    return strcmp(one, other);
}

/* In an order that does not depend on which answer came first. */
static json_t *answers_to_json(const Answers *answers)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    json_t *array = json_array();
    answers_foreach(answers, collect, all);
    g_ptr_array_sort(all, by_question);
    for (guint i = 0; i < all->len; i++)
        json_array_append_new(array, answer_to_json(all->pdata[i]));
    return array;
}

void case_record(json_t *document, const json_t *request, guint index, const Answers *answers)
{
    json_object_set_new(document, "request", request_to_keep(request, index));
    json_object_set_new(document, "answers", answers_to_json(answers));
}

/* Mail that is text stands there as text: for people to read, and to make nameless. */
void case_record_input(json_t *document, GBytes *input)
{
    gsize length = 0;
    json_t *request = json_object_get(document, "request");
    const char *bytes = input ? g_bytes_get_data(input, &length) : NULL;
    if (!json_is_object(request) || !length)
        return;
    json_t *text = json_stringn(bytes, length);
    g_autofree char *base64 = text ? NULL : g_base64_encode((const guchar *)bytes, length);
    if (text)
        json_object_set_new(request, "text", text);
    else
        json_object_set_new(request, "base64", json_string(base64));
}

static gsize blanks_at(const char *bytes, gsize length)
{
    gsize blanks = 0;
    while (blanks < length && g_ascii_isspace(bytes[blanks]))
        blanks++;
    return blanks;
}

/* Without reading all of what is no JSON. *used: the bytes up to its end. */
static json_t *load(const char *bytes, gsize length, gsize *used)
{
    json_error_t where = {0};
    gsize start = blanks_at(bytes, length);
    if (start == length || bytes[start] != '{')
        return NULL;
    json_t *document =
        json_loadb(bytes + start, length - start,
                   JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &where);
    *used = start + (gsize)where.position;
    return document;
}

gboolean case_document_is(const char *bytes, gsize length)
{
    /* A document that was cut off is no JSON, but nothing else begins like it. */
    static const char beginning[] = "{\"whybounce\"";
    gsize used;
    if (length >= strlen(beginning) && !memcmp(bytes, beginning, strlen(beginning)))
        return TRUE;
    json_t *document = load(bytes, length, &used);
    gboolean is = json_object_get(document, "whybounce") != NULL;
    json_decref(document);
    return is;
}

static void fail(GError **error, const char *what)
{
    g_set_error_literal(error, CASE_RECORDING_ERROR, EX_DATAERR, what);
}

/* NULL where the document can be replayed. */
static const char *wrong_with(const json_t *document)
{
    const json_t *version = json_object_get(document, "whybounce");
    const json_t *request = json_object_get(document, "request");
    if (!document)
        return "this case is broken or cut off: save it again";
    if (!json_is_integer(version) || json_integer_value(version) != FORMAT_VERSION)
        return "this case was saved by another version of whybounce: open it with that one";
    if (!request && !json_object_get(document, "answers"))
        return "this case was saved without its answers: save it from the wizard, or with --record";
    if (!json_is_object(request) || !json_is_array(json_object_get(document, "answers")) ||
        !json_is_string(json_object_get(request, "do")))
        return "this case is broken, its request or its answers are none: save it again";
    return NULL;
}

json_t *case_replay_request(const char *bytes, gsize length, GError **error)
{
    gsize used = 0;
    json_t *document = load(bytes, length, &used);
    const char *wrong = wrong_with(document);
    if (!wrong && used + blanks_at(bytes + used, length - used) < length)
        wrong = "there are several cases in it: give them one by one";
    if (wrong) {
        json_decref(document);
        fail(error, wrong);
        return NULL;
    }
    json_t *request = json_deep_copy(json_object_get(document, "request"));
    json_object_set_new(request, "replay",
                        json_pack("{s:O, s:O?}", "answers", json_object_get(document, "answers"),
                                  "case", json_object_get(request, "case")));
    json_object_del(request, "case");
    json_decref(document);
    return request;
}

static gboolean is_false(const json_t *object, const char *key)
{
    return json_is_false(json_object_get(object, key));
}

json_t *case_replay_as(const json_t *request, const char *bytes, gsize length, GError **error)
{
    json_t *replay = case_replay_request(bytes, length, error);
    if (!replay)
        return NULL;
    gboolean not_asked = is_false(replay, "ask") || is_false(request, "ask");
    json_t *wishes = json_copy((json_t *)(guintptr)request);
    json_t *corrections = json_object_get(replay, "facts");
    static const char *const of_input[] = {"do", "source", "text", "base64", "bytes"};
    for (gsize i = 0; i < G_N_ELEMENTS(of_input); i++)
        json_object_del(wishes, of_input[i]);
    if (json_is_object(corrections))
        json_object_update(corrections, json_object_get(wishes, "facts"));
    if (json_is_string(json_object_get(wishes, "cause")))
        json_object_del(replay, "cause");
    json_object_update_missing(replay, wishes);
    json_object_del(replay, "ask");
    if (not_asked)
        json_object_set_new(replay, "ask", json_false());
    json_decref(wishes);
    return replay;
}
