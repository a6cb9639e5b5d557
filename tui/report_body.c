/* Walks a case document and hands its parts to a writer, the verdict first. */
#include <string.h>

#include "content/safe_text.h"
#include "tui/case_text.h"
#include "tui/document.h"
#include "tui/left_out.h"
#include "tui/mail_path.h"
#include "tui/record_text.h"
#include "tui/report_writer.h"
#include "tui/trace_tree.h"
#include "tui/width.h"
#include "tui/words.h"

#define RECORD_COLUMNS 72

enum { STEPS_SHOWN = 40 };

typedef struct {
    const ReportWriter *writer;
    GString *out;
    json_t *document;
    CaseTexts *texts;
} Body;

static const char *get(const Body *body, const char *path)
{
    return case_text(body->texts, body->document, path);
}

static const char *first(const char *a, const char *b)
{
    return a ? a : b;
}

static GArray *pairs_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(ReportPair));
}

static void pairs_add(GArray *pairs, const char *label, const char *text, gboolean verbatim)
{
    ReportPair pair = {label, text, verbatim};
    if (text)
        g_array_append_val(pairs, pair);
}

/* The document's word for what stands at `path`, else what stands there. */
static const char *word(const Body *body, const char *path)
{
    const char *key = strrchr(path, '.');
    g_autofree char *wanted = g_strconcat("words.", key ? key + 1 : path, NULL);
    return first(get(body, wanted), get(body, path));
}

typedef struct {
    const char *effect, *word;
} EffectWord;

static const char *effect_word(const char *effect)
{
    static const EffectWord words[] = {
        {"confirms", N_("PROOF")},    {"contradicts", N_("AGAINST")}, {"context", N_("NOTE")},
        {"clean", N_("OK")},          {"cannot", N_("NOT BY DNS")},   {"failed", N_("NO ANSWER")},
        {"skipped", N_("NOT ASKED")},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(words[i].effect, effect) == 0)
            return _(words[i].word);
    return effect ? effect : "?";
}

static const char *finding_text(const Body *body, json_t *finding)
{
    const char *text = case_text(body->texts, finding, "text");
    if (text)
        return text;
    const char *id = case_text(body->texts, finding, "id");
    const char *subject = case_text(body->texts, finding, "subject");
    return case_format(body->texts, "%s %s", first(id, "?"), first(subject, ""));
}

/* The finding that decided, else NULL. */
static json_t *deciding_finding(const Body *body)
{
    static const char *const effects[] = {"confirms", "contradicts"};
    json_t *findings = document_get(body->document, "findings"), *finding;
    size_t index;
    for (gsize i = 0; i < G_N_ELEMENTS(effects); i++)
        json_array_foreach(findings, index,
                           finding) if (g_strcmp0(case_text(body->texts, finding, "effect"),
                                                  effects[i]) == 0) return finding;
    return NULL;
}

static const char *evidence_text(const Body *body, json_t *evidence)
{
    CaseTexts *texts = body->texts;
    const char *server = case_text(texts, evidence, "server");
    const char *ttl = case_text(texts, evidence, "ttl");
    const char *time = case_text(texts, evidence, "time");
    GString *text =
        g_string_new(words_of_question(first(case_text(texts, evidence, "question"), "?")));
    g_autofree char *shown = server ? words_of_server(server) : NULL;
    if (shown)
        g_string_append_printf(text, " @%s", shown);
    g_string_append_printf(text, "%s%s", _(": "),
                           words_of_answer(first(case_text(texts, evidence, "answer"), "?")));
    if (ttl && time)
        g_string_append_printf(text, _(" (TTL %s, %s)"), ttl, time);
    g_autofree char *whole = g_string_free(text, FALSE);
    return case_format(texts, "%s", whole);
}

static const char *proof(const Body *body)
{
    json_t *finding = deciding_finding(body);
    json_t *evidence = json_array_get(document_get(finding, "evidence"), 0);
    if (evidence)
        return evidence_text(body, evidence);
    if (finding)
        return finding_text(body, finding);
    const char *matched = case_text(
        body->texts, json_array_get(document_get(body->document, "cause.matched"), 0), "text");
    return matched ? case_format(body->texts, _("the bounce says \"%s\""), matched) : NULL;
}

static const char *verdict(const Body *body)
{
    const char *name = word(body, "verdict");
    const char *reason = get(body, "verdict_reason");
    if (!name || !reason)
        return first(name, reason);
    return case_format(body->texts, _("%s. %s"), name, reason);
}

static gboolean is_domain_check(const Body *body)
{
    return !document_get(body->document, "cause") && !get(body, "facts.diagnostic") &&
           !get(body, "facts.recipient") &&
           json_array_size(document_get(body->document, "findings"));
}

static const char *title(const Body *body)
{
    const char *cause = get(body, "cause.title");
    const char *recipient = get(body, "facts.recipient");
    if (cause && recipient)
        return case_format(body->texts, _("%s: %s"), recipient, cause);
    if (cause)
        return cause;
    if (is_domain_check(body))
        return case_format(body->texts, _("The mail records of %s"),
                           first(get(body, "facts.sender_domain"),
                                 first(get(body, "facts.source_ip"), _("this domain"))));
    return recipient ? case_format(body->texts, _("%s: no known cause fits"), recipient)
                     : _("No cause was found");
}

static guint count_effect(const Body *body, const char *effect)
{
    json_t *findings = document_get(body->document, "findings"), *finding;
    size_t index;
    guint count = 0;
    json_array_foreach(findings, index, finding) count +=
        g_strcmp0(case_text(body->texts, finding, "effect"), effect) == 0;
    return count;
}

static const char *check_result(const Body *body)
{
    guint notable = count_effect(body, "context") + count_effect(body, "confirms");
    guint failed = count_effect(body, "failed"), clean = count_effect(body, "clean");
    return case_format(body->texts, _("%u right, %u to look at, %u could not be asked"), clean,
                       notable, failed);
}

/* What a text that tells no cause lacks, and how to get it; NULL: it lacks nothing. */
static const char *missing(const Body *body)
{
    if (document_get(body->document, "cause") || is_domain_check(body))
        return NULL;
    return _(
        "No reason and no code stand in this text. Take the returned message itself, all of it, "
        "or at least the line with the error, which often begins with 550. How to get it in "
        "each mail program: whybounce guide headers");
}

static void write_answer(const Body *body)
{
    g_autoptr(GArray) pairs = pairs_new();
    if (is_domain_check(body))
        pairs_add(pairs, _("Result"), check_result(body), FALSE);
    else
        pairs_add(pairs, _("What happened"),
                  first(get(body, "cause.what"), word(body, "input.kind")), FALSE);
    pairs_add(pairs, _("Why"), get(body, "cause.why"), FALSE);
    if (document_get(body->document, "cause"))
        pairs_add(pairs, _("Is it so?"), verdict(body), FALSE);
    pairs_add(pairs, _("Who acts"), word(body, "acts"), FALSE);
    json_t *fix = json_array_get(document_get(body->document, "fixes"), 0);
    pairs_add(pairs, _("What next"), first(case_text(body->texts, fix, "title"), missing(body)),
              FALSE);
    pairs_add(pairs, _("Proof"), proof(body), TRUE);
    body->writer->title(body->out, title(body));
    body->writer->answer(body->out, pairs);
}

static const char *remote_host(const Body *body)
{
    const char *name = get(body, "facts.remote_mta.name"), *ip = get(body, "facts.remote_mta.ip");
    return name && ip ? case_format(body->texts, "%s [%s]", name, ip) : first(name, ip);
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
    const char *action = get(body, "facts.action"), *kind = get(body, "input.kind");
    if (g_strcmp0(action, "failed") == 0 || (!action && g_strcmp0(kind, "failure") == 0))
        return _("Refusal");
    return get(body, "facts.reply_code") || get(body, "facts.enhanced_status") ? _("Answer")
                                                                               : _("Text");
}

static void write_facts(const Body *body)
{
    if (is_domain_check(body)) /* there is no bounce, and the title names the domain */
        return;
    g_autoptr(GArray) pairs = pairs_new();
    pairs_add(pairs, _("Kind"), word(body, "input.kind"), FALSE);
    pairs_add(pairs, _("Category"), word(body, "category"), FALSE);
    pairs_add(pairs, _("Recipient"), get(body, "facts.recipient"), TRUE);
    pairs_add(pairs, _("Written to"), get(body, "facts.original_recipient"), TRUE);
    pairs_add(pairs, _("Sender"), get(body, "facts.sender"), TRUE);
    pairs_add(pairs, _("Reply code"), get(body, "facts.reply_code"), TRUE);
    pairs_add(pairs, _("Status"), get(body, "facts.enhanced_status"), TRUE);
    pairs_add(pairs, diagnostic_label(body), get(body, "facts.diagnostic"), TRUE);
    pairs_add(pairs, _("Said by"), remote_host(body), TRUE);
    pairs_add(pairs, _("Reported by"), get(body, "facts.reporting_mta"), TRUE);
    pairs_add(pairs, _("Sending IP"), get(body, "facts.source_ip"), TRUE);
    g_autofree char *left_out = left_out_words(body->document);
    pairs_add(pairs, _("Left out"), left_out, FALSE);
    pairs_add(pairs, _("Told by"), joined_matches(body), TRUE);
    if (pairs->len == 0)
        return;
    body->writer->heading(body->out, _("The bounce"));
    body->writer->pairs(body->out, pairs);
}

/* How a finding was arrived at, as a tree. */
static void write_trace(const Body *body, json_t *finding)
{
    g_autoptr(GPtrArray) lines = trace_tree(finding, TRUE);
    g_autoptr(GString) tree = g_string_new(NULL);
    for (guint i = 0; lines != NULL && i < MIN(lines->len, STEPS_SHOWN); i++) {
        const TraceLine *line = lines->pdata[i];
        g_autofree char *safe = safe_text(line->text, -1, SAFE_TEXT_ONE_LINE, 0);
        g_string_append_printf(tree, "%s%s%s%s", i > 0 ? "\n" : "", line->branch,
                               *line->branch != '\0' ? " " : "", safe);
    }
    if (lines != NULL && lines->len > STEPS_SHOWN)
        g_string_append(tree, "\n...");
    if (lines != NULL)
        body->writer->code(body->out, tree->str);
}

static const char *change_side(const Body *body, json_t *change, const char *side)
{
    json_t *result = document_get(change, side);
    const char *word = effect_word(case_text(body->texts, result, "effect"));
    const char *text = case_text(body->texts, result, "text");
    return result == NULL ? _("nothing")
                          : case_format(body->texts, "%s (%s)", word, first(text, "?"));
}

static void write_changes(const Body *body)
{
    json_t *changes = document_get(body->document, "changes"), *change;
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    size_t index;
    json_array_foreach(changes, index, change)
    {
        const char *title = first(case_text(body->texts, change, "title"), "?");
        const char *subject = first(case_text(body->texts, change, "list"),
                                    case_text(body->texts, change, "subject"));
        const char *line =
            case_format(body->texts, _("%s, %s: was %s, now %s"), title, first(subject, "?"),
                        change_side(body, change, "before"), change_side(body, change, "after"));
        g_ptr_array_add(items, (gpointer)(guintptr)line);
    }
    if (!json_is_array(changes))
        return;
    body->writer->heading(body->out, _("What changed since the last run"));
    if (items->len == 0)
        body->writer->paragraph(body->out, _("Nothing: every check says the same."));
    else
        body->writer->items(body->out, items, FALSE);
}

static void write_path(const Body *body)
{
    g_autofree char *picture = mail_path_picture(body->document);
    if (picture == NULL)
        return;
    body->writer->heading(body->out, _("The way of the mail"));
    body->writer->code(body->out, picture);
}

/* The question that a finding could not put because the person said no, "example.org MX"; NULL: it
 * is none of these. g_free(). */
static char *question_not_asked(const Body *body, json_t *finding)
{
    const char *id = case_text(body->texts, finding, "id");
    const char *detail = case_text(body->texts, finding, "detail");
    const char *end = detail != NULL ? strstr(detail, ": ") : NULL;
    if (g_strcmp0(case_text(body->texts, finding, "effect"), "skipped") != 0 || end == NULL ||
        id == NULL || !g_str_has_suffix(id, ".could-not-ask"))
        return NULL;
    return g_strndup(detail, (gsize)(end - detail));
}

/* All of these in one line, each question once: offline there is nothing more to say. */
static void write_not_asked(const Body *body, const GPtrArray *questions)
{
    if (questions->len == 0)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < questions->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? _(", ") : "",
                               (const char *)questions->pdata[i]);
    g_autofree char *line = g_strdup_printf(_("Nothing was looked up: %s."), text->str);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    const ReportFinding shown = {"skipped", effect_word("skipped"), line, none};
    body->writer->finding(body->out, &shown);
}

static void write_findings(const Body *body)
{
    g_autoptr(GPtrArray) not_asked = g_ptr_array_new_with_free_func(g_free);
    json_t *findings = document_get(body->document, "findings"), *finding, *evidence;
    size_t index, inner;
    if (json_array_size(findings) == 0)
        return;
    body->writer->heading(body->out, _("What was checked"));
    json_array_foreach(findings, index, finding)
    {
        char *question = question_not_asked(body, finding);
        if (question != NULL) {
            if (g_ptr_array_find_with_equal_func(not_asked, question, g_str_equal, NULL))
                g_free(question);
            else
                g_ptr_array_add(not_asked, question);
            continue;
        }
        g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
        json_array_foreach(document_get(finding, "evidence"), inner, evidence)
            g_ptr_array_add(lines, g_strdup(evidence_text(body, evidence)));
        const char *effect = case_text(body->texts, finding, "effect");
        ReportFinding shown = {first(effect, "none"), effect_word(effect),
                               finding_text(body, finding), lines};
        body->writer->finding(body->out, &shown);
        write_trace(body, finding);
    }
    write_not_asked(body, not_asked);
}

/* The texts of an array of strings, or of objects with a title. */
static GPtrArray *texts_of(const Body *body, json_t *array)
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

static void write_items(const Body *body, const char *heading, const char *path)
{
    g_autoptr(GPtrArray) items = texts_of(body, document_get(body->document, path));
    if (items->len == 0)
        return;
    body->writer->heading(body->out, heading);
    body->writer->items(body->out, items, FALSE);
}

static void write_record(const Body *body, json_t *fix)
{
    json_t *record = document_get(fix, "record");
    g_autofree char *zone = record ? record_zone_lines(record, RECORD_COLUMNS) : NULL;
    if (!zone)
        return;
    const char *domain = first(get(body, "facts.sender_domain"), "");
    g_autofree char *host = record_host(record, domain);
    g_autofree char *value = record_value(record);
    body->writer->paragraph(body->out, _("The record, as a line of the zone file:"));
    body->writer->code(body->out, zone);
    body->writer->paragraph(body->out, _("The same in the form of a control panel:"));
    g_autoptr(GArray) pairs = pairs_new();
    pairs_add(pairs, _("Host"), host, TRUE);
    pairs_add(pairs, _("Type"), case_text(body->texts, record, "type"), TRUE);
    pairs_add(pairs, "TTL", case_text(body->texts, record, "ttl"), TRUE);
    pairs_add(pairs, _("Value"), value, TRUE);
    body->writer->pairs(body->out, pairs);
    if (json_is_true(document_get(fix, "proved")))
        body->writer->paragraph(body->out,
                                _("Tried: with this record the same checks come out right."));
    g_autoptr(GPtrArray) obstacles = texts_of(body, document_get(fix, "obstacles"));
    if (obstacles->len == 0)
        return;
    body->writer->paragraph(body->out,
                            _("Tried: with this record alone this is still in the way:"));
    body->writer->items(body->out, obstacles, FALSE);
}

static void write_fixes(const Body *body)
{
    json_t *fixes = document_get(body->document, "fixes"), *fix;
    size_t index;
    if (json_array_size(fixes) == 0)
        return;
    body->writer->heading(body->out, _("What to do"));
    json_array_foreach(fixes, index, fix)
    {
        const char *who =
            first(case_text(body->texts, fix, "who_word"), case_text(body->texts, fix, "who"));
        const char *name = first(case_text(body->texts, fix, "title"), "?");
        body->writer->subheading(body->out,
                                 who ? case_format(body->texts, _("%s (%s)"), name, who) : name);
        g_autoptr(GPtrArray) steps = texts_of(body, document_get(fix, "steps"));
        if (steps->len)
            body->writer->items(body->out, steps, TRUE);
        write_record(body, fix);
    }
}

static void write_links(const Body *body)
{
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ReportLink));
    json_t *array = document_get(body->document, "cause.links"), *link;
    size_t index;
    json_array_foreach(array, index, link)
    {
        const char *url = case_text(body->texts, link, json_is_object(link) ? "url" : "");
        ReportLink shown = {first(case_text(body->texts, link, "title"), url), url};
        if (url && (g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://")))
            g_array_append_val(links, shown);
    }
    if (links->len == 0)
        return;
    body->writer->heading(body->out, _("Read on"));
    body->writer->links(body->out, links);
}

static void write_paragraph(const Body *body, const char *heading, const char *path)
{
    const char *text = case_lines(body->texts, body->document, path);
    if (!text)
        return;
    body->writer->heading(body->out, heading);
    body->writer->paragraph(body->out, text);
}

void report_write_case(const ReportWriter *writer, GString *out, json_t *document)
{
    g_autoptr(CaseTexts) texts = case_texts_new();
    const Body body = {writer, out, document, texts};
    write_answer(&body);
    write_fixes(&body);
    write_items(&body, _("What not to do"), "cause.avoid");
    write_changes(&body);
    write_findings(&body);
    write_paragraph(&body, _("What DNS cannot tell"), "cause.unproven");
    write_path(&body);
    write_facts(&body);
    write_items(&body, _("What else it may be"), "alternatives");
    write_paragraph(&body, _("Words for the customer"), "cause.reply");
    write_paragraph(&body, _("Note for the ticket"), "cause.note");
    write_links(&body);
}
