#include "tui/wizard/wizard_search.h"

#include "tui/screens/screen.h"
#include "tui/base/search.h"
#include "tui/base/i18n.h"

static GArray *places(const Wizard *wizard)
{
    g_autoptr(Page) page = screen_page(wizard);
    return search_page(page, wizard->search, 0);
}

static void go_to(Wizard *wizard, const GArray *found, guint place)
{
    View *view = &wizard->views[wizard->screen];
    int item = g_array_index(found, SearchPlace, place - 1).item;
    view->place = place;
    view->follow = TRUE;
    if (item >= 0)
        view->item = item;
    wizard_say(wizard, _("%s: place %u of %u"), wizard->search, place, found->len);
}

static void say_none(Wizard *wizard)
{
    wizard->views[wizard->screen].place = 0;
    wizard_say(wizard, _("Not found on this page: %s"), wizard->search);
}

void wizard_search(Wizard *wizard, const char *words)
{
    if (*words != '\0') {
        g_free(wizard->search);
        wizard->search = g_utf8_make_valid(words, -1);
    } else if (wizard_search_found(wizard)) {
        wizard_search_step(wizard, 1);
        return;
    }
    if (wizard->search == NULL)
        return;
    g_autoptr(GArray) found = places(wizard);
    guint top = wizard->views[wizard->screen].top, place = 1;
    while (place <= found->len && g_array_index(found, SearchPlace, place - 1).block < top)
        place++;
    if (found->len == 0)
        say_none(wizard);
    else
        go_to(wizard, found, place <= found->len ? place : 1);
}

void wizard_search_step(Wizard *wizard, int by)
{
    guint place = wizard->views[wizard->screen].place;
    if (wizard->search == NULL) {
        wizard_say(wizard, _("Nothing was searched for yet: / searches."));
        return;
    }
    if (place == 0) { /* searched for on another screen */
        wizard_search(wizard, "");
        return;
    }
    g_autoptr(GArray) found = places(wizard);
    if (found->len == 0)
        say_none(wizard);
    else
        go_to(wizard, found,
              (MIN(place, found->len) - 1 + found->len + (guint)(by + (int)found->len)) %
                      found->len +
                  1);
}

gboolean wizard_search_found(const Wizard *wizard)
{
    return wizard->search != NULL && wizard->views[wizard->screen].place > 0;
}

void wizard_search_mark(const Wizard *wizard, Page *page)
{
    if (!wizard_search_found(wizard))
        return;
    g_array_unref(search_page(page, wizard->search, wizard->views[wizard->screen].place));
}
