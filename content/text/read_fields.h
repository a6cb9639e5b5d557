/* Header fields (RFC 5322 2.2) as they stand in messages, delivery-status parts and pastes: folded
 * or not, with blanks before the colon, indented. */
#ifndef CONTENT_TEXT_READ_FIELDS_H
#define CONTENT_TEXT_READ_FIELDS_H

#include <glib.h>

typedef struct {
    char *name;  /* as given */
    char *value; /* unfolded, without blanks around */
} Field;

/* GPtrArray of Field*, in order. Reads from the start of `text` to the first blank line, or the
 * first line that is neither field nor continuation. *used, where given, is what was read, the
 * blank line included. At most FIELDS_MAX fields are kept. */
GPtrArray *fields_read(const char *text, gsize length, gsize *used);
enum { FIELDS_MAX = 4000 };

/* The value of the first field of that name, caseless; lent; NULL where there is none. */
const char *fields_get(const GPtrArray *fields, const char *name);

/* The length of a field name at the start of a line that has a colon behind it, 0 where there is
 * none. */
gsize field_name_length(const char *line, gsize length);

/* Decodes encoded words (RFC 2047) and raw bytes in a field's value to UTF-8. g_free(). */
char *field_decode(const char *value);

/* Whether the text begins with a message header: at least two fields, one of them a usual one.
 * Blank lines and an mbox "From " line before it are looked over. *start is where it begins. */
gboolean fields_at_start(const char *text, gsize length, gsize *start);

#endif
