/* The cases of the last days, newest first. */
#include "tui/screens/screen.h"

#include "tui/base/document.h"
#include "tui/base/recent_words.h"
#include "tui/base/i18n.h"

static void compose_entry(Page *page, const json_t *entry, int number, gint64 now)
{
    g_autofree char *time = recent_short_time(entry, now);
    g_autofree char *domain = recent_domain(entry);
    g_autofree char *what = recent_what(entry);
    gboolean wrong = document_text(entry, "wrong") != NULL;
    Cell cells[] = {
        {STYLE_DIM, time}, {wrong ? STYLE_DIM : STYLE_PLAIN, what}, {STYLE_PLAIN, domain}};
    page_item(page, COMMAND_REOPEN, number);
    page_row(page, cells, G_N_ELEMENTS(cells));
}

static void compose(const Wizard *wizard, Page *page)
{
    json_t *entry;
    size_t index;
    page_text(page, STYLE_TITLE, 0, _("Recent cases"));
    if (json_array_size(wizard->recent) == 0) {
        page_text(page, STYLE_PLAIN, 0,
                  _("None yet: each case that reaches a verdict is kept on this machine, for you "
                    "only, unless --no-history or the settings say otherwise."));
        return;
    }
    page_text(page, STYLE_DIM, 0,
              _("As they were, not redacted, for you only: nothing is asked again."));
    page_blank(page);
    page_table(page);
    json_array_foreach(wizard->recent, index, entry)
        compose_entry(page, entry, (int)index, wizard->now);
}

static const json_t *entry_at(const Wizard *wizard, int number)
{
    return number >= 0 ? json_array_get(wizard->recent, (size_t)number) : NULL;
}

static void reopen(Wizard *wizard, const json_t *entry, GPtrArray *effects)
{
    if (document_text(entry, "wrong") != NULL)
        wizard_say(wizard, "%s", _("This case cannot be opened: d deletes it."));
    else
        wizard_effect(effects, WIZARD_REOPEN)->name = g_strdup(document_text(entry, "id"));
}

static void delete_all(Wizard *wizard, GPtrArray *effects)
{
    guint count = (guint)json_array_size(wizard->recent);
    if (count == 0)
        return;
    if (wizard->delete_all_asked)
        wizard_effect(effects, WIZARD_DELETE);
    else
        wizard_say(wizard,
                   ngettext("Delete the one case? D again deletes it, any other key keeps it.",
                            "Delete all %u cases? D again deletes them, any other key keeps them.",
                            count),
                   count);
    wizard->delete_all_asked = !wizard->delete_all_asked;
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    const json_t *chosen = entry_at(wizard, wizard->views[SCREEN_RECENT].item);
    if (command == COMMAND_REOPEN && entry_at(wizard, argument) != NULL)
        reopen(wizard, entry_at(wizard, argument), effects);
    else if (command == COMMAND_DELETE && chosen != NULL)
        wizard_effect(effects, WIZARD_DELETE)->name = g_strdup(document_text(chosen, "id"));
    else if (command == COMMAND_DELETE_ALL)
        delete_all(wizard, effects);
    else
        return FALSE;
    return TRUE;
}

const Screen screen_recent = {"recent", N_("Recent cases"), 0, CONTEXT_RECENT, 0, compose, handle};
