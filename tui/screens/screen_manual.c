/* The manual, inside the program: its pages, and the one that is read. */
#include "content/help/manual.h"
#include "tui/screens/screen.h"

#include "content/help/manual_text.h"
#include "tui/base/i18n.h"

/* Bold and underlined, as man(1) shows them; a variable only has its colour, because what was
 * searched for is underlined. */
static const Style styles[] = {[MANUAL_PLAIN] = STYLE_PLAIN,
                               [MANUAL_HEADING] = STYLE_TITLE,
                               [MANUAL_STRONG] = STYLE_TITLE,
                               [MANUAL_EMPHASIS] = STYLE_LABEL};

static void compose_paragraph(const ManualParagraph *paragraph, Page *page)
{
    const char *text = paragraph->text->str;
    gsize at = 0;
    if (paragraph->apart)
        page_blank(page);
    page_begin_marked(page, paragraph->mark, paragraph->indent);
    for (guint i = 0; i < paragraph->runs->len; i++) {
        ManualRun run = g_array_index(paragraph->runs, ManualRun, i);
        page_run(page, STYLE_PLAIN, text + at, (gssize)(run.start - at));
        page_run(page, styles[run.style], text + run.start, (gssize)(run.end - run.start));
        at = run.end;
    }
    page_run(page, STYLE_PLAIN, text + at, (gssize)(paragraph->text->len - at));
}

static void compose_page(const Wizard *wizard, Page *page)
{
    const GPtrArray *all = manual_pages(wizard->language);
    if (wizard->manual < 0 || wizard->manual >= (int)all->len)
        return;
    const GPtrArray *paragraphs = manual_page_text(all->pdata[wizard->manual], wizard->language);
    for (guint i = 0; i < paragraphs->len; i++)
        compose_paragraph(paragraphs->pdata[i], page);
}

const Screen screen_manual_page = {"manualpage", N_("Manual page"), 0,   CONTEXT_READING,
                                   -1,           compose_page,      NULL};

static void compose(const Wizard *wizard, Page *page)
{
    const GPtrArray *all = manual_pages(wizard->language);
    page_text(page, STYLE_TITLE, 0, _("Manual"));
    page_blank(page);
    for (guint i = 0; i < all->len; i++) {
        const ManualPage *one = all->pdata[i];
        page_item(page, COMMAND_MANUAL_PAGE, (int)i);
        page_begin(page, 0);
        page_run(page, STYLE_TITLE, one->title, -1);
        page_run(page, STYLE_PLAIN, "  ", -1);
        page_run(page, STYLE_PLAIN, one->about, -1);
    }
    if (all->len == 0)
        page_text(page, STYLE_PLAIN, 0,
                  _("This whybounce was built without mandoc, so its manual is not inside. In a "
                    "shell, man whybounce shows it."));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command != COMMAND_MANUAL_PAGE)
        return FALSE;
    wizard->manual = argument;
    wizard_go_aside(wizard, SCREEN_MANUAL_PAGE);
    return TRUE;
}

const Screen screen_manual = {"manual", N_("Manual"), 0, CONTEXT_MENU, 0, compose, handle};
