#include "tui/wizard_state.h"

#include <string.h>
#include "tui/document.h"
#include "tui/words.h"

#define PAGE_ROWS 10 /* until the first drawing */

const Screen *const screens[SCREEN_COUNT] = {
    [SCREEN_START] = &screen_start,
    [SCREEN_PASTE] = &screen_paste,
    [SCREEN_IDENTIFY] = &screen_identify,
    [SCREEN_CHECK] = &screen_check,
    [SCREEN_FIX] = &screen_fix,
    [SCREEN_SHARE] = &screen_share,
    [SCREEN_FACTS] = &screen_facts,
    [SCREEN_TEXT] = &screen_text,
    [SCREEN_CASES] = &screen_cases,
    [SCREEN_SAMPLES] = &screen_samples,
    [SCREEN_DOMAIN] = &screen_domain,
    [SCREEN_GUIDES] = &screen_guides,
    [SCREEN_GUIDE] = &screen_guide,
    [SCREEN_GLOSSARY] = &screen_glossary,
    [SCREEN_QUESTIONS] = &screen_questions,
    [SCREEN_HELP] = &screen_help,
};

static void effect_free(gpointer data)
{
    WizardEffect *effect = data;
    json_decref(effect->json);
    g_free(effect->name);
    g_clear_pointer(&effect->bytes, g_bytes_unref);
    g_free(effect);
}

WizardEffect *wizard_effect(GPtrArray *effects, WizardEffectKind kind)
{
    WizardEffect *effect = g_new0(WizardEffect, 1);
    effect->kind = kind;
    g_ptr_array_add(effects, effect);
    return effect;
}

Wizard *wizard_new(const WizardSetup *setup)
{
    Wizard *wizard = g_new0(Wizard, 1);
    wizard->language = setup->language;
    wizard->template = json_deep_copy(setup->template);
    wizard->samples = g_strdupv((char **)(guintptr)setup->samples);
    wizard->text = g_string_new(NULL);
    wizard->cases = g_ptr_array_new_with_free_func(wizard_case_free);
    wizard->open = g_array_new(FALSE, FALSE, sizeof(int));
    wizard->screen = setup->domain_check ? SCREEN_DOMAIN : SCREEN_START;
    for (guint i = 0; i < QUESTION_COUNT; i++)
        wizard->answers[i] = -1;
    for (guint i = 0; i < FACT_COUNT; i++) {
        const json_t *facts = json_object_get(wizard->template, "facts");
        wizard->domain[i] = g_strdup(document_text(facts, fact_fields[i].key));
    }
    for (guint i = 0; i < SCREEN_COUNT; i++)
        wizard->views[i] = (View){screens[i]->first_item, 0, TRUE, 0, PAGE_ROWS};
    return wizard;
}

void wizard_free(Wizard *wizard)
{
    if (wizard == NULL)
        return;
    json_decref(wizard->template);
    json_decref(wizard->offered);
    json_decref(wizard->corrections);
    g_strfreev(wizard->samples);
    g_string_free(wizard->text, TRUE);
    g_ptr_array_unref(wizard->cases);
    g_array_unref(wizard->open);
    for (guint i = 0; i < FACT_COUNT; i++)
        g_free(wizard->domain[i]);
    g_free(wizard->source);
    g_free(wizard->sample);
    g_free(wizard->sample_zone);
    g_free(wizard->glance);
    g_free(wizard->error);
    g_free(wizard->field_initial);
    g_free(wizard->notice);
    g_free(wizard);
}

void wizard_say(Wizard *wizard, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_free(wizard->notice);
    wizard->notice = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

void wizard_open_field(Wizard *wizard, FieldPurpose purpose, int argument, const char *initial)
{
    wizard->field = purpose;
    wizard->field_argument = argument;
    g_free(wizard->field_initial);
    wizard->field_initial = g_strdup(initial != NULL ? initial : "");
}

void wizard_go(Wizard *wizard, ScreenId screen)
{
    wizard->depth = 0;
    wizard->screen = screen;
    wizard->views[screen].follow = TRUE;
}

void wizard_go_aside(Wizard *wizard, ScreenId screen)
{
    if (wizard->screen == screen)
        return;
    if (wizard->depth == G_N_ELEMENTS(wizard->below))
        memmove(wizard->below, wizard->below + 1, sizeof wizard->below[0] * --wizard->depth);
    wizard->below[wizard->depth++] = wizard->screen;
    wizard->screen = screen;
    wizard->views[screen] =
        (View){screens[screen]->first_item, 0, TRUE, 0, wizard->views[screen].rows};
}

/* Where Esc leads from a screen that is no side page. */
static ScreenId before(const Wizard *wizard)
{
    switch (wizard->screen) {
    case SCREEN_IDENTIFY:
        return wizard->guided ? SCREEN_QUESTIONS : SCREEN_PASTE;
    case SCREEN_CHECK:
        return wizard->domain_check ? SCREEN_DOMAIN : SCREEN_IDENTIFY;
    case SCREEN_FIX:
        return SCREEN_CHECK;
    case SCREEN_SHARE:
        return SCREEN_FIX;
    default:
        return SCREEN_START;
    }
}

void wizard_back(Wizard *wizard)
{
    if (wizard->depth > 0) {
        wizard->screen = wizard->below[--wizard->depth];
        wizard->views[wizard->screen].follow = TRUE;
    } else {
        wizard_go(wizard, before(wizard));
    }
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
        wizard->quit_asked = FALSE;
    }
}

/* A paste is welcome wherever a bounce is waited for; elsewhere it is never taken for keys. */
static void take_paste(Wizard *wizard, const Event *event, GPtrArray *effects)
{
    g_clear_pointer(&wizard->notice, g_free);
    if (wizard->screen == SCREEN_START || wizard->screen == SCREEN_SAMPLES) {
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
    if (purpose == FIELD_FACT) {
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
    } else if (purpose == FIELD_SAVE && *value != '\0') {
        WizardEffect *effect = wizard_effect(effects, WIZARD_SAVE);
        effect->name = g_strdup(value);
        effect->json = json_incref((json_t *)(guintptr)wizard_document(wizard));
    }
}

GPtrArray *wizard_reduce(Wizard *wizard, const Event *event)
{
    GPtrArray *effects = g_ptr_array_new_with_free_func(effect_free);
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
    }
    return effects;
}

gboolean wizard_busy(const Wizard *wizard)
{
    return wizard->open->len > 0;
}

Page *wizard_page(const Wizard *wizard)
{
    Page *page = page_new();
    screens[wizard->screen]->compose(wizard, page);
    return page;
}

Context wizard_context(const Wizard *wizard)
{
    return screens[wizard->screen]->context;
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

View *wizard_view(Wizard *wizard)
{
    return &wizard->views[wizard->screen];
}
