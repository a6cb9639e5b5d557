/* qmail-send's log (qmail-log(5)), and those of its heirs. */
#include "content/log/log_systems.h"

#include <string.h>

static const char digits[] = "0123456789";

static LogText number_behind(LogText message, const char *words)
{
    LogText behind;
    if (!log_text_find(message, words, &behind))
        return (LogText){0};
    return (LogText){behind.text, log_text_span(behind, digits)};
}

/* "starting delivery 12: msg 345 to remote kim@example.net". */
static LogAct read_start(LogText message, LogLine *line)
{
    LogText to;
    line->delivery = number_behind(message, "starting delivery ");
    line->id = number_behind(message, ": msg ");
    if (!log_text_find(message, " to remote ", &to) && !log_text_find(message, " to local ", &to))
        return LOG_OTHER;
    line->recipient = log_text_until(to, " \r");
    return LOG_STARTED;
}

/* Where the other side spoke, its words; qmail's own before them tell who that was. */
static void take_words(LogLine *line)
{
    LogText said, end;
    LogText first = log_text_until(line->words, "_");
    if (first.length && g_ascii_isdigit(first.text[0]))
        line->relay = first;
    if (!log_text_find(line->words, "/Remote_host_said:_", &said))
        return;
    if (log_text_find(said, "/Giving_up_on_", &end))
        said.length -= end.length + strlen("/Giving_up_on_");
    while (said.length && said.text[said.length - 1] == '/')
        said.length--;
    line->words = said;
}

/* "delivery 12: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_..." */
static LogAct read_fate(LogText message, LogLine *line)
{
    static const struct {
        const char *word;
        LogAct act;
    } fates[] = {
        {": failure: ", LOG_FAILED}, {": deferral: ", LOG_DELAYED}, {": success: ", LOG_DELIVERED}};
    line->delivery = number_behind(message, "delivery ");
    for (guint i = 0; i < G_N_ELEMENTS(fates); i++)
        if (log_text_find(message, fates[i].word, &line->words)) {
            take_words(line);
            return fates[i].act;
        }
    return LOG_NOTHING;
}

LogAct log_qmail_read(LogText message, LogLine *line)
{
    if (log_text_find(message, "starting delivery ", NULL))
        return read_start(message, line);
    if (log_text_find(message, "delivery ", NULL))
        return read_fate(message, line);
    if (log_text_find(message, "end msg ", NULL)) {
        line->id = number_behind(message, "end msg ");
        return LOG_ENDED;
    }
    if (log_text_find(message, "info msg ", NULL)) {
        line->id = number_behind(message, "info msg ");
        line->sender = log_text_between(message, " from <", ">");
        return line->sender.text ? LOG_ABOUT : LOG_OTHER;
    }
    gboolean known =
        log_text_find(message, "new msg ", NULL) || log_text_begins(message, "status: local ");
    return known ? LOG_OTHER : LOG_NOTHING;
}
