/* What the wizard asks the engine, and what it hears (checks/engine.h). */
#include "tui/wizard_state.h"

#include <string.h>
#include "tui/document.h"
#include "tui/words.h"

#define CASES_MAX 10000 /* recipients that are kept */

const FactField fact_fields[FACT_COUNT] = {
    {"recipient", N_("Recipient"), "facts.recipient"},
    {"sender", N_("Sender"), "facts.sender"},
    {"ip", N_("Sending IP"), "facts.source_ip"},
    {"domain", N_("Sender's domain"), "facts.sender_domain"},
    {"selector", N_("DKIM selector"), "facts.dkim"},
};

void wizard_case_free(gpointer data)
{
    WizardCase *wizard_case = data;
    json_decref(wizard_case->document);
    json_decref(wizard_case->facts);
    g_free(wizard_case->cause);
    g_ptr_array_unref(wizard_case->rows);
    g_free(wizard_case);
}

static WizardCase *case_new(int request)
{
    WizardCase *made = g_new0(WizardCase, 1);
    made->rows = g_ptr_array_new_with_free_func(g_free);
    made->facts = json_object();
    made->request = request;
    return made;
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

gboolean wizard_asking(const Wizard *wizard)
{
    const WizardCase *selected = wizard_case(wizard);
    if (selected == NULL)
        return wizard->diagnose_id != 0 && wizard->error == NULL && wizard_busy(wizard);
    return !selected->done;
}

/* A request from the template, with what the input brings. */
static json_t *new_request(Wizard *wizard, const char *what)
{
    json_t *request = wizard->template != NULL ? json_deep_copy(wizard->template) : json_object();
    wizard->last_id++;
    json_object_set_new(request, "id", json_integer(wizard->last_id));
    json_object_set_new(request, "do", json_string(what));
    json_object_set_new(request, "lang", json_string(language_name(wizard->language)));
    json_object_set_new(request, "ask", json_true());
    g_array_append_val(wizard->open, wizard->last_id);
    return request;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_object_set_new(object, key, json_string(valid));
}

static void add_facts(json_t *request, const json_t *facts)
{
    json_t *all = json_object_get(request, "facts");
    if (!json_is_object(all)) {
        all = json_object();
        json_object_set_new(request, "facts", all);
    }
    json_object_update(all, (json_t *)(guintptr)facts);
}

static json_t *diagnose_request(Wizard *wizard)
{
    json_t *request = new_request(wizard, "diagnose");
    g_autofree char *base64 = g_base64_encode((const guchar *)wizard->text->str, wizard->text->len);
    json_object_set_new(request, "base64", json_string(base64));
    set_text(request, "source", wizard->source != NULL ? wizard->source : "-");
    if (wizard->sample_zone != NULL && !wizard->guided) {
        json_object_set_new(request, "offline", json_true());
        g_autofree char *zone = g_utf8_make_valid(wizard->sample_zone, -1);
        json_object_set_new(request, "zone",
                            json_pack("{s:s,s:s}", "name", wizard->sample, "text", zone));
    }
    return request;
}

static void forget_cases(Wizard *wizard)
{
    g_ptr_array_set_size(wizard->cases, 0);
    g_clear_pointer(&wizard->error, g_free);
    wizard->selected = 0;
    wizard->asked = wizard->answered = 0;
    wizard->rows_touched = FALSE;
    for (guint i = SCREEN_IDENTIFY; i <= SCREEN_CASES; i++)
        wizard->views[i] = (View){screens[i]->first_item, 0, TRUE, 0, wizard->views[i].rows};
}

void wizard_diagnose(Wizard *wizard, GPtrArray *effects)
{
    wizard_cancel(wizard, effects);
    forget_cases(wizard);
    wizard->domain_check = wizard->guided = FALSE;
    json_t *request = diagnose_request(wizard);
    wizard->diagnose_id = wizard->last_id;
    wizard->diagnosed_state = wizard->text_state;
    wizard_effect(effects, WIZARD_SEND)->json = request;
}

/* The case is there at once: whatever is corrected, the cause stays the chosen one. */
void wizard_diagnose_cause(Wizard *wizard, const char *cause, GPtrArray *effects)
{
    wizard_cancel(wizard, effects);
    forget_cases(wizard);
    wizard->domain_check = FALSE;
    wizard->guided = TRUE;
    WizardCase *made = case_new(0);
    made->cause = g_strdup(cause);
    g_ptr_array_add(wizard->cases, made);
    wizard_diagnose_case(wizard, effects);
    wizard->diagnose_id = wizard->last_id;
}

static json_t *domain_request(Wizard *wizard)
{
    json_t *request = new_request(wizard, "check"), *facts = json_object();
    for (guint i = 0; i < FACT_COUNT; i++)
        if (wizard->domain[i] != NULL)
            set_text(facts, fact_fields[i].key, wizard->domain[i]);
    add_facts(request, facts);
    json_decref(facts);
    return request;
}

void wizard_check_domain(Wizard *wizard, GPtrArray *effects)
{
    wizard_cancel(wizard, effects);
    forget_cases(wizard);
    json_t *request = domain_request(wizard);
    wizard->diagnose_id = wizard->last_id;
    wizard->domain_check = TRUE;
    wizard->guided = FALSE;
    wizard_effect(effects, WIZARD_SEND)->json = request;
}

/* Other cases stay as they are, and go on under their own request: lines about them under this
 * one's id are not heard. */
void wizard_diagnose_case(Wizard *wizard, GPtrArray *effects)
{
    WizardCase *selected = wizard_case(wizard);
    if (selected == NULL) {
        if (!wizard->domain_check)
            wizard_diagnose(wizard, effects);
        return;
    }
    json_t *request = wizard->domain_check ? domain_request(wizard) : diagnose_request(wizard);
    add_facts(request, selected->facts);
    if (selected->cause != NULL)
        set_text(request, "cause", selected->cause);
    selected->request = wizard->last_id;
    selected->done = selected->broken = FALSE;
    wizard->asked = wizard->answered = 0;
    wizard->rows_touched = FALSE;
    wizard_effect(effects, WIZARD_SEND)->json = request;
}

/* Forgets a request; whatever it was to fill stays as it is. */
static void close_request(Wizard *wizard, int id)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) == id)
            g_array_remove_index(wizard->open, i--);
    for (guint i = 0; i < wizard->cases->len; i++) {
        WizardCase *one = wizard->cases->pdata[i];
        one->done = one->done || one->request == id;
    }
}

static gboolean is_open(const Wizard *wizard, int id)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) == id)
            return TRUE;
    return FALSE;
}

static gboolean diagnosing(const Wizard *wizard)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) != wizard->glance_id)
            return TRUE;
    return FALSE;
}

void wizard_cancel(Wizard *wizard, GPtrArray *effects)
{
    if (!diagnosing(wizard))
        return;
    while (diagnosing(wizard)) {
        for (guint i = 0; i < wizard->open->len; i++) {
            int id = g_array_index(wizard->open, int, i);
            if (id == wizard->glance_id)
                continue;
            close_request(wizard, id);
            break;
        }
    }
    wizard_effect(effects, WIZARD_SEND)->json = json_pack("{s:s}", "do", "cancel");
}

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
        g_ptr_array_add(wizard->cases, case_new(id));
    if (index >= (json_int_t)wizard->cases->len)
        return;
    WizardCase *one = wizard->cases->pdata[index];
    if (one->request != id)
        return;
    take_document(wizard, (guint)index, document);
    one->done = json_is_true(json_object_get(line, "done"));
    wizard_apply_corrections(wizard, effects);
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
    close_request(wizard, wizard->glance_id);
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
    close_request(wizard, id);
}

void wizard_hear(Wizard *wizard, json_t *line, GPtrArray *effects)
{
    int id = (int)json_integer_value(json_object_get(line, "id"));
    const char *event = document_text(line, "event");
    if (event == NULL || !is_open(wizard, id))
        return;
    if (strcmp(event, "case") == 0) {
        hear_case(wizard, line, id, effects);
    } else if (strcmp(event, "progress") == 0) {
        wizard->asked = (int)json_integer_value(json_object_get(line, "asked"));
        wizard->answered = (int)json_integer_value(json_object_get(line, "answered"));
    } else if (strcmp(event, "glance") == 0 && id == wizard->glance_id) {
        hear_glance(wizard, line, effects);
    } else if (strcmp(event, "done") == 0) {
        close_request(wizard, id);
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
    gboolean lost = diagnosing(wizard);
    for (guint i = 0; i < wizard->cases->len; i++) {
        WizardCase *one = wizard->cases->pdata[i];
        one->broken = one->broken || !one->done;
        one->done = TRUE;
    }
    g_array_set_size(wizard->open, 0);
    wizard->glance_id = 0;
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
