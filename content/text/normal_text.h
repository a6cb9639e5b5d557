/* The form of a text that match rules see: whatever a web page, a word processor or a Chinese input
 * method made of a bounce, the same words come out. */
#ifndef CONTENT_TEXT_NORMAL_TEXT_H
#define CONTENT_TEXT_NORMAL_TEXT_H

#include <glib.h>

/* One blank for any white space; full-width letters, digits and punctuation as ASCII; typographic
 * quotes and dashes plain; the repeated code of a multi-line reply ("550-5.7.1 ... 550 5.7.1 ...")
 * only once. Valid UTF-8. */
typedef struct {
    char *text;
    gsize length;
    guint32 *origin; /* length + 1 entries: byte offset in the source of each byte of text */
} NormalText;

/* At most `limit` bytes of the source are read (below 4 GiB). `source` NULL is "". */
NormalText *normal_text_new(const char *source, gsize limit);
void normal_text_free(NormalText *normal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NormalText, normal_text_free)

#endif
