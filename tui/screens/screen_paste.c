/* Step 1: the bounce. */
#include "tui/screens/screen.h"

#include <string.h>
#include "tui/state/wizard_text.h"
#include "tui/base/i18n.h"

#define SHOWN_LINES 60 /* more than any terminal has room for */
#define SHOWN_BYTES 8192

static gsize line_count(const GString *text)
{
    gsize lines = 0;
    const char *end = text->str + text->len;
    for (const char *at = text->str; at < end; lines++) {
        const char *found = memchr(at, '\n', (gsize)(end - at));
        at = found != NULL ? found + 1 : end;
    }
    return lines;
}

/* The last lines, where the text is arriving. */
static gsize shown_from(const GString *text)
{
    gsize from = text->len, lines = 0;
    while (from > 0 && text->len - from < SHOWN_BYTES) {
        if (text->str[from - 1] == '\n' && ++lines == SHOWN_LINES)
            break;
        from--;
    }
    while (from < text->len && ((guchar)text->str[from] & 0xc0) == 0x80)
        from++;
    return from;
}

static void compose_status(const Wizard *wizard, Page *status)
{
    gulong lines = line_count(wizard->text), bytes = wizard->text->len;
    g_autofree char *count = g_strdup_printf(ngettext("%lu line", "%lu lines", lines), lines);
    g_autofree char *size = bytes < 1024 ? g_strdup_printf(_("%lu bytes"), bytes)
                                         : g_strdup_printf("%.1f KB", (double)bytes / 1024);
    page_format(status, STYLE_PLAIN, 0, _("%s, %s"), count, size);
    if (wizard->glance != NULL && *wizard->glance != '\0')
        page_format(status, STYLE_GOOD, 0, _("Seen so far: %s"), wizard->glance);
    else if (wizard->glance != NULL)
        page_text(status, STYLE_UNKNOWN, 0,
                  _("No recipient and no error code seen yet. Enter goes on all the same."));
}

static void compose(const Wizard *wizard, Page *page)
{
    const GString *text = wizard->text;
    page->follow_end = wizard->sample == NULL; /* a sample is read, not typed */
    page->caret = wizard->sample == NULL ? 0 : -1;
    if (wizard->sample != NULL)
        page_format(page, STYLE_DIM, 0, _("Sample \"%s\", with recorded DNS. Enter goes on."),
                    wizard->sample);
    else if (text->len == 0)
        page_text(
            page, STYLE_PLAIN, 0,
            _("Paste the bounce here: the whole message with its headers if you have it, else "
              "just the line with the error. Then press Enter."));
    page_blank(page);
    gsize from = wizard->sample == NULL ? shown_from(text) : 0;
    page_begin(page, 0);
    page_run(page, STYLE_PLAIN, text->str + from, (gssize)(text->len - from));
    Page *status = page_detail(page, "", 2);
    if (text->len > 0)
        compose_status(wizard, status);
}

static gboolean handle(Wizard *wizard, Command command, int argument, GPtrArray *effects)
{
    (void)argument;
    if (command == COMMAND_ERASE) {
        wizard_text_erase(wizard, effects);
    } else if (command == COMMAND_CLEAR) {
        wizard_text_clear(wizard);
    } else if (command == COMMAND_EDITOR) {
        wizard_effect(effects, WIZARD_EDIT)->bytes =
            g_bytes_new(wizard->text->str, wizard->text->len);
    } else {
        return FALSE;
    }
    return TRUE;
}

const Screen screen_paste = {"paste", N_("Paste"), 1, CONTEXT_TYPING, -1, compose, handle};
