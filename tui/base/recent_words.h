/* The entries of the list of recent cases (tui/base/recent_cases.h) in words; g_free() each. */
#ifndef TUI_BASE_RECENT_WORDS_H
#define TUI_BASE_RECENT_WORDS_H

#include <jansson.h>
#include <glib.h>

char *recent_time(const json_t *entry); /* "2026-11-24 08:08", where the person is */
/* "11-24 08:08" in the year of `now` (microseconds since 1970), else the date alone. */
char *recent_short_time(const json_t *entry, gint64 now);
char *recent_domain(const json_t *entry); /* "-": none */
char *recent_what(const json_t *entry);   /* its cause, or why it cannot be opened */

#endif
