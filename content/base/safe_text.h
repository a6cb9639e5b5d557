/* Makes untrusted text safe for a screen, a report, a clipboard. The one function that every sink
 * of foreign bytes goes through, whatever the format. */
#ifndef CONTENT_BASE_SAFE_TEXT_H
#define CONTENT_BASE_SAFE_TEXT_H

#include <glib.h>

typedef enum {
    SAFE_TEXT_ONE_LINE = 0,  /* tabs and line ends become one blank */
    SAFE_TEXT_LINES = 1 << 0 /* LF is kept; CR LF and CR become LF; a tab stays a tab */
} SafeTextFlags;

/* Returns a new valid UTF-8 string, g_free() it. C0 controls, DEL, C1 (U+0080-9F, raw or encoded),
 * bidirectional controls (U+061C, 200E-F, 202A-E, 2066-9), zero-width characters, soft hyphen, BOM,
 * line/paragraph separators, tag characters (U+E0000-E007F) and bytes that are not UTF-8 become
 * visible placeholders ("\x1b", "<U+202E>", "<9b>"). `length` is in bytes, -1 for NUL-terminated;
 * NULs within are shown. At most `limit` bytes are returned (0: no limit), cut at a character, an
 * ellipsis "..." marking the cut. NULL gives "". */
char *safe_text(const char *bytes, gssize length, SafeTextFlags flags, gsize limit);

/* Whether safe_text() leaves the character as it is, line ends and tabs apart. */
gboolean safe_text_shows(gunichar character);

#endif
