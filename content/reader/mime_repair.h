/* Putting right what is lost of a mail on the way to a paste: the header that named the boundary,
 * the header that named the transfer encoding. */
#ifndef CONTENT_READER_MIME_REPAIR_H
#define CONTENT_READER_MIME_REPAIR_H

#include <glib.h>

/* The boundary of a multipart body whose header is missing or doesn't say: a line "--X" with a
 * "Content-..." field on the next. NULL where there is none in the first 256 KiB. g_free(). */
char *repair_find_boundary(const char *body, gsize length);

/* The text without its transfer encoding, where it is base64 or quoted-printable with nobody saying
 * so; NULL where it is neither. *decoded_length is set. g_free(). */
char *repair_decode(const char *text, gsize length, gsize *decoded_length);

#endif
