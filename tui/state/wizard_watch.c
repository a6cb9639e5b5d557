#include "tui/state/wizard_watch.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

#define RETRY_SECONDS 15

static void set_next(Watch *watch, gint64 now, json_int_t seconds)
{
    watch->next = now + CLAMP(seconds, 1, 3600) * G_USEC_PER_SEC;
}

void wizard_watch_ask(Wizard *wizard, GPtrArray *effects)
{
    Watch *watch = &wizard->watch;
    if (watch->request != 0 || wizard_case(wizard) == NULL)
        return;
    watch->next = 0;
    watch->of_case = wizard->selected;
    watch->request = wizard_ask_servers(wizard, watch->public, effects);
}

/* Another case: what was found about the last one is not shown for it. */
static void forget_other(Wizard *wizard)
{
    Watch *watch = &wizard->watch;
    if (watch->of_case == wizard->selected)
        return;
    g_clear_pointer(&watch->document, json_decref);
    watch->on = watch->fixed = FALSE;
    watch->next = watch->asked_at = 0;
}

void wizard_watch_open(Wizard *wizard, gboolean watch, GPtrArray *effects)
{
    forget_other(wizard);
    wizard_go_aside(wizard, SCREEN_PROPAGATION);
    if (watch && !wizard->watch.on)
        wizard_watch_turn(wizard, effects);
    else if (wizard->watch.document == NULL)
        wizard_watch_ask(wizard, effects);
}

void wizard_watch_turn(Wizard *wizard, GPtrArray *effects)
{
    Watch *watch = &wizard->watch;
    watch->on = !watch->on;
    watch->next = 0;
    if (!watch->on)
        return;
    watch->fixed = FALSE;
    wizard_watch_ask(wizard, effects);
}

void wizard_watch_turn_public(Wizard *wizard, GPtrArray *effects)
{
    wizard->watch.public = !wizard->watch.public;
    wizard_watch_ask(wizard, effects);
}

void wizard_watch_time(Wizard *wizard, GPtrArray *effects)
{
    if (wizard->watch.on && wizard->watch.next != 0 && wizard->now >= wizard->watch.next)
        wizard_watch_ask(wizard, effects);
}

void wizard_watch_begin(Wizard *wizard, GPtrArray *effects)
{
    const WizardCase *selected = wizard_case(wizard);
    if (!wizard->watch.wanted || selected == NULL || !selected->done)
        return;
    wizard->watch.wanted = FALSE;
    wizard_go(wizard, SCREEN_FIX);
    wizard_watch_open(wizard, TRUE, effects);
}

/* Fixed, or nothing that the DNS could ever show: the watch is over. */
static void conclude(Wizard *wizard, GPtrArray *effects)
{
    Watch *watch = &wizard->watch;
    const json_t *propagation = document_get(watch->document, "propagation");
    gboolean before = watch->fixed;
    watch->asked_at = wizard->now;
    watch->fixed = json_is_true(document_get(propagation, "fixed"));
    set_next(watch, wizard->now, json_integer_value(document_get(propagation, "again")));
    if (!watch->on)
        return;
    if (watch->fixed && !before) {
        watch->on = FALSE;
        wizard_effect(effects, WIZARD_RING);
        wizard_say(wizard, _("Fixed. The watch is over."));
        wizard_repeat_case(wizard, effects); /* so that the steps show before and after */
    } else if (propagation == NULL || json_is_false(document_get(propagation, "watchable"))) {
        watch->on = FALSE;
        wizard_say(wizard, _("There is nothing to watch: the DNS cannot show when this is over."));
    }
}

static void take_case(Wizard *wizard, json_t *line, GPtrArray *effects)
{
    Watch *watch = &wizard->watch;
    json_t *document = json_object_get(line, "case");
    json_int_t index = json_integer_value(json_object_get(line, "index"));
    if (index != (json_int_t)watch->of_case || !json_is_true(json_object_get(line, "done")))
        return;
    json_decref(watch->document);
    watch->document = json_incref(document);
    conclude(wizard, effects);
}

void wizard_watch_hear(Wizard *wizard, json_t *line, GPtrArray *effects)
{
    const char *event = document_text(line, "event");
    if (g_strcmp0(event, "case") == 0) {
        take_case(wizard, line, effects);
        return;
    }
    if (g_strcmp0(event, "done") != 0 && g_strcmp0(event, "error") != 0)
        return;
    wizard_request_close(wizard, wizard->watch.request);
    wizard->watch.request = 0;
    if (strcmp(event, "error") == 0) {
        const char *message = document_text(line, "message");
        wizard_say(wizard, "%s", message != NULL ? message : _("the engine could not do that"));
        set_next(&wizard->watch, wizard->now, RETRY_SECONDS);
    }
}

void wizard_watch_engine_gone(Wizard *wizard)
{
    wizard->watch.request = 0;
    set_next(&wizard->watch, wizard->now, RETRY_SECONDS);
}
