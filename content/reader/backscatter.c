#include "content/reader/backscatter.h"

#include <string.h>

#include "content/text/facts.h"
#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/reader/read_returned.h"

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

/* Words that traps use, by kind: what waits, what to do, with what, or else; '|' between them. */
static const char *const trap_words[] = {
    "on hold|pending message|pending mail|quarantined|held back|withheld|"
    "storage limit|cannot send or receive|undelivered messages|incoming messages|"
    "failed messages|messages are pending|nachrichten freigeben|ihr postfach|"
    "messages en attente|votre boîte|mensajes pendientes|su buzón|"
    "mensagens pendentes|sua caixa|被拦截|被隔离|未能投递到|"
    "未能送达收件箱|保留されて|未配信のメッセージ",
    "release|retrieve|deliver now|recover your|review now|click here|click below|"
    "click the|upgrade your|re-activate|open the attachment|freigeben|hier klicken|"
    "klicken sie hier|cliquez ici|récupérer vos|haga clic|liberar|clique aqui|"
    "释放|点击|クリック",
    "password|verify your|validate your|confirm your account|log in|login|"
    "mailbox owner|sign in|email account|your quota|passwort|jetzt anmelden|"
    "mot de passe|connectez-vous|contraseña|inicie sesión|sua senha|密码|账号|"
    "账户|帐号|帐户|パスワード|ログイン",
    "24 hours|48 hours|suspension|deactivat|will be closed|will be disabled|"
    "failure to do so|expire|permanently deleted|gelöscht|gesperrt|supprimés|"
    "désactivé|serán eliminados|desactivad|serão excluídas|被停用|将停用|"
    "小时内|停止されます|削除されます"};

static gboolean has_any(const char *text, const char *words)
{
    for (gsize length; *words; words += length + (words[length] == '|')) {
        length = strcspn(words, "|");
        if (memmem(text, strlen(text), words, length))
            return TRUE;
    }
    return FALSE;
}

gboolean is_phishing(const Mail *mail)
{
    guint found = 0;
    if (mail->status->len || mail->returned->len)
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(mail->prose->str, (gssize)mail->prose->len);
    for (guint kind = 0; kind < G_N_ELEMENTS(trap_words); kind++)
        found += has_any(lower, trap_words[kind]) ? 1 : 0;
    return found >= 3 && has_any(lower, trap_words[0]);
}
