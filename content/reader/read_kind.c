#include "content/reader/read_kind.h"

#include <string.h>

#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include "content/reader/read_reply.h"
#include "content/reader/backscatter.h"

enum { BARE_LINES_MAX = 6 };

static gboolean says(const SpottedText *spotted, Phrase phrase)
{
    return spotted_within(spotted, phrase, 0, spotted->end);
}

static gboolean field_has(const Mail *mail, const char *name, const char *words)
{
    g_autofree char *value = mail_header(mail, name);
    g_autofree char *lower = value ? g_utf8_strdown(value, -1) : NULL;
    return lower && strstr(lower, words);
}

static gboolean subject_begins(const Mail *mail, const char *const *beginnings, guint count)
{
    g_autofree char *subject = mail_header(mail, "Subject");
    g_autofree char *lower = subject ? g_utf8_strdown(subject, -1) : NULL;
    for (guint i = 0; lower && i < count; i++)
        if (g_str_has_prefix(lower, beginnings[i]))
            return TRUE;
    return FALSE;
}

/* RFC 3834 5, and what came before it. */
static gboolean is_marked_auto_reply(const Mail *mail)
{
    static const char *const subjects[] = {"auto:",
                                           "auto reply",
                                           "autoreply",
                                           "auto-reply",
                                           "automatic reply",
                                           "automatic response",
                                           "out of office",
                                           "out of the office",
                                           "vacation",
                                           "auto response",
                                           "自动回复",
                                           "automatische antwort",
                                           "away from",
                                           "autoresponder",
                                           "respuesta automática",
                                           "réponse automatique",
                                           "risposta automatica"};
    return field_has(mail, "Auto-Submitted", "auto-replied") ||
           field_has(mail, "Precedence", "auto_reply") || mail_header(mail, "X-Autoreply") ||
           mail_header(mail, "X-Autorespond") || mail_header(mail, "X-Autoresponder") ||
           subject_begins(mail, subjects, G_N_ELEMENTS(subjects));
}

static gboolean any_action(const GPtrArray *cases, Action action)
{
    for (guint i = 0; i < cases->len; i++)
        if (((const Facts *)cases->pdata[i])->action == action)
            return TRUE;
    return FALSE;
}

static gboolean has_reply(const GPtrArray *cases)
{
    for (guint i = 0; i < cases->len; i++) {
        const Facts *facts = cases->pdata[i];
        if (facts->reply_code.text || facts->enhanced_status.text)
            return TRUE;
    }
    return FALSE;
}

/* A refusal told whose the mail was: "me@example.org sender rejected". */
static gboolean has_sender(const GPtrArray *cases)
{
    for (guint i = 0; i < cases->len; i++)
        if (((const Facts *)cases->pdata[i])->sender.confidence >= 85)
            return TRUE;
    return FALSE;
}

/* A status whose class is 2 is no failure, whatever the words (RFC 3463 2). */
static gboolean is_success(const GPtrArray *cases)
{
    for (guint i = 0; i < cases->len; i++) {
        const Facts *facts = cases->pdata[i];
        if (!facts->enhanced_status.text || facts->enhanced_status.text[0] != '2')
            return FALSE;
    }
    return cases->len > 0;
}

static InputKind kind_by_actions(const GPtrArray *cases)
{
    if (any_action(cases, ACTION_FAILED))
        return KIND_FAILURE;
    if (any_action(cases, ACTION_DELAYED))
        return KIND_DELAY;
    if (any_action(cases, ACTION_DELIVERED) || any_action(cases, ACTION_RELAYED) ||
        any_action(cases, ACTION_EXPANDED))
        return KIND_DELIVERED;
    return KIND_COUNT;
}

static gboolean is_report(const Mail *mail)
{
    static const char *const subjects[] = {"report domain:",        "[fbl]",
                                           "abuse report",          "complaint about",
                                           "email feedback report", "email abuse report"};
    return mail->is_feedback || mail->is_aggregate ||
           subject_begins(mail, subjects, G_N_ELEMENTS(subjects)) ||
           field_has(mail, "Content-Type", "report-type=feedback-report") ||
           field_has(mail, "Content-Type", "report-type=\"feedback-report\"");
}

static gboolean is_from_system(const Mail *mail)
{
    g_autofree char *from = mail_header(mail, "From");
    g_autofree char *address = from ? address_from_value(from) : NULL;
    return address && address_is_system(address, strlen(address));
}

/* A mail system wrote it, or its subject says that mail did not arrive. */
static gboolean looks_like_bounce(const Mail *mail)
{
    static const char *const subjects[] = {
        "undeliver", "delivery fail",   "delivery status", "mail delivery", "returned mail",
        "failure",   "failed",          "could not",       "not delivered", "nondeliver",
        "returned",  "non remis",       "unzustellbar",    "退信",          "系统退信",
        "error",     "delivery report", "not be delivered"};
    if (is_from_system(mail))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(subjects); i++)
        if (field_has(mail, "Subject", subjects[i]))
            return TRUE;
    return FALSE;
}

static guint line_count(const char *text)
{
    guint count = 0;
    gboolean blank = TRUE;
    for (; *text; text++) {
        if (*text == '\n' && !blank)
            count++;
        blank = *text == '\n' || (blank && g_ascii_isspace(*text));
    }
    return count + (blank ? 0 : 1);
}

/* What mail programs put into a box at the very moment of sending. */
static gboolean is_client_error(const char *text)
{
    static const char *const words[] = {
        /* Outlook and Windows Mail name a code */
        "0x800CCC", "0x80042", "0x8004010", "0x800408", "Error is [0x",
        /* programs that hand mail over */
        "Traceback (most recent call last)", "smtplib.", "javax.mail.", "jakarta.mail.",
        "System.Net.Mail.", "MailKit.", "Error: Invalid login:", "Swift_Transport", "Net::SMTP",
        "msmtp: ", "curl: (", "SmtpException", "SMTPConnection.",
        /* Thunderbird, Apple Mail, iOS, Samsung, Android, web mail, in their languages */
        "Sending of the message failed", "An error occurred while sending mail",
        "Senden der Nachricht fehlgeschlagen", "Beim Senden der Nachricht ist ein Fehler",
        "Échec de l'envoi du message", "Échec de l’envoi du message",
        "Une erreur est survenue lors de l'envoi", "Falló el envío del mensaje",
        "No se pudo enviar el mensaje usando", "Error al enviar el mensaje",
        "Invio del messaggio non riuscito", "Falha ao enviar a mensagem",
        "O envio da mensagem falhou", "Verzenden van bericht is mislukt",
        "Wysłanie wiadomości nie powiodło się", "Не удалось отправить сообщение",
        "Отправка сообщения не удалась", "メッセージを送信できませんでした",
        "メッセージの送信に失敗しました", "发送邮件时发生错误", "发送消息失败", "无法发送邮件",
        "傳送郵件時發生錯誤", "Cannot send message using the server", "Cannot Send Mail",
        "Cannot send mail.", "Can't send mail", "Unable to send message", "Failed to send message",
        "has been placed in your Outbox", "Der Server verweigerte",
        "message could not be sent because", "The connection to the server has failed",
        "无法连接到服务器", "(Connection Error)", "SMTP Error (", "SMTP Error:", "SMTP-Fehler (",
        "Erreur SMTP (", "Error SMTP (", "Errore SMTP (", "outgoing server (SMTP)",
        "Postausgang-Server", "Postausgangsserver", "serveur d'envoi (SMTP)",
        "serveur sortant (SMTP)", "servidor de salida (SMTP)", "server in uscita (SMTP)",
        "连接发件服务器失败", "发件服务器（SMTP）", "发件服务器(SMTP)",
        "请检查网络设置或服务器地址", "L'envoi du message a échoué", "L’envoi du message a échoué",
        "security certificate that cannot be verified", "Couldn't send message\n",
        "Couldn't send your message.", "Check the outgoing server settings",
        "The attachment size exceeds the allowable limit"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(text, words[i]))
            return TRUE;
    return FALSE;
}

/* The reply that a bare text holds: 0 where it begins with it, 1 where it stands in the first line,
 * 2 below, 3 where there is none or where a number stands among words like any other. */
static guint place_of_reply(const SpottedText *spotted)
{
    const char *text = spotted->text;
    gsize start = strspn(text, " \t\n");
    gsize line = start + strcspn(text + start, "\n");
    Reply reply = reply_find(text, spotted->end);
    if (reply.score && reply.start <= start)
        return 0;
    if (!reply.score || (reply.code[0] && reply.score < REPLY_SURE))
        return 3;
    return reply.start < line ? 1 : 2;
}

static gboolean is_bare_reply(const Mail *mail, const SpottedText *spotted)
{
    guint lines = line_count(mail->prose->str), place = place_of_reply(spotted);
    if (lines > BARE_LINES_MAX)
        return FALSE;
    return place == 0 || (!says(spotted, PHRASE_FAILED) && (lines == 1 || place == 1));
}

static InputKind kind_of_paste(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases)
{
    gboolean said = says(spotted, PHRASE_FAILED) || says(spotted, PHRASE_BOUNCE) ||
                    says(spotted, PHRASE_UNDELIVERED) || has_sender(cases);
    if (is_client_error(spotted->text))
        return KIND_CLIENT_ERROR;
    if (!said && (!has_reply(cases) || place_of_reply(spotted) == 3))
        return KIND_NOT_A_BOUNCE;
    return is_bare_reply(mail, spotted) ? KIND_SMTP_REPLY : KIND_FAILURE;
}

/* A letter to many, which speaks of mail and its codes but reports none. */
static gboolean is_newsletter(const Mail *mail, const SpottedText *spotted)
{
    return fields_get(mail->headers, "List-Unsubscribe") && !mail->is_delivery_report &&
           !says(spotted, PHRASE_FAILED) && says(spotted, PHRASE_PROMOTION) &&
           !is_from_system(mail);
}

/* Told by the words and fields alone, whatever is said of recipients. */
static InputKind kind_by_form(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases)
{
    if (is_report(mail))
        return KIND_REPORT;
    if (!has_reply(cases) && is_phishing(mail))
        return KIND_PHISHING;
    if (is_backscatter(mail))
        return KIND_BACKSCATTER;
    if (is_newsletter(mail, spotted))
        return KIND_NOT_A_BOUNCE;
    if (!mail->is_delivery_report && !says(spotted, PHRASE_FAILED) &&
        answer_of(mail, spotted) >= ANSWER_MODERATION)
        return KIND_AUTO_REPLY;
    return KIND_COUNT;
}

AnswerKind answer_of(const Mail *mail, const SpottedText *spotted)
{
    static const char *const held[] = {"bounce "}; /* Majordomo, to a list's owner */
    if (says(spotted, PHRASE_CHALLENGE))
        return ANSWER_CHALLENGE;
    if (says(spotted, PHRASE_MODERATION) ||
        (subject_begins(mail, held, 1) && (field_has(mail, "Subject", "submission") ||
                                           field_has(mail, "Subject", "approval required"))))
        return ANSWER_MODERATION;
    if (mail->is_disposition)
        return ANSWER_RECEIPT;
    return says(spotted, PHRASE_AUTO_REPLY) || is_marked_auto_reply(mail) ? ANSWER_AWAY
                                                                          : ANSWER_NONE;
}

InputKind kind_of(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases)
{
    gboolean bounce_words = says(spotted, PHRASE_FAILED) || says(spotted, PHRASE_BOUNCE) ||
                            says(spotted, PHRASE_UNDELIVERED) || looks_like_bounce(mail);
    InputKind kind = kind_by_form(mail, spotted, cases);
    if (kind != KIND_COUNT)
        return kind;
    kind = mail->is_delivery_report ? kind_by_actions(cases) : KIND_COUNT;
    if (kind != KIND_COUNT)
        return kind == KIND_FAILURE && is_success(cases) ? KIND_DELIVERED : kind;
    if (says(spotted, PHRASE_WARNING))
        return KIND_DELAY;
    gboolean silent = !bounce_words && !has_reply(cases);
    gboolean away = says(spotted, PHRASE_AUTO_REPLY) && is_marked_auto_reply(mail) &&
                    !has_reply(cases) && !is_from_system(mail);
    if (away || (mail->is_disposition && !says(spotted, PHRASE_UNDELIVERED)) ||
        (silent && answer_of(mail, spotted) != ANSWER_NONE))
        return KIND_AUTO_REPLY;
    kind = kind_by_actions(cases);
    if (kind != KIND_COUNT)
        return kind;
    if (!mail->has_header && !mail->status->len)
        return kind_of_paste(mail, spotted, cases);
    return has_reply(cases) || bounce_words ? KIND_FAILURE : KIND_NOT_A_BOUNCE;
}
