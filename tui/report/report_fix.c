/* What to do: the steps and the exact record of a fix, as a part of a report. */
#include "tui/report/report_parts.h"

#include "tui/base/document.h"
#include "tui/base/i18n.h"
#include "tui/report/record_text.h"

#define RECORD_COLUMNS 72

GPtrArray *body_texts(const Body *body, json_t *array)
{
    GPtrArray *items = g_ptr_array_new_with_free_func(g_free);
    size_t index;
    json_t *item;
    json_array_foreach(array, index, item)
    {
        const char *text = case_text(body->texts, item, json_is_object(item) ? "title" : "");
        if (!text)
            text = case_text(body->texts, item, "id");
        if (text)
            g_ptr_array_add(items, g_strdup(text));
    }
    return items;
}

static void write_record(const Body *body, json_t *fix)
{
    json_t *record = document_get(fix, "record");
    g_autofree char *zone = record ? record_zone_lines(record, RECORD_COLUMNS) : NULL;
    if (!zone)
        return;
    const char *domain = first_of(body_get(body, "facts.sender_domain"), "");
    g_autofree char *host = record_host(record, domain);
    g_autofree char *value = record_value(record);
    body->writer->paragraph(body->out, _("The record, as a line of the zone file:"));
    body->writer->code(body->out, zone);
    body->writer->paragraph(body->out, _("The same in the form of a control panel:"));
    g_autoptr(GArray) pairs = report_pairs_new();
    report_pairs_add(pairs, _("Host"), host, TRUE);
    report_pairs_add(pairs, _("Type"), case_text(body->texts, record, "type"), TRUE);
    report_pairs_add(pairs, "TTL", case_text(body->texts, record, "ttl"), TRUE);
    report_pairs_add(pairs, _("Value"), value, TRUE);
    body->writer->pairs(body->out, pairs);
    if (json_is_true(document_get(fix, "proved")))
        body->writer->paragraph(body->out,
                                _("Tried: with this record the same checks come out right."));
    g_autoptr(GPtrArray) obstacles = body_texts(body, document_get(fix, "obstacles"));
    if (obstacles->len == 0)
        return;
    body->writer->paragraph(body->out,
                            _("Tried: with this record alone this is still in the way:"));
    body->writer->items(body->out, obstacles, FALSE);
}

void report_fix(const Body *body, json_t *fix)
{
    const char *who =
        first_of(case_text(body->texts, fix, "who_word"), case_text(body->texts, fix, "who"));
    const char *name = first_of(case_text(body->texts, fix, "title"), "?");
    body->writer->subheading(body->out,
                             who ? case_format(body->texts, _("%s (%s)"), name, who) : name);
    g_autoptr(GPtrArray) steps = body_texts(body, document_get(fix, "steps"));
    if (steps->len)
        body->writer->items(body->out, steps, TRUE);
    write_record(body, fix);
}
