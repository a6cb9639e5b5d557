#include "tui/state/wizard_recorded.h"

#include <string.h>
#include "checks/case/case_recording.h"
#include "tui/base/document.h"
#include "tui/state/wizard_request.h"
#include "tui/state/wizard_text.h"
#include "tui/base/i18n.h"

/* What case_recording.c may say of a case, here for translation: _() finds it by its text. */
G_GNUC_UNUSED static const char *const complaints[] = {
    N_("this case is broken or cut off: save it again"),
    N_("this case was saved by another version of whybounce: open it with that one"),
    N_("this case was saved without its answers: save it from the wizard, or with --record"),
    N_("this case is broken, its request or its answers are none: save it again"),
    N_("there are several cases in it: give them one by one")};

static void set_recorded_text(Wizard *wizard, const json_t *request)
{
    const json_t *text = json_object_get(request, "text");
    const char *base64 = document_text(request, "base64");
    gsize length = 0;
    g_autofree guchar *bytes =
        base64 != NULL && *base64 != '\0' ? g_base64_decode(base64, &length) : NULL;
    if (json_is_string(text))
        wizard_text_set(wizard, json_string_value(text), json_string_length(text),
                        document_text(request, "source"));
    else
        wizard_text_set(wizard, bytes != NULL ? (const char *)bytes : "", length,
                        document_text(request, "source"));
}

static void open_domain_check(Wizard *wizard, GPtrArray *effects)
{
    for (guint i = 0; i < FACT_COUNT; i++) {
        const char *fact =
            document_text(json_object_get(wizard->recorded, "facts"), fact_fields[i].key);
        g_free(wizard->domain[i]);
        wizard->domain[i] = g_strdup(fact);
    }
    wizard_check_domain(wizard, effects);
    wizard_go(wizard, SCREEN_CHECK);
}

void wizard_open_case(Wizard *wizard, const char *bytes, gsize length, GPtrArray *effects)
{
    g_autoptr(GError) error = NULL;
    json_t *request = case_replay_request(bytes, length, &error);
    if (request == NULL) {
        wizard_say(wizard, "%s", _(error->message));
        return;
    }
    set_recorded_text(wizard, request);
    wizard->recorded = request;
    if (g_strcmp0(document_text(request, "do"), "check") == 0) {
        open_domain_check(wizard, effects);
        return;
    }
    wizard_go(wizard, SCREEN_PASTE);
    wizard_diagnose(wizard, effects);
    wizard_go(wizard, SCREEN_IDENTIFY);
}

void wizard_leave_recording(Wizard *wizard)
{
    if (wizard->recorded == NULL)
        return;
    json_decref(wizard->recorded);
    wizard->recorded = NULL;
    wizard_say(wizard, _("Asked again: these are today's answers, not the saved ones."));
}

json_t *wizard_recorded_document(const Wizard *wizard)
{
    const json_t *document = wizard_document(wizard);
    if (document == NULL)
        return NULL;
    json_t *copy = json_deep_copy(document);
    if (!wizard->domain_check && !wizard->guided) {
        g_autoptr(GBytes) input = g_bytes_new(wizard->text->str, wizard->text->len);
        case_record_input(copy, input);
    }
    return copy;
}
