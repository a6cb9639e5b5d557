/* Walks a case document and hands its parts to a writer, the verdict first. */
#include <string.h>

#include "content/base/safe_text.h"
#include "tui/report/case_text.h"
#include "tui/base/document.h"
#include "tui/report/route.h"
#include "tui/report/report_parts.h"
#include "tui/report/trace_tree.h"
#include "tui/base/width.h"
#include "tui/base/i18n.h"

enum { STEPS_SHOWN = 40 };

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
    return case_format(body->texts, "%s %s", first_of(id, "?"), first_of(subject, ""));
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
        g_string_new(words_of_question(first_of(case_text(texts, evidence, "question"), "?")));
    g_autofree char *shown = server ? words_of_server(server) : NULL;
    if (shown)
        g_string_append_printf(text, " @%s", shown);
    g_string_append_printf(text, "%s%s", _(": "),
                           words_of_answer(first_of(case_text(texts, evidence, "answer"), "?")));
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
    const char *name = body_word(body, "verdict");
    const char *reason = body_get(body, "verdict_reason");
    if (!name || !reason)
        return first_of(name, reason);
    return case_format(body->texts, _("%s. %s"), name, reason);
}

static const char *title(const Body *body)
{
    const char *cause = body_get(body, "cause.title");
    const char *recipient = body_get(body, "facts.recipient");
    if (cause && recipient)
        return case_format(body->texts, _("%s: %s"), recipient, cause);
    if (cause)
        return cause;
    if (body_is_domain_check(body))
        return case_format(body->texts, _("The mail records of %s"),
                           first_of(body_get(body, "facts.sender_domain"),
                                    first_of(body_get(body, "facts.source_ip"), _("this domain"))));
    return recipient ? case_format(body->texts, _("%s: no known cause fits"), recipient)
                     : _("No cause was found");
}

/* What a text that tells no cause lacks, and how to get it; NULL: it lacks nothing. */
static const char *missing(const Body *body)
{
    if (document_get(body->document, "cause") || body_is_domain_check(body))
        return NULL;
    return _(
        "No reason and no code stand in this text. Take the returned message itself, all of it, "
        "or at least the line with the error, which often begins with 550. How to get it in "
        "each mail program: whybounce guide headers");
}

static void write_answer(const Body *body)
{
    g_autoptr(GArray) pairs = report_pairs_new();
    if (body_is_domain_check(body))
        report_pairs_add(pairs, _("Result"), body_get(body, "check.sentence"), FALSE);
    else
        report_pairs_add(pairs, _("What happened"),
                         first_of(body_get(body, "cause.what"), body_word(body, "input.kind")),
                         FALSE);
    report_pairs_add(pairs, _("Why"), body_get(body, "cause.why"), FALSE);
    if (document_get(body->document, "cause"))
        report_pairs_add(pairs, _("Is it so?"), verdict(body), FALSE);
    report_pairs_add(pairs, _("Who acts"), body_word(body, "acts"), FALSE);
    json_t *fix = json_array_get(document_get(body->document, "fixes"), 0);
    report_pairs_add(pairs, _("What next"),
                     first_of(case_text(body->texts, fix, "title"), missing(body)), FALSE);
    report_pairs_add(pairs, _("Proof"), proof(body), TRUE);
    body->writer->title(body->out, title(body));
    body->writer->answer(body->out, pairs);
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
                          : case_format(body->texts, "%s (%s)", word, first_of(text, "?"));
}

static void write_changes(const Body *body)
{
    json_t *changes = document_get(body->document, "changes"), *change;
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    size_t index;
    json_array_foreach(changes, index, change)
    {
        const char *title = first_of(case_text(body->texts, change, "title"), "?");
        const char *subject = first_of(case_text(body->texts, change, "list"),
                                       case_text(body->texts, change, "subject"));
        const char *line =
            case_format(body->texts, _("%s, %s: was %s, now %s"), title, first_of(subject, "?"),
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
    const char *basis = body_get(body, "verdict_basis");
    if (basis != NULL)
        body->writer->paragraph(body->out, basis);
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
        ReportFinding shown = {first_of(effect, "none"), effect_word(effect),
                               finding_text(body, finding), lines};
        body->writer->finding(body->out, &shown);
        write_trace(body, finding);
    }
    write_not_asked(body, not_asked);
}

static void write_items(const Body *body, const char *heading, const char *path)
{
    g_autoptr(GPtrArray) items = body_texts(body, document_get(body->document, path));
    if (items->len == 0)
        return;
    body->writer->heading(body->out, heading);
    body->writer->items(body->out, items, FALSE);
}

static void write_fixes(const Body *body)
{
    json_t *fixes = document_get(body->document, "fixes"), *fix;
    size_t index;
    if (json_array_size(fixes) == 0)
        return;
    body->writer->heading(body->out, _("What to do"));
    json_array_foreach(fixes, index, fix) report_fix(body, fix);
}

static void write_links(const Body *body)
{
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ReportLink));
    json_t *array = document_get(body->document, "cause.links"), *link;
    size_t index;
    json_array_foreach(array, index, link)
    {
        const char *url = case_text(body->texts, link, json_is_object(link) ? "url" : "");
        ReportLink shown = {first_of(case_text(body->texts, link, "title"), url), url};
        if (url && (g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://")))
            g_array_append_val(links, shown);
    }
    if (links->len == 0)
        return;
    body->writer->heading(body->out, _("Read on"));
    body->writer->links(body->out, links);
}

/* "status" to "the status is another". */
static const char *lack_text(const Body *body, const char *lacks, const char *forbidding)
{
    static const struct {
        const char *name, *text;
    } lacks_texts[] = {{"kind", N_("not for this kind of message")},
                       {"code", N_("the reply code is another")},
                       {"status", N_("the status is another")},
                       {"speaker", N_("another host speaks")},
                       {"rank", N_("another rule says more")}};
    if (forbidding)
        return case_format(body->texts, _("\"%s\" forbids it"), forbidding);
    for (gsize i = 0; i < G_N_ELEMENTS(lacks_texts); i++)
        if (g_str_equal(lacks, lacks_texts[i].name))
            return _(lacks_texts[i].text);
    return lacks;
}

/* The rules that fired (or did not), each with its phrase and the words it stands for. */
static void write_rules(const Body *body, const char *heading, gboolean fired)
{
    json_t *rules = document_get(body->document, "rules"), *rule;
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    size_t index;
    json_array_foreach(rules, index, rule)
    {
        CaseTexts *texts = body->texts;
        const char *lacks = case_text(texts, rule, "lacks");
        const char *line = case_format(texts, _("%s, rule %s: \"%s\" is in \"%s\""),
                                       case_text(texts, rule, "id"), case_text(texts, rule, "rule"),
                                       first_of(case_text(texts, rule, "phrase"), "?"),
                                       first_of(case_text(texts, rule, "found"), "?"));
        if (lacks)
            line = case_format(texts, _("%s; but %s"), line,
                               lack_text(body, lacks, case_text(texts, rule, "forbidding")));
        if ((lacks == NULL) == fired)
            g_ptr_array_add(items, (gpointer)(guintptr)line);
    }
    if (items->len == 0)
        return;
    body->writer->heading(body->out, heading);
    body->writer->items(body->out, items, FALSE);
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
    if (body_is_domain_check(&body))
        report_check(&body);
    else
        write_fixes(&body);
    write_items(&body, _("What not to do"), "cause.avoid");
    write_changes(&body);
    write_findings(&body);
    write_paragraph(&body, _("What DNS cannot tell"), "cause.unproven");
    write_path(&body);
    report_bounce(&body);
    write_items(&body, _("What else it may be"), "alternatives");
    write_rules(&body, _("Rules that fired"), TRUE);
    write_rules(&body, _("Rules that came near"), FALSE);
    write_paragraph(&body, _("Words for the customer"), "cause.reply");
    write_paragraph(&body, _("Note for the ticket"), "cause.note");
    write_links(&body);
    report_missing(&body);
}
