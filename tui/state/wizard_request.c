#include "tui/state/wizard_request.h"
#include "tui/base/request.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/base/i18n.h"

#define GLANCE_PART (64u << 10) /* of each end: what read_glance() looks at */

/* A request from the template, with what the input brings. */
static json_t *new_request(Wizard *wizard, const char *what)
{
    json_t *request = wizard->template != NULL ? json_deep_copy(wizard->template) : json_object();
    wizard->last_id++;
    json_object_set_new(request, "id", json_integer(wizard->last_id));
    json_object_set_new(request, "do", json_string(what));
    json_object_set_new(request, "lang", json_string(language_name(wizard->language)));
    json_object_set_new(request, "reply_lang", json_string(language_name(wizard->reply_language)));
    json_object_set_new(request, "ask", json_true());
    json_object_set_new(request, "record", json_string("answers"));
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

/* The answers of the case that was opened, the time that it was looked at, and what its person had
 * corrected and chosen. */
static void set_recorded(json_t *request, const json_t *recorded)
{
    json_object_set(request, "replay", json_object_get(recorded, "replay"));
    if (json_is_string(json_object_get(recorded, "now")))
        json_object_set(request, "now", json_object_get(recorded, "now"));
    add_facts(request, json_object_get(recorded, "facts"));
    if (json_is_string(json_object_get(recorded, "cause")))
        json_object_set(request, "cause", json_object_get(recorded, "cause"));
}

static json_t *diagnose_request(Wizard *wizard)
{
    json_t *request = new_request(wizard, "diagnose");
    g_autofree char *base64 = g_base64_encode((const guchar *)wizard->text->str, wizard->text->len);
    json_object_set_new(request, "base64", json_string(base64));
    set_text(request, "source", wizard->source != NULL ? wizard->source : "-");
    if (wizard->sample_zone != NULL && !wizard->guided) {
        json_object_set_new(request, "offline", json_true());
        request_set_sample_time(request);
        g_autofree char *zone = g_utf8_make_valid(wizard->sample_zone, -1);
        g_autofree char *name = g_strdup_printf("sample %s", wizard->sample);
        json_object_set_new(request, "zone", json_pack("{s:s,s:s}", "name", name, "text", zone));
    }
    if (wizard->recorded != NULL && !wizard->guided)
        set_recorded(request, wizard->recorded);
    return request;
}

static void forget_cases(Wizard *wizard)
{
    g_ptr_array_set_size(wizard->cases, 0);
    g_clear_pointer(&wizard->error, g_free);
    g_clear_pointer(&wizard->watch.document, json_decref);
    wizard->watch = (Watch){.public = wizard->watch.public, .wanted = wizard->watch.wanted};
    wizard->selected = wizard->group = 0;
    wizard->alone = FALSE;
    wizard->asked = wizard->answered = 0;
    wizard->rows_touched = FALSE;
    for (ScreenId i = SCREEN_IDENTIFY; i <= SCREEN_GROUP; i++)
        wizard_view_reset(wizard, i);
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
    WizardCase *made = wizard_case_new(0);
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
    if (wizard->recorded != NULL)
        set_recorded(request, wizard->recorded);
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

static json_t *case_request(Wizard *wizard, const WizardCase *one)
{
    json_t *request = wizard->domain_check ? domain_request(wizard) : diagnose_request(wizard);
    add_facts(request, one->facts);
    if (one->cause != NULL)
        set_text(request, "cause", one->cause);
    return request;
}

int wizard_ask_servers(Wizard *wizard, gboolean public, GPtrArray *effects)
{
    json_t *request = case_request(wizard, wizard_case(wizard));
    json_object_set_new(request, "authority", json_true());
    json_object_set_new(request, "watch", json_true());
    json_object_set_new(request, "public", json_boolean(public));
    wizard_effect(effects, WIZARD_SEND)->json = request;
    return wizard->last_id;
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
    json_t *request = case_request(wizard, selected);
    g_clear_pointer(&selected->before, json_decref);
    selected->request = wizard->last_id;
    selected->done = selected->broken = FALSE;
    wizard->asked = wizard->answered = 0;
    wizard->rows_touched = FALSE;
    wizard_effect(effects, WIZARD_SEND)->json = request;
}

/* The selected one and others that share what was corrected: one request tells of all of them. */
void wizard_diagnose_cases(Wizard *wizard, const GArray *indices, GPtrArray *effects)
{
    wizard_diagnose_case(wizard, effects);
    const WizardCase *selected = wizard_case(wizard);
    for (guint i = 0; selected != NULL && i < indices->len; i++) {
        WizardCase *one = wizard->cases->pdata[g_array_index(indices, guint, i)];
        one->request = selected->request;
        one->done = one->broken = FALSE;
    }
}

void wizard_repeat_case(Wizard *wizard, GPtrArray *effects)
{
    WizardCase *selected = wizard_case(wizard);
    json_t *before = selected != NULL ? json_incref(selected->document) : NULL;
    wizard_diagnose_case(wizard, effects);
    if (selected != NULL && wizard_case(wizard) == selected)
        selected->before = g_steal_pointer(&before);
    json_decref(before);
}

void wizard_request_close(Wizard *wizard, int id)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) == id)
            g_array_remove_index(wizard->open, i--);
    for (guint i = 0; i < wizard->cases->len; i++) {
        WizardCase *one = wizard->cases->pdata[i];
        one->done = one->done || one->request == id;
    }
}

gboolean wizard_request_is_open(const Wizard *wizard, int id)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) == id)
            return TRUE;
    return FALSE;
}

gboolean wizard_diagnosing(const Wizard *wizard)
{
    for (guint i = 0; i < wizard->open->len; i++)
        if (g_array_index(wizard->open, int, i) != wizard->glance_id)
            return TRUE;
    return FALSE;
}

void wizard_cancel(Wizard *wizard, GPtrArray *effects)
{
    if (!wizard_diagnosing(wizard))
        return;
    while (wizard_diagnosing(wizard)) {
        for (guint i = 0; i < wizard->open->len; i++) {
            int id = g_array_index(wizard->open, int, i);
            if (id == wizard->glance_id)
                continue;
            wizard_request_close(wizard, id);
            break;
        }
    }
    wizard->watch.request = 0;
    wizard_effect(effects, WIZARD_SEND)->json = json_pack("{s:s}", "do", "cancel");
}

void wizard_identify(Wizard *wizard, GPtrArray *effects)
{
    gboolean blank = TRUE;
    for (gsize i = 0; i < wizard->text->len && blank; i++)
        blank = g_ascii_isspace(wizard->text->str[i]);
    if (blank) {
        wizard_say(wizard, _("Nothing here yet: paste the bounce, or type its error line."));
        return;
    }
    if (wizard->diagnosed_state != wizard->text_state || wizard->domain_check || wizard->guided ||
        wizard->cases->len == 0)
        wizard_diagnose(wizard, effects);
    wizard_go(wizard, SCREEN_IDENTIFY);
}

void wizard_glance(Wizard *wizard, GPtrArray *effects)
{
    if (wizard->glance_id != 0) {
        wizard->glance_wanted = TRUE;
        return;
    }
    wizard->glance_wanted = FALSE;
    if (wizard->text->len == 0)
        return;
    gsize head = MIN(wizard->text->len, GLANCE_PART);
    gsize tail = MIN(wizard->text->len - head, GLANCE_PART);
    g_autoptr(GString) ends = g_string_new_len(wizard->text->str, (gssize)head);
    g_string_append_len(ends, wizard->text->str + wizard->text->len - tail, (gssize)tail);
    g_autofree char *base64 = g_base64_encode((const guchar *)ends->str, ends->len);
    wizard->glance_id = ++wizard->last_id;
    g_array_append_val(wizard->open, wizard->glance_id);
    wizard_effect(effects, WIZARD_SEND)->json =
        json_pack("{s:i,s:s,s:s}", "id", wizard->glance_id, "do", "glance", "base64", base64);
}
