#include "content/read.h"

#include <gmime/gmime.h>
#include <string.h>

#include "content/read_address.h"
#include "content/read_delivery_status.h"
#include "content/read_fields.h"
#include "content/read_host.h"
#include "content/read_mail.h"
#include "content/read_phrases.h"
#include "content/read_prose.h"
#include "content/read_reply.h"
#include "content/read_returned.h"
#include "content/read_text.h"
#include "content/text_locate.h"

void message_free(Message *message)
{
    g_ptr_array_unref(message->cases);
    g_free(message);
}

void read_init(void)
{
    g_mime_init();
    phrases_init();
}

/* The words of the whole, where no recipient was found. */
static void read_words(const SpottedText *spotted, InputKind kind, GPtrArray *cases)
{
    if (!cases->len)
        g_ptr_array_add(cases, facts_new(kind));
    Facts *facts = cases->pdata[0];
    prose_read_reply(spotted, 0, spotted->length, facts);
    if (facts->diagnostic.text)
        return;
    g_autofree char *words = reply_unfold(spotted->text, spotted->length, 2000);
    fact_set(&facts->diagnostic, words, 30);
}

/* Where the words name nobody: the field that Exim adds, else whom the returned message was for. */
static void read_other_recipients(const Mail *mail, GPtrArray *cases)
{
    g_autofree char *failed = mail_header(mail, "X-Failed-Recipients");
    g_auto(GStrv) addresses = g_strsplit(failed ? failed : "", ",", 1000);
    for (char **address = addresses; *address; address++) {
        g_autofree char *plain = address_from_value(*address);
        if (!plain)
            continue;
        Facts *facts = facts_new(KIND_FAILURE);
        facts->action = ACTION_FAILED;
        fact_set(&facts->recipient, plain, 80);
        g_ptr_array_add(cases, facts);
    }
}

static void read_prose(const Mail *mail, GPtrArray *cases)
{
    g_autoptr(SpottedText) spotted = spotted_text_new(mail->prose->str, mail->prose->len);
    g_autofree char *to = mail_header(mail, "To");
    g_autofree char *own = to ? address_from_value(to) : NULL;
    prose_read(spotted, own, cases);
    if (!cases->len)
        read_other_recipients(mail, cases);
    if (cases->len <= 1)
        read_words(spotted, mail->has_header ? KIND_FAILURE : KIND_SMTP_REPLY, cases);
}

static void complete(Facts *facts, const Mail *mail, const Returned *returned, GBytes *input)
{
    gsize length;
    const char *bytes = g_bytes_get_data(input, &length);
    if (!facts->sender.text)
        fact_set(&facts->sender, returned->return_path ? returned->return_path : returned->from,
                 80);
    if (!facts->source_ip.text)
        fact_set(&facts->source_ip, returned->source_ip, 70);
    if (!facts->source_ip.text && facts->diagnostic.text) {
        Span span;
        if (ip_next(facts->diagnostic.text, strlen(facts->diagnostic.text), 0, &span)) {
            g_autofree char *ip =
                ip_canonical(facts->diagnostic.text + span.start, span.end - span.start);
            fact_set(&facts->source_ip, ip, 60);
        }
    }
    if (!facts->recipient.text && returned->to && returned->received)
        fact_set(&facts->recipient, returned->to, 40);
    if (!facts->helo.text)
        fact_set(&facts->helo, returned->helo, 70);
    fact_set(&facts->subject, returned->subject, 80);
    for (guint i = 0; i < returned->dkim->len; i++) {
        const DkimSignature *signature = returned->dkim->pdata[i];
        g_ptr_array_add(facts->dkim, dkim_signature_new(signature->domain, signature->selector));
    }
    for (guint i = 0; i < returned->urls->len; i++)
        g_ptr_array_add(facts->urls, fact_new(returned->urls->pdata[i], 80));
    for (guint i = 0; i < mail->attachments->len; i++)
        g_ptr_array_add(facts->attachments, fact_new(mail->attachments->pdata[i], 80));
    g_free(facts->text);
    facts->text = g_strdup(mail->prose->str);
    Fact *all[] = {&facts->recipient, &facts->sender, &facts->diagnostic, &facts->source_ip};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i]->text)
            text_locate(bytes ? bytes : "", length, all[i]->text, &all[i]->start, &all[i]->end);
}

GPtrArray *read_input(GBytes *input)
{
    gsize length;
    const char *bytes = g_bytes_get_data(input, &length);
    g_autoptr(GString) lines = text_lines(bytes ? bytes : "", length);
    g_autofree char *valid = text_from_bytes(lines->str, lines->len, NULL);
    Message *message = g_new0(Message, 1);
    GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)message_free);
    g_ptr_array_add(messages, message);
    message->number = 1;
    message->cases = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    g_autoptr(Mail) mail = mail_read(valid, strlen(valid));
    for (guint i = 0; i < mail->status->len; i++)
        delivery_status_read(mail->status->pdata[i], message->cases);
    if (!message->cases->len)
        read_prose(mail, message->cases);
    g_autoptr(Returned) returned = returned_read(mail->returned->str, mail->returned->len);
    for (guint i = 0; i < message->cases->len; i++) {
        Facts *facts = message->cases->pdata[i];
        complete(facts, mail, returned, input);
        if (!facts->recipient.text && !facts->reply_code.text && !facts->enhanced_status.text &&
            !facts->sender.text)
            facts->kind = KIND_NOT_A_BOUNCE;
        message->kind = facts->kind;
    }
    return messages;
}

ReadGlance *read_glance(const char *bytes, gsize length)
{
    ReadGlance *glance = g_new0(ReadGlance, 1);
    Reply reply = reply_find(bytes, MIN(length, 65536));
    if (reply.score)
        glance->reply = g_strjoin(" ", reply.code, reply.status, NULL);
    return glance;
}

void read_glance_free(ReadGlance *glance)
{
    g_free(glance->reply);
    g_free(glance->speaker);
    g_free(glance);
}
