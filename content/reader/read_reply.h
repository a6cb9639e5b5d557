/* SMTP replies in text: reply code (RFC 5321 4.2), enhanced status (RFC 3463), the words. */
#ifndef CONTENT_READER_READ_REPLY_H
#define CONTENT_READER_READ_REPLY_H

#include <glib.h>

typedef struct {
    char code[4];    /* "550", "" where there is none */
    char status[12]; /* "5.1.1", "" where there is none */
    gsize start;     /* where the reply begins: at the code, else at the status */
    gsize end;       /* where its words end */
    int score;       /* how sure it is a reply; 0: nothing was found */
} Reply;

/* More speaks for a reply of this score than that its number is one of a reply's. */
enum { REPLY_SURE = 30 };

/* The most likely reply in text[0..length). */
Reply reply_find(const char *text, gsize length);

/* Whether text[at] begins an enhanced status; *end is set behind it. */
gboolean reply_status_at(const char *text, gsize length, gsize at, gsize *end);

/* Where the words of a reply that begins at `start` end: behind its last line with the same code,
 * or at the bracket or quote that it stands in, or before a blank line, another reply, a field, a
 * rule, the next recipient. */
gsize reply_end(const char *text, gsize length, gsize start);

/* A reply as one line of words: line breaks and blanks folded, "550-5.7.1 text 550 5.7.1 text"
 * without its repeated codes. At most `limit` bytes. g_free(). */
char *reply_unfold(const char *text, gsize length, gsize limit);

#endif
