/* What a domain check came to, as a part of a report: the worst first, each with its mend. */
#include "tui/report/report_parts.h"

#include "tui/base/document.h"
#include "tui/base/i18n.h"

/* All sentences of a fault, and its number where it has one. */
static const char *fault_text(const Body *body, json_t *fault, size_t number)
{
    json_t *texts = document_get(fault, "text"), *text;
    const char *all = NULL;
    size_t index;
    json_array_foreach(texts, index, text)
    {
        const char *one = case_text(body->texts, text, "");
        all = !all ? one : one ? case_format(body->texts, _("%s %s"), all, one) : all;
    }
    return number ? case_format(body->texts, "%u. %s", (guint)number, first_of(all, "?"))
                  : first_of(all, "?");
}

static void write_fault(const Body *body, json_t *fault, size_t number)
{
    g_autoptr(GArray) pairs = report_pairs_new();
    json_t *fixes = document_get(fault, "fixes"), *fix;
    size_t index;
    body->writer->subheading(body->out, fault_text(body, fault, number));
    report_pairs_add(pairs, _("Who refuses"), case_text(body->texts, fault, "who"), FALSE);
    report_pairs_add(pairs, _("How sure"), case_text(body->texts, fault, "sure"), FALSE);
    if (pairs->len)
        body->writer->pairs(body->out, pairs);
    json_array_foreach(fixes, index, fix) report_fix(body, fix);
}

static void write_refused(const Body *body)
{
    json_t *faults = document_get(body->document, "check.refused"), *fault;
    size_t index;
    if (json_array_size(faults) == 0)
        return;
    body->writer->heading(body->out, _("What would be refused, and what to do"));
    json_array_foreach(faults, index, fault) write_fault(body, fault, index + 1);
}

/* In one line, but for those that a record or steps mend. */
static void write_weak(const Body *body)
{
    json_t *faults = document_get(body->document, "check.weak"), *fault;
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    size_t index;
    if (json_array_size(faults) == 0)
        return;
    body->writer->heading(body->out, _("What is weak, but not refused"));
    json_array_foreach(faults, index, fault)
        g_ptr_array_add(lines, (gpointer)(guintptr)fault_text(body, fault, 0));
    body->writer->items(body->out, lines, FALSE);
}

static void write_lines(const Body *body, const char *heading, const char *path)
{
    g_autoptr(GPtrArray) lines = body_texts(body, document_get(body->document, path));
    if (lines->len == 0)
        return;
    body->writer->heading(body->out, heading);
    body->writer->items(body->out, lines, FALSE);
}

static void write_rules(const Body *body)
{
    json_t *rules = document_get(body->document, "check.bulk_rules"), *rule;
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    size_t index;
    json_array_foreach(rules, index, rule)
    {
        const char *state = case_text(body->texts, rule, "state_word");
        const char *text = case_text(body->texts, rule, "text");
        g_ptr_array_add(lines,
                        (gpointer)(guintptr)case_format(body->texts, "[%s] %s",
                                                        first_of(state, "?"), first_of(text, "?")));
    }
    if (lines->len == 0)
        return;
    body->writer->heading(body->out,
                          _("What Google, Yahoo and Microsoft demand of who sends much"));
    body->writer->items(body->out, lines, FALSE);
}

void report_check(const Body *body)
{
    write_refused(body);
    write_weak(body);
    write_lines(body, _("What could not be asked, or not be told"), "check.unknown");
    write_lines(body, _("What is in order"), "check.in_order");
    write_rules(body);
}

/* "refused 2: 192.0.2.1 is listed ..." */
static const char *line_of(CaseTexts *texts, json_t *document)
{
    static const struct {
        const char *verdict, *word;
    } words[] = {{"refused", N_("would be refused")},
                 {"weak", N_("weak")},
                 {"healthy", N_("in order")},
                 {"could-not-ask", N_("could not be asked")}};
    const char *verdict = case_text(texts, document, "check.verdict");
    json_t *fault = json_array_get(document_get(document, "check.refused"), 0);
    const char *worst = case_text(texts, json_array_get(document_get(fault, "text"), 0), "");
    const char *count = case_text(texts, document, "check.counts.refused");
    const char *word = verdict;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(words[i].verdict, verdict) == 0)
            word = _(words[i].word);
    if (!worst)
        return first_of(word, "?");
    return case_format(texts, _("%s (%s): %s"), first_of(word, "?"), first_of(count, "?"), worst);
}

void report_write_table(const ReportWriter *writer, GString *out, const GPtrArray *documents)
{
    g_autoptr(CaseTexts) texts = case_texts_new();
    g_autoptr(GArray) pairs = report_pairs_new();
    for (guint i = 0; i < documents->len; i++) {
        json_t *document = documents->pdata[i];
        report_pairs_add(pairs, first_of(case_text(texts, document, "facts.sender_domain"), "?"),
                         line_of(texts, document), FALSE);
    }
    writer->title(out, _("All domains"));
    writer->pairs(out, pairs);
}
