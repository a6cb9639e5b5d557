#include "tui/state/wizard_engine_events.h"

#include <string.h>
#include "tui/report/check_table.h"
#include "tui/base/document.h"
#include "tui/state/wizard_recent.h"
#include "tui/state/wizard_request.h"
#include "tui/state/wizard_watch.h"
#include "tui/base/i18n.h"

#define CASES_MAX 10000 /* recipients that are kept */

/* A new document of the selected case must not move the row under the cursor. */
static void take_document(Wizard *wizard, guint index, json_t *document)
{
    WizardCase *one = wizard->cases->pdata[index];
    g_autoptr(GArray) before = check_rows(one);
    json_t *old = one->document;
    one->document = json_incref(document);
    check_rows_note(one);
    if (index == wizard->selected) {
        g_autoptr(GArray) after = check_rows(one);
        View *view = &wizard->views[SCREEN_CHECK];
        view->item = check_rows_follow(before, after, view->item, wizard->rows_touched);
        view->follow = TRUE;
    }
    json_decref(old);
}

static void hear_case(Wizard *wizard, json_t *line, int id, GPtrArray *effects)
{
    json_t *document = json_object_get(line, "case");
    json_int_t index = json_integer_value(json_object_get(line, "index"));
    if (!json_is_object(document) || index < 0 || index >= CASES_MAX)
        return;
    while (id == wizard->diagnose_id && (json_int_t)wizard->cases->len <= index)
        g_ptr_array_add(wizard->cases, wizard_case_new(id));
    if (index >= (json_int_t)wizard->cases->len)
        return;
    WizardCase *one = wizard->cases->pdata[index];
    if (one->request != id)
        return;
    take_document(wizard, (guint)index, document);
    one->done = json_is_true(json_object_get(line, "done"));
    if (one->done)
        wizard_recent_keep(wizard, (guint)index, effects);
}

static void hear_glance(Wizard *wizard, json_t *line, GPtrArray *effects)
{
    json_int_t recipients = json_integer_value(json_object_get(line, "recipients"));
    const char *reply = document_text(line, "reply"), *speaker = document_text(line, "speaker");
    g_free(wizard->glance);
    GString *glance = g_string_new(NULL);
    if (recipients > 0)
        g_string_append_printf(
            glance, ngettext("%d recipient", "%d recipients", (gulong)recipients), (int)recipients);
    if (reply != NULL)
        g_string_append_printf(glance, "%s%s", glance->len > 0 ? _(", ") : "", reply);
    if (speaker != NULL) {
        g_string_append(glance, glance->len > 0 ? _(", ") : "");
        g_string_append_printf(glance, _("said by %s"), speaker);
    }
    wizard->glance = g_string_free(glance, FALSE);
    wizard_request_close(wizard, wizard->glance_id);
    wizard->glance_id = 0;
    if (wizard->glance_wanted)
        wizard_glance(wizard, effects);
}

static void hear_error(Wizard *wizard, json_t *line, int id)
{
    const char *message = document_text(line, "message");
    message = message != NULL ? message : _("the engine could not do that");
    if (id == wizard->glance_id) {
        wizard->glance_id = 0;
    } else {
        g_free(wizard->error);
        wizard->error = g_strdup(message);
        wizard_say(wizard, "%s", message);
    }
    wizard_request_close(wizard, id);
}

void wizard_hear(Wizard *wizard, json_t *line, GPtrArray *effects)
{
    int id = (int)json_integer_value(json_object_get(line, "id"));
    const char *event = document_text(line, "event");
    if (event == NULL || !wizard_request_is_open(wizard, id))
        return;
    if (id == wizard->watch.request) {
        wizard_watch_hear(wizard, line, effects);
    } else if (strcmp(event, "case") == 0) {
        hear_case(wizard, line, id, effects);
    } else if (strcmp(event, "progress") == 0) {
        wizard->asked = (int)json_integer_value(json_object_get(line, "asked"));
        wizard->answered = (int)json_integer_value(json_object_get(line, "answered"));
    } else if (strcmp(event, "glance") == 0 && id == wizard->glance_id) {
        hear_glance(wizard, line, effects);
    } else if (strcmp(event, "done") == 0) {
        wizard_request_close(wizard, id);
    } else if (strcmp(event, "error") == 0) {
        hear_error(wizard, line, id);
    }
}

/* "Reverse DNS, SPF": what the selected case was still asking. */
static char *unfinished(const Wizard *wizard)
{
    const json_t *document = wizard_document(wizard);
    GString *names = g_string_new(NULL);
    for (gsize i = 0; i < document_count(document, "pending"); i++) {
        const char *check = document_text(document_at(document, "pending", i), "title");
        if (check == NULL)
            check = document_text(document_at(document, "pending", i), "check");
        if (check != NULL && strstr(names->str, check) == NULL)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", check);
    }
    return g_string_free(names, FALSE);
}

void wizard_engine_gone(Wizard *wizard, GPtrArray *effects)
{
    g_autofree char *names = unfinished(wizard);
    gboolean lost = wizard_diagnosing(wizard);
    for (guint i = 0; i < wizard->cases->len; i++) {
        WizardCase *one = wizard->cases->pdata[i];
        one->broken = one->broken || !one->done;
        one->done = TRUE;
    }
    g_array_set_size(wizard->open, 0);
    wizard->glance_id = 0;
    wizard_watch_engine_gone(wizard);
    wizard_effect(effects, WIZARD_RESTART);
    if (!lost)
        return;
    if (*names != '\0')
        wizard_say(wizard, _("Could not be completed: %s. r asks again."), names);
    else
        wizard_say(wizard, _("The engine stopped; it was started anew. r tries again."));
    if (wizard->cases->len == 0 && wizard->error == NULL)
        wizard->error = g_strdup(_("The engine stopped before it could read this."));
}
