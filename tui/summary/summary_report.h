/* A summary as text, Markdown, HTML, JSON or CSV. */
#ifndef TUI_SUMMARY_SUMMARY_REPORT_H
#define TUI_SUMMARY_SUMMARY_REPORT_H

#include "content/base/language.h"
#include "tui/summary/summary.h"

/* `format`: one of report_formats(), or "csv". Bars are drawn by the page itself, without a script
 * or anything loaded. JSON is one object, CSV (RFC 4180) one row for each name of each table; these
 * two are whole, the others show the ten first of a table and twenty addresses. No value of CSV
 * begins a formula. g_free(). */
char *summary_report(const Summary *summary, const char *format, Language language);

#endif
