/* A log of any size as a stream: of all its lines only those come out that tell of mail that was
 * not delivered, the lines of one mail together, as a text that read_input() takes (exigrep does
 * the like). What it keeps meanwhile is bounded. */
#ifndef CONTENT_LOG_LOG_STREAM_H
#define CONTENT_LOG_LOG_STREAM_H

#include "content/log/log_wishes.h"

/* What became of the lines. */
typedef struct {
    guint64 lines;
    guint64 other;     /* of them: tell nothing of the fate of a recipient */
    guint64 delivered; /* recipients that were served */
    guint64 failed;    /* recipients told: given up or refused */
    guint64 delayed;   /* recipients told: will be tried again */
    guint64 repeated;  /* delays of recipients that are told once */
    guint64 unwanted;  /* recipients not served that the wishes leave out */
    guint64 cut;       /* lines longer than is looked at */
} LogCounts;

typedef struct LogStream LogStream;

/* The texts of the wishes are lent for the life of the stream. */
LogStream *log_stream_new(const LogWishes *wishes);
void log_stream_free(LogStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LogStream, log_stream_free)

/* Whether an input that begins with these bytes is a log: lines, a journal's export or a table. */
gboolean log_stream_is(const char *text, gsize length, gint64 now);

/* The next bytes of the log, cut anywhere. */
void log_stream_add(LogStream *stream, const char *bytes, gsize length);
/* No more will come: what waits for its end is told as it stands. */
void log_stream_end(LogStream *stream);

/* The next lines to be read, some hundred recipients at most; *mails is how many mails they speak
 * of. `all`: also what does not fill a piece yet. NULL: none. The caller owns it. */
GBytes *log_stream_take(LogStream *stream, gboolean all, guint *mails);

const LogCounts *log_stream_counts(const LogStream *stream);

#endif
