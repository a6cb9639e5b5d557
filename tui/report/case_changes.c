#include "tui/report/case_changes.h"

#include "tui/base/document.h"

static gboolean same(const json_t *a, const json_t *b, const char *key)
{
    return g_strcmp0(document_text(a, key), document_text(b, key)) == 0;
}

static gboolean is_advice(const json_t *finding)
{
    return json_is_true(document_get(finding, "advice"));
}

static gboolean same_question(const json_t *a, const json_t *b)
{
    return same(a, b, "check") && same(a, b, "role") && same(a, b, "subject") && same(a, b, "list");
}

static gboolean same_result(const json_t *a, const json_t *b)
{
    return same(a, b, "id") && same(a, b, "effect") && same(a, b, "detail");
}

/* A remark is the same one or another; a result takes the place of the result before. */
static gboolean in_place_of(const json_t *a, const json_t *b)
{
    return same_question(a, b) && is_advice(a) == is_advice(b) &&
           (!is_advice(a) || same(a, b, "id"));
}

static const json_t *counterpart(const json_t *document, const json_t *finding)
{
    const json_t *found = NULL;
    for (gsize i = 0; i < document_count(document, "findings"); i++) {
        const json_t *other = document_at(document, "findings", i);
        if (!in_place_of(other, finding))
            continue;
        if (same_result(other, finding))
            return other;
        found = found != NULL ? found : other;
    }
    return found;
}

const json_t *case_change_before(const json_t *before, const json_t *finding)
{
    const json_t *was = counterpart(before, finding);
    return was != NULL && !same_result(was, finding) ? was : NULL;
}

static json_t *result(const json_t *finding)
{
    if (finding == NULL)
        return json_null();
    return json_pack("{s:O?, s:O?, s:O?}", "id", document_get(finding, "id"), "effect",
                     document_get(finding, "effect"), "text", document_get(finding, "text"));
}

static void add(json_t *changes, const json_t *was, const json_t *now)
{
    const json_t *named = now != NULL ? now : was;
    json_array_append_new(changes, json_pack("{s:O?, s:O?, s:O?, s:O?, s:o, s:o}", "check",
                                             document_get(named, "check"), "title",
                                             document_get(named, "title"), "subject",
                                             document_get(named, "subject"), "list",
                                             document_get(named, "list"), "before", result(was),
                                             "after", result(now)));
}

json_t *case_changes(const json_t *before, const json_t *after)
{
    json_t *changes = json_array();
    for (gsize i = 0; i < document_count(after, "findings"); i++) {
        const json_t *now = document_at(after, "findings", i);
        const json_t *was = counterpart(before, now);
        if (was == NULL || !same_result(was, now))
            add(changes, was, now);
    }
    for (gsize i = 0; i < document_count(before, "findings"); i++) {
        const json_t *was = document_at(before, "findings", i);
        if (counterpart(after, was) == NULL)
            add(changes, was, NULL);
    }
    return changes;
}
