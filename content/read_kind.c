#include "content/read_kind.h"

#include <string.h>

#include "content/read_address.h"
#include "content/read_fields.h"
#include "content/read_suspicion.h"

enum { BARE_LINES_MAX = 6 };

static gboolean says(const SpottedText *spotted, Phrase phrase)
{
    return spotted_within(spotted, phrase, 0, spotted->length);
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

static gboolean has_address(const GPtrArray *cases)
{
    for (guint i = 0; i < cases->len; i++) {
        const Facts *facts = cases->pdata[i];
        if (facts->recipient.text || facts->sender.text)
            return TRUE;
    }
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
    static const char *const subjects[] = {"report domain:", "[fbl]", "abuse report"};
    return mail->is_feedback || mail->is_aggregate ||
           subject_begins(mail, subjects, G_N_ELEMENTS(subjects)) ||
           field_has(mail, "Content-Type", "report-type=feedback-report") ||
           field_has(mail, "Content-Type", "report-type=\"feedback-report\"");
}

/* A mail system wrote it, or its subject says that mail did not arrive. */
static gboolean looks_like_bounce(const Mail *mail)
{
    static const char *const subjects[] = {
        "undeliver", "delivery fail",   "delivery status", "mail delivery", "returned mail",
        "failure",   "failed",          "could not",       "not delivered", "nondeliver",
        "returned",  "non remis",       "unzustellbar",    "退信",          "系统退信",
        "error",     "delivery report", "not be delivered"};
    g_autofree char *from = mail_header(mail, "From");
    g_autofree char *address = from ? address_from_value(from) : NULL;
    if (address && address_is_system(address, strlen(address)))
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
    static const char *const words[] = {"0x800CCC",
                                        "0x80042",
                                        "Sending of the message failed",
                                        "An error occurred while sending mail",
                                        "Cannot send message using the server",
                                        "The connection to the server has failed",
                                        "发送邮件时发生错误",
                                        "无法连接到服务器",
                                        "(Connection Error)",
                                        "SMTP Error ("};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(text, words[i]))
            return TRUE;
    return FALSE;
}

static InputKind kind_of_paste(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases)
{
    if (is_client_error(spotted->text))
        return KIND_CLIENT_ERROR;
    if (!says(spotted, PHRASE_FAILED) && line_count(mail->prose->str) <= BARE_LINES_MAX &&
        (has_reply(cases) || has_address(cases)))
        return KIND_SMTP_REPLY;
    return has_reply(cases) || says(spotted, PHRASE_FAILED) || says(spotted, PHRASE_BOUNCE)
               ? KIND_FAILURE
               : KIND_NOT_A_BOUNCE;
}

InputKind kind_of(const Mail *mail, const SpottedText *spotted, const GPtrArray *cases)
{
    gboolean bounce_words = says(spotted, PHRASE_FAILED) || says(spotted, PHRASE_BOUNCE) ||
                            says(spotted, PHRASE_UNDELIVERED) || looks_like_bounce(mail);
    if (is_report(mail))
        return KIND_REPORT;
    if (!has_reply(cases) && is_phishing(mail))
        return KIND_PHISHING;
    if (is_backscatter(mail))
        return KIND_BACKSCATTER;
    InputKind kind = mail->is_delivery_report ? kind_by_actions(cases) : KIND_COUNT;
    if (kind != KIND_COUNT)
        return kind == KIND_FAILURE && is_success(cases) ? KIND_DELIVERED : kind;
    if (says(spotted, PHRASE_WARNING))
        return KIND_DELAY;
    if (mail->is_disposition || (!bounce_words && !has_reply(cases) &&
                                 (is_marked_auto_reply(mail) || says(spotted, PHRASE_AUTO_REPLY))))
        return KIND_AUTO_REPLY;
    kind = kind_by_actions(cases);
    if (kind != KIND_COUNT)
        return kind;
    if (!mail->has_header && !mail->status->len)
        return kind_of_paste(mail, spotted, cases);
    return has_reply(cases) || bounce_words ? KIND_FAILURE : KIND_NOT_A_BOUNCE;
}
