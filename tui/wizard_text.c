/* The text of the bounce, and the live line of what was understood so far. */
#include "tui/wizard_state.h"

#include <string.h>
#include "tui/document.h"
#include "tui/words.h"

#define TEXT_MAX (64u << 20)    /* no bounce is larger; what comes after is dropped, and said so */
#define GLANCE_PART (64u << 10) /* of each end: what read_glance() looks at */

static void text_changed(Wizard *wizard)
{
    wizard->text_state++;
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

/* At most one glance is under way; what arrives meanwhile asks for one more at its end. */
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
