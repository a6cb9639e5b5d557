/* Exim's main and reject log (spec.txt chapter 53), and cPanel's. */
#include "content/log/log_systems.h"

#include <string.h>

/* "1tFabc-00012x-3K", since 4.97 "1tFabc-00000001Ab2-3K4L". */
static gsize id_length(LogText text)
{
    static const gsize parts[][3] = {{6, 6, 2}, {6, 11, 4}};
    for (guint form = 0; form < G_N_ELEMENTS(parts); form++) {
        gsize at = 0;
        guint part = 0;
        for (; part < 3; part++) {
            gsize end = at + parts[form][part];
            while (at < end && at < text.length && g_ascii_isalnum(text.text[at]))
                at++;
            char behind = at < text.length ? text.text[at] : ' ';
            if (at != end || behind != (part < 2 ? '-' : ' '))
                break;
            at++;
        }
        if (part == 3)
            return at - 1;
    }
    return 0;
}

static LogAct mark_act(LogText message)
{
    static const struct {
        const char *mark;
        LogAct act;
    } marks[] = {{"<= ", LOG_ABOUT},     {"** ", LOG_FAILED},    {"== ", LOG_DELAYED},
                 {"=> ", LOG_DELIVERED}, {"-> ", LOG_DELIVERED}, {">> ", LOG_DELIVERED},
                 {"*> ", LOG_OTHER}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (log_text_begins(message, marks[i].mark))
            return marks[i].act;
    return LOG_NOTHING;
}

/* An id of another form is one where a mark follows it. */
static LogText take_id(LogText message, LogText *id)
{
    if (log_text_begins(message, "["))
        message = log_text_from(message, log_text_until(message, " ").length + 1);
    gsize length = id_length(message), word = log_text_until(message, " ").length;
    if (!length && word > 2 && mark_act(log_text_from(message, word + 1)) != LOG_NOTHING)
        length = word;
    if (!length)
        return message;
    *id = (LogText){message.text, length};
    return log_text_from(message, length + 1);
}

/* The fields end where the words begin: at the first ": ". */
static LogText fields_of(LogText rest, LogText *words)
{
    LogText behind;
    if (!log_text_find(rest, ": ", &behind))
        return rest;
    *words = behind;
    return (LogText){rest.text, rest.length - behind.length - 2};
}

/* "H=name (helo) [192.0.2.1]:1234". */
static LogText host_of(LogText fields)
{
    LogText host = {0};
    if (log_text_begins(fields, "H="))
        host = log_text_from(fields, 2);
    else
        log_text_find(fields, " H=", &host);
    LogText bracket = log_text_until(host, "]");
    gboolean bracketed =
        host.text && bracket.length < host.length && memchr(host.text, '[', bracket.length) != NULL;
    return bracketed ? (LogText){host.text, bracket.length + 1} : log_text_until(host, " ");
}

static void take_sender(LogText fields, LogLine *line)
{
    line->sender = log_text_between(fields, " F=<", ">");
    if (!line->sender.text)
        line->sender = log_text_between(fields, " P=<", ">");
}

/* "a@b.example", "a@b.example <orig@c.example>", "|/bin/pipe <orig@c.example>", "box <a@b>". */
static void take_recipient(LogText fields, LogLine *line)
{
    line->recipient = log_text_until(fields, " ");
    LogText behind = log_text_from(fields, line->recipient.length);
    LogText brackets = log_text_begins(behind, " <") ? log_text_until(log_text_from(behind, 2), ">")
                                                     : (LogText){0};
    if (line->recipient.length && line->recipient.text[line->recipient.length - 1] == ':')
        line->recipient.length--;
    if (brackets.text && !memchr(line->recipient.text, '@', line->recipient.length))
        line->recipient = brackets;
    else
        line->original = brackets;
}

static LogAct read_fate(LogText message, LogAct act, LogLine *line)
{
    LogText fields = fields_of(message, &line->words);
    take_recipient(fields, line);
    take_sender(fields, line);
    line->relay = host_of(fields);
    gboolean address =
        line->recipient.length && memchr(line->recipient.text, '@', line->recipient.length) != NULL;
    return address ? act : LOG_OTHER;
}

static LogAct read_arrival(LogText message, LogLine *line)
{
    LogText sender = log_text_until(message, " ");
    line->sender = log_text_equal(sender, "<>") ? (LogText){sender.text, 0} : sender;
    line->client = host_of(message);
    if (line->client.text)
        line->helo = log_text_between(line->client, "(", ")");
    LogText authenticator = log_text_between(message, " A=", " "), user;
    if (log_text_find(authenticator, ":", &user))
        line->login = user;
    return LOG_ABOUT;
}

/* "H=name (helo) [ip] F=<sender> rejected RCPT <recipient>: words"; with an id where the message
 * had been received: "rejected after DATA: words". */
static LogAct read_rejection(LogText message, LogLine *line)
{
    LogText behind, host = host_of(message);
    if (!host.text || !log_text_find(message, "rejected ", &behind))
        return LOG_NOTHING;
    line->client = host;
    line->helo = log_text_between(host, "(", ")");
    take_sender(message, line);
    line->recipient = log_text_between(behind, "RCPT <", ">");
    if (!line->recipient.text)
        return LOG_OTHER;
    log_text_find(behind, ">: ", &line->words);
    return LOG_REFUSED;
}

LogAct log_exim_read(LogText message, LogLine *line)
{
    LogText rest = take_id(message, &line->id);
    LogAct act = mark_act(rest);
    if (act == LOG_NOTHING) {
        act = read_rejection(rest, line);
        if (act != LOG_NOTHING || !line->id.text)
            return act;
        return log_text_begins(rest, "Completed") ? LOG_ENDED : LOG_OTHER;
    }
    rest = log_text_from(rest, 3);
    if (act == LOG_ABOUT)
        return read_arrival(rest, line);
    return act == LOG_OTHER ? act : read_fate(rest, act, line);
}
