#include "content/text/paste_unjoin.h"

#include <string.h>

/* Shorter, it is a reply or a line of a log, which is one line by itself. */
enum { JOINED_MIN = 250 };

/* Header fields (RFC 5322) and fields of a delivery status (RFC 3464), as they are written. */
static const char *const field_names[] = {"Return-Path:",
                                          "Received:",
                                          "Message-ID:",
                                          "Message-Id:",
                                          "Date:",
                                          "From:",
                                          "To:",
                                          "Subject:",
                                          "MIME-Version:",
                                          "Content-Type:",
                                          "Reporting-MTA:",
                                          "Arrival-Date:",
                                          "Original-Recipient:",
                                          "Final-Recipient:",
                                          "Action:",
                                          "Status:",
                                          "Remote-MTA:",
                                          "Diagnostic-Code:",
                                          "Last-Attempt-Date:",
                                          "Will-Retry-Until:",
                                          "X-Postfix-Queue-ID:",
                                          "X-Postfix-Sender:"};

static gboolean is_rule(const char *token, gsize length)
{
    return length >= 3 && strspn(token, "-=*_|") >= length;
}

static gboolean is_field_name(const char *token, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(field_names); i++)
        if (strlen(field_names[i]) == length && !strncmp(token, field_names[i], length))
            return TRUE;
    return FALSE;
}

/* "<kim@example.net>:", as Postfix and qmail begin what they say of a recipient. */
static gboolean is_recipient_label(const char *token, gsize length)
{
    return length > 5 && token[0] == '<' && token[length - 2] == '>' && token[length - 1] == ':' &&
           memchr(token, '@', length) && !memchr(token + 1, '<', length - 1);
}

/* "550", "5.1.1", "550-5.1.1": what follows belongs to it. */
static gboolean is_code(const char *token, gsize length)
{
    gsize digits = 0;
    while (digits < length && strchr("0123456789.-#()", token[digits]))
        digits++;
    return length && digits == length;
}

typedef struct {
    const char *text;
    gsize length;
} Token;

static gboolean begins_line(const Token *before, const Token *token)
{
    if (is_rule(before->text, before->length))
        return TRUE;
    if (is_recipient_label(token->text, token->length))
        return !is_code(before->text, before->length);
    return is_rule(token->text, token->length) || is_field_name(token->text, token->length) ||
           (token->length == 3 &&
            (!strncmp(token->text, ">>>", 3) || !strncmp(token->text, "<<<", 3)));
}

void text_unjoin(GString *text)
{
    if (text->len < JOINED_MIN || strcspn(text->str, "\n") + 2 < text->len)
        return;
    Token before = {text->str, 0};
    for (char *at = text->str; *at;) {
        gsize blanks = strspn(at, " \t");
        Token token = {at + blanks, strcspn(at + blanks, " \t\n")};
        if (blanks && token.length && begins_line(&before, &token))
            *at = '\n';
        before = token;
        at += blanks + token.length;
        at += *at == '\n';
    }
}
