/* From the line to the mail system that wrote it. */
#include "content/log/log_line.h"

#include <string.h>

#include "content/log/log_systems.h"
#include "content/log/log_time.h"

gboolean log_line_is_fate(const LogLine *line)
{
    return line->act == LOG_FAILED || line->act == LOG_DELAYED || line->act == LOG_DELIVERED ||
           line->act == LOG_REFUSED;
}

typedef LogAct (*Reader)(LogText message, LogLine *line);

/* Names of programs as syslog has them, with or without an instance ("postfix-out/smtp"). */
static Reader reader_of(LogText program)
{
    static const struct {
        const char *name;
        Reader reader;
    } programs[] = {{"postfix", log_postfix_read}, {"sendmail", log_sendmail_read},
                    {"sm-mta", log_sendmail_read}, {"sm-msp", log_sendmail_read},
                    {"smtpd", log_opensmtpd_read}, {"exim", log_exim_read},
                    {"haraka", log_haraka_read},   {"qmail", log_qmail_read}};
    for (guint i = 0; i < G_N_ELEMENTS(programs); i++)
        if (log_text_begins(program, programs[i].name))
            return programs[i].reader;
    return NULL;
}

/* "host postfix/smtp[12]: words": the program is the word before the first ": ", "[12]" apart;
 * RFC 5424: "host postfix/smtp 12 - - words". */
static Reader take_program(LogText message, LogText *words)
{
    LogText host = log_text_until(message, " ");
    LogText rest = log_text_from(message, host.length + 1);
    LogText program = log_text_until(rest, " ");
    Reader reader = reader_of(program);
    if (!reader) {
        reader = reader_of(host); /* without the host's name */
        program = host;
        rest = message;
    }
    rest = log_text_from(rest, program.length + 1);
    if (program.length && program.text[program.length - 1] != ':')
        log_text_find(rest, " - - ", &rest);
    *words = rest;
    return reader;
}

/* Of a line that lost its beginning, or that has a form of its own: what it says tells. */
static LogAct read_by_words(LogText message, LogLine *line)
{
    LogText words = message, at;
    if (log_text_find(message, "]: ", &at))
        words = at;
    gboolean to = log_text_find(words, "to=<", NULL);
    if (to && log_text_find(words, " result=\"", NULL))
        return log_opensmtpd_read(words, line);
    if (to && (log_text_find(words, " status=", NULL) || log_text_find(words, "reject: ", NULL)))
        return log_postfix_read(words, line);
    if (to && log_text_find(words, " stat=", NULL))
        return log_sendmail_read(words, line);
    return log_qmail_read(message, line);
}

LogLine log_line_read(const char *text, gsize length, gint64 now)
{
    LogLine line = {0};
    gsize looked = MIN(length, (gsize)LOG_LINE_MAX);
    while (looked && looked < length && ((guchar)text[looked] & 0xc0) == 0x80)
        looked--;
    LogText whole = {text, looked}, message, words;
    if (whole.length && whole.text[whole.length - 1] == '\r')
        whole.length--;
    line.time = log_time_read(whole, now, &message);
    Reader reader = line.time ? take_program(message, &words) : NULL;
    if (reader == log_exim_read) /* by way of syslog, perhaps with a stamp of its own */
        log_time_read(words, now, &words);
    LogAct act = reader ? reader(words, &line) : LOG_NOTHING;
    if (act == LOG_NOTHING && !reader && line.time)
        act = log_exim_read(message, &line);
    if (act == LOG_NOTHING && !reader && line.time)
        act = log_haraka_read(message, &line);
    if (act == LOG_NOTHING && !reader)
        act = read_by_words(message, &line);
    line.act = act == LOG_NOTHING && line.time ? LOG_OTHER : act;
    return line;
}

/* Counts over the lines of a text. */
typedef struct {
    guint lines, known, telling;
} Seen;

static void look_at(LogText text, gint64 now, Seen *seen)
{
    if (log_text_span(text, " \t\r") == text.length)
        return;
    LogLine line = log_line_read(text.text, text.length, now);
    seen->lines++;
    seen->known += line.time != 0;
    seen->telling += line.time && line.act != LOG_NOTHING && line.act != LOG_OTHER;
}

gboolean log_is(const char *text, gsize length, gint64 now)
{
    enum { LOOK_MAX = 64 * 1024, PERCENT_KNOWN = 80, LINES_ENOUGH = 100 };
    Seen seen = {0};
    LogText rest = {text, MIN(length, (gsize)LOOK_MAX)};
    while (rest.length && (seen.lines < LINES_ENOUGH || !seen.telling)) {
        LogText line = log_text_until(rest, "\n");
        gboolean cut = line.length == rest.length && length > LOOK_MAX;
        if (!cut)
            look_at(line, now, &seen);
        rest = log_text_from(rest, line.length + 1);
    }
    return seen.telling && seen.known * 100 >= seen.lines * PERCENT_KNOWN;
}
