#include "tui/state/wizard_text.h"

#include "tui/state/wizard_request.h"
#include "tui/base/i18n.h"

#define TEXT_MAX (64u << 20) /* no bounce is larger; what comes after is dropped, and said so */

static void text_changed(Wizard *wizard)
{
    wizard->text_state++;
    json_decref(wizard->recorded); /* its answers are about another text */
    wizard->recorded = NULL;
    g_clear_pointer(&wizard->glance, g_free);
}

void wizard_text_clear(Wizard *wizard)
{
    g_string_truncate(wizard->text, 0);
    g_clear_pointer(&wizard->source, g_free);
    g_clear_pointer(&wizard->sample, g_free);
    g_clear_pointer(&wizard->sample_zone, g_free);
    text_changed(wizard);
}

void wizard_text_set(Wizard *wizard, const char *bytes, gsize length, const char *source)
{
    wizard_text_clear(wizard);
    g_string_append_len(wizard->text, bytes, (gssize)MIN(length, TEXT_MAX));
    wizard->source = g_strdup(source);
    text_changed(wizard);
}

void wizard_text_add(Wizard *wizard, const char *bytes, gsize length, GPtrArray *effects)
{
    gsize room = TEXT_MAX - MIN(wizard->text->len, TEXT_MAX);
    if (length > room)
        wizard_say(wizard, _("More than %u MB: the rest was left out."), TEXT_MAX >> 20);
    g_string_append_len(wizard->text, bytes, (gssize)MIN(length, room));
    text_changed(wizard);
    wizard_glance(wizard, effects);
}

void wizard_text_erase(Wizard *wizard, GPtrArray *effects)
{
    if (wizard->text->len == 0)
        return;
    gsize at = wizard->text->len - 1;
    while (at > 0 && ((guchar)wizard->text->str[at] & 0xc0) == 0x80)
        at--;
    g_string_truncate(wizard->text, at);
    text_changed(wizard);
    wizard_glance(wizard, effects);
}
