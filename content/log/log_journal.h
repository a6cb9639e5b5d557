/* systemd's journal as `journalctl -o export` prints it (systemd.io/JOURNAL_EXPORT_FORMATS): a
 * record of fields becomes one line as syslog has it. */
#ifndef CONTENT_LOG_LOG_JOURNAL_H
#define CONTENT_LOG_LOG_JOURNAL_H

#include "content/log/log_text.h"

typedef struct LogJournal LogJournal;

LogJournal *log_journal_new(void);
void log_journal_free(LogJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LogJournal, log_journal_free)

/* Whether a text is such an export: by its first line. */
gboolean log_journal_is(const char *text, gsize length);

/* Takes the next line, without its line end. Where it ends a record that has a message: *line is
 * "2026-11-24T08:00:00Z host program: message", lent until the next call, and TRUE comes back. */
gboolean log_journal_take(LogJournal *journal, LogText field, LogText *line);

/* A whole export as lines of syslog. */
GString *log_journal_lines(const char *text, gsize length);

#endif
