/* libFuzzer: any text as a zone file, then questions about it. */
#include <stdint.h>
#include <string.h>

#include "checks/dns/source.h"

static void drop(Answer *answer, gpointer data)
{
    guint *count = data;
    *count += 1;
    g_autofree char *summary = answer_summary(answer);
    g_assert_nonnull(summary);
    answer_free(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"example.org", "www.example.org", "a", ".",
                                        "x.y.z.example.org"};
    static const guint16 types[] = {TYPE_A, TYPE_TXT, TYPE_MX, TYPE_CNAME};
    g_autoptr(GError) error = NULL;
    Source *source =
        source_overlay_new((const char *)data, size, "f.zone", source_offline_new(), &error);
    g_assert_true((source == NULL) == (error != NULL));
    if (!source) {
        g_assert_true(g_str_has_prefix(error->message, "f.zone:"));
        return 0;
    }
    guint count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        for (gsize t = 0; t < G_N_ELEMENTS(types); t++) {
            g_autofree char *name = g_strdup(names[i]);
            Question question = {.name = name, .type = types[t]};
            source->ask(source, &question, 0, drop, &count);
        }
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(names) * G_N_ELEMENTS(types));
    source_free(source);
    return 0;
}
