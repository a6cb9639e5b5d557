/* What was read from the bounce, to be corrected. */
#include "tui/state/case_words.h"
#include "tui/screens/screen.h"

#include "tui/base/i18n.h"

/* What the document has for a fact; the person's own correction where there is one. g_free(). */
static char *fact_value(const WizardCase *selected, guint fact)
{
    const char *own = document_text(selected->facts, fact_fields[fact].key);
    if (own != NULL)
        return g_strdup(own);
    if (fact == FACT_SELECTOR)
        return g_strdup(
            document_text(document_at(selected->document, "facts.dkim", 0), "selector"));
    return document_value(selected->document, fact_fields[fact].path);
}

static void compose(const Wizard *wizard, Page *page)
{
    if (case_missing(wizard, page))
        return;
    page_text(page, STYLE_TITLE, 0, _("Correct what was read"));
    page_text(page, STYLE_DIM, 0, _("Enter edits a line; the case is then checked again."));
    page_blank(page);
    for (guint i = 0; i < FACT_COUNT; i++) {
        g_autofree char *value = fact_value(wizard_case(wizard), i);
        page_item(page, COMMAND_EDIT_FACT, (int)i);
        page_pair(page, _(fact_fields[i].label), value != NULL ? STYLE_PLAIN : STYLE_DIM,
                  value != NULL ? value : _("(not known)"));
    }
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command != COMMAND_EDIT_FACT || argument < 0 || argument >= FACT_COUNT ||
        wizard_document(wizard) == NULL)
        return FALSE;
    g_autofree char *value = fact_value(wizard_case(wizard), (guint)argument);
    wizard_open_field(wizard, FIELD_FACT, argument, value);
    return TRUE;
}

const Screen screen_facts = {"facts", N_("Correct"), 2, CONTEXT_MENU, 0, compose, handle};
