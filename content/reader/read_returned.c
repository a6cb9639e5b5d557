#include "content/reader/read_returned.h"
#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/reader/read_received.h"
#include "content/reader/read_reply.h"
#include <string.h>

enum {
    URLS_MAX = 100,
    ATTACHMENTS_MAX = 20,
    SIGNATURES_MAX = 20,
    RESULTS_MAX = 20,
    FIELD_TEXT_MAX = 998
};

static void dkim_free(gpointer data)
{
    dkim_signature_free(data);
}

static char *address_of(const GPtrArray *fields, const char *name)
{
    const char *value = fields_get(fields, name);
    if (!value)
        return NULL;
    const char *angle = strrchr(value, '<');
    char *address = address_from_value(angle && strchr(angle, '@') ? angle : value);
    if (address && !strchr(address, '@'))
        g_clear_pointer(&address, g_free);
    return address;
}

/* The value of a tag in a tag list, RFC 6376 3.2. */
static char *tag_value(const char *list, char tag)
{
    g_auto(GStrv) tags = g_strsplit(list, ";", 64);
    for (char **each = tags; *each; each++) {
        const char *at = *each + strspn(*each, " \t");
        const char *equals = at + 1 + strspn(*at ? at + 1 : at, " \t");
        if (*at == tag && *equals == '=') {
            g_autofree char *value = g_strdup(equals + 1);
            g_strstrip(value);
            return *value && strlen(value) < 256 ? g_steal_pointer(&value) : NULL;
        }
    }
    return NULL;
}

static void read_dkim(const GPtrArray *fields, GPtrArray *dkim)
{
    for (guint i = 0; i < fields->len && dkim->len < SIGNATURES_MAX; i++) {
        const Field *field = g_ptr_array_index(fields, i);
        if (g_ascii_strcasecmp(field->name, "DKIM-Signature") != 0)
            continue;
        g_autofree char *domain = tag_value(field->value, 'd'),
                        *selector = tag_value(field->value, 's');
        if (!domain || !selector)
            continue;
        DkimSignature *signature = dkim_signature_new(domain, selector);
        signature->identity = tag_value(field->value, 'i');
        g_ptr_array_add(dkim, signature);
    }
}

static gboolean has_text(const GPtrArray *texts, const char *text, gsize length)
{
    for (guint i = 0; i < texts->len; i++) {
        const char *known = g_ptr_array_index(texts, i);
        if (strlen(known) == length && memcmp(known, text, length) == 0)
            return TRUE;
    }
    return FALSE;
}

static gsize url_length(const char *text, gsize length)
{
    gsize i = 0;
    while (i < length && i < 2048 && (guchar)text[i] > ' ' && (guchar)text[i] < 0x80 &&
           !strchr("<>\"'`{}|\\^", text[i]))
        i++;
    while (i > 0 && strchr(".,;:!?)]", text[i - 1]))
        i--;
    return i;
}

void urls_read(const char *text, gsize length, GPtrArray *urls)
{
    const char *stop = text + length, *at = text;
    while (urls->len < URLS_MAX && (at = memmem(at, (gsize)(stop - at), "://", 3)) != NULL) {
        const char *scheme = at;
        while (scheme > text && at - scheme < 6 && g_ascii_isalpha(scheme[-1]))
            scheme--;
        gsize name = (gsize)(at - scheme);
        gboolean web = (name == 4 && g_ascii_strncasecmp(scheme, "http", 4) == 0) ||
                       (name == 5 && g_ascii_strncasecmp(scheme, "https", 5) == 0);
        gsize size = web ? url_length(scheme, (gsize)(stop - scheme)) : 0;
        if (size > name + 3 && !has_text(urls, scheme, size))
            g_ptr_array_add(urls, g_strndup(scheme, size));
        at += 3;
    }
}

/* "name.ext" with an extension of 2 to 5 letters and digits, at least one a letter. */
static gboolean is_file_name(const char *name, gsize length)
{
    const char *dot = memrchr(name, '.', length);
    gsize extension = dot ? length - (gsize)(dot - name) - 1 : 0;
    if (extension < 2 || extension > 5 || dot == name || length > 200)
        return FALSE;
    for (const char *c = dot + 1; c < name + length; c++)
        if (!g_ascii_isalnum(*c))
            return FALSE;
    return g_ascii_isalpha(dot[1]) && !memchr(name, '@', length) && !memchr(name, '/', length) &&
           !memchr(name, '\n', length);
}

void attachments_read(const char *text, gsize length, GPtrArray *attachments)
{
    static const char *const labels[] = {"filename=", "name=",        "attachment ",
                                         "file ",     "attachment: ", "附件"};
    const char *stop = text + length;
    guint most = attachments->len + ATTACHMENTS_MAX;
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        gsize label = strlen(labels[i]);
        const char *at = text;
        while (attachments->len < most &&
               (at = memmem(at, (gsize)(stop - at), labels[i], label)) != NULL) {
            at += label;
            gboolean quoted = at < stop && (*at == '"' || *at == '\'');
            const char *name = at + quoted;
            gsize size = 0;
            while (name + size < stop && size < 256 &&
                   !strchr(quoted ? "\"'\n" : " \t\n;,\"')<>\xef", name[size]))
                size++;
            if (size && is_file_name(name, size) && !has_text(attachments, name, size))
                g_ptr_array_add(attachments, g_utf8_make_valid(name, (gssize)size));
        }
    }
}

static char *header_text(const GPtrArray *fields, const char *name)
{
    const char *value = fields_get(fields, name);
    g_autofree char *decoded = value ? field_decode(value) : NULL;
    return decoded ? reply_unfold(decoded, strlen(decoded), FIELD_TEXT_MAX) : NULL;
}

static gboolean is_bounce(const GPtrArray *fields, const char *from)
{
    const char *type = fields_get(fields, "Content-Type"),
               *path = fields_get(fields, "Return-Path");
    return (type && strstr(type, "report-type")) || (path && g_str_has_prefix(path, "<>")) ||
           (from && g_ascii_strncasecmp(from, "mailer-daemon", 13) == 0);
}

static char *first_address(const GPtrArray *fields, const char *const *names)
{
    char *address = NULL;
    for (; *names && !address; names++)
        address = address_of(fields, *names);
    return address;
}

static void read_senders(const GPtrArray *fields, Returned *returned)
{
    static const char *const envelopes[] = {
        "Return-Path", "X-Envelope-From", "X-Envelope-Sender",      "X-MailFrom",
        "X-Mail-From", "Envelope-From",   "X-Original-Return-Path", NULL};
    static const char *const authors[] = {"From", "Sender", "X-Sender", NULL};
    static const char *const logins[] = {"X-Authenticated-Sender", "X-Authenticated-User",
                                         "X-Get-Message-Sender-Via", "X-Auth-ID", NULL};
    static const char *const answers[] = {"Reply-To", "Errors-To", NULL};
    returned->return_path = first_address(fields, envelopes);
    returned->from = first_address(fields, authors);
    returned->login = first_address(fields, logins);
    returned->reply_to = first_address(fields, answers);
}

static void read_results(const GPtrArray *fields, GPtrArray *results)
{
    static const char *const names[] = {
        "Received-SPF",   "Authentication-Results",   "ARC-Authentication-Results",
        "X-Received-SPF", "X-Authentication-Results", "Authentication-Results-Original"};
    for (guint i = 0; i < fields->len && results->len < RESULTS_MAX; i++) {
        const Field *field = fields->pdata[i];
        for (guint k = 0; k < G_N_ELEMENTS(names); k++)
            if (!g_ascii_strcasecmp(field->name, names[k]))
                g_ptr_array_add(results, g_strdup(field->value));
    }
}

/* What follows some blank lines or a rule: "-----", the header begins. */
static gsize skip_to_fields(const char *text, gsize length)
{
    gsize at = 0;
    while (at < length) {
        gsize left = length - at, start;
        if (fields_at_start(text + at, left, &start))
            return at + start;
        const char *end = memchr(text + at, '\n', left);
        if (!end || at > 4096)
            break;
        at = (gsize)(end - text) + 1;
    }
    return 0;
}

Returned *returned_read(const char *text, gsize length)
{
    Returned *returned = g_new0(Returned, 1);
    returned->dkim = g_ptr_array_new_with_free_func(dkim_free);
    returned->results = g_ptr_array_new_with_free_func(g_free);
    returned->urls = g_ptr_array_new_with_free_func(g_free);
    returned->attachments = g_ptr_array_new_with_free_func(g_free);
    gsize skip = skip_to_fields(text, length), used;
    g_autoptr(GPtrArray) fields = fields_read(text + skip, length - skip, &used);
    returned->start = skip;
    read_senders(fields, returned);
    read_results(fields, returned->results);
    returned->to = address_of(fields, "To");
    returned->subject = header_text(fields, "Subject");
    returned->message_id = header_text(fields, "Message-ID");
    returned->date = header_text(fields, "Date");
    returned->is_bounce = is_bounce(fields, returned->from);
    read_dkim(fields, returned->dkim);
    Hop hop = {0};
    returned->received = received_last_external(fields, &hop);
    returned->source_ip = hop.ip;
    returned->source_is_login = hop.login;
    returned->helo = hop.helo;
    if (!returned->return_path)
        returned->return_path = hop.envelope_from;
    else
        g_free(hop.envelope_from);
    urls_read(text + skip + used, length - skip - used, returned->urls);
    attachments_read(text + skip, length - skip, returned->attachments);
    return returned;
}

void returned_free(Returned *returned)
{
    if (!returned)
        return;
    g_free(returned->return_path);
    g_free(returned->from);
    g_free(returned->to);
    g_free(returned->subject);
    g_free(returned->message_id);
    g_free(returned->date);
    g_free(returned->source_ip);
    g_free(returned->helo);
    g_free(returned->reply_to);
    g_free(returned->login);
    g_ptr_array_unref(returned->results);
    g_ptr_array_unref(returned->dkim);
    g_ptr_array_unref(returned->urls);
    g_ptr_array_unref(returned->attachments);
    g_free(returned);
}
