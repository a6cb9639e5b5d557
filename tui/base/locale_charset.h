/* The charset of the person's locale, where texts, which are UTF-8 inside, go out and come in. A
 * locale of ASCII alone tells nothing of the terminal: UTF-8 is passed on as it is. JSON, HTML and
 * Markdown are UTF-8 for everyone and do not come this way. */
#ifndef TUI_BASE_LOCALE_CHARSET_H
#define TUI_BASE_LOCALE_CHARSET_H

#include <glib.h>
#include <stdio.h>

/* Whether a text can be said in that charset without loss. */
gboolean own_charset_holds(const char *text);

/* A text as the terminal wants it; what its charset lacks becomes "?". g_free(). */
char *own_charset_text(const char *text);
/* The same for a screen, whose cells a locale of ASCII alone cannot fill with more than that. */
char *own_charset_cells(const char *text);
void own_charset_put(const char *text, FILE *stream);
void own_charset_print(FILE *stream, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* What was typed, in UTF-8; what is not in the charset stays as it is. g_free(). */
char *own_charset_typed(const char *line);

/* Bytes of the terminal, as they come, to UTF-8. A character that is cut in two waits for its rest;
 * a byte that begins none is passed on. */
typedef struct OwnCharsetInput OwnCharsetInput;
OwnCharsetInput *own_charset_input_new(void);
void own_charset_input_free(OwnCharsetInput *input); /* NULL is fine */
/* Lent until the next call. */
const GString *own_charset_input_feed(OwnCharsetInput *input, const char *bytes, gsize length);

#endif
