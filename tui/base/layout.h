/* A page in lines of a given width. */
#ifndef TUI_BASE_LAYOUT_H
#define TUI_BASE_LAYOUT_H

#include "tui/base/page.h"

typedef struct {
    char *text;   /* safe, no line end */
    GArray *runs; /* Run: byte ranges of text, in order; bytes outside of them are plain */
    int item;     /* the item that the line belongs to, -1: none */
    guint block;  /* the number of its block */
} Line;

/* GPtrArray of Line*, no line wider than `width` columns (at least 1); yours. */
GPtrArray *page_layout(const Page *page, int width);

/* The first and the last line of an item; FALSE where there is none. */
gboolean layout_item(const GPtrArray *lines, int item, int *first, int *last);

/* The first line with something in a style; -1: there is none. */
int layout_style(const GPtrArray *lines, Style style);

#endif
