/* The text of the bounce, with the words that decided marked. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include "tui/base/i18n.h"

#define AROUND_BYTES (16u << 10) /* shown before and after the first mark */

static gboolean range_of(const json_t *matched, gsize length, gsize *start, gsize *end)
{
    const json_t *first = document_get(matched, "start"), *last = document_get(matched, "end");
    if (!json_is_integer(first) || !json_is_integer(last))
        return FALSE;
    json_int_t from = json_integer_value(first), to = json_integer_value(last);
    if (from < 0 || to <= from || (guint64)to > length)
        return FALSE;
    *start = (gsize)from;
    *end = (gsize)to;
    return TRUE;
}

/* The first marked range that does not start before `at`. */
static gboolean next_mark(const Wizard *wizard, gsize at, gsize *start, gsize *end)
{
    const json_t *document = wizard_document(wizard);
    gboolean found = FALSE;
    for (gsize i = 0; i < document_count(document, "cause.matched"); i++) {
        gsize from, to;
        if (!range_of(document_at(document, "cause.matched", i), wizard->text->len, &from, &to) ||
            from < at || (found && from >= *start))
            continue;
        *start = from;
        *end = to;
        found = TRUE;
    }
    return found;
}

static void compose(const Wizard *wizard, Page *page)
{
    const GString *text = wizard->text;
    gsize start = 0, end = 0, at = 0;
    page->show_mark = TRUE;
    if (next_mark(wizard, 0, &start, &end) && start > AROUND_BYTES)
        at = start - AROUND_BYTES;
    gsize last = MIN(text->len, MAX(start, at) + 2 * AROUND_BYTES);
    if (at > 0)
        page_format(page, STYLE_DIM, 0, _("(%lu bytes before this)"), (gulong)at);
    page_begin(page, 0);
    while (at < last && next_mark(wizard, at, &start, &end)) {
        page_run(page, STYLE_PLAIN, text->str + at, (gssize)(start - at));
        page_run(page, STYLE_MARK, text->str + start, (gssize)(end - start));
        at = end;
    }
    if (at < last)
        page_run(page, STYLE_PLAIN, text->str + at, (gssize)(last - at));
    if (MAX(at, last) < text->len)
        page_format(page, STYLE_DIM, 0, _("(%lu bytes after this)"),
                    (gulong)(text->len - MAX(at, last)));
}

const Screen screen_text = {"text", N_("Text of the bounce"), 2, CONTEXT_READING, -1, compose,
                            NULL};
