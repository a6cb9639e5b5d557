/* Texts of a case document for reports: found as by document.h, safe to show, and kept together. */
#ifndef TUI_REPORT_CASE_TEXT_H
#define TUI_REPORT_CASE_TEXT_H

#include <glib.h>
#include <jansson.h>

typedef struct CaseTexts CaseTexts;

/* Owns every text that it lends. */
CaseTexts *case_texts_new(void);
void case_texts_free(CaseTexts *texts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CaseTexts, case_texts_free)

/* The text at `path` of document_get() ("" is the node itself) in one line; a number as its digits.
 * NULL where it is missing, null, empty or of another type. */
const char *case_text(CaseTexts *texts, const json_t *node, const char *path);
/* The same with its line ends. */
const char *case_lines(CaseTexts *texts, const json_t *node, const char *path);
/* printf into a text that is lent as the others are. */
const char *case_format(CaseTexts *texts, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
