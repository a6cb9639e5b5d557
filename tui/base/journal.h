/* The session on disk as it grows, so that a lost connection or a crash loses nothing. Below
 * $XDG_STATE_HOME/whybounce, for this person only (0600). */
#ifndef TUI_BASE_JOURNAL_H
#define TUI_BASE_JOURNAL_H

#include <jansson.h>
#include <glib.h>

typedef struct Journal Journal;

/* What is older than so many days is removed. NULL where there is no place for one: then nothing is
 * kept. */
Journal *journal_open(guint days);
/* Leaves what was written; NULL is fine. */
void journal_close(Journal *journal);

/* Writes all of it, in the place of what was there. Failure is no reason to stop: the session goes
 * on. */
void journal_write(Journal *journal, const json_t *state);
/* Nothing is left of this session. */
void journal_remove(Journal *journal);

/* The newest session that has ended without being removed, a new reference; it is taken over, so
 * that it is offered once. NULL: none. */
json_t *journal_take(Journal *journal);

/* TRUE once for this person: the program was not used here before, and now that is kept. */
gboolean journal_first_time(const Journal *journal);

#endif
