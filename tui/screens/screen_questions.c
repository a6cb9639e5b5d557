/* No bounce at hand: one question after the other, then the causes that the answers speak for. */
#include "tui/screens/screen.h"

#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

static guint answer_count(const GuidedQuestion *question)
{
    guint count = 0;
    while (count < ANSWERS_MAX && question->answers[count].text != NULL)
        count++;
    return count;
}

static void compose_question(const Wizard *wizard, Page *page)
{
    const GuidedQuestion *question = &questions[wizard->question];
    page_format(page, STYLE_DIM, 0, _("Question %u of %u"), wizard->question + 1, QUESTION_COUNT);
    page_text(page, STYLE_TITLE, 0, _(question->text));
    page_blank(page);
    for (guint i = 0; i < answer_count(question); i++) {
        page_item(page, COMMAND_ANSWER, (int)i);
        page_text(page, STYLE_PLAIN, 0, _(question->answers[i].text));
    }
}

static void compose_causes(const Wizard *wizard, Page *page)
{
    g_autoptr(GPtrArray) ids = questions_causes(wizard->answers);
    if (ids->len == 0) {
        page_text(page, STYLE_TITLE, 0, _("That is too little to go by"));
        page_text(page, STYLE_PLAIN, 0,
                  _("Ask the sender for the returned message, or for its line with the error, and "
                    "paste it."));
        return;
    }
    page_text(page, STYLE_TITLE, 0, _("What your answers speak for, the likeliest first"));
    page_text(page, STYLE_DIM, 0, _("A guess, until a bounce or the DNS says more."));
    page_blank(page);
    for (guint i = 0; i < ids->len; i++) {
        page_item(page, COMMAND_ANSWER, (int)i);
        page_text(page, STYLE_PLAIN, 0, _(questions_title(ids->pdata[i])));
    }
}

static void compose(const Wizard *wizard, Page *page)
{
    if (wizard->question < QUESTION_COUNT)
        compose_question(wizard, page);
    else
        compose_causes(wizard, page);
}

static void show_question(Wizard *wizard, guint question)
{
    View *view = &wizard->views[SCREEN_QUESTIONS];
    wizard->question = question;
    view->item = question < QUESTION_COUNT ? MAX(0, wizard->answers[question]) : 0;
    view->scroll = 0;
}

static void choose_cause(Wizard *wizard, int argument, GPtrArray *effects)
{
    g_autoptr(GPtrArray) ids = questions_causes(wizard->answers);
    if (argument >= 0 && argument < (int)ids->len) {
        wizard_diagnose_cause(wizard, ids->pdata[argument], effects);
        wizard_go(wizard, SCREEN_IDENTIFY);
    }
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    if (command == COMMAND_BACK && wizard->question > 0) {
        show_question(wizard, wizard->question - 1);
        return TRUE;
    }
    if (command != COMMAND_ANSWER)
        return FALSE;
    if (wizard->question == QUESTION_COUNT) {
        choose_cause(wizard, argument, effects);
    } else if (argument >= 0 && argument < (int)answer_count(&questions[wizard->question])) {
        wizard->answers[wizard->question] = argument;
        show_question(wizard, wizard->question + 1);
    }
    return TRUE;
}

const Screen screen_questions = {"questions", N_("Questions"), 1, CONTEXT_MENU, 0, compose, handle};
