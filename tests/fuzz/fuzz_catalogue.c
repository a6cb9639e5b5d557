/* libFuzzer: a person's own causes, any bytes. They are taken, and then a bounce can be identified,
 * or refused with one line that names file and line, and then nothing has changed. */
#include <stdint.h>
#include <string.h>

#include "content/catalogue/identify.h"
#include "content/reader/read.h"

static const char mail[] = "550 5.1.1 <kim@example.net>: no such user, spam, quota exceeded";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static GPtrArray *messages;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) input = g_bytes_new_static(mail, strlen(mail));
    g_autoptr(Catalogue) catalogue = catalogue_new();
    guint before = catalogue_size(catalogue);
    if (!messages) {
        read_init();
        messages = read_input(input);
    }
    gboolean added = catalogue_add(catalogue, (const char *)data, size, "f.yaml", &error);
    g_assert_true(added == (error == NULL));
    if (!added) {
        g_assert_true(g_str_has_prefix(error->message, "f.yaml"));
        g_assert_cmpuint(catalogue_size(catalogue), ==, before);
    }
    const Message *message = messages->pdata[0];
    g_autoptr(GPtrArray) candidates = identify(catalogue, message->cases->pdata[0], input);
    g_assert_nonnull(candidates);
    return 0;
}
