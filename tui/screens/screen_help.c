/* Help for the screen below: its keys, from the table of keys, and the words that it uses, from the
 * glossary. */
#include "tui/screens/screen.h"

#include <string.h>

#include "tui/base/glossary.h"
#include "tui/state/wizard_can.h"
#include "tui/base/i18n.h"

#define THE_SAME "The same." /* as in tui/base/keys.c */

/* All keys of a command that the table gives one sentence: "Esc Left h". g_free(). */
static char *keys_of(const GPtrArray *bindings, guint first)
{
    const KeyBinding *of = bindings->pdata[first];
    GString *keys = g_string_new(of->shown);
    for (guint i = first + 1; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        if (binding->command == of->command && strcmp(binding->help, THE_SAME) == 0)
            g_string_append_printf(keys, " %s", binding->shown);
    }
    return g_string_free(keys, FALSE);
}

static void compose_keys(const Wizard *wizard, ScreenId below, Page *page)
{
    g_autoptr(GPtrArray) bindings = keys_help(screens[below]->context);
    wizard_can_only(wizard, below, bindings);
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        if (strcmp(binding->help, THE_SAME) == 0)
            continue;
        g_autofree char *keys = keys_of(bindings, i);
        page_pair(page, keys, STYLE_PLAIN, _(binding->help));
    }
}

/* Where letters are text, this page is the way to what else there is to read. */
static void compose_ways(ScreenId below, Page *page)
{
    if (screens[below]->context != CONTEXT_TYPING)
        return;
    g_autoptr(GPtrArray) bindings = keys_help(CONTEXT_READING);
    page_heading(page, _("From here"));
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        if (binding->command == COMMAND_GUIDES || binding->command == COMMAND_MANUAL)
            page_pair(page, binding->shown, STYLE_PLAIN, _(binding->help));
    }
}

/* The glossary's words for what the screen below speaks of. */
static void compose_terms(const Wizard *wizard, ScreenId below, Page *page)
{
    g_autoptr(Page) spoken = page_new();
    screens[below]->compose(wizard, spoken);
    g_autoptr(GPtrArray) entries = terms_on_page(spoken);
    if (entries->len > 0 && below != SCREEN_GLOSSARY)
        page_heading(page, _("Words on this screen"));
    for (guint i = 0; i < entries->len && below != SCREEN_GLOSSARY; i++) {
        const GlossaryEntry *entry = entries->pdata[i];
        g_autofree char *term = glossary_name(entry, wizard->language);
        page_text(page, STYLE_CODE, 0, term);
        page_text(page, STYLE_PLAIN, 2, glossary_text(entry, wizard->language));
    }
}

static void compose(const Wizard *wizard, Page *page)
{
    ScreenId below = wizard->depth > 0 ? wizard->below[wizard->depth - 1] : SCREEN_START;
    g_autofree char *title = g_strdup_printf(_("Keys: %s"), _(screens[below]->title));
    page_text(page, STYLE_TITLE, 0, title);
    page_blank(page);
    compose_keys(wizard, below, page);
    compose_ways(below, page);
    compose_terms(wizard, below, page);
    page_heading(page, _("What the signs mean"));
    page_pair(page, "!", STYLE_PLAIN, _("The DNS proves the cause."));
    page_pair(page, "=", STYLE_PLAIN, _("What the DNS says now speaks against the cause."));
    page_pair(page, "*", STYLE_PLAIN, _("Wrong or worth knowing, but not this cause."));
    page_pair(page, "+", STYLE_PLAIN, _("Asked, and in order."));
    page_pair(page, "?", STYLE_PLAIN, _("Could not be told: never taken for good or bad."));
}

const Screen screen_help = {"help", N_("Help"), 0, CONTEXT_READING, -1, compose, NULL};
