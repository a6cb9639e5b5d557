/* What the files share that walk a case document for a report. */
#ifndef TUI_REPORT_REPORT_PARTS_H
#define TUI_REPORT_REPORT_PARTS_H

#include "tui/report/case_text.h"
#include "tui/report/report_writer.h"

typedef struct {
    const ReportWriter *writer;
    GString *out;
    json_t *document;
    CaseTexts *texts;
} Body;

/* The text at a path, NULL where there is none; lent by the texts. */
const char *body_get(const Body *body, const char *path);

/* The document's word for what stands at `path`, else what stands there. */
const char *body_word(const Body *body, const char *path);

/* Whether it is of a domain check: there is no bounce. */
gboolean body_is_domain_check(const Body *body);

/* `a` unless it is NULL. */
const char *first_of(const char *a, const char *b);

/* GArray of ReportPair; a pair without a text is left out. */
GArray *report_pairs_new(void);
void report_pairs_add(GArray *pairs, const char *label, const char *text, gboolean verbatim);

/* The texts of an array of strings, or of objects with a title; g_ptr_array_unref(). */
GPtrArray *body_texts(const Body *body, json_t *array);

/* A fix: who, steps, record, what came of trying it. */
void report_fix(const Body *body, json_t *fix);

/* What a domain check came to: what would be refused with what to do, then the rest. */
void report_check(const Body *body);

/* What the bounce says, and the remarks on it. */
void report_bounce(const Body *body);

/* The last part: what is not known, why it would help, and the option that fills it in. */
void report_missing(const Body *body);

#endif
