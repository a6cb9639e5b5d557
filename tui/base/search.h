/* Searching a page: where words stand in its texts and labels, whatever width it is laid out to. */
#ifndef TUI_BASE_SEARCH_H
#define TUI_BASE_SEARCH_H

#include "tui/base/page.h"

/* A place: the block of the page, and its item (-1: none). */
typedef struct {
    guint block;
    int item;
} SearchPlace;

/* Marks (STYLE_FOUND) each place where `words` stand, in capitals or not, a blank standing for any
 * blanks and line ends; the place number `here` (from 1; 0: none) is marked as STYLE_HERE. The pane
 * below the page is not searched. Returns the places in order: GArray of SearchPlace, yours. */
GArray *search_page(Page *page, const char *words, guint here);

#endif
