/* Before and after: what a run of the checks found otherwise than the run before it. */
#ifndef TUI_REPORT_CASE_CHANGES_H
#define TUI_REPORT_CASE_CHANGES_H

#include <glib.h>
#include <jansson.h>

/* The finding of the earlier document that `finding` of the later one stands in the place of: of
 * the same check about the same subject, but with another result. Lent; NULL: nothing changed, or
 * there was none. */
const json_t *case_change_before(const json_t *before, const json_t *finding);

/* "changes" of whybounce-case(5): an array, empty where nothing changed; a new reference. */
json_t *case_changes(const json_t *before, const json_t *after);

#endif
