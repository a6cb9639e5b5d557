/* What goes to others: the reply to the customer, the ticket note, files. */
#include "tui/case_words.h"
#include "tui/screen.h"

#include <string.h>
#include "tui/words.h"

enum { COPY_REPLY, COPY_NOTE };

static const char *part(const json_t *document, int which)
{
    return document_text(document, which == COPY_REPLY ? "cause.reply" : "cause.note");
}

static void compose(const Wizard *wizard, Page *page)
{
    const json_t *document = wizard_document(wizard);
    if (case_missing(wizard, page))
        return;
    if (part(document, COPY_REPLY) != NULL) {
        page_item(page, COMMAND_COPY, COPY_REPLY);
        page_text(page, STYLE_PLAIN, 0, _("Copy the reply to the customer"));
    }
    if (part(document, COPY_NOTE) != NULL) {
        page_item(page, COMMAND_COPY, COPY_NOTE);
        page_text(page, STYLE_PLAIN, 0, _("Copy the note for the ticket"));
    }
    page_item(page, COMMAND_SAVE, 0);
    page_text(page, STYLE_PLAIN, 0, _("Save the case: .txt, .md, .html or .json"));
    if (part(document, COPY_REPLY) != NULL)
        page_heading(page, _("Reply to the customer"));
    page_text(page, STYLE_PLAIN, 2, part(document, COPY_REPLY));
    if (part(document, COPY_NOTE) != NULL)
        page_heading(page, _("Note for the ticket"));
    page_text(page, STYLE_PLAIN, 2, part(document, COPY_NOTE));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    const json_t *document = wizard_document(wizard);
    if (command == COMMAND_COPY && part(document, argument) != NULL) {
        const char *text = part(document, argument);
        wizard_effect(effects, WIZARD_COPY)->bytes = g_bytes_new(text, strlen(text));
        return TRUE;
    }
    if (command == COMMAND_SAVE && document != NULL) {
        wizard_open_field(wizard, FIELD_SAVE, 0, "bounce.md");
        return TRUE;
    }
    return FALSE;
}

const Screen screen_share = {"share", N_("Share"), 4, CONTEXT_MENU, 0, compose, handle};
