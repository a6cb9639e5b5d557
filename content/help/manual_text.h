/* A page of the manual as paragraphs that wrap at any width. */
#ifndef CONTENT_HELP_MANUAL_TEXT_H
#define CONTENT_HELP_MANUAL_TEXT_H

#include <glib.h>

typedef enum { MANUAL_PLAIN, MANUAL_HEADING, MANUAL_STRONG, MANUAL_EMPHASIS } ManualStyle;

/* A range of bytes in a style other than plain. */
typedef struct {
    ManualStyle style;
    gsize start, end;
} ManualRun;

typedef struct {
    gboolean apart; /* a blank line before it */
    int indent;     /* columns */
    char *mark;     /* what it hangs on: "1.", the name of the program in SYNOPSIS; NULL: nothing */
    GString *text;  /* UTF-8, LF where a line must end */
    GArray *runs;   /* ManualRun of text, in order */
} ManualParagraph;

/* Reads what `mandoc -T html -O fragment` makes of a page: its sections, without the lines above
 * and below them. Where that is no well-formed markup, what stands before the fault. GPtrArray of
 * ManualParagraph*, yours. */
GPtrArray *manual_text_read(const char *html, gsize length);

#endif
