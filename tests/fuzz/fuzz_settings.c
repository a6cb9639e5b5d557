/* libFuzzer: a file of settings, any bytes. It is understood, or refused with one line that names
 * file and line; what is understood is whole. */
#include <stdint.h>
#include <string.h>

#include "content/base/settings.h"

static void check(const GPtrArray *settings, guint depth)
{
    g_assert_cmpuint(depth, <, 3);
    for (guint i = 0; i < settings->len; i++) {
        const Setting *setting = settings->pdata[i];
        g_assert_nonnull(setting->name);
        g_assert_cmpuint(setting->line, >, 0);
        g_assert_cmpint(!!setting->value + !!setting->items + !!setting->members, ==, 1);
        g_assert_true(g_utf8_validate(setting->name, -1, NULL));
        g_assert_true(!setting->value || g_utf8_validate(setting->value, -1, NULL));
        if (setting->value)
            g_assert_cmpint(settings_truth(setting->value), <=, 1);
        if (setting->members)
            check(setting->members, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) settings = settings_parse((const char *)data, size, "f.yaml", &error);
    g_assert_true((settings == NULL) == (error != NULL));
    if (settings) {
        check(settings, 0);
        return 0;
    }
    g_assert_true(g_str_has_prefix(error->message, "f.yaml:"));
    g_assert_null(strchr(error->message, '\n'));
    return 0;
}
