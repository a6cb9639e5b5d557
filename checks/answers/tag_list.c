#include <string.h>

#include "checks/answers/tag_list.h"

static gboolean is_text(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (g_ascii_iscntrl(text[i]) && !strchr("\t\r\n", text[i] ? text[i] : 1))
            return FALSE;
    return g_utf8_validate(text, (gssize)length, NULL);
}

static gboolean is_tag_name(const char *name)
{
    if (!g_ascii_isalpha(*name))
        return FALSE;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return FALSE;
    return TRUE;
}

/* Takes one "name=value"; false with *problem where it is none. */
static gboolean take(GHashTable *tags, char *part, const char **first, const char **problem)
{
    char *equals = strchr(part, '=');
    if (equals)
        *equals = '\0';
    char *name = g_strdup(g_strstrip(part));
    if (!equals || !is_tag_name(name) || g_hash_table_contains(tags, name)) {
        *problem = equals && is_tag_name(name) ? "duplicate-tag" : "tag";
        g_free(name);
        return FALSE;
    }
    g_hash_table_insert(tags, name, g_strdup(g_strstrip(equals + 1)));
    if (!*first)
        *first = name;
    return TRUE;
}

GHashTable *tag_list_read(const char *text, gsize length, const char **first, const char **problem)
{
    *first = *problem = NULL;
    if (!is_text(text, length)) {
        *problem = "character";
        return NULL;
    }
    g_autoptr(GHashTable) tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) parts = g_strsplit(copy, ";", -1);
    for (char **part = parts; *part; part++) {
        gboolean blank = !(*part)[strspn(*part, " \t\r\n")];
        if (!blank && !take(tags, *part, first, problem))
            return NULL;
    }
    return g_steal_pointer(&tags);
}
