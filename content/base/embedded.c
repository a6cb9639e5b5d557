#include "content/base/embedded.h"

#include <gio/gio.h>

/* The resource registers itself when the program starts (glib-compile-resources --generate-source).
 */
#define PREFIX "/whybounce/"

GBytes *embedded_file(const char *path)
{
    g_autofree char *full = g_strconcat(PREFIX, path, NULL);
    return g_resources_lookup_data(full, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **embedded_folder(const char *path)
{
    g_autofree char *full = g_strconcat(PREFIX, path, NULL);
    char **names = g_resources_enumerate_children(full, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    if (!names)
        return g_new0(char *, 1);
    qsort(names, g_strv_length(names), sizeof *names, by_name);
    return names;
}
