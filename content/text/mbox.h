/* Where the messages of an mbox (RFC 4155) begin. */
#ifndef CONTENT_TEXT_MBOX_H
#define CONTENT_TEXT_MBOX_H

#include <glib.h>

/* No separator line is longer. */
enum { MBOX_LINE_MAX = 400 };

/* Whether a message's separator line stands at `line`: "From addr-spec timestamp". */
gboolean mbox_line(const char *line, const char *stop);

/* Where the next separator line behind a blank line begins, at or behind `from`; `stop` where there
 * is none. Lines end with LF or CR LF. */
const char *mbox_next(const char *from, const char *stop);

#endif
