/* How styles look: colours where there are any, attributes always, words in any case. */
#ifndef TUI_BASE_THEME_H
#define TUI_BASE_THEME_H

#include <curses.h>
#include "tui/base/page.h"

typedef struct {
    gboolean ascii; /* no line drawing characters */
    gboolean colour;
} Theme;

/* Curses must be up. `colour` is what the person allows, `ascii` what is asked for. */
Theme theme_new(gboolean ascii, gboolean colour);
attr_t theme_attributes(const Theme *theme, Style style);

/* The letter of a cell's style in a test's dump: "." for plain, "R" in reverse, " " for nothing at
 * all. */
char theme_cell_letter(attr_t attributes, short pair, gboolean blank);

#endif
