/* Bundled bounces with their own recorded DNS. */
#include "tui/screens/screen.h"

#include "tui/base/i18n.h"

static void compose(const Wizard *wizard, Page *page)
{
    page_text(page, STYLE_TITLE, 0, _("Samples"));
    page_text(page, STYLE_DIM, 0,
              _("Made-up bounces, each with its own recorded DNS: they work without a network."));
    page_blank(page);
    for (guint i = 0; wizard->samples != NULL && wizard->samples[i] != NULL; i++) {
        page_item(page, COMMAND_SAMPLE, (int)i);
        page_text(page, STYLE_PLAIN, 0, wizard->samples[i]);
    }
    if (page->items->len == 0)
        page_text(page, STYLE_PLAIN, 0, _("There are none in this build."));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    if (command != COMMAND_SAMPLE || argument < 0 || wizard->samples == NULL ||
        argument >= (int)g_strv_length(wizard->samples))
        return FALSE;
    wizard_effect(effects, WIZARD_SAMPLE)->name = g_strdup(wizard->samples[argument]);
    return TRUE;
}

const Screen screen_samples = {"samples", N_("Samples"), 0, CONTEXT_MENU, 0, compose, handle};
