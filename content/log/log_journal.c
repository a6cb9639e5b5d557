/* Records of systemd's journal as lines. */
#include "content/log/log_journal.h"

#include <string.h>

struct LogJournal {
    gint64 time; /* microseconds of Unix time */
    GString *host, *program, *message, *line;
};

LogJournal *log_journal_new(void)
{
    LogJournal *journal = g_new0(LogJournal, 1);
    journal->host = g_string_new(NULL);
    journal->program = g_string_new(NULL);
    journal->message = g_string_new(NULL);
    journal->line = g_string_new(NULL);
    return journal;
}

void log_journal_free(LogJournal *journal)
{
    if (!journal)
        return;
    g_string_free(journal->host, TRUE);
    g_string_free(journal->program, TRUE);
    g_string_free(journal->message, TRUE);
    g_string_free(journal->line, TRUE);
    g_free(journal);
}

gboolean log_journal_is(const char *text, gsize length)
{
    LogText start = {text, length};
    return log_text_begins(start, "__CURSOR=") || log_text_begins(start, "__REALTIME_TIMESTAMP=");
}

static gboolean take_value(LogText field, const char *name, GString *value)
{
    if (!log_text_begins(field, name))
        return FALSE;
    LogText given = log_text_from(field, strlen(name));
    g_string_truncate(value, 0);
    g_string_append_len(value, given.text, (gssize)given.length);
    return TRUE;
}

static gboolean end_record(LogJournal *journal)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(journal->time / G_USEC_PER_SEC);
    gboolean whole = journal->time && journal->message->len && date;
    if (whole) {
        g_autofree char *stamp = g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ");
        g_string_printf(journal->line, "%s %s %s: %s", stamp,
                        journal->host->len ? journal->host->str : "-",
                        journal->program->len ? journal->program->str : "-", journal->message->str);
    }
    journal->time = 0;
    g_string_truncate(journal->host, 0);
    g_string_truncate(journal->program, 0);
    g_string_truncate(journal->message, 0);
    return whole;
}

gboolean log_journal_take(LogJournal *journal, LogText field, LogText *line)
{
    static const char time[] = "__REALTIME_TIMESTAMP=";
    if (!field.length) {
        gboolean whole = end_record(journal);
        *line = (LogText){journal->line->str, journal->line->len};
        return whole;
    }
    if (log_text_begins(field, time)) {
        g_autofree char *digits = log_text_dup(log_text_from(field, strlen(time)));
        journal->time = g_ascii_strtoll(digits, NULL, 10);
    } else if (!take_value(field, "_HOSTNAME=", journal->host) &&
               !take_value(field, "SYSLOG_IDENTIFIER=", journal->program)) {
        take_value(field, "MESSAGE=", journal->message);
    }
    return FALSE;
}

GString *log_journal_lines(const char *text, gsize length)
{
    g_autoptr(LogJournal) journal = log_journal_new();
    GString *lines = g_string_new(NULL);
    LogText rest = {text, length}, line;
    while (rest.length) {
        LogText field = log_text_until(rest, "\n");
        rest = log_text_from(rest, field.length + 1);
        if (log_journal_take(journal, field, &line))
            g_string_append_printf(lines, "%s\n", line.text);
    }
    if (log_journal_take(journal, (LogText){0}, &line))
        g_string_append_printf(lines, "%s\n", line.text);
    return lines;
}
