#include "content/read_suspicion.h"

#include <string.h>

#include "content/facts.h"
#include "content/read_address.h"
#include "content/read_fields.h"
#include "content/read_returned.h"

static gboolean is_within(const char *name, const char *domain)
{
    gsize length = strlen(name), below = strlen(domain);
    return length >= below && !g_ascii_strcasecmp(name + length - below, domain) &&
           (length == below || name[length - below - 1] == '.');
}

static gboolean is_related(const char *name, const char *domain)
{
    return is_within(name, domain) || is_within(domain, name);
}

static gboolean is_signed_by(const Returned *returned, const char *domain)
{
    for (guint i = 0; i < returned->dkim->len; i++) {
        const DkimSignature *signature = returned->dkim->pdata[i];
        if (signature->domain && is_related(signature->domain, domain))
            return TRUE;
    }
    return FALSE;
}

static gboolean has_id_of(const Returned *returned, const char *domain)
{
    g_autofree char *id = returned->message_id ? g_strdup(returned->message_id) : NULL;
    g_autofree char *host = id ? address_domain(g_strdelimit(id, "<>", ' ')) : NULL;
    return !host || is_related(g_strstrip(host), domain);
}

/* What the Received fields tell: hosts of the domain, an authenticated client, a client without a
 * name. */
typedef struct {
    gboolean known, nameless;
    gboolean refused; /* SPF said so */
} Way;

static void look_at_field(const Field *field, const char *domain, Way *way)
{
    g_autofree char *value = g_ascii_strdown(field->value, -1);
    if (!g_ascii_strcasecmp(field->name, "Received")) {
        const char *by = strstr(value, " by ");
        g_autofree char *from = g_strndup(value, by ? (gsize)(by - value) : strlen(value));
        way->known |= strstr(from, domain) || strstr(value, "with esmtpa") ||
                      strstr(value, "with esmtpsa") || strstr(value, "authenticated");
        way->nameless |= strstr(from, "(unknown [") != NULL;
    } else if (!g_ascii_strcasecmp(field->name, "Received-SPF")) {
        way->refused |= g_str_has_prefix(value, "fail") || g_str_has_prefix(value, "softfail");
    } else if (!g_ascii_strcasecmp(field->name, "Authentication-Results")) {
        way->refused |= strstr(value, "spf=fail") || strstr(value, "spf=softfail");
        way->known |= strstr(value, "spf=pass") || strstr(value, "dkim=pass");
    }
}

gboolean is_backscatter(const Mail *mail)
{
    gsize used;
    g_autoptr(Returned) returned = returned_read(mail->returned->str, mail->returned->len);
    g_autofree char *domain = returned->from ? address_domain(returned->from) : NULL;
    g_autofree char *envelope =
        returned->return_path ? address_domain(returned->return_path) : NULL;
    if (!domain || !returned->received || is_signed_by(returned, domain) ||
        has_id_of(returned, domain) || (envelope && has_id_of(returned, envelope)))
        return FALSE;
    g_autoptr(GPtrArray) fields = fields_read(mail->returned->str, mail->returned->len, &used);
    Way way = {FALSE, FALSE, FALSE};
    for (guint i = 0; i < fields->len; i++)
        look_at_field(fields->pdata[i], domain, &way);
    return !way.known && (way.refused || (way.nameless && returned->dkim->len));
}

gboolean is_phishing(const Mail *mail)
{
    static const char *const kinds[][14] = {
        {"on hold", "pending message", "pending mail", "quarantined", "held back", "withheld",
         "storage limit", "cannot send or receive", "undelivered messages", "incoming messages",
         "被拦截", "被隔离", NULL},
        {"release", "retrieve", "deliver now", "recover your", "review now", "click here",
         "click below", "click the", "upgrade your", "re-activate", "释放", "点击", NULL},
        {"password", "verify your", "validate your", "confirm your account", "log in", "login",
         "mailbox owner", "sign in", "email account", "your quota", "密码", "账号", NULL},
        {"24 hours", "48 hours", "suspension", "deactivat", "will be closed", "will be disabled",
         "failure to do so", "expire", "permanently deleted", "停用", "小时内", NULL}};
    guint found = 0;
    g_autofree char *lower = g_utf8_strdown(mail->prose->str, (gssize)mail->prose->len);
    if (mail->status->len || mail->returned->len)
        return FALSE;
    for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
        gboolean any = FALSE;
        for (guint i = 0; kinds[kind][i] && !any; i++)
            any = strstr(lower, kinds[kind][i]) != NULL;
        found += any ? 1 : 0;
    }
    return found >= 3;
}
