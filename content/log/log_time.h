/* When a line of a log was written: the stamps of syslog (RFC 3164, RFC 5424), of Exim, Exchange
 * and Haraka (ISO 8601) and of multilog (TAI64N). */
#ifndef CONTENT_LOG_LOG_TIME_H
#define CONTENT_LOG_LOG_TIME_H

#include "content/log/log_text.h"

/* The stamp that the line begins with, seconds of Unix time; *behind is what follows it and its
 * blanks. A stamp without a zone is of the local time, one without a year of the last twelve months
 * before `now`. 0: the line begins with none, *behind is the line. */
gint64 log_time_read(LogText line, gint64 now, LogText *behind);

/* "2026-11-24", "2026-11-24 08:00", RFC 3339, or so long before `now`: "90m" "36h" "7d" "2w".
 * False where it is none of these. */
gboolean log_time_parse(const char *text, gint64 now, gint64 *time);

#endif
