/* All recipients that the input speaks of, and how often each cause. */
#include "tui/case_words.h"
#include "tui/left_out.h"
#include "tui/screen.h"

#include "tui/words.h"

static const char *title_of(const WizardCase *one)
{
    const char *title = document_text(one->document, "cause.title");
    return title != NULL ? title : _("No known cause fits");
}

/* "3 x Mailbox full", most frequent first. */
static void compose_counts(const Wizard *wizard, Page *page)
{
    g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) titles = g_ptr_array_new();
    for (guint i = 0; i < wizard->cases->len; i++) {
        const char *title = title_of(wizard->cases->pdata[i]);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, title));
        if (count == 0)
            g_ptr_array_add(titles, (gpointer)(guintptr)title);
        g_hash_table_replace(counts, (gpointer)(guintptr)title, GUINT_TO_POINTER(count + 1));
    }
    for (guint i = 0; i < titles->len; i++)
        page_format(page, STYLE_PLAIN, 0, "%u x %s",
                    GPOINTER_TO_UINT(g_hash_table_lookup(counts, titles->pdata[i])),
                    (const char *)titles->pdata[i]);
}

static void compose(const Wizard *wizard, Page *page)
{
    page_text(page, STYLE_TITLE, 0, _("All recipients"));
    compose_counts(wizard, page);
    g_autofree char *left_out = left_out_words(wizard_document(wizard));
    page_pair(page, _("Left out"), STYLE_WARNING, left_out);
    page_blank(page);
    page_table(page);
    for (guint i = 0; i < wizard->cases->len; i++) {
        const WizardCase *one = wizard->cases->pdata[i];
        const char *recipient = document_text(one->document, "facts.recipient");
        Cell cells[] = {{STYLE_PLAIN, recipient != NULL ? recipient : _("(no recipient)")},
                        {STYLE_PLAIN, title_of(one)},
                        {case_verdict_style(one->document),
                         one->done ? case_word(one->document, "verdict") : _("asking ...")}};
        page_item(page, COMMAND_CHOOSE_CASE, (int)i);
        page_row(page, cells, G_N_ELEMENTS(cells));
    }
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)effects;
    if (command != COMMAND_CHOOSE_CASE || argument < 0 || argument >= (int)wizard->cases->len)
        return FALSE;
    wizard->selected = (guint)argument;
    wizard->rows_touched = FALSE;
    wizard_back(wizard);
    return TRUE;
}

const Screen screen_cases = {"cases", N_("Recipients"), 2, CONTEXT_MENU, 0, compose, handle};
