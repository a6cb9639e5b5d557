/* The structure of a mail: what is notification, what is delivery status, what is the returned
 * message. GMime does the MIME; before it, what people lose on the way (headers, transfer
 * encodings) is put right. */
#ifndef CONTENT_READER_READ_MAIL_H
#define CONTENT_READER_READ_MAIL_H

#include <glib.h>

typedef struct {
    GPtrArray *headers; /* Field* (read_fields.h) of the message itself; empty for bare text */
    GString *prose;     /* readable text outside the returned message, UTF-8 */
    GPtrArray *status; /* char*, delivery-status, disposition-notification, feedback-report parts */
    GString
        *returned; /* header and text of the returned message, UTF-8; empty where there is none */
    char *signed_message;   /* the returned message as it stands there, where it bears a
                               DKIM-Signature; at most MAIL_SIGNED_MAX bytes of it; NULL else */
    GPtrArray *attachments; /* char*, file names in the returned message */
    gsize unread;           /* bytes of prose and status that were beyond the bounds */
    gboolean has_header;
    gboolean is_delivery_report; /* has a message/delivery-status part */
    gboolean is_disposition;     /* has a message/disposition-notification part */
    gboolean is_feedback;        /* has a message/feedback-report part */
    gboolean is_aggregate;       /* carries a DMARC or TLS aggregate report */
} Mail;

/* `text` has LF line ends (text_lines()). Never fails. */
Mail *mail_read(const char *text, gsize length);
void mail_free(Mail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mail, mail_free)

/* The decoded value of a field of the message's header, NULL where there is none. g_free(). */
char *mail_header(const Mail *mail, const char *name);

/* Bounds of what is kept of one mail, in bytes. */
enum { MAIL_PROSE_MAX = 1 << 18, MAIL_RETURNED_MAX = 1 << 17, MAIL_SIGNED_MAX = 1 << 20 };

#endif
