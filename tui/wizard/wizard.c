#include "tui/wizard/wizard.h"

#include <string.h>
#include "checks/case/case_recording.h"
#include "tui/screens/screen.h"
#include "tui/state/wizard_ask.h"
#include "tui/state/wizard_can.h"
#include "tui/wizard/wizard_command.h"
#include "tui/state/wizard_engine_events.h"
#include "tui/state/wizard_journal.h"
#include "tui/state/wizard_recorded.h"
#include "tui/state/wizard_recent.h"
#include "tui/state/wizard_request.h"
#include "tui/wizard/wizard_search.h"
#include "tui/state/wizard_share.h"
#include "tui/state/wizard_text.h"
#include "tui/state/wizard_watch.h"
#include "tui/base/i18n.h"

Wizard *wizard_new(const WizardSetup *setup)
{
    Wizard *wizard = wizard_state_new(setup);
    for (ScreenId i = 0; i < SCREEN_COUNT; i++) {
        wizard->views[i].first = screens[i]->first_item;
        wizard_view_reset(wizard, i);
    }
    return wizard;
}

static void take_key(Wizard *wizard, Key key, GPtrArray *effects)
{
    Context context = screens[wizard->screen]->context;
    Command command = keys_command(key, context);
    g_clear_pointer(&wizard->notice, g_free);
    if (command != COMMAND_NONE) {
        wizard_command(wizard, command, 0, effects);
    } else if (context == CONTEXT_TYPING && key >= ' ' && key < PRESS_UP) {
        char bytes[6];
        int length = g_unichar_to_utf8(key, bytes);
        wizard_text_add(wizard, bytes, (gsize)length, effects);
    } else {
        wizard->quit_asked = wizard->delete_all_asked = FALSE;
    }
}

/* A paste is welcome wherever a bounce is waited for; elsewhere it is never taken for keys. */
static void take_paste(Wizard *wizard, const Event *event, GPtrArray *effects)
{
    g_clear_pointer(&wizard->notice, g_free);
    if (wizard->screen == SCREEN_START || wizard->screen == SCREEN_SAMPLES ||
        wizard->screen == SCREEN_RECENT) {
        wizard_text_clear(wizard);
        wizard_go(wizard, SCREEN_PASTE);
    }
    if (wizard->screen == SCREEN_PASTE)
        wizard_text_add(wizard, event->bytes, event->length, effects);
    else
        wizard_say(wizard, _("What you pasted was not taken here. Key 1 leads to the paste step."));
}

static void take_input(Wizard *wizard, const Event *event, GPtrArray *effects)
{
    g_clear_pointer(&wizard->notice, g_free);
    if (event->kind == EVENT_INPUT && case_document_is(event->bytes, event->length)) {
        wizard_open_case(wizard, event->bytes, event->length, effects);
        return;
    }
    wizard_text_set(wizard, event->bytes, event->length, event->text);
    wizard_go(wizard, SCREEN_PASTE);
    if (event->kind == EVENT_SAMPLE) {
        wizard->sample = g_strdup(event->text);
        wizard->sample_zone = g_strdup(event->zone);
    }
    wizard_glance(wizard, effects);
    if (event->kind == EVENT_INPUT)
        wizard_identify(wizard, effects);
}

static void take_edited(Wizard *wizard, const Event *event, GPtrArray *effects)
{
    gboolean same = event->length == wizard->text->len &&
                    memcmp(event->bytes, wizard->text->str, event->length) == 0;
    if (same)
        return;
    g_string_truncate(wizard->text, 0);
    wizard_text_add(wizard, event->bytes, event->length, effects);
}

static void take_field(Wizard *wizard, const char *text, GPtrArray *effects)
{
    FieldPurpose purpose = wizard->field;
    wizard->field = FIELD_NONE;
    g_clear_pointer(&wizard->notice, g_free);
    if (text == NULL)
        return;
    g_autofree char *value = g_strstrip(g_strdup(text));
    if (purpose == FIELD_ASK) {
        if (*value == '\0')
            wizard_command(wizard, COMMAND_NEXT, 0, effects);
        else
            wizard_ask_take(wizard, value, effects);
    } else if (purpose == FIELD_FACT) {
        WizardCase *selected = wizard_case(wizard);
        const char *key = fact_fields[wizard->field_argument].key;
        g_autofree char *valid = g_utf8_make_valid(value, -1);
        if (selected == NULL)
            return;
        json_object_set_new(selected->facts, key,
                            *valid != '\0' ? json_string(valid) : json_null());
        wizard->edits++;
        wizard_diagnose_case(wizard, effects);
    } else if (purpose == FIELD_DOMAIN) {
        g_free(wizard->domain[wizard->field_argument]);
        wizard->domain[wizard->field_argument] = *value != '\0' ? g_strdup(value) : NULL;
        wizard_move(wizard, 1);
    } else if (purpose == FIELD_FILE && *value != '\0') {
        wizard_effect(effects, WIZARD_READ)->name = g_strdup(value);
    } else if (purpose == FIELD_SEARCH) {
        wizard_search(wizard, value);
    } else if (purpose == FIELD_SAVE && *value != '\0') {
        WizardEffect *effect = wizard_effect(effects, WIZARD_SAVE);
        effect->name = g_strdup(value);
        effect->json = wizard_share_document(wizard);
    }
}

GPtrArray *wizard_reduce(Wizard *wizard, const Event *event)
{
    GPtrArray *effects = g_ptr_array_new_with_free_func(wizard_effect_free);
    wizard->now = MAX(wizard->now, event->now);
    switch (event->kind) {
    case EVENT_KEY:
        take_key(wizard, event->key, effects);
        break;
    case EVENT_PASTE:
        take_paste(wizard, event, effects);
        break;
    case EVENT_INPUT:
    case EVENT_SAMPLE:
        take_input(wizard, event, effects);
        break;
    case EVENT_EDITED:
        take_edited(wizard, event, effects);
        break;
    case EVENT_ENGINE:
        wizard_hear(wizard, event->json, effects);
        wizard_watch_begin(wizard, effects);
        wizard_apply_corrections(wizard, effects);
        break;
    case EVENT_ENGINE_GONE:
        wizard_engine_gone(wizard, effects);
        break;
    case EVENT_FIELD:
        take_field(wizard, event->text, effects);
        break;
    case EVENT_NOTICE:
        wizard_say(wizard, "%s", event->text);
        break;
    case EVENT_COMMAND:
        g_clear_pointer(&wizard->notice, g_free);
        wizard_command(wizard, event->command, event->argument, effects);
        break;
    case EVENT_RECENT:
        wizard_recent_hear(wizard, event->json);
        break;
    case EVENT_TIME:
        wizard_watch_time(wizard, effects);
        break;
    }
    wizard_ask(wizard);
    return effects;
}

gint64 wizard_deadline(const Wizard *wizard)
{
    return wizard->watch.on ? wizard->watch.next : 0;
}

Page *wizard_page(const Wizard *wizard)
{
    Page *page = screen_page(wizard);
    wizard_search_mark(wizard, page);
    return page;
}

Context wizard_context(const Wizard *wizard)
{
    return screens[wizard->screen]->context;
}

GPtrArray *wizard_footer(const Wizard *wizard)
{
    GPtrArray *bindings = keys_footer(screens[wizard->screen]->context);
    wizard_can_only(wizard, wizard->screen, bindings);
    return bindings;
}

const char *wizard_screen_name(const Wizard *wizard)
{
    return screens[wizard->screen]->name;
}

int wizard_step(const Wizard *wizard)
{
    return screens[wizard->screen]->step;
}

char *wizard_place(const Wizard *wizard)
{
    g_autofree char *sample =
        wizard->sample != NULL ? g_strdup_printf(_("sample %s"), wizard->sample) : NULL;
    const char *name = wizard->guided         ? NULL
                       : wizard->recorded     ? _("a saved case")
                       : wizard->domain_check ? wizard->domain[FACT_DOMAIN]
                       : sample != NULL       ? sample
                                              : wizard->source;
    g_autofree char *base = name != NULL ? g_path_get_basename(name) : g_strdup("");
    name = strcmp(base, "-") != 0 ? base : "";
    if (wizard->cases->len < 2 || screens[wizard->screen]->step < 2)
        return g_strdup(name);
    return g_strdup_printf("%s %u/%u", name, wizard->selected + 1, wizard->cases->len);
}

const char *wizard_notice(const Wizard *wizard)
{
    return wizard->notice;
}

gboolean wizard_field(const Wizard *wizard, const char **label, const char **initial)
{
    if (wizard->field == FIELD_NONE)
        return FALSE;
    if (wizard->field == FIELD_FILE)
        *label = _("File");
    else if (wizard->field == FIELD_SEARCH)
        *label = _("Search for");
    else if (wizard->field == FIELD_ASK)
        *label = wizard_ask_label(wizard);
    else if (wizard->field == FIELD_SAVE)
        *label = _("Save as");
    else if (wizard->field == FIELD_DOMAIN && wizard->field_argument == FACT_DOMAIN)
        *label = _("Domain");
    else
        *label = _(fact_fields[wizard->field_argument].label);
    *initial = wizard->field_initial;
    return TRUE;
}

gboolean wizard_field_is_file(const Wizard *wizard)
{
    return wizard->field == FIELD_FILE || wizard->field == FIELD_SAVE;
}

char *wizard_field_reason(const Wizard *wizard)
{
    return wizard->field == FIELD_ASK ? wizard_ask_reason(wizard) : NULL;
}

const GPtrArray *wizard_field_words(const Wizard *wizard)
{
    return wizard->field == FIELD_ASK ? wizard->typed : NULL;
}

View *wizard_view(Wizard *wizard)
{
    return &wizard->views[wizard->screen];
}
