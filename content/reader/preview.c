/* The live line below the paste field. */
#include <string.h>

#include "content/reader/read.h"
#include "content/reader/read_message.h"
#include "content/text/read_text.h"

enum { GLANCE_MAX = 64 * 1024 };

/* The first and the last part of a long input: an error line stands at either end. */
static GBytes *ends_of(const char *bytes, gsize length)
{
    if (length <= 2 * GLANCE_MAX)
        return g_bytes_new(bytes, length);
    GByteArray *both = g_byte_array_sized_new(2 * GLANCE_MAX);
    g_byte_array_append(both, (const guint8 *)bytes, GLANCE_MAX);
    g_byte_array_append(both, (const guint8 *)bytes + length - GLANCE_MAX, GLANCE_MAX);
    return g_byte_array_free_to_bytes(both);
}

static char *reply_of(const Facts *facts)
{
    const char *code = facts->reply_code.text, *status = facts->enhanced_status.text;
    if (code && status)
        return g_strdup_printf("%s %s", code, status);
    return g_strdup(code ? code : status);
}

ReadGlance *read_glance(const char *bytes, gsize length)
{
    g_autoptr(GBytes) ends = ends_of(bytes, length);
    g_autoptr(GPtrArray) messages = read_input(ends);
    ReadGlance *glance = g_new0(ReadGlance, 1);
    for (guint i = 0; i < messages->len; i++) {
        const GPtrArray *cases = ((const Message *)messages->pdata[i])->cases;
        for (guint j = 0; j < cases->len; j++) {
            const Facts *facts = cases->pdata[j];
            glance->recipients += facts->recipient.text ? 1 : 0;
            if (!glance->reply)
                glance->reply = reply_of(facts);
            if (!glance->speaker)
                glance->speaker = g_strdup(facts->remote_mta_name.text);
        }
    }
    return glance;
}

void read_glance_free(ReadGlance *glance)
{
    g_free(glance->reply);
    g_free(glance->speaker);
    g_free(glance);
}
