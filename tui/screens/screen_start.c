/* The first screen: the ways in. */
#include "tui/screens/screen.h"

#include "tui/state/wizard_journal.h"
#include "tui/base/i18n.h"

static void way(Page *page, Command command, int argument, const char *name, const char *about)
{
    Cell cells[] = {{STYLE_PLAIN, name}, {STYLE_DIM, about}};
    page_item(page, command, argument);
    page_row(page, cells, G_N_ELEMENTS(cells));
}

static char *warning;

void screen_start_warn(const char *words)
{
    g_free(warning);
    warning = g_strdup(words);
}

static void compose(const Wizard *wizard, Page *page)
{
    page_text(page, STYLE_TITLE, 0,
              _("Why did this e-mail bounce, is that really so, and what now?"));
    page_blank(page);
    page_table(page);
    if (wizard->offered != NULL)
        way(page, COMMAND_RESUME, 0, _("Go on where you were"),
            _("the session that ended before you left it"));
    way(page, COMMAND_SCREEN, SCREEN_PASTE, _("Paste a bounce"),
        _("the whole message, or just the line with the error"));
    way(page, COMMAND_EDIT_FILE, 0, _("Open a file"), _("a saved message, mbox, log, text"));
    way(page, COMMAND_SCREEN, SCREEN_DOMAIN, _("Check a domain"),
        _("no bounce at hand: MX, SPF, DKIM, DMARC, block lists"));
    way(page, COMMAND_SCREEN, SCREEN_SAMPLES, _("Try a sample"), _("works without a network"));
    way(page, COMMAND_SCREEN, SCREEN_QUESTIONS, _("Answer a few questions"),
        _("no bounce at hand, and no idea either"));
    way(page, COMMAND_RECENT, 0, _("Recent cases"), _("as they were, without the network"));
    page_blank(page);
    page_text(page, STYLE_PLAIN, 0, _("You can also paste right here."));
    page_blank(page);
    page_text(page, STYLE_DIM, 0,
              json_is_true(json_object_get(wizard->template, "offline"))
                  ? _("Offline: nothing is looked up, nothing leaves this machine.")
                  : _("Domains and addresses of the bounce are looked up in the DNS; nothing else "
                      "leaves this machine."));
    if (warning)
        page_text(page, STYLE_UNKNOWN, 0, warning);
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    if (command == COMMAND_RESUME && wizard->offered != NULL) {
        wizard_resume(wizard, effects);
        return TRUE;
    }
    if (command == COMMAND_EDIT_FILE) {
        wizard_open_field(wizard, FIELD_FILE, 0, "");
        return TRUE;
    }
    if (command == COMMAND_SCREEN && argument == SCREEN_PASTE) {
        wizard_go(wizard, SCREEN_PASTE);
        return TRUE;
    }
    return command == COMMAND_BACK;
}

const Screen screen_start = {"start", N_("Start"), 0, CONTEXT_MENU, 0, compose, handle};
