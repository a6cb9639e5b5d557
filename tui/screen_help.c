/* The keys of the screen below, from the table of keys. */
#include "tui/screen.h"

#include "tui/words.h"

static void compose(const Wizard *wizard, Page *page)
{
    ScreenId below = wizard->depth > 0 ? wizard->below[wizard->depth - 1] : SCREEN_START;
    g_autoptr(GPtrArray) bindings = keys_help(screens[below]->context);
    g_autofree char *title = g_strdup_printf(_("Keys: %s"), _(screens[below]->title));
    page_text(page, STYLE_TITLE, 0, title);
    page_blank(page);
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        page_pair(page, binding->shown, STYLE_PLAIN, _(binding->help));
    }
    page_heading(page, _("What the signs mean"));
    page_pair(page, "!", STYLE_PLAIN, _("The DNS proves the cause."));
    page_pair(page, "=", STYLE_PLAIN, _("What the DNS says now speaks against the cause."));
    page_pair(page, "*", STYLE_PLAIN, _("Wrong or worth knowing, but not this cause."));
    page_pair(page, "+", STYLE_PLAIN, _("Asked, and in order."));
    page_pair(page, "?", STYLE_PLAIN, _("Could not be told: never taken for good or bad."));
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)argument;
    (void)effects;
    if (command == COMMAND_QUIT || command == COMMAND_HELP) {
        wizard_back(wizard);
        return TRUE;
    }
    return FALSE;
}

const Screen screen_help = {"help", N_("Help"), 0, CONTEXT_READING, -1, compose, handle};
