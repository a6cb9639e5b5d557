/* Bytes to text: character sets, line ends, quoting, HTML. */
#ifndef CONTENT_TEXT_READ_TEXT_H
#define CONTENT_TEXT_READ_TEXT_H

#include <glib.h>

/* The bytes as valid UTF-8. `charset` is what the mail declares, NULL where it doesn't; it is
 * believed where the bytes are valid in it, else the character set is guessed from the bytes
 * (UTF-8, ISO-2022-JP, GB18030, Big5, EUC-JP, KOI8-R, Windows-1251, Windows-1252). NULs become
 * blanks. g_free(). */
char *text_from_bytes(const char *bytes, gsize length, const char *charset);

/* A copy with LF as the only line end; CR LF, CR CR LF and CR are turned into it. UTF-16 with a
 * byte order mark becomes UTF-8, a UTF-8 mark is dropped. */
GString *text_lines(const char *bytes, gsize length);

/* Takes the quoting marks ("> ") off in place, where most lines carry them, at the depth that most
 * of them have. False where the text is not quoted. */
gboolean text_unquote(GString *text);

/* Readable text of HTML: a line for each block, no tags, styles or scripts, entities decoded. At
 * most `limit` bytes are looked at. g_free(). */
char *text_from_html(const char *html, gsize limit);

/* The text with its entities ("&lt;", "&#64;") decoded, all else as it is. */
GString *text_without_entities(const char *source, gsize length);

/* Whether it looks like HTML. */
gboolean text_is_html(const char *text);

#endif
