/* What the placeholders of the catalogue stand for in one case. */
#include "checks/judge/placeholders.h"

#include <string.h>
#include "checks/spf/spf.h"

static void set(GHashTable *values, const char *name, const char *value)
{
    if (value && *value)
        g_hash_table_replace(values, g_strdup(name), g_strdup(value));
}

static void take(GHashTable *values, const char *name, char *value)
{
    set(values, name, value);
    g_free(value);
}

static void set_addresses(GHashTable *values, const Facts *facts)
{
    set(values, "sender", facts->sender.text);
    set(values, "recipient", facts->recipient.text);
    set(values, "original_recipient", facts->original_recipient.text);
    take(values, "sender_domain", facts_sender_domain(facts));
    take(values, "recipient_domain", facts_recipient_domain(facts));
    take(values, "from_domain",
         facts->from.text ? address_domain(facts->from.text) : facts_sender_domain(facts));
}

static void set_hosts(GHashTable *values, const Facts *facts)
{
    set(values, "source_ip", facts->source_ip.text);
    if (facts->source_ip.text)
        take(values, "reverse_name", reverse_name(facts->source_ip.text, NULL));
    set(values, "helo", facts->helo.text);
    set(values, "remote_mta",
        facts->remote_mta_name.text ? facts->remote_mta_name.text : facts->remote_mta_ip.text);
    set(values, "reporting_mta", facts->reporting_mta.text);
}

static void set_content(GHashTable *values, const Facts *facts)
{
    if (facts->urls->len)
        set(values, "url", ((const Fact *)facts->urls->pdata[0])->text);
    if (facts->attachments->len)
        set(values, "attachment", ((const Fact *)facts->attachments->pdata[0])->text);
    if (facts->dkim->len) {
        const DkimSignature *signature = facts->dkim->pdata[0];
        set(values, "selector", signature->selector);
        set(values, "dkim_domain", signature->domain);
    }
    g_autofree char *reply =
        g_strjoin(" ", facts->reply_code.text ? facts->reply_code.text : "",
                  facts->enhanced_status.text ? facts->enhanced_status.text : "",
                  facts->diagnostic.text ? facts->diagnostic.text : "", NULL);
    set(values, "reply", facts->diagnostic.text ? facts->diagnostic.text : g_strstrip(reply));
}

/* A listed link is the one to speak of, not the first of the message. */
static void set_listed(GHashTable *values, GPtrArray *findings)
{
    g_autoptr(GString) lists = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (strcmp(finding->id, "dnsbl.listed") || !finding->list)
            continue;
        if (!strstr(lists->str, finding->list))
            g_string_append_printf(lists, "%s%s", lists->len ? ", " : "", finding->list);
        if (!strcmp(finding->role, "links")) {
            set(values, "url_domain", finding->subject);
            set(values, "url", finding->subject);
        }
    }
    set(values, "lists", lists->str);
}

static void set_found(GHashTable *values, GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (!strcmp(finding->id, "typo.near"))
            set(values, "suggested_domain", finding->detail);
        else if (!strcmp(finding->id, "attachment.forbidden"))
            set(values, "attachment", finding->subject);
    }
}

/* Only a record that was read can be merged: what could not be asked gives no value. */
static void set_spf(GHashTable *values, const Facts *facts, GPtrArray *findings, Answers *answers)
{
    const char *ip = facts->source_ip.text, *sender = facts->sender.text;
    const char *domain = g_hash_table_lookup(values, "sender_domain");
    gboolean asked = FALSE;
    for (guint i = 0; i < findings->len && !asked; i++)
        asked = !strcmp(((const Finding *)findings->pdata[i])->check, "spf");
    if (!asked || !domain)
        return;
    g_autofree char *own = address_domain(sender ? sender : "");
    gboolean is_own = own && !g_ascii_strcasecmp(own, domain);
    take(values, "spf_merged",
         spf_mend(answers, domain, ip, is_own ? sender : "", facts->helo.text));
}

GHashTable *placeholder_values(const Facts *facts, GPtrArray *findings, Answers *answers)
{
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    set_addresses(values, facts);
    set_hosts(values, facts);
    set_content(values, facts);
    set_listed(values, findings);
    set_found(values, findings);
    set_spf(values, facts, findings, answers);
    return values;
}

gboolean placeholders_known(const char *text, GHashTable *values)
{
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (!close)
            return TRUE;
        g_autofree char *name = g_strndup(open + 1, (gsize)(close - open - 1));
        if (!g_hash_table_contains(values, name))
            return FALSE;
    }
    return TRUE;
}
