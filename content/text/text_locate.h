/* Finding many texts in one input: the input is brought into a comparable shape once. */
#ifndef CONTENT_TEXT_TEXT_LOCATE_H
#define CONTENT_TEXT_TEXT_LOCATE_H

#include "content/text/facts.h"

/* The input with each run of blanks, line breaks and quoting marks ("> " at the begin of a line) as
 * one blank, and a way back to the byte offsets. */
typedef struct TextLocator TextLocator;

TextLocator *text_locator_new(const char *input, gsize length);
void text_locator_free(TextLocator *locator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextLocator, text_locator_free)

/* As text_locate(). Looks behind the last place found first, then from the begin. All look-ups
 * together take time linear in the input: once the locator has looked at 64 times the input, it
 * finds nothing any more. */
gboolean text_locator_find(TextLocator *locator, const char *text, gsize *start, gsize *end);

#endif
