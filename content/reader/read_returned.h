/* The returned message: who sent it, from where, signed by whom, with what links and attachments.
 */
#ifndef CONTENT_READER_READ_RETURNED_H
#define CONTENT_READER_READ_RETURNED_H

#include "content/text/facts.h"

typedef struct {
    char *return_path, *from, *to, *reply_to, *subject, *message_id;
    char *date;               /* as it stands */
    char *source_ip, *helo;   /* of the last hop from outside, by the Received fields */
    gboolean source_is_login; /* that hop's client logged in */
    char *login;              /* who logged in, where a field tells it */
    GPtrArray *results;     /* char*, values of the fields in which hosts note what they checked */
    GPtrArray *dkim;        /* DkimSignature* */
    gsize start;            /* of its header in the text that was read */
    GPtrArray *urls;        /* char* */
    GPtrArray *attachments; /* char* */
    guint received;         /* Received fields */
    gboolean is_bounce;     /* it is itself a bounce */
} Returned;

/* Reads a header with or without a text behind it. Never fails; members are NULL or empty where the
 * text doesn't say. */
Returned *returned_read(const char *text, gsize length);
void returned_free(Returned *returned);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Returned, returned_free)

/* Adds each link in the text to `urls` (char*), once, at most 100. */
void urls_read(const char *text, gsize length, GPtrArray *urls);

/* The names of files with an extension that stand quoted in the text, at most 20 more. */
void attachments_read(const char *text, gsize length, GPtrArray *attachments);

#endif
