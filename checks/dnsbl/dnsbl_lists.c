#include <string.h>

#include "checks/dnsbl/dnsbl_lists.h"
#include "content/base/embedded.h"

/* Kept for the process. A row that was replaced stays alive: what it says may have been inherited.
 */
typedef struct {
    GPtrArray *lists; /* DnsblList*, into the files */
    GPtrArray *files; /* DnsblList[], one for each file that was read */
} Known;

static Known *load(void)
{
    g_autoptr(GBytes) file = embedded_file("lists/dnsbl.yaml");
    g_autoptr(GError) error = NULL;
    gsize length;
    const char *yaml = g_bytes_get_data(file, &length);
    DnsblList *rows = NULL;
    unsigned count = 0;
    if (!dnsbl_lists_parse(yaml, length, "lists/dnsbl.yaml", &rows, &count, &error))
        g_error("%s", error->message);
    Known *all = g_new(Known, 1);
    *all = (Known){g_ptr_array_new(), g_ptr_array_new()};
    for (unsigned i = 0; i < count; i++)
        g_ptr_array_add(all->lists, &rows[i]);
    g_ptr_array_add(all->files, rows);
    return all;
}

static Known *known(void)
{
    static Known *all;
    if (g_once_init_enter(&all))
        g_once_init_leave(&all, load());
    return all;
}

guint dnsbl_lists_count(void)
{
    return known()->lists->len;
}

const DnsblList *dnsbl_list_at(guint index)
{
    return g_ptr_array_index(known()->lists, index);
}

gboolean dnsbl_list_can_be_asked(const DnsblList *list)
{
    return list->state == DNSBL_ON || list->state == DNSBL_OFF;
}

static gboolean is_below(const char *zone, const char *above)
{
    gsize length = strlen(zone), above_length = strlen(above);
    return length > above_length && zone[length - above_length - 1] == '.' &&
           g_ascii_strcasecmp(zone + length - above_length, above) == 0;
}

static const DnsblList *find_exactly(const char *zone)
{
    for (guint i = 0; i < dnsbl_lists_count(); i++) {
        const DnsblList *list = g_ptr_array_index(known()->lists, i);
        if (g_ascii_strcasecmp(list->zone, zone) == 0)
            return list;
    }
    return NULL;
}

const DnsblList *dnsbl_list_find(const char *zone)
{
    const DnsblList *exactly = find_exactly(zone);
    for (guint i = 0; !exactly && i < dnsbl_lists_count(); i++) {
        const DnsblList *list = dnsbl_list_at(i);
        if (list->state == DNSBL_DEAD && is_below(zone, list->zone))
            return list;
    }
    return exactly;
}

const char *dnsbl_code_meaning(const DnsblList *list, const char *code, Language language)
{
    for (unsigned i = 0; i < list->codes_count; i++)
        if (g_str_equal(list->codes[i].code, code))
            return language == LANGUAGE_CHINESE ? list->codes[i].zh_CN : list->codes[i].en;
    return NULL;
}

#define KEY_LENGTH_MIN 8 /* shorter ones could not be masked without masking half of the text */

gboolean dnsbl_is_key(const char *key)
{
    gsize length = strlen(key);
    return length >= KEY_LENGTH_MIN &&
           strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* NULL where a row is fit to be added. */
static const char *wrong_with(const DnsblList *row)
{
    const DnsblList *ours = dnsbl_list_find(row->zone);
    if (ours && ours->state == DNSBL_DEAD && row->state != DNSBL_DEAD)
        return "this list is dead and cannot be asked: remove the row";
    if (ours && ours->state == DNSBL_PRIVATE && row->state != DNSBL_PRIVATE)
        return "this list is private and cannot be asked by DNS: remove the row";
    if (row->state != DNSBL_DEAD && !row->asks && !ours)
        return "asks is missing: add ipv4, ipv6, domain or host";
    if (row->key && !dnsbl_is_key(row->key))
        return "a key has at least 8 small letters, digits and hyphens: correct it";
    return NULL;
}

#define KEEP(member)                                                                               \
    if (!into->member) {                                                                           \
        into->member = from->member;                                                               \
        into->member##_count = from->member##_count;                                               \
    }

/* What a row does not say stays as it was. */
static void inherit(DnsblList *into, const DnsblList *from)
{
    KEEP(codes)
    KEEP(refused)
    KEEP(clean)
    KEEP(test)
    KEEP(words)
    into->asks = into->asks ? into->asks : from->asks;
    into->bits = into->bits || from->bits;
    into->page = into->page ? into->page : from->page;
    into->keyed_at = into->keyed_at ? into->keyed_at : from->keyed_at;
}

static void add_row(DnsblList *row)
{
    GPtrArray *lists = known()->lists;
    const DnsblList *ours = find_exactly(row->zone);
    guint index;
    if (ours && g_ptr_array_find(lists, ours, &index)) {
        inherit(row, ours);
        lists->pdata[index] = row;
    } else {
        g_ptr_array_add(lists, row);
    }
}

gboolean dnsbl_lists_add(const char *yaml, gsize length, const char *name, GError **error)
{
    DnsblList *rows = NULL;
    unsigned count = 0;
    if (!dnsbl_lists_parse(yaml, length, name, &rows, &count, error))
        return FALSE;
    for (unsigned i = 0; i < count; i++) {
        const char *wrong = wrong_with(&rows[i]);
        if (!wrong)
            continue;
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%s: %s: %s", name,
                    rows[i].zone, wrong);
        dnsbl_lists_free(rows, count);
        return FALSE;
    }
    for (unsigned i = 0; i < count; i++)
        add_row(&rows[i]);
    g_ptr_array_add(known()->files, rows);
    return TRUE;
}

/* The rows are ours; they are const for everybody else. NULL: none that can be asked. */
static DnsblList *askable(const char *zone)
{
    DnsblList *list = (DnsblList *)(guintptr)dnsbl_list_find(zone);
    return list && dnsbl_list_can_be_asked(list) ? list : NULL;
}

/* The strings live as long as the rows: as the process. */
gboolean dnsbl_lists_set_key(const char *zone, const char *key)
{
    DnsblList *list = askable(zone);
    if (!list || !list->keyed_at)
        return FALSE;
    list->at = list->keyed_at;
    list->key = g_strdup(key);
    return TRUE;
}
