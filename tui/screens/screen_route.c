/* The way of the mail, sender to mailbox, and the link that broke. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include "tui/report/route.h"
#include "tui/base/i18n.h"

static void compose(const Wizard *wizard, Page *page)
{
    if (case_missing(wizard, page))
        return;
    g_autoptr(GPtrArray) lines = mail_path(wizard_document(wizard), wizard->ascii);
    page_text(page, STYLE_TITLE, 0, _("The way of the mail"));
    case_verdict(wizard, page);
    page_blank(page);
    if (lines == NULL)
        page_text(page, STYLE_PLAIN, 0,
                  _("Too little is known of it: e adds addresses and the sending IP."));
    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const PathLine *line = lines->pdata[i];
        Style style = line->broken ? STYLE_BAD : line->link ? STYLE_DIM : STYLE_PLAIN;
        page_pair(page, line->label != NULL ? line->label : "", style, line->text);
    }
}

const Screen screen_path = {"path", N_("Way of the mail"), 3, CONTEXT_READING, -1, compose, NULL};
