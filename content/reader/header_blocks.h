/* Header lines as mail programs show them, in text: above a message that was forwarded or copied
 * ("From: ... Sent: ... To: ... Subject: ..."), or those of the returned message in a notice. */
#ifndef CONTENT_READER_HEADER_BLOCKS_H
#define CONTENT_READER_HEADER_BLOCKS_H

#include <glib.h>

typedef struct {
    char *from, *to;      /* addresses; NULL where the line names none or is not there */
    gboolean from_system; /* a mail system wrote it */
    gboolean subject_of_bounce;
    gsize start, end; /* of its lines in the text */
} HeaderBlock;

/* The blocks of at least two such lines, one of them From or To, in order; at most 32. Labels are
 * known in the languages of mail programs, quoting marks, stars, bars and list marks are looked
 * over. GPtrArray of HeaderBlock*, yours. Linear. */
GPtrArray *header_blocks_read(const char *text, gsize length);

/* Whether a mail system and no person writes as `value`, a From: "Mail Delivery System <...>". */
gboolean header_is_of_system(const char *value);

/* Whether the address is one that every mail system has for itself (RFC 2142, mailer-daemon). */
gboolean header_is_robot(const char *address);
/* Whether the subject is that of a notification, and of none that was answered or forwarded. */
gboolean header_is_of_bounce(const char *subject);

#endif
