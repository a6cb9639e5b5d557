/* Step 2: what it is, as documented, and the words that said so. */
#include "tui/state/case_words.h"
#include "tui/report/truncation.h"
#include "tui/screens/screen.h"

#include <string.h>
#include "tui/state/wizard_ask.h"
#include "tui/state/wizard_recipients.h"
#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

/* Where the next of the matched words stands in `text`, the longest at the earliest place. */
static const char *find_mark(const json_t *document, const char *text, gsize *length)
{
    const char *best = NULL;
    for (gsize i = 0; i < document_count(document, "cause.matched"); i++) {
        const char *words = document_text(document_at(document, "cause.matched", i), "text");
        const char *found = words != NULL ? strstr(text, words) : NULL;
        if (found == NULL || (best != NULL && found > best) ||
            (found == best && strlen(words) <= *length))
            continue;
        best = found;
        *length = strlen(words);
    }
    return best;
}

/* The words of the refusal, those that decided marked. */
static void quote(const json_t *document, Page *page)
{
    const char *text = document_text(document, "facts.diagnostic");
    gboolean own = text == NULL;
    if (own)
        text = document_text(document_at(document, "cause.matched", 0), "text");
    if (text == NULL)
        return;
    page_heading(page, _("The words that say so"));
    page_begin(page, 2);
    gsize length = 0;
    for (const char *mark; (mark = find_mark(document, text, &length)) != NULL;
         text = mark + length, length = 0) {
        page_run(page, STYLE_PLAIN, text, mark - text);
        page_run(page, STYLE_MARK, mark, (gssize)length);
    }
    page_run(page, STYLE_PLAIN, text, -1);
}

/* One recipient, or how many of all are meant together. */
static char *which_case(const Wizard *wizard, guint meant)
{
    if (meant > 1)
        return g_strdup_printf(_("%u of %u with this cause (Tab: one by one, a: all)"), meant,
                               wizard->cases->len);
    return g_strdup_printf(_("%u of %u (Tab: next, a: all)"), wizard->selected + 1,
                           wizard->cases->len);
}

static void facts(const Wizard *wizard, const json_t *document, Page *page)
{
    g_autofree char *said_by = case_speaker(document), *code = case_reply(document);
    g_autofree char *left_out = left_out_words(document);
    g_autoptr(GArray) members = recipients_meant(wizard);
    g_autofree char *recipients =
        recipients_names(wizard, members, RECIPIENTS_SHOWN, wizard->language);
    const char *original = document_text(document, "facts.original_recipient");
    if (wizard->cases->len > 1) {
        g_autofree char *which = which_case(wizard, members->len);
        page_pair(page, _("Case"), STYLE_PLAIN, which);
    }
    if (!wizard->guided)
        page_pair(page, _("What it is"), STYLE_PLAIN, case_word(document, "kind"));
    page_pair(page, _("Category"), STYLE_PLAIN, case_word(document, "category"));
    page_pair(page, _("Recipient"), STYLE_PLAIN,
              members->len > 1 ? recipients : document_text(document, "facts.recipient"));
    page_pair(page, _("Written to"), STYLE_PLAIN, original);
    page_pair(page, _("Sender"), STYLE_PLAIN, document_text(document, "facts.sender"));
    if (document_text(document, "facts.sender") == NULL)
        page_pair(page, _("Sender's domain"), STYLE_PLAIN,
                  document_text(document, "facts.sender_domain"));
    page_pair(page, _("Sending IP"), STYLE_PLAIN, document_text(document, "facts.source_ip"));
    page_pair(page, _("Said by"), STYLE_PLAIN, said_by);
    page_pair(page, _("Reply code"), STYLE_PLAIN, code);
    page_pair(page, _("Left out"), STYLE_WARNING, left_out);
    page_pair(page, _("Who must act"), STYLE_PLAIN, case_word(document, "acts"));
}

/* What the checks lack, and why it would help. */
static void missing(const json_t *document, Page *page)
{
    for (gsize i = 0; i < document_count(document, "missing"); i++) {
        const json_t *one = document_at(document, "missing", i);
        const char *why = document_text(one, "why");
        g_autofree char *text = g_strdup_printf(_("not known; %s"), why != NULL ? why : "");
        page_pair(page, missing_label(document_text(one, "fact")), STYLE_WARNING, text);
    }
}

/* What there is to know beside the cause. */
static void remarks(const json_t *document, Page *page)
{
    for (gsize i = 0; i < document_count(document, "remarks"); i++) {
        const char *text = document_text(document_at(document, "remarks", i), "text");
        page_blank(page);
        page_text(page, STYLE_PLAIN, 2, text != NULL ? text : "");
    }
}

static void others(const Wizard *wizard, const WizardCase *selected, Page *page)
{
    gsize count = document_count(selected->document, "alternatives");
    gboolean chosen = selected->cause != NULL && !wizard->guided;
    if (count == 0 && !chosen)
        return;
    page_heading(page, _("If that is not it: other causes that fit"));
    if (chosen) {
        page_item(page, COMMAND_CHOOSE_CAUSE, -1);
        page_marked(page, "-", STYLE_PLAIN, 2,
                    _("(you chose the cause above; go back to the first)"));
    }
    for (gsize i = 0; i < count; i++) {
        const json_t *other = document_at(selected->document, "alternatives", i);
        const char *title = document_text(other, "title");
        page_item(page, COMMAND_CHOOSE_CAUSE, (int)i);
        page_marked(page, "-", STYLE_PLAIN, 2, title != NULL ? title : document_text(other, "id"));
    }
}

static void compose(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    if (case_missing(wizard, page))
        return;
    page_text(page, STYLE_TITLE, 0, case_title(wizard));
    page_text(page, STYLE_PLAIN, 0, document_text(document, "cause.what"));
    if (document_is(document, "verdict", "confirmed") ||
        document_is(document, "verdict", "ruled-out"))
        case_verdict(wizard, page);
    page_blank(page);
    facts(wizard, document, page);
    missing(document, page);
    remarks(document, page);
    quote(document, page);
    if (document_get(document, "cause") == NULL && !wizard->guided) {
        page_blank(page);
        page_text(
            page, STYLE_WARNING, 0,
            _("No reason and no code stand in this text. Paste the returned message itself, "
              "all of it, or at least the line with the error, which often begins with 550. w "
              "shows how to get it in each mail program."));
    }
    if (document_text(document, "facts.recipient") == NULL &&
        document_text(document, "facts.sender") == NULL) {
        page_blank(page);
        page_text(page, STYLE_WARNING, 0,
                  _("No address is known yet. e adds what you know; then more can be checked."));
    }
    others(wizard, wizard_case(wizard), page);
}

static gboolean choose(Wizard *wizard, int argument, GPtrArray *effects)
{
    WizardCase *selected = wizard_case(wizard);
    if (selected == NULL)
        return TRUE;
    const char *id =
        argument < 0
            ? NULL
            : document_text(document_at(selected->document, "alternatives", (gsize)argument), "id");
    if (argument >= 0 && id == NULL)
        return TRUE;
    g_autofree char *chosen = g_strdup(id);
    g_free(selected->cause);
    selected->cause = g_steal_pointer(&chosen);
    if (wizard->cases->len > 1 && !wizard->alone)
        wizard_say(wizard, _("Chosen for this recipient alone; a shows the others."));
    wizard->alone = TRUE;
    wizard->edits++;
    wizard_view_reset(wizard, SCREEN_IDENTIFY);
    wizard_diagnose_case(wizard, effects);
    return TRUE;
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    return command == COMMAND_CHOOSE_CAUSE && choose(wizard, argument, effects);
}

const Screen screen_identify = {"identify", N_("Identify"), 2,     CONTEXT_IDENTIFY,
                                -1,         compose,        handle};
