#include "content/base/language.h"

#include <glib.h>

static const char *const names[LANGUAGE_COUNT] = {"en", "zh_CN"};

const char *language_name(Language language)
{
    return language < LANGUAGE_COUNT ? names[language] : names[LANGUAGE_ENGLISH];
}

Language language_from_name(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    gsize word = strcspn(lower, "_-.@");
    if (word != 2)
        return LANGUAGE_COUNT;
    if (g_str_has_prefix(lower, "en"))
        return LANGUAGE_ENGLISH;
    /* Traditional Chinese has other words: who asked for it reads English rather than a mixture. */
    gboolean traditional = strstr(lower, "tw") || strstr(lower, "hk") || strstr(lower, "hant");
    return g_str_has_prefix(lower, "zh") && !traditional ? LANGUAGE_CHINESE : LANGUAGE_COUNT;
}
