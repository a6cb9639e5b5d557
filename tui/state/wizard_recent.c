#include "tui/state/wizard_recent.h"

#include "checks/case/case_recording.h"
#include "content/text/mbox.h"
#include "tui/base/document.h"
#include "tui/base/recent_cases.h"
#include "tui/base/saved_case.h"

enum { KEPT_OF_ONE_INPUT = 50 }; /* recipients: one mailing must not push all else out */

/* The message of a mailbox that the case is about, from its separator line on; all of any other
 * text. */
static const char *message_of(const Wizard *wizard, json_int_t number, gsize *length)
{
    const char *start = wizard->text->str, *stop = start + wizard->text->len;
    *length = wizard->text->len;
    if (!mbox_line(start, stop))
        return start;
    for (json_int_t i = 1; i < number && start < stop; i++)
        start = mbox_next(start + 1, stop);
    if (start == stop)
        return wizard->text->str;
    *length = (gsize)(mbox_next(start + 1, stop) - start);
    return start;
}

/* How many cases before it are of the same message. */
static guint index_in_message(const Wizard *wizard, guint index, json_int_t number)
{
    guint before = 0;
    for (guint i = 0; i < index; i++) {
        const WizardCase *other = wizard->cases->pdata[i];
        before += json_integer_value(document_get(other->document, "input.message")) == number;
    }
    return before;
}

/* Whether the case is read from what stands in the input before `stop`. Without a place that is
 * certain of the first one only. */
static gboolean stands_before(const json_t *document, gsize stop, guint index)
{
    const json_t *end = document_get(document, "facts.places.recipient.end");
    return end != NULL ? (gsize)json_integer_value(end) <= stop : index == 0;
}

/* A large text is not kept whole with each of its cases: of a mailbox only the message, and of that
 * the beginning, where a bounce has what it says; where the case stands behind that, the words that
 * were read of it. */
static void add_large_input(const Wizard *wizard, json_t *document, guint index)
{
    json_t *request = document_get(document, "request");
    json_int_t number = json_integer_value(document_get(document, "input.message"));
    guint own_index = index_in_message(wizard, index, number);
    gsize length;
    const char *text = message_of(wizard, number, &length);
    gsize start = (gsize)(text - wizard->text->str), kept = MIN(length, (gsize)RECENT_INPUT_MAX);
    gboolean whole = kept == length || stands_before(document, start + kept, own_index);
    g_autoptr(GBytes) input = whole ? g_bytes_new(text, kept) : saved_case_words(request, document);
    json_object_set_new(request, "case", json_integer(whole ? own_index : 0));
    case_record_input(document, input);
}

static void add_input(const Wizard *wizard, json_t *document, guint index)
{
    if (wizard->text->len > RECENT_INPUT_MAX) {
        add_large_input(wizard, document, index);
        return;
    }
    g_autoptr(GBytes) input = g_bytes_new(wizard->text->str, wizard->text->len);
    case_record_input(document, input);
}

/* The time of the case, and its place in the input. */
static char *new_id(const Wizard *wizard, guint index)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(wizard->now / G_USEC_PER_SEC);
    g_autofree char *stamp = g_date_time_format(time, "%Y%m%d-%H%M%S");
    return g_strdup_printf("%s-%03d-%u", stamp, (int)(wizard->now / 1000 % 1000), index + 1);
}

void wizard_recent_keep(Wizard *wizard, guint index, GPtrArray *effects)
{
    WizardCase *one = wizard->cases->pdata[index];
    if (wizard->sample != NULL || wizard->guided || wizard->recorded != NULL ||
        index >= KEPT_OF_ONE_INPUT || document_get(one->document, "request") == NULL)
        return;
    json_t *document = json_deep_copy(one->document);
    if (!wizard->domain_check)
        add_input(wizard, document, index);
    if (one->kept == NULL)
        one->kept = new_id(wizard, index);
    WizardEffect *effect = wizard_effect(effects, WIZARD_KEEP);
    effect->name = g_strdup(one->kept);
    effect->json = document;
}

void wizard_recent_show(Wizard *wizard, GPtrArray *effects)
{
    if (wizard->screen != SCREEN_RECENT)
        wizard_go_aside(wizard, SCREEN_RECENT);
    wizard_effect(effects, WIZARD_LIST);
}

void wizard_recent_hear(Wizard *wizard, json_t *list)
{
    json_decref(wizard->recent);
    wizard->recent = json_incref(list);
    View *view = &wizard->views[SCREEN_RECENT];
    view->item = MAX(0, MIN(view->item, (int)json_array_size(list) - 1));
}
