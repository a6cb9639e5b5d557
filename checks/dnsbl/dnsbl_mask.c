#include "checks/dnsbl/dnsbl_mask.h"

#include <string.h>

#include "checks/dnsbl/dnsbl_lists.h"

/* The next place of a key, which has no capital letters. A server may answer in any case. */
static const char *find(const char *text, const char *key, gsize length)
{
    const char either[] = {key[0], g_ascii_toupper(key[0]), '\0'};
    for (text = strpbrk(text, either); text; text = strpbrk(text + 1, either))
        if (g_ascii_strncasecmp(text, key, length) == 0)
            return text;
    return NULL;
}

/* NULL: the key is not in it. */
static char *without(const char *text, const char *key)
{
    gsize length = strlen(key);
    const char *at = find(text, key, length);
    if (!at)
        return NULL;
    g_autoptr(GString) masked = g_string_new(NULL);
    for (; at; at = find(text, key, length)) {
        g_string_append_len(masked, text, at - text);
        g_string_append(masked, "***");
        text = at + length;
    }
    g_string_append(masked, text);
    return g_string_free(g_steal_pointer(&masked), FALSE);
}

/* NULL: no key is in it. */
static char *masked_if_any(const char *text)
{
    char *masked = NULL;
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const char *key = dnsbl_list_at(i)->key;
        char *more = key ? without(masked ? masked : text, key) : NULL;
        if (!more)
            continue;
        g_free(masked);
        masked = more;
    }
    return masked;
}

char *dnsbl_mask_keys(const char *text)
{
    char *masked = masked_if_any(text);
    return masked ? masked : g_strdup(text);
}

static gboolean has_keys(void)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++)
        if (dnsbl_list_at(i)->key)
            return TRUE;
    return FALSE;
}

static void mask_below(json_t *value);

/* What has to stand in the place of a member: a new reference; NULL where it stays, what is below
 * it masked. */
static json_t *masked_member(json_t *member)
{
    g_autofree char *masked =
        json_is_string(member) ? masked_if_any(json_string_value(member)) : NULL;
    mask_below(member);
    return masked ? json_string(masked) : NULL;
}

static void mask_below(json_t *value)
{
    const char *name;
    size_t index;
    json_t *member, *masked;
    json_object_foreach(value, name, member)
    {
        if ((masked = masked_member(member)))
            json_object_set_new(value, name, masked);
    }
    json_array_foreach(value, index, member)
    {
        if ((masked = masked_member(member)))
            json_array_set_new(value, index, masked);
    }
}

void dnsbl_mask_document(json_t *document)
{
    if (has_keys())
        mask_below(document);
}
