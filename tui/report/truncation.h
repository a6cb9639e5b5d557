/* What of a message was left out because there was too much of it, in words. */
#ifndef TUI_REPORT_TRUNCATION_H
#define TUI_REPORT_TRUNCATION_H

#include <jansson.h>

/* "500 recipients, 9737856 bytes (the message is too large)" by "facts.left_out" and
 * "facts.unread_bytes" of the case document; NULL where nothing was. g_free(). */
char *left_out_words(const json_t *document);

#endif
