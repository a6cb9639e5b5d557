#include "tui/base/theme.h"

/* Readable on light and on dark: no blue, no white, no yellow text without bold; the colour is
 * never the only difference, the words say the same. */
static const struct {
    attr_t attributes;
    short colour; /* -1: the terminal's own */
    char letter;
} looks[STYLE_COUNT] = {
    [STYLE_PLAIN] = {A_NORMAL, -1, '.'},
    [STYLE_TITLE] = {A_BOLD, -1, 'T'},
    [STYLE_LABEL] = {A_NORMAL, COLOR_CYAN, 'L'},
    [STYLE_DIM] = {A_DIM, -1, 'd'},
    [STYLE_GOOD] = {A_NORMAL, COLOR_GREEN, 'G'},
    [STYLE_BAD] = {A_BOLD, COLOR_RED, 'B'},
    [STYLE_WARNING] = {A_BOLD, COLOR_YELLOW, 'W'},
    [STYLE_UNKNOWN] = {A_BOLD, COLOR_MAGENTA, 'U'},
    [STYLE_MARK] = {A_BOLD | A_UNDERLINE, COLOR_YELLOW, 'M'},
    [STYLE_CODE] = {A_NORMAL, COLOR_CYAN, 'C'},
    [STYLE_FOUND] = {A_UNDERLINE, COLOR_CYAN, 'F'},
    [STYLE_HERE] = {A_REVERSE, -1, 'H'},
};

Theme theme_new(gboolean ascii, gboolean colour)
{
    Theme theme = {ascii, colour && has_colors()};
    if (!theme.colour)
        return theme;
    start_color();
    use_default_colors();
    for (short style = 0; style < STYLE_COUNT; style++)
        init_pair((short)(style + 1), looks[style].colour, -1);
    return theme;
}

attr_t theme_attributes(const Theme *theme, Style style)
{
    attr_t attributes = looks[style].attributes;
    if (theme->colour)
        attributes |= (attr_t)COLOR_PAIR(style + 1);
    return attributes;
}

char theme_cell_letter(attr_t attributes, short pair, gboolean blank)
{
    if (attributes & A_REVERSE)
        return 'R';
    if (blank)
        return ' ';
    return pair > 0 && pair <= STYLE_COUNT ? looks[pair - 1].letter
           : attributes & A_BOLD           ? 'b'
                                           : '.';
}
