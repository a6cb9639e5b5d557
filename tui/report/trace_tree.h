/* The trace of a finding (whybounce-case(5)) as a tree: each term below the include or redirect
 * that led to it, with the look-ups that its branch costs (RFC 7208 4.6.4 allows ten). */
#ifndef TUI_REPORT_TRACE_TREE_H
#define TUI_REPORT_TRACE_TREE_H

#include <glib.h>
#include <jansson.h>

typedef struct {
    char *branch;     /* "|-" and what stands before it; "" for the first line */
    char *text;       /* the term, what came of it, what it costs; foreign: not safe yet */
    gboolean decided; /* it matched */
    gboolean beyond;  /* a look-up of it is one too many */
} TraceLine;

/* The lines of the tree, its total first; NULL where the finding has no trace. `ascii`: drawn
 * without line drawing characters. GPtrArray of TraceLine*, yours. */
GPtrArray *trace_tree(const json_t *finding, gboolean ascii);

#endif
