#include "content/read.h"

#include <gmime/gmime.h>
#include <string.h>

#include "content/read_address.h"
#include "content/read_delivery_status.h"
#include "content/read_fields.h"
#include "content/read_host.h"
#include "content/read_mail.h"
#include "content/read_phrases.h"
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

static Facts *add_case(GPtrArray *cases, InputKind kind)
{
    Facts *facts = facts_new(kind);
    g_ptr_array_add(cases, facts);
    return facts;
}

/* The role of an address by the words behind it. */
static Fact *fact_by_words(Facts *facts, const char *behind)
{
    static const char *const sender_words[] = {"sender rejected", "suspected invalid sender",
                                               "max messages",    "发件人",
                                               "疑似无效发件",    "每个会话"};
    for (guint i = 0; i < G_N_ELEMENTS(sender_words); i++) {
        const char *found = strstr(behind, sender_words[i]);
        if (found && found - behind < 8)
            return &facts->sender;
    }
    return &facts->recipient;
}

static void read_prose(const char *text, gsize length, GPtrArray *cases, InputKind kind)
{
    Facts *facts = add_case(cases, kind);
    Reply reply = reply_find(text, length);
    if (reply.score) {
        g_autofree char *words = reply_unfold(text + reply.start, length - reply.start, 2000);
        facts_set_reply(facts, words, 80);
    } else {
        g_autofree char *words = reply_unfold(text, length, 2000);
        fact_set(&facts->diagnostic, words, 30);
    }
    Span span;
    for (gsize at = 0; address_next(text, length, at, &span); at = span.end) {
        Fact *fact = fact_by_words(facts, text + span.end);
        g_autofree char *address = g_strndup(text + span.start, span.end - span.start);
        if (!fact->text && !address_is_system(address, strlen(address)))
            fact_set(fact, address, 80);
    }
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
        read_prose(mail->prose->str, mail->prose->len, message->cases,
                   mail->has_header ? KIND_FAILURE : KIND_SMTP_REPLY);
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
