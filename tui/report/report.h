/* Reports: a case document in, text out. Knows nothing of a case but its document
 * (whybounce-case(5)); every key may be missing. Headings are in the program's language (i18n.h),
 * all else in the words that the document brings. Everything foreign is made safe here. */
#ifndef TUI_REPORT_REPORT_H
#define TUI_REPORT_REPORT_H

#include <glib.h>
#include <jansson.h>

#include "content/base/language.h"

/* The names of the formats, NULL-terminated: "text" "markdown" "html" "json". Static. */
const char *const *report_formats(void);
gboolean report_format_exists(const char *name);
/* The writer of a format, NULL for JSON (tui/report/report_writer.h). */
const struct ReportWriter *report_writer(const char *format);
const char *report_suffix(const char *format); /* "txt" "md" "html" "json", for file names */

/* A report of several cases: open, then each case, then close; print one after the other. `format`
 * must be one of report_formats(). `index` counts the cases from 0. g_free() the results, which may
 * be "". A case ends with a line end; JSON is one line for each case. */
char *report_open(const char *format, Language language);
char *report_case(const char *format, json_t *document, guint index);
/* What several domain checks came to, a line each, before the close: json_t*, documents. */
char *report_table(const char *format, const GPtrArray *documents);
char *report_close(const char *format);

/* The whole report of one case. */
char *report_render(const char *format, json_t *document, Language language);

#endif
