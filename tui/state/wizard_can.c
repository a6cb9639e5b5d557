#include "tui/state/wizard_can.h"

#include "tui/state/wizard_share.h"

static gboolean has_case(const Wizard *wizard)
{
    return wizard->cases->len > 0 || wizard_asking(wizard);
}

/* A text that was not diagnosed yet is diagnosed on the way. */
static gboolean can_step(const Wizard *wizard)
{
    return has_case(wizard) || (wizard->text->len > 0 && !wizard->domain_check && !wizard->guided);
}

static gboolean has_words(const Wizard *wizard)
{
    for (SharePart part = SHARE_REPLY; part <= SHARE_NOTE; part++) {
        g_autofree char *text =
            wizard_document(wizard) != NULL ? wizard_share_text(wizard, part) : NULL;
        if (text != NULL)
            return TRUE;
    }
    return FALSE;
}

static gboolean can_share(const Wizard *wizard, ScreenId screen, Command command)
{
    if (command == COMMAND_REDACT && screen == SCREEN_SAVE)
        return wizard_document(wizard) != NULL;
    return screen == SCREEN_SHARE && has_words(wizard);
}

gboolean wizard_can(const Wizard *wizard, ScreenId screen, Command command)
{
    switch (command) {
    case COMMAND_BACK:
        return screen != SCREEN_START;
    case COMMAND_SEARCH_NEXT:
    case COMMAND_SEARCH_PREVIOUS:
        return wizard->search != NULL;
    case COMMAND_STEP_IDENTIFY:
    case COMMAND_STEP_CHECK:
    case COMMAND_STEP_FIX:
        return can_step(wizard) &&
               screen != SCREEN_PASTE + (ScreenId)(command - COMMAND_STEP_PASTE);
    case COMMAND_NEXT:
        return can_step(wizard);
    case COMMAND_FACTS:
    case COMMAND_SHARE:
    case COMMAND_COPY_EMAIL:
    case COMMAND_PATH:
    case COMMAND_CASES:
    case COMMAND_SERVERS:
    case COMMAND_WATCH:
        return has_case(wizard);
    case COMMAND_TEXT:
        return has_case(wizard) && wizard->text->len > 0 && !wizard->domain_check &&
               !wizard->guided;
    case COMMAND_NEXT_CASE:
    case COMMAND_PREVIOUS_CASE:
        return wizard->cases->len > 1;
    case COMMAND_REPLY_LANGUAGE:
    case COMMAND_REDACT:
        return can_share(wizard, screen, command);
    case COMMAND_CLEAR:
    case COMMAND_ERASE:
        return wizard->text->len > 0;
    case COMMAND_DELETE:
    case COMMAND_DELETE_ALL:
        return json_array_size(wizard->recent) > 0;
    case COMMAND_RECENT:
        return screen != SCREEN_RECENT;
    case COMMAND_HELP:
        return screen != SCREEN_HELP;
    case COMMAND_MANUAL:
        return screen != SCREEN_MANUAL && screen != SCREEN_MANUAL_PAGE;
    case COMMAND_GUIDES:
        return screen != SCREEN_GUIDES;
    default:
        return TRUE;
    }
}

void wizard_can_only(const Wizard *wizard, ScreenId screen, GPtrArray *bindings)
{
    for (guint i = bindings->len; i > 0; i--) {
        const KeyBinding *binding = bindings->pdata[i - 1];
        if (!wizard_can(wizard, screen, binding->command))
            g_ptr_array_remove_index(bindings, i - 1);
    }
}
