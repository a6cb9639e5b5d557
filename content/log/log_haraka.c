/* Haraka (haraka.github.io, outbound and core): "[NOTICE] [UUID.1.1] [outbound] words". */
#include "content/log/log_systems.h"

#include <string.h>

/* The next "[word] "; *rest is what follows. */
static LogText bracket(LogText *rest)
{
    if (!log_text_begins(*rest, "["))
        return (LogText){0};
    LogText word = log_text_until(log_text_from(*rest, 1), "]");
    *rest = log_text_from(*rest, word.length + 2);
    *rest = log_text_from(*rest, log_text_span(*rest, " "));
    return word;
}

static gboolean is_level(LogText word)
{
    static const char *const levels[] = {"DEBUG", "INFO",  "NOTICE", "WARN",    "ERROR",
                                         "CRIT",  "ALERT", "EMERG",  "PROTOCOL"};
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++)
        if (log_text_equal(word, levels[i]))
            return TRUE;
    return FALSE;
}

static LogAct act_of(LogText words)
{
    if (log_text_begins(words, "delivered "))
        return LOG_DELIVERED;
    return log_text_find(words, " deferred: ", NULL) || log_text_begins(words, "deferred ")
               ? LOG_DELAYED
               : LOG_FAILED;
}

/* "recipient <kim@example.net> rejected: 550 5.1.1 words". */
static LogAct read_recipient(LogText words, LogLine *line)
{
    line->recipient = log_text_between(words, "<", ">");
    if (!log_text_find(words, " rejected: ", &line->words) &&
        !log_text_find(words, " deferred: ", &line->words))
        return LOG_OTHER;
    return act_of(words);
}

/* "hook=rcpt plugin=... params="<kim@example.net>" retval=DENY msg="words"". */
static LogAct read_hook(LogText words, LogLine *line)
{
    line->recipient = log_text_between(words, "params=\"<", ">");
    line->words = log_text_between(words, " msg=\"", "\"");
    LogText answer = log_text_between(words, " retval=", " ");
    if (!line->recipient.text || !log_text_begins(answer, "DENY"))
        return LOG_OTHER;
    return LOG_REFUSED;
}

LogAct log_haraka_read(LogText message, LogLine *line)
{
    LogText rest = message, level = bracket(&rest);
    if (!is_level(level))
        return LOG_NOTHING;
    LogText id = bracket(&rest);
    bracket(&rest); /* who says it */
    /* Each delivery of a mail has a number of its own behind that of the mail. */
    line->id = log_text_equal(id, "-") ? (LogText){0} : log_text_until(id, ".");
    if (log_text_begins(rest, "recipient <"))
        return read_recipient(rest, line);
    if (log_text_begins(rest, "hook=rcpt "))
        return read_hook(rest, line);
    return log_text_begins(rest, "delivered ") ? LOG_DELIVERED : LOG_OTHER;
}
