/* A piece of a line, lent: what the parts of a log line are. */
#ifndef CONTENT_LOG_LOG_TEXT_H
#define CONTENT_LOG_LOG_TEXT_H

#include <glib.h>

/* text is NULL where the line does not tell it; an empty text that is told ("from=<>") is not. */
typedef struct {
    const char *text;
    gsize length;
} LogText;

/* Whether `in` holds `words`; *behind, where given, is what follows them. */
gboolean log_text_find(LogText in, const char *words, LogText *behind);
gboolean log_text_begins(LogText in, const char *words);
/* What stands behind `opening` up to one of `closing` or the end; text NULL where `opening` does
 * not stand there. */
LogText log_text_between(LogText in, const char *opening, const char *closing);
/* What is left of `in` from `at`, at most all of it. */
LogText log_text_from(LogText in, gsize at);
/* The first of `in` up to one of `closing`. */
LogText log_text_until(LogText in, const char *closing);
/* How many bytes `in` begins with that are of `set`. */
gsize log_text_span(LogText in, const char *set);
gboolean log_text_equal(LogText text, const char *words);
/* A copy, g_free(); NULL where there is no text. */
char *log_text_dup(LogText text);

#endif
