/* A page: what a screen has to say, without where on the terminal it goes. The curses wizard lays
 * it out in a window, the plain mode prints it as lines with numbered items. All texts are copied
 * and may be foreign: the page makes them safe (content/base/safe_text.h). */
#ifndef TUI_BASE_PAGE_H
#define TUI_BASE_PAGE_H

#include <glib.h>
#include "tui/base/keys.h"

typedef enum {
    STYLE_PLAIN,
    STYLE_TITLE,
    STYLE_LABEL,
    STYLE_DIM,
    STYLE_GOOD,
    STYLE_BAD,
    STYLE_WARNING,
    STYLE_UNKNOWN, /* could not tell: never drawn like good or bad */
    STYLE_MARK,    /* the words that decided */
    STYLE_CODE,    /* a record, an address: to be copied as it stands */
    STYLE_FOUND,   /* a place that was searched for */
    STYLE_HERE,    /* ... the one that the person stands on */
    STYLE_COUNT
} Style;

typedef enum {
    BLOCK_BLANK,
    BLOCK_TEXT, /* wrapped at `indent`, its first line starts with `mark` */
    BLOCK_PAIR, /* label and value, the values of a page aligned */
    BLOCK_ROW   /* a row of a table, columns aligned */
} BlockKind;

/* A run of bytes in one style. */
typedef struct {
    Style style;
    gsize start, end; /* bytes of Block.text */
} Run;

typedef struct {
    BlockKind kind;
    int indent;
    int item;           /* number of the item, -1: none */
    guint table;        /* BLOCK_ROW: rows of one number share their columns */
    char *mark;         /* BLOCK_TEXT: "1." or NULL; BLOCK_PAIR: the label */
    GString *text;      /* safe, LF where a line must end */
    GArray *runs;       /* Run; BLOCK_ROW: one for each cell */
    GArray *found;      /* Run of text: what was searched for (tui/base/search.h), NULL: nothing */
    GArray *mark_found; /* Run of mark, likewise */
} Block;

/* What Enter does on an item. */
typedef struct {
    Command command;
    int argument;
} PageItem;

typedef struct Page {
    GPtrArray *blocks;   /* Block* */
    GArray *items;       /* PageItem */
    struct Page *detail; /* the pane below, NULL: none */
    char *detail_title;
    int detail_rows;     /* rows it would like */
    gboolean follow_end; /* show the end rather than the start: text that is arriving */
    gboolean show_mark;  /* start at the words that decided */
    int caret;           /* >= 0: the hardware cursor goes to the end of the last line */
    guint tables;
    int next_item;
} Page;

Page *page_new(void);
void page_free(Page *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

/* One empty line; none at the top, and never two. */
void page_blank(Page *page);
/* A line of its own above a part of the page, with a blank line before it. */
void page_heading(Page *page, const char *text);
/* NULL or "" adds nothing, here and below. Line ends in `text` are kept. */
void page_text(Page *page, Style style, int indent, const char *text);
void page_format(Page *page, Style style, int indent, const char *format, ...) G_GNUC_PRINTF(4, 5);
/* A paragraph that hangs on a mark: "1.", "-". */
void page_marked(Page *page, const char *mark, Style style, int indent, const char *text);
void page_pair(Page *page, const char *label, Style style, const char *value);

/* A paragraph of several styles: begin it, then add runs to it. */
void page_begin(Page *page, int indent);
/* ... that hangs on a mark; NULL: on none. */
void page_begin_marked(Page *page, const char *mark, int indent);
void page_run(Page *page, Style style, const char *bytes, gssize length);

/* A table: page_table() starts one, then page_row() with its cells (NULL is an empty one). */
typedef struct {
    Style style;
    const char *text;
} Cell;
void page_table(Page *page);
void page_row(Page *page, const Cell *cells, guint count);

/* The next block is an item that the person can go to. */
void page_item(Page *page, Command command, int argument);

/* Makes a pane at the bottom of `page` and returns it, lent. */
Page *page_detail(Page *page, const char *title, int rows);

#endif
