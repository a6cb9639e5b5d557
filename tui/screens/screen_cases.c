/* The recipients that the input speaks of, as groups by cause, and the recipients of one group. */
#include "tui/state/case_words.h"
#include "tui/report/truncation.h"
#include "tui/screens/screen.h"

#include <string.h>
#include "tui/base/width.h"
#include "tui/state/wizard_recipients.h"
#include "tui/base/i18n.h"

#define WORDS_COLUMNS 200 /* of what was said of one recipient; its own page has all of it */

static const WizardCase *first_of(const Wizard *wizard, const GArray *members)
{
    return wizard->cases->pdata[g_array_index(members, guint, 0)];
}

static const char *title_of(const WizardCase *one)
{
    const char *title = document_text(one->document, "cause.title");
    if (title == NULL && one->document == NULL && !one->done)
        return _("Reading ...");
    return title != NULL ? title : _("No known cause fits");
}

/* "3 x Mailbox full: confirmed", the numbers below each other. */
static void add_group(const Wizard *wizard, const GArray *members, int digits, Page *page)
{
    const WizardCase *first = first_of(wizard, members);
    g_autofree char *count = g_strdup_printf("%*u x", digits, members->len);
    g_autofree char *verdicts = recipients_verdicts(wizard, members);
    gboolean same = g_strcmp0(verdicts, case_word(first->document, "verdict")) == 0;
    page_item(page, COMMAND_OPEN_GROUP, (int)g_array_index(members, guint, 0));
    page_marked(page, count, STYLE_PLAIN, 0, title_of(first));
    page_run(page, STYLE_PLAIN, _(": "), -1);
    page_run(page, same ? case_verdict_style(first->document) : STYLE_PLAIN, verdicts, -1);
}

static void compose_groups(const Wizard *wizard, Page *page)
{
    g_autoptr(GPtrArray) groups = recipients_by_cause(wizard);
    g_autofree char *left_out = left_out_words(wizard_document(wizard));
    page_text(page, STYLE_TITLE, 0, _("All recipients, by cause"));
    page_pair(page, _("Left out"), STYLE_WARNING, left_out);
    page_blank(page);
    int digits = 1;
    for (guint most = groups->len > 0 ? ((const GArray *)groups->pdata[0])->len : 0; most > 9;
         most /= 10)
        digits++;
    for (guint i = 0; i < groups->len; i++)
        add_group(wizard, groups->pdata[i], digits, page);
}

/* To the step that comes next: whoever has seen what it is wants to know whether it is so. */
static void choose_group(Wizard *wizard, const GArray *members)
{
    gboolean here = FALSE;
    for (guint i = 0; i < members->len; i++)
        here = here || g_array_index(members, guint, i) == wizard->selected;
    if (members->len == 0)
        return;
    wizard_select_case(wizard, here ? wizard->selected : g_array_index(members, guint, 0), FALSE);
    wizard_go(wizard, MAX(wizard_step_below(wizard), SCREEN_CHECK));
}

static gboolean handle_groups(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command != COMMAND_OPEN_GROUP)
        return FALSE;
    wizard->group = (guint)MAX(argument, 0);
    g_autoptr(GArray) members = recipients_like(wizard, wizard->group);
    if (members->len > 1)
        wizard_go_aside(wizard, SCREEN_GROUP);
    else
        choose_group(wizard, members);
    return TRUE;
}

const Screen screen_cases = {"cases",        N_("Recipients"), 2, CONTEXT_MENU, 0,
                             compose_groups, handle_groups};

static const char *host_of(const json_t *document)
{
    static const char *const paths[] = {"facts.remote_mta.name", "facts.remote_mta.ip",
                                        "facts.reporting_mta"};
    const char *host = NULL;
    for (gsize i = 0; host == NULL && i < G_N_ELEMENTS(paths); i++)
        host = document_text(document, paths[i]);
    return host;
}

/* Who refused a recipient, and in which words, in a line or three. */
static void add_words(const json_t *document, Page *page)
{
    const char *host = host_of(document), *words = document_text(document, "facts.diagnostic");
    gsize length = words != NULL ? strlen(words) : 0;
    gsize shown = words != NULL ? text_fit(words, length, WORDS_COLUMNS) : 0;
    if (host == NULL && words == NULL)
        return;
    page_begin(page, 4);
    if (host != NULL)
        page_run(page, STYLE_DIM, host, -1);
    if (host != NULL && words != NULL)
        page_run(page, STYLE_DIM, _(": "), -1);
    if (words != NULL)
        page_run(page, STYLE_DIM, words, (gssize)shown);
    if (shown < length)
        page_run(page, STYLE_DIM, " ...", -1);
}

static void add_recipient(const Wizard *wizard, guint index, Page *page)
{
    const WizardCase *one = wizard->cases->pdata[index];
    const char *recipient = document_text(one->document, "facts.recipient");
    const char *verdict = one->done ? case_word(one->document, "verdict") : _("asking ...");
    g_autofree char *reply = case_reply(one->document);
    page_item(page, COMMAND_CHOOSE_CASE, (int)index);
    page_begin(page, 0);
    page_run(page, STYLE_PLAIN, recipient != NULL ? recipient : _("(no recipient)"), -1);
    if (reply != NULL)
        page_run(page, STYLE_PLAIN, "  ", -1);
    if (reply != NULL)
        page_run(page, STYLE_PLAIN, reply, -1);
    page_run(page, STYLE_PLAIN, "  ", -1);
    page_run(page, case_verdict_style(one->document), verdict != NULL ? verdict : "?", -1);
    add_words(one->document, page);
}

static void compose_group(const Wizard *wizard, Page *page)
{
    g_autoptr(GArray) members = recipients_like(wizard, wizard->group);
    if (members->len == 0 && case_missing(wizard, page))
        return;
    g_autofree char *count = recipients_count(members->len);
    g_autofree char *left_out = left_out_words(wizard_document(wizard));
    page_text(page, STYLE_TITLE, 0, title_of(first_of(wizard, members)));
    page_text(page, STYLE_PLAIN, 0, count);
    page_pair(page, _("Left out"), STYLE_WARNING, left_out);
    page_blank(page);
    page_item(page, COMMAND_CHOOSE_GROUP, 0);
    page_text(page, STYLE_PLAIN, 0, _("Go on with all of them"));
    page_heading(page, _("Or with one alone"));
    for (guint i = 0; i < members->len; i++)
        add_recipient(wizard, g_array_index(members, guint, i), page);
}

static gboolean handle_group(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command == COMMAND_CHOOSE_GROUP) {
        g_autoptr(GArray) members = recipients_like(wizard, wizard->group);
        choose_group(wizard, members);
        return TRUE;
    }
    if (command != COMMAND_CHOOSE_CASE || argument < 0 || argument >= (int)wizard->cases->len)
        return FALSE;
    wizard_select_case(wizard, (guint)argument, TRUE);
    wizard_go(wizard, wizard_step_below(wizard));
    return TRUE;
}

const Screen screen_group = {"group", N_("Recipients"), 2,           CONTEXT_MENU,
                             0,       compose_group,    handle_group};
