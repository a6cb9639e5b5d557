#include "tui/wizard/wizard_command.h"

#include <string.h>
#include "content/help/guides.h"
#include "tui/screens/screen.h"
#include "tui/state/wizard_can.h"
#include "tui/state/wizard_recent.h"
#include "tui/state/wizard_recipients.h"
#include "tui/state/wizard_recorded.h"
#include "tui/state/wizard_request.h"
#include "tui/state/wizard_share.h"
#include "tui/wizard/wizard_search.h"
#include "tui/state/wizard_watch.h"
#include "tui/base/i18n.h"

static gboolean has_case(Wizard *wizard)
{
    if (wizard->cases->len > 0 || wizard_asking(wizard))
        return TRUE;
    wizard_say(wizard, _("Nothing to look at yet: paste a bounce first."));
    return FALSE;
}

static void step(Wizard *wizard, ScreenId screen, GPtrArray *effects)
{
    if (screen == SCREEN_PASTE)
        wizard_go(wizard, SCREEN_PASTE);
    else if (wizard->text->len > 0 && !wizard->domain_check && !wizard->guided &&
             wizard->diagnosed_state != wizard->text_state)
        wizard_identify(wizard, effects);
    else if (wizard->domain_check && screen == SCREEN_IDENTIFY)
        wizard_go(wizard, SCREEN_DOMAIN);
    else if (has_case(wizard))
        wizard_go(wizard, screen);
}

static void next(Wizard *wizard, GPtrArray *effects)
{
    switch (wizard->screen) {
    case SCREEN_PASTE:
        wizard_identify(wizard, effects);
        break;
    case SCREEN_IDENTIFY:
        step(wizard, SCREEN_CHECK, effects);
        break;
    case SCREEN_CHECK:
        step(wizard, SCREEN_FIX, effects);
        break;
    case SCREEN_FIX:
        if (has_case(wizard))
            wizard_go_aside(wizard, SCREEN_SHARE);
        break;
    case SCREEN_PROPAGATION:
        wizard_watch_ask(wizard, effects);
        break;
    default:
        wizard_back(wizard);
    }
}

/* What is only read has none, and may be long. */
static int item_count(const Wizard *wizard)
{
    if (screens[wizard->screen]->context == CONTEXT_READING)
        return 0;
    g_autoptr(Page) page = screen_page(wizard);
    return (int)page->items->len;
}

void wizard_move(Wizard *wizard, int by)
{
    View *view = &wizard->views[wizard->screen];
    int count = item_count(wizard), first = screens[wizard->screen]->first_item;
    if (count == 0) {
        view->scroll = (int)CLAMP((gint64)view->scroll + by, 0, G_MAXINT / 2);
        return;
    }
    gint64 item = (gint64)view->item + by;
    view->item = (int)CLAMP(item, first, count - 1);
    view->detail_scroll = 0;
    view->follow = TRUE;
    wizard->rows_touched = wizard->rows_touched || wizard->screen == SCREEN_CHECK;
}

static void move_page(Wizard *wizard, int direction)
{
    View *view = &wizard->views[wizard->screen];
    int by = direction * MAX(1, view->rows - 1);
    if (wizard->screen == SCREEN_CHECK)
        view->detail_scroll = MAX(0, view->detail_scroll + direction);
    else
        view->scroll = CLAMP(view->scroll + by, 0, G_MAXINT / 2);
}

static void choose_case(Wizard *wizard, int by)
{
    guint count = wizard->cases->len;
    if (count < 2)
        return;
    wizard_select_case(wizard, (wizard->selected + count + (guint)(by + (int)count)) % count, TRUE);
}

static void accept(Wizard *wizard, GPtrArray *effects)
{
    g_autoptr(Page) page = screen_page(wizard);
    int item = wizard->views[wizard->screen].item;
    if (item >= 0 && item < (int)page->items->len) {
        PageItem chosen = g_array_index(page->items, PageItem, item);
        wizard_command(wizard, chosen.command, chosen.argument, effects);
    } else {
        next(wizard, effects);
    }
}

static void back(Wizard *wizard, GPtrArray *effects)
{
    if (wizard->screen == SCREEN_CHECK && wizard->depth == 0 && wizard_asking(wizard)) {
        wizard_cancel(wizard, effects);
        wizard_say(wizard, _("Stopped asking. r asks again, Esc goes back."));
        return;
    }
    wizard_back(wizard);
}

static void quit(Wizard *wizard, GPtrArray *effects)
{
    gboolean work = wizard->text->len > 0 && wizard->sample == NULL;
    if (work && !wizard->quit_asked) {
        wizard->quit_asked = TRUE;
        wizard_say(wizard, _("Quit? q again quits, any other key stays."));
    } else {
        wizard_effect(effects, WIZARD_QUIT);
    }
}

static gboolean command_moves(Wizard *wizard, Command command)
{
    switch (command) {
    case COMMAND_UP:
        wizard_move(wizard, -1);
        return TRUE;
    case COMMAND_DOWN:
        wizard_move(wizard, 1);
        return TRUE;
    case COMMAND_PAGE_UP:
        move_page(wizard, -1);
        return TRUE;
    case COMMAND_PAGE_DOWN:
        move_page(wizard, 1);
        return TRUE;
    case COMMAND_TOP:
        wizard_move(wizard, -G_MAXINT);
        return TRUE;
    case COMMAND_BOTTOM:
        wizard_move(wizard, G_MAXINT);
        return TRUE;
    default:
        return FALSE;
    }
}

/* Which of guides() is about getting the whole message. */
static int headers_guide(void)
{
    const GPtrArray *all = guides();
    for (guint i = 0; i < all->len; i++)
        if (strcmp(((const Guide *)all->pdata[i])->name, "headers") == 0)
            return (int)i;
    return -1;
}

static gboolean command_goes(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    switch (command) {
    case COMMAND_NEXT:
        next(wizard, effects);
        return TRUE;
    case COMMAND_BACK:
        back(wizard, effects);
        return TRUE;
    case COMMAND_STEP_PASTE:
    case COMMAND_STEP_IDENTIFY:
    case COMMAND_STEP_CHECK:
    case COMMAND_STEP_FIX:
        step(wizard, SCREEN_PASTE + (ScreenId)(command - COMMAND_STEP_PASTE), effects);
        return TRUE;
    case COMMAND_HELP:
        wizard_go_aside(wizard, SCREEN_HELP);
        return TRUE;
    case COMMAND_MANUAL:
        wizard_go_aside(wizard, SCREEN_MANUAL);
        return TRUE;
    case COMMAND_GUIDES:
        wizard_go_aside(wizard, SCREEN_GUIDES);
        return TRUE;
    case COMMAND_HEADERS:
        wizard->guide = headers_guide();
        wizard_go_aside(wizard, SCREEN_GUIDE);
        return TRUE;
    case COMMAND_RECENT:
        wizard_recent_show(wizard, effects);
        return TRUE;
    case COMMAND_SCREEN:
        wizard_go_aside(wizard, (ScreenId)argument);
        return TRUE;
    case COMMAND_SERVERS:
    case COMMAND_WATCH:
        if (has_case(wizard))
            wizard_watch_open(wizard, command == COMMAND_WATCH, effects);
        return TRUE;
    case COMMAND_CASES:
        if (has_case(wizard))
            wizard_show_recipients(wizard);
        return TRUE;
    case COMMAND_FACTS:
    case COMMAND_TEXT:
    case COMMAND_PATH:
    case COMMAND_SHARE:
        if (has_case(wizard))
            wizard_go_aside(wizard, command == COMMAND_FACTS  ? SCREEN_FACTS
                                    : command == COMMAND_TEXT ? SCREEN_TEXT
                                    : command == COMMAND_PATH ? SCREEN_PATH
                                                              : SCREEN_SHARE);
        return TRUE;
    default:
        return FALSE;
    }
}

static void command_acts(Wizard *wizard, Command command, GPtrArray *effects)
{
    switch (command) {
    case COMMAND_NEXT_CASE:
        choose_case(wizard, 1);
        break;
    case COMMAND_PREVIOUS_CASE:
        choose_case(wizard, -1);
        break;
    case COMMAND_SEARCH:
        wizard_open_field(wizard, FIELD_SEARCH, 0, "");
        break;
    case COMMAND_SEARCH_NEXT:
        wizard_search_step(wizard, 1);
        break;
    case COMMAND_SEARCH_PREVIOUS:
        wizard_search_step(wizard, -1);
        break;
    case COMMAND_REPEAT:
        wizard_leave_recording(wizard);
        if (wizard->domain_check && wizard->cases->len == 0)
            wizard_check_domain(wizard, effects);
        else
            wizard_repeat_case(wizard, effects);
        break;
    case COMMAND_COPY_EMAIL:
        if (!wizard_share_copy(wizard, SHARE_EMAIL, effects))
            wizard_say(wizard, _("No cause was found, so there are no words to copy."));
        break;
    case COMMAND_REDRAW:
        wizard_effect(effects, WIZARD_REDRAW);
        break;
    case COMMAND_SUSPEND:
        wizard_effect(effects, WIZARD_SUSPEND);
        break;
    case COMMAND_QUIT:
        quit(wizard, effects);
        break;
    case COMMAND_KILL:
        wizard_effect(effects, WIZARD_QUIT);
        break;
    default:
        break;
    }
}

/* What has nothing to do: of steps and searches it is said why. */
static void cannot(Wizard *wizard, Command command)
{
    if (command == COMMAND_SEARCH_NEXT || command == COMMAND_SEARCH_PREVIOUS)
        wizard_search_step(wizard, 1);
    else if (command != COMMAND_BACK && command != COMMAND_HELP && command != COMMAND_GUIDES &&
             command != COMMAND_MANUAL && command != COMMAND_RECENT && command != COMMAND_DELETE &&
             command != COMMAND_DELETE_ALL)
        has_case(wizard);
}

void wizard_command(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    const Screen *screen = screens[wizard->screen];
    if (command != COMMAND_QUIT)
        wizard->quit_asked = FALSE;
    if (command != COMMAND_DELETE_ALL)
        wizard->delete_all_asked = FALSE;
    if (!wizard_can(wizard, wizard->screen, command)) {
        cannot(wizard, command);
        return;
    }
    if (command == COMMAND_ACCEPT) {
        accept(wizard, effects);
        return;
    }
    if (screen->handle != NULL && screen->handle(wizard, command, argument, effects))
        return;
    if (!command_moves(wizard, command) && !command_goes(wizard, command, argument, effects))
        command_acts(wizard, command, effects);
}
