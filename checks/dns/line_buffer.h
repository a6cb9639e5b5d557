/* What has come in over a line and is not taken yet: lines, and bytes of announced length. */
#ifndef CHECKS_DNS_LINE_BUFFER_H
#define CHECKS_DNS_LINE_BUFFER_H

#include <glib.h>

typedef struct LineBuffer LineBuffer;

LineBuffer *line_buffer_new(void);
void line_buffer_free(LineBuffer *buffer); /* NULL is fine */

/* Room for `length` bytes more, to be filled before anything else is called; then say how many of
 * them came. */
char *line_buffer_room(LineBuffer *buffer, gsize length);
void line_buffer_add(LineBuffer *buffer, gsize length);

/* The next line without its LF, *length bytes, lent until room is made. NULL: no whole line yet. */
const char *line_buffer_line(LineBuffer *buffer, gsize *length);
/* The next `length` bytes, likewise. NULL: not all of them are here yet. */
const char *line_buffer_bytes(LineBuffer *buffer, gsize length);
/* The next `length` bytes, likewise, but they are not taken. */
const char *line_buffer_peek(const LineBuffer *buffer, gsize length);
/* Bytes not taken yet. */
gsize line_buffer_size(const LineBuffer *buffer);

#endif
