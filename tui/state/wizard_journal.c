#include "tui/state/wizard_journal.h"

#include "tui/base/document.h"
#include "tui/state/wizard_request.h"
#include "tui/state/wizard_text.h"
#include "tui/base/i18n.h"

guint64 wizard_changes(const Wizard *wizard)
{
    enum { SCREEN_BITS = 8, EDIT_BITS = 24 };
    G_STATIC_ASSERT(SCREEN_COUNT <= 1 << SCREEN_BITS);
    guint64 edits = wizard->edits & ((1u << EDIT_BITS) - 1);
    return (guint64)wizard->text_state << (EDIT_BITS + SCREEN_BITS) | edits << SCREEN_BITS |
           (guint64)wizard->screen;
}

/* 1 to 4, also below a side page; 0: none of them. */
static int step_of(const Wizard *wizard)
{
    ScreenId screen = wizard->depth > 0 ? wizard->below[0] : wizard->screen;
    return screen >= SCREEN_PASTE && screen <= SCREEN_FIX ? (int)(screen - SCREEN_PASTE) + 1 : 0;
}

json_t *wizard_journal(const Wizard *wizard)
{
    if (wizard->text->len == 0 || wizard->sample != NULL || wizard->guided ||
        wizard->recorded != NULL)
        return NULL;
    g_autofree char *base64 = g_base64_encode((const guchar *)wizard->text->str, wizard->text->len);
    const WizardCase *selected = wizard_case(wizard);
    json_t *state = json_pack("{s:i,s:s,s:i,s:i}", "whybounce-session", 1, "text", base64, "step",
                              step_of(wizard), "selected", (int)wizard->selected);
    if (wizard->source != NULL && g_utf8_validate(wizard->source, -1, NULL))
        json_object_set_new(state, "source", json_string(wizard->source));
    if (selected != NULL) {
        json_object_set(state, "facts", selected->facts);
        if (selected->cause != NULL)
            json_object_set_new(state, "cause", json_string(selected->cause));
    }
    return state;
}

gboolean wizard_offer(Wizard *wizard, json_t *state)
{
    if (document_text(state, "text") == NULL)
        return FALSE;
    json_decref(wizard->offered);
    wizard->offered = json_incref(state);
    wizard_view_reset(wizard, SCREEN_START); /* it is the first line there */
    wizard_say(wizard, _("The last session ended before you left it. Enter goes on there."));
    return TRUE;
}

gboolean wizard_offers(const Wizard *wizard)
{
    return wizard->offered != NULL;
}

/* Corrections are for one case and come once the engine has named it. */
static void keep_corrections(Wizard *wizard, const json_t *state)
{
    const json_t *facts = document_get(state, "facts");
    const char *cause = document_text(state, "cause");
    json_int_t selected = json_integer_value(document_get(state, "selected"));
    if (json_object_size(facts) == 0 && cause == NULL)
        return;
    json_decref(wizard->corrections);
    wizard->corrections =
        json_pack("{s:I,s:O?,s:s?}", "selected", selected, "facts", facts, "cause", cause);
}

void wizard_resume(Wizard *wizard, GPtrArray *effects)
{
    json_t *state = wizard->offered;
    wizard->offered = NULL;
    gsize length = 0;
    const char *base64 = document_text(state, "text");
    g_autofree guchar *bytes = base64 != NULL ? g_base64_decode(base64, &length) : NULL;
    if (length > 0) {
        json_int_t step = json_integer_value(document_get(state, "step"));
        wizard_text_set(wizard, (const char *)bytes, length, document_text(state, "source"));
        keep_corrections(wizard, state);
        wizard_go(wizard, SCREEN_PASTE);
        if (step >= 2) {
            wizard_identify(wizard, effects);
            wizard_go(wizard, SCREEN_PASTE + (ScreenId)CLAMP(step - 1, 1, 3));
        } else {
            wizard_glance(wizard, effects);
        }
    }
    json_decref(state);
}

void wizard_apply_corrections(Wizard *wizard, GPtrArray *effects)
{
    json_int_t selected = json_integer_value(document_get(wizard->corrections, "selected"));
    if (wizard->corrections == NULL || selected < 0 || selected >= (json_int_t)wizard->cases->len)
        return;
    json_t *kept = wizard->corrections;
    wizard->corrections = NULL;
    wizard->selected = (guint)selected;
    WizardCase *one = wizard_case(wizard);
    json_t *facts = json_object_get(kept, "facts");
    if (json_is_object(facts))
        json_object_update(one->facts, facts);
    one->cause = g_strdup(document_text(kept, "cause"));
    json_decref(kept);
    wizard_diagnose_case(wizard, effects);
}
