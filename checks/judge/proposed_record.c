/* Records out of the templates of fixes, and as text of a zone file. */
#include "checks/judge/proposed_record.h"

#include <string.h>
#include "checks/judge/placeholders.h"
#include "content/base/phrases.h"

enum { CHARACTER_STRING_MAX = 255 }; /* RFC 1035 3.3 */

void proposed_record_free(ProposedRecord *record)
{
    if (!record)
        return;
    g_free(record->name);
    g_free(record->value);
    g_free(record);
}

static gboolean was_found(GPtrArray *findings, const char *id)
{
    for (guint i = 0; i < findings->len; i++)
        if (!strcmp(((const Finding *)findings->pdata[i])->id, id))
            return TRUE;
    return FALSE;
}

/* An unknown address may be of either family. */
static gboolean source_may_be(gboolean ipv6, GHashTable *values)
{
    const char *address = g_hash_table_lookup(values, "source_ip");
    return !address || (strchr(address, ':') != NULL) == ipv6;
}

/* Whoever sends in the name of another domain does not cure its own by a record of that one. */
static gboolean sender_may_be_from(GHashTable *values)
{
    const char *sender = g_hash_table_lookup(values, "sender_domain");
    const char *from = g_hash_table_lookup(values, "from_domain");
    return !sender || !from || !g_ascii_strcasecmp(sender, from);
}

static gboolean is_given(const char *condition, GHashTable *values)
{
    if (!strcmp(condition, "ipv4-source") || !strcmp(condition, "ipv6-source"))
        return source_may_be(condition[3] == '6', values);
    if (!strcmp(condition, "sender-is-from"))
        return sender_may_be_from(values);
    return g_hash_table_contains(values, condition);
}

gboolean fix_applies(const Fix *fix, GPtrArray *findings, GHashTable *values)
{
    for (guint i = 0; i < fix->given_count; i++)
        if (!is_given(fix->given[i], values))
            return FALSE;
    for (guint i = 0; i < fix->when_count; i++)
        if (was_found(findings, fix->when[i]))
            return TRUE;
    return fix->when_count == 0;
}

ProposedRecord *proposed_record_new(const Fix *fix, Language language, GHashTable *values)
{
    const RecordTemplate *template = fix->record;
    if (!template || !placeholders_known(template->name, values) ||
        !placeholders_known(template->value, values))
        return NULL;
    ProposedRecord *record = g_new(ProposedRecord, 1);
    *record = (ProposedRecord){.name = phrase_fill(language, template->name, values),
                               .type = template->type,
                               .ttl = template->ttl,
                               .value = phrase_fill(language, template->value, values)};
    return record;
}

static void append_quoted(GString *zone, const char *value)
{
    gsize length = strlen(value);
    for (gsize at = 0; at < length || at == 0; at += CHARACTER_STRING_MAX) {
        g_string_append(zone, " \"");
        for (gsize i = at; i < length && i < at + CHARACTER_STRING_MAX; i++) {
            if (value[i] == '"' || value[i] == '\\')
                g_string_append_c(zone, '\\');
            g_string_append_c(zone, value[i]);
        }
        g_string_append_c(zone, '"');
    }
}

static void append_record(GString *zone, const ProposedRecord *record)
{
    if (strpbrk(record->name, " \t\r\n;()\"") || strpbrk(record->value, "\r\n"))
        return;
    g_string_append_printf(zone, "%s%s 3600 IN %s", record->name,
                           g_str_has_suffix(record->name, ".") ? "" : ".", record->type);
    if (!strcmp(record->type, "TXT"))
        append_quoted(zone, record->value);
    else
        g_string_append_printf(zone, " %s", record->value);
    g_string_append_c(zone, '\n');
}

char *proposed_zone(GPtrArray *records)
{
    GString *zone = g_string_new(NULL);
    for (guint i = 0; i < records->len; i++)
        append_record(zone, records->pdata[i]);
    return g_string_free(zone, FALSE);
}
