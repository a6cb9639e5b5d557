/* One line of a mail server's log, taken apart: Exim (cPanel's too), Postfix, Sendmail, qmail
 * (multilog, splogger), OpenSMTPD, Haraka. Exchange's tables are content/log/log_table.h. */
#ifndef CONTENT_LOG_LOG_LINE_H
#define CONTENT_LOG_LOG_LINE_H

#include "content/log/log_text.h"

/* No line is looked at further. */
enum { LOG_LINE_MAX = 16 * 1024 };

typedef enum {
    LOG_NOTHING,   /* no line of a mail server */
    LOG_OTHER,     /* one that tells of no mail's fate, nor who sent it */
    LOG_ABOUT,     /* who sent the mail, from where */
    LOG_STARTED,   /* qmail: a delivery got its number and recipient */
    LOG_FAILED,    /* given up, for this recipient */
    LOG_DELAYED,   /* will be tried again */
    LOG_DELIVERED, /* delivered or handed on */
    LOG_REFUSED,   /* this server refused it from somebody else */
    LOG_EXPIRED,   /* what is left of the mail goes back to its sender */
    LOG_ENDED      /* nothing more will be told of this mail */
} LogAct;

/* Texts are lent by the line; NULL where it does not tell them. */
typedef struct {
    LogAct act;
    gint64 time;       /* Unix time, 0: not told */
    LogText id;        /* of the mail in the queue; qmail: its number of the message */
    LogText delivery;  /* qmail's number of the delivery */
    LogText sender;    /* of the envelope, may be empty */
    LogText recipient; /* the first where there are several */
    LogText others;    /* Sendmail: what follows the first recipient, up to the next field */
    LogText original;  /* the address that was written to, where it differs */
    LogText client;    /* who brought the mail: "host[192.0.2.1]" */
    LogText helo;
    LogText login;  /* who logged in to send */
    LogText relay;  /* who was asked to take it: "mx.example.net[192.0.2.1]:25" */
    LogText status; /* enhanced status, RFC 3463 */
    LogText words;  /* of the refusal */
} LogLine;

/* Takes the line apart, without its line end. `now`: Unix time, for stamps without a year. */
LogLine log_line_read(const char *line, gsize length, gint64 now);

/* Whether it tells the fate of a recipient: FAILED, DELAYED, DELIVERED, REFUSED. */
gboolean log_line_is_fate(const LogLine *line);

/* Whether a text is a log: nearly all of its first lines have the form of one, and some tell of
 * mail. Looks at 64 KiB. */
gboolean log_is(const char *text, gsize length, gint64 now);

#endif
