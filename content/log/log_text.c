/* Searching in pieces of a line, which no NUL ends. */
#include "content/log/log_text.h"

#include <string.h>

LogText log_text_from(LogText in, gsize at)
{
    at = MIN(at, in.length);
    return (LogText){in.text ? in.text + at : NULL, in.length - at};
}

gboolean log_text_find(LogText in, const char *words, LogText *behind)
{
    gsize length = strlen(words);
    const char *found = in.text ? memmem(in.text, in.length, words, length) : NULL;
    if (found && behind)
        *behind = log_text_from(in, (gsize)(found - in.text) + length);
    return found != NULL;
}

gboolean log_text_begins(LogText in, const char *words)
{
    gsize length = strlen(words);
    return in.text && in.length >= length && !memcmp(in.text, words, length);
}

LogText log_text_until(LogText in, const char *closing)
{
    gsize length = in.length;
    for (; *closing && length; closing++) {
        const char *found = memchr(in.text, *closing, length);
        length = found ? (gsize)(found - in.text) : length;
    }
    return (LogText){in.text, length};
}

LogText log_text_between(LogText in, const char *opening, const char *closing)
{
    LogText behind;
    return log_text_find(in, opening, &behind) ? log_text_until(behind, closing) : (LogText){0};
}

gsize log_text_span(LogText in, const char *set)
{
    gsize length = 0;
    while (length < in.length && in.text[length] && strchr(set, in.text[length]))
        length++;
    return length;
}

gboolean log_text_equal(LogText text, const char *words)
{
    return text.text && text.length == strlen(words) && !memcmp(text.text, words, text.length);
}

char *log_text_dup(LogText text)
{
    return text.text ? g_strndup(text.text, text.length) : NULL;
}
