/* What a bounce says, as a part of a report. */
#include <string.h>

#include "tui/base/document.h"
#include "tui/report/truncation.h"
#include "tui/report/report_parts.h"
#include "tui/base/i18n.h"

const char *body_get(const Body *body, const char *path)
{
    return case_text(body->texts, body->document, path);
}

const char *first_of(const char *a, const char *b)
{
    return a ? a : b;
}

GArray *report_pairs_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(ReportPair));
}

void report_pairs_add(GArray *pairs, const char *label, const char *text, gboolean verbatim)
{
    ReportPair pair = {label, text, verbatim};
    if (text)
        g_array_append_val(pairs, pair);
}

const char *body_word(const Body *body, const char *path)
{
    const char *key = strrchr(path, '.');
    g_autofree char *wanted = g_strconcat("words.", key ? key + 1 : path, NULL);
    return first_of(body_get(body, wanted), body_get(body, path));
}

gboolean body_is_domain_check(const Body *body)
{
    return !document_get(body->document, "cause") && !body_get(body, "facts.diagnostic") &&
           !body_get(body, "facts.recipient") &&
           json_array_size(document_get(body->document, "findings"));
}

static const char *remote_host(const Body *body)
{
    const char *name = body_get(body, "facts.remote_mta.name"),
               *ip = body_get(body, "facts.remote_mta.ip");
    return name && ip ? case_format(body->texts, "%s [%s]", name, ip) : first_of(name, ip);
}

static const char *joined_matches(const Body *body)
{
    json_t *matched = document_get(body->document, "cause.matched"), *match;
    size_t index;
    const char *all = NULL;
    json_array_foreach(matched, index, match)
    {
        const char *text = case_text(body->texts, match, "text");
        if (text)
            all = all ? case_format(body->texts, "%s | %s", all, text) : text;
    }
    return all;
}

/* What the quoted words are: a refusal only where something was refused. */
static const char *diagnostic_label(const Body *body)
{
    const char *action = body_get(body, "facts.action"), *kind = body_get(body, "input.kind");
    if (g_strcmp0(action, "failed") == 0 || (!action && g_strcmp0(kind, "failure") == 0))
        return _("Refusal");
    return body_get(body, "facts.reply_code") || body_get(body, "facts.enhanced_status")
               ? _("Answer")
               : _("Text");
}

/* What there is to know beside the cause. */
static void write_remarks(const Body *body)
{
    json_t *remarks = document_get(body->document, "remarks"), *remark;
    size_t index;
    json_array_foreach(remarks, index, remark)
    {
        const char *text = case_text(body->texts, remark, "text");
        if (text)
            body->writer->paragraph(body->out, text);
    }
}

void report_bounce(const Body *body)
{
    if (body_is_domain_check(body)) /* there is no bounce, and the title names the domain */
        return;
    g_autoptr(GArray) pairs = report_pairs_new();
    report_pairs_add(pairs, _("Kind"), body_word(body, "input.kind"), FALSE);
    report_pairs_add(pairs, _("Category"), body_word(body, "category"), FALSE);
    report_pairs_add(pairs, _("Recipient"), body_get(body, "facts.recipient"), TRUE);
    report_pairs_add(pairs, _("Written to"), body_get(body, "facts.original_recipient"), TRUE);
    report_pairs_add(pairs, _("Sender"), body_get(body, "facts.sender"), TRUE);
    if (!body_get(body, "facts.sender"))
        report_pairs_add(pairs, _("Sender's domain"), body_get(body, "facts.sender_domain"), TRUE);
    report_pairs_add(pairs, _("Reply code"), body_get(body, "facts.reply_code"), TRUE);
    report_pairs_add(pairs, _("Status"), body_get(body, "facts.enhanced_status"), TRUE);
    report_pairs_add(pairs, diagnostic_label(body), body_get(body, "facts.diagnostic"), TRUE);
    report_pairs_add(pairs, _("Said by"), remote_host(body), TRUE);
    report_pairs_add(pairs, _("Reported by"), body_get(body, "facts.reporting_mta"), TRUE);
    report_pairs_add(pairs, _("Sending IP"), body_get(body, "facts.source_ip"), TRUE);
    g_autofree char *left_out = left_out_words(body->document);
    report_pairs_add(pairs, _("Left out"), left_out, FALSE);
    report_pairs_add(pairs, _("Told by"), joined_matches(body), TRUE);
    if (pairs->len == 0)
        return;
    body->writer->heading(body->out, _("The bounce"));
    body->writer->pairs(body->out, pairs);
    write_remarks(body);
}

static const char *label_of_missing(const char *fact)
{
    return g_strcmp0(fact, "recipient") == 0  ? _("Recipient")
           : g_strcmp0(fact, "ip") == 0       ? _("Sending IP")
           : g_strcmp0(fact, "selector") == 0 ? _("DKIM selector")
                                              : _("Sender's address");
}

void report_missing(const Body *body)
{
    json_t *missing = document_get(body->document, "missing"), *one;
    size_t index;
    g_autoptr(GArray) pairs = report_pairs_new();
    json_array_foreach(missing, index, one)
    {
        const char *why = case_text(body->texts, one, "why");
        const char *option = case_text(body->texts, one, "option");
        if (why && option)
            report_pairs_add(pairs, label_of_missing(case_text(body->texts, one, "fact")),
                             case_format(body->texts, _("%s; %s fills it in"), why, option), FALSE);
    }
    if (pairs->len == 0)
        return;
    body->writer->heading(body->out, _("Not known yet"));
    body->writer->pairs(body->out, pairs);
}
