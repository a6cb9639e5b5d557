/* Which of a log's mails are wanted. */
#ifndef CONTENT_LOG_LOG_WISHES_H
#define CONTENT_LOG_LOG_WISHES_H

#include "content/log/log_line.h"

/* Zero and NULL: all. Texts are lent. */
typedef struct {
    gint64 now;          /* Unix time; for stamps without a year */
    gint64 since, until; /* when the fate was told, Unix time; both inclusive */
    const char *domain;  /* of the sender or the recipient */
    const char *sender;
    gboolean failed_only; /* not what will be tried again */
    gboolean at_once;     /* delayed mail is told at its first delay, not when its end is known */
} LogWishes;

/* Whether a line that tells a fate is wanted; `sender` is the mail's where the line tells none, or
 * NULL. A delay that may become a failure is wanted with failed_only, but not with at_once. */
gboolean log_wishes_allow(const LogWishes *wishes, const LogLine *line, const char *sender);

#endif
