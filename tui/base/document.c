#include "tui/base/document.h"

#include <string.h>

json_t *document_get(const json_t *document, const char *path)
{
    json_t *value = (json_t *)(guintptr)document;
    while (value != NULL && *path != '\0') {
        gsize length = strcspn(path, ".");
        char key[64];
        g_strlcpy(key, path, MIN(sizeof key, length + 1));
        value = json_object_get(value, key);
        path += length + (path[length] == '.');
    }
    return json_is_null(value) ? NULL : value;
}

const char *document_text(const json_t *document, const char *path)
{
    const char *text = json_string_value(document_get(document, path));
    return text != NULL && *text != '\0' ? text : NULL;
}

char *document_value(const json_t *document, const char *path)
{
    const json_t *value = document_get(document, path);
    if (json_is_integer(value))
        return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return g_strdup(document_text(document, path));
}

gsize document_count(const json_t *document, const char *path)
{
    return json_array_size(document_get(document, path));
}

json_t *document_at(const json_t *document, const char *path, gsize index)
{
    return json_array_get(document_get(document, path), index);
}

gboolean document_is(const json_t *document, const char *path, const char *text)
{
    return g_strcmp0(document_text(document, path), text) == 0;
}
