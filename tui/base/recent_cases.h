/* The cases of the last days, one file each below $XDG_STATE_HOME/whybounce, for this person only
 * (0600): recorded case documents (whybounce-case(5)), which open like any that was saved. */
#ifndef TUI_BASE_RECENT_CASES_H
#define TUI_BASE_RECENT_CASES_H

#include <jansson.h>
#include <glib.h>

/* What is kept at most: cases, bytes of them together, and bytes of the input in each. */
enum { RECENT_CASES_MAX = 200, RECENT_BYTES_MAX = 16 * 1024 * 1024, RECENT_INPUT_MAX = 64 * 1024 };

typedef struct RecentCases RecentCases;

/* What is older than so many days is removed with the next case that is kept; 0: nothing is kept
 * any more, what is there can be listed. NULL where there is no place for them. */
RecentCases *recent_cases_open(guint days);
void recent_cases_close(RecentCases *recent); /* NULL is fine */

/* Whether it may name a case: digits and hyphens, so that it leads nowhere else. */
gboolean recent_case_id_is_valid(const char *id);

/* Keeps a case document under an id, in the place of one that has it. The oldest go where there are
 * too many or too large ones. FALSE: it was not written. */
gboolean recent_cases_keep(RecentCases *recent, const char *id, const json_t *document);

/* Newest first, an array of {"id", "time" (RFC 3339, UTC), "cause" (its title, null: none),
 * "domain" (of the recipient, else of the sender; null), "check" (true: a domain check), "wrong"}.
 * "wrong" says that the file is no case to be opened: "damaged", "foreign" (of another version or
 * owner), "unreadable"; else null. A new reference. */
json_t *recent_cases_list(const RecentCases *recent);

/* A case as it was kept. NULL with *error, one line: there is none of that id, or it cannot be
 * read. g_bytes_unref(). */
GBytes *recent_cases_read(const RecentCases *recent, const char *id, GError **error);

/* Its file, for who opens cases by name; NULL: no id. g_free(). */
char *recent_case_path(const RecentCases *recent, const char *id);

/* FALSE: there was none of that id, or it could not be removed. */
gboolean recent_cases_delete(const RecentCases *recent, const char *id);
/* How many are gone. */
guint recent_cases_delete_all(const RecentCases *recent);

#endif
