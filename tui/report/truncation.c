#include "tui/report/truncation.h"

#include "tui/base/document.h"
#include "tui/base/i18n.h"

char *left_out_words(const json_t *document)
{
    gulong recipients = (gulong)json_integer_value(document_get(document, "facts.left_out"));
    gulong bytes = (gulong)json_integer_value(document_get(document, "facts.unread_bytes"));
    g_autofree char *of_recipients =
        g_strdup_printf(ngettext("%d recipient", "%d recipients", recipients), (int)recipients);
    g_autofree char *of_bytes = g_strdup_printf(_("%lu bytes"), bytes);
    g_autofree char *both = g_strdup_printf(_("%s, %s"), of_recipients, of_bytes);
    if (!recipients && !bytes)
        return NULL;
    return g_strdup_printf(_("%s (the message is too large)"), !bytes        ? of_recipients
                                                               : !recipients ? of_bytes
                                                                             : both);
}
