/* Step 3: is it so? A table that fills in place, and the evidence of the row under the cursor. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include "tui/report/case_changes.h"
#include "tui/report/check_table.h"
#include "tui/report/trace_tree.h"
#include "tui/state/wizard_recipients.h"
#include "tui/base/i18n.h"

#define EVIDENCE_ROWS 9

typedef struct {
    const char *effect;
    Style style;
    const char *sign;
    const char *word; /* to be translated */
} State;

static const State states[] = {
    {"confirms", STYLE_BAD, "!", N_("proves it")},
    {"contradicts", STYLE_GOOD, "=", N_("speaks against")},
    {"context", STYLE_WARNING, "*", N_("notable")},
    {"clean", STYLE_GOOD, "+", N_("in order")},
    {"cannot", STYLE_UNKNOWN, "?", N_("not by DNS")},
    {"failed", STYLE_UNKNOWN, "?", N_("could not ask")},
    {"skipped", STYLE_DIM, "-", N_("skipped")},
};
static const State refused = {NULL, STYLE_BAD, "!", N_("would be refused")};
static const State asking = {NULL, STYLE_DIM, ".", N_("asking ...")};
static const State unfinished = {NULL, STYLE_UNKNOWN, "?", N_("not finished")};
static const State unknown = {NULL, STYLE_UNKNOWN, "?", N_("unknown")};

static const State *finding_state(const json_t *finding)
{
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        if (document_is(finding, "effect", states[i].effect))
            return &states[i];
    return &unknown;
}

static const State *row_state(const WizardCase *selected, const CheckRow *row)
{
    if (row->finding == NULL)
        return selected->done ? &unfinished : &asking;
    return row->rank > 0 ? &refused : finding_state(row->finding);
}

/* "was: proves it", where the run before found otherwise; g_free(), NULL: it did not. */
static char *row_before(const WizardCase *selected, const CheckRow *row)
{
    const json_t *was = case_change_before(selected->before, row->finding);
    return was != NULL ? g_strdup_printf(_("was: %s"), _(finding_state(was)->word)) : NULL;
}

static void add_row(const WizardCase *selected, const CheckRow *row, Page *page)
{
    const State *state = row_state(selected, row);
    const char *list = document_text(row->finding, "list");
    const char *subject = document_text(row->finding, "subject");
    g_autofree char *what =
        list != NULL ? g_strdup_printf("%s @ %s", subject != NULL ? subject : "", list)
                     : g_strdup(subject != NULL ? subject : words_of_question(row->role));
    g_autofree char *was = row_before(selected, row);
    Cell cells[] = {{state->style, state->sign},
                    {state->style, _(state->word)},
                    {STYLE_PLAIN, row->title != NULL ? row->title : row->check},
                    {STYLE_PLAIN, what},
                    {STYLE_MARK, was}};
    page_item(page, COMMAND_NEXT, 0);
    page_row(page, cells, G_N_ELEMENTS(cells) - (was == NULL));
}

static void add_part(GString *text, const char *part)
{
    g_string_append_printf(text, "%s%s", text->len > 0 ? _(", ") : "", part);
}

static void one_answer(const json_t *evidence, Page *pane)
{
    g_autofree char *ttl = document_value(evidence, "ttl");
    const char *server = document_text(evidence, "server"), *time = document_text(evidence, "time");
    g_autofree char *shown = server != NULL ? words_of_server(server) : NULL;
    g_autofree char *lives = g_strdup_printf(_("TTL %s s"), ttl != NULL ? ttl : "");
    GString *from = g_string_new(shown);
    gboolean asked = server != NULL;
    if (ttl != NULL && asked)
        add_part(from, lives);
    if (time != NULL)
        add_part(from, time);
    const char *question = document_text(evidence, "question");
    const char *answer = document_text(evidence, "answer");
    page_pair(pane, _("Question"), STYLE_CODE, words_of_question(question));
    page_pair(pane, _("Answer"), STYLE_CODE, words_of_answer(answer));
    page_pair(pane, _("From"), STYLE_DIM, from->str);
    g_string_free(from, TRUE);
}

/* The terms that were evaluated, as a tree. */
static void compose_steps(const json_t *finding, gboolean ascii, Page *pane)
{
    g_autoptr(GPtrArray) lines = trace_tree(finding, ascii);
    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const TraceLine *line = lines->pdata[i];
        Style style = line->beyond ? STYLE_BAD : line->decided ? STYLE_MARK : STYLE_PLAIN;
        page_marked(pane, line->branch, style, 0, line->text);
    }
    if (lines != NULL)
        page_blank(pane);
}

static void compose_before(const WizardCase *selected, const CheckRow *row, Page *pane)
{
    const json_t *was = case_change_before(selected->before, row->finding);
    page_pair(pane, _("Before"), STYLE_DIM, document_text(was, "text"));
}

/* It would have had to be asked, and the person said no. */
static gboolean was_left_out(const json_t *finding)
{
    const char *id = document_text(finding, "id");
    return id != NULL && g_str_has_suffix(id, ".could-not-ask");
}

static void compose_evidence(const Wizard *wizard, const CheckRow *row, Page *pane)
{
    if (row->finding == NULL) {
        page_text(pane, STYLE_DIM, 0, _("The answer is not here yet."));
        return;
    }
    const char *text = document_text(row->finding, "text");
    page_text(pane, STYLE_PLAIN, 0, text != NULL ? text : document_text(row->finding, "id"));
    compose_before(wizard_case(wizard), row, pane);
    compose_steps(row->finding, wizard->ascii, pane);
    gsize count = document_count(row->finding, "evidence");
    for (gsize i = 0; i < count; i++) {
        if (i > 0)
            page_blank(pane);
        one_answer(document_at(row->finding, "evidence", i), pane);
    }
    if (count == 0 && !was_left_out(row->finding))
        page_text(pane, STYLE_DIM, 0, _("Nothing had to be asked for this."));
}

static void compose(const Wizard *wizard, Page *page)
{
    if (case_missing(wizard, page))
        return;
    const WizardCase *selected = wizard_case(wizard);
    g_autoptr(GArray) rows = check_rows(selected);
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    case_verdict(wizard, page);
    recipients_line(wizard, page);
    case_path(wizard_document(wizard), page);
    page_blank(page);
    page_table(page);
    for (guint i = 0; i < rows->len; i++)
        add_row(selected, &g_array_index(rows, CheckRow, i), page);
    if (rows->len == 0)
        page_text(page, STYLE_PLAIN, 0, _("There is nothing to ask the DNS about this."));
    int item = wizard->views[SCREEN_CHECK].item;
    if (item >= 0 && item < (int)rows->len)
        compose_evidence(wizard, &g_array_index(rows, CheckRow, item),
                         page_detail(page, _("Evidence"), EVIDENCE_ROWS));
}

const Screen screen_check = {"check", N_("Check"), 3, CONTEXT_CHECK, 0, compose, NULL};
