/* Columns of a terminal: how wide a text is, where it may be cut and broken. */
#ifndef TUI_BASE_WIDTH_H
#define TUI_BASE_WIDTH_H

#include <glib.h>

/* Columns of one character by wcwidth(3); a character that the locale does not know takes 1. */
int char_width(gunichar character);

/* Columns of `length` bytes of UTF-8 (-1: NUL-terminated). A byte that is no UTF-8 takes 1. */
int text_width(const char *text, gssize length);

/* The longest prefix of at most `columns` columns, in bytes: never half of a character, never a
 * base character without its combining ones. */
gsize text_fit(const char *text, gsize length, int columns);

/* A new copy of at most `columns` columns, the cut marked by ".."; g_free(). */
char *text_cut(const char *text, int columns);

/* A byte range of a text. */
typedef struct {
    gsize start, end;
} TextRange;

/* Breaks a text into lines of at most `first` (the first line) and `columns` (all others) columns:
 * at blanks, at line ends, between two wide characters as Chinese breaks (no closing punctuation at
 * the start of a line, no opening one at its end), else anywhere. Blanks at a break belong to no
 * line. An empty text gives one empty line. GArray of TextRange, yours. */
GArray *text_wrap(const char *text, gsize length, int first, int columns);

#endif
