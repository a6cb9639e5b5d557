#include "tui/state/wizard_state.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/base/i18n.h"

#define PAGE_ROWS 10 /* until the first drawing */

const FactField fact_fields[FACT_COUNT] = {
    {"recipient", N_("Recipient"), "facts.recipient"},
    {"sender", N_("Sender"), "facts.sender"},
    {"ip", N_("Sending IP"), "facts.source_ip"},
    {"domain", N_("Sender's domain"), "facts.sender_domain"},
    {"selector", N_("DKIM selector"), "facts.dkim"},
    {"helo", N_("Greeting (HELO)"), "facts.helo"},
};

void wizard_effect_free(gpointer data)
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

static void case_free(gpointer data)
{
    WizardCase *wizard_case = data;
    json_decref(wizard_case->document);
    json_decref(wizard_case->before);
    json_decref(wizard_case->facts);
    g_free(wizard_case->cause);
    g_free(wizard_case->kept);
    g_ptr_array_unref(wizard_case->rows);
    g_free(wizard_case);
}

WizardCase *wizard_case_new(int request)
{
    WizardCase *made = g_new0(WizardCase, 1);
    made->rows = g_ptr_array_new_with_free_func(g_free);
    made->facts = json_object();
    made->request = request;
    return made;
}

Wizard *wizard_state_new(const WizardSetup *setup)
{
    Wizard *wizard = g_new0(Wizard, 1);
    wizard->language = setup->language;
    wizard->reply_language = setup->reply_language;
    wizard->redact_level = setup->redact;
    wizard->redact_files = setup->redact != REDACT_NONE;
    wizard->ascii = setup->ascii;
    wizard->template = json_deep_copy(setup->template);
    wizard->samples = g_strdupv((char **)(guintptr)setup->samples);
    wizard->text = g_string_new(NULL);
    wizard->cases = g_ptr_array_new_with_free_func(case_free);
    wizard->open = g_array_new(FALSE, FALSE, sizeof(int));
    wizard->typed = g_ptr_array_new_with_free_func(g_free);
    wizard->remember = setup->remember;
    wizard->screen = setup->domain_check ? SCREEN_DOMAIN : SCREEN_START;
    wizard->watch.wanted = setup->watch;
    wizard->watch.public = json_is_true(json_object_get(wizard->template, "public"));
    for (guint i = 0; i < QUESTION_COUNT; i++)
        wizard->answers[i] = -1;
    for (guint i = 0; i < FACT_COUNT; i++) {
        const json_t *facts = json_object_get(wizard->template, "facts");
        wizard->domain[i] = g_strdup(document_text(facts, fact_fields[i].key));
    }
    for (guint i = 0; i < SCREEN_COUNT; i++)
        wizard->views[i].rows = PAGE_ROWS;
    return wizard;
}

void wizard_free(Wizard *wizard)
{
    if (wizard == NULL)
        return;
    json_decref(wizard->template);
    json_decref(wizard->offered);
    json_decref(wizard->recent);
    json_decref(wizard->corrections);
    json_decref(wizard->watch.document);
    g_strfreev(wizard->samples);
    g_string_free(wizard->text, TRUE);
    g_ptr_array_unref(wizard->cases);
    g_array_unref(wizard->open);
    g_ptr_array_unref(wizard->typed);
    for (guint i = 0; i < FACT_COUNT; i++)
        g_free(wizard->domain[i]);
    g_free(wizard->source);
    g_free(wizard->sample);
    json_decref(wizard->recorded);
    g_free(wizard->sample_zone);
    g_free(wizard->glance);
    g_free(wizard->error);
    g_free(wizard->field_initial);
    g_free(wizard->search);
    g_free(wizard->notice);
    g_free(wizard);
}

WizardCase *wizard_case(const Wizard *wizard)
{
    return wizard->selected < wizard->cases->len ? wizard->cases->pdata[wizard->selected] : NULL;
}

const json_t *wizard_document(const Wizard *wizard)
{
    const WizardCase *selected = wizard_case(wizard);
    return selected != NULL ? selected->document : NULL;
}

gboolean wizard_busy(const Wizard *wizard)
{
    return wizard->open->len > 0;
}

gboolean wizard_asking(const Wizard *wizard)
{
    const WizardCase *selected = wizard_case(wizard);
    if (selected == NULL)
        return wizard->diagnose_id != 0 && wizard->error == NULL && wizard_busy(wizard);
    return !selected->done;
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

void wizard_view_reset(Wizard *wizard, ScreenId screen)
{
    View *view = &wizard->views[screen];
    *view = (View){.first = view->first, .item = view->first, .follow = TRUE, .rows = view->rows};
}

void wizard_go_aside(Wizard *wizard, ScreenId screen)
{
    if (wizard->screen == screen)
        return;
    if (wizard->depth == G_N_ELEMENTS(wizard->below))
        memmove(wizard->below, wizard->below + 1, sizeof wizard->below[0] * --wizard->depth);
    wizard->below[wizard->depth++] = wizard->screen;
    wizard->screen = screen;
    wizard_view_reset(wizard, screen);
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
