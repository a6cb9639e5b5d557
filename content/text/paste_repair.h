/* Undoing what a paste went through on its way: a margin before every line, blanks that are none,
 * characters without a width, lines that only look empty, the entities of a page's source. */
#ifndef CONTENT_TEXT_PASTE_REPAIR_H
#define CONTENT_TEXT_PASTE_REPAIR_H

#include <glib.h>

/* Each is linear and works in place. Text has LF line ends. */

/* Takes off the blanks that all lines begin with; with them, or where no line is truly empty, lines
 * of nothing but blanks become empty: a header ends at one (RFC 5322 2.1). Any character set. */
void text_take_off_margin(GString *text);

/* Takes out every second line end where a program doubled them all: each line has an odd number of
 * empty lines behind it, and some have three. One where only paragraphs stand apart stays. */
void text_take_off_double_spacing(GString *text);

/* No-break blanks become blanks and characters without a width (U+200B, U+2060, U+FEFF, U+00AD) go
 * from UTF-8 text. The new length. */
gsize text_plain_blanks(char *text);

/* The same where the text is UTF-8 and at least a fifth of its blanks are no-break ones or, without
 * a signature in it, have no width: it was copied from a page. A mail that merely has some keeps
 * its bytes, which may be signed. */
void text_plain_many_blanks(GString *text);

/* Decodes "&lt;" and its like where the text has them and no "<": the source of a page. Any
 * character set that has ASCII in it. */
void text_take_off_entities(GString *text);

#endif
