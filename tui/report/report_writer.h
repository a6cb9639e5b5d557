/* What a report format must be able to write, and the parts that a report is made of. All texts
 * given to a writer are safe (safe_text.h): valid UTF-8 of one line, or with line ends where it
 * says so. A writer escapes them for its own syntax. */
#ifndef TUI_REPORT_REPORT_WRITER_H
#define TUI_REPORT_REPORT_WRITER_H

#include <glib.h>
#include <jansson.h>

#include "content/base/language.h"

/* A label and its text; `verbatim` where the text is quoted from the bounce or the DNS. */
typedef struct {
    const char *label, *text;
    gboolean verbatim;
} ReportPair;

/* A finding as it is shown. */
typedef struct {
    const char *effect; /* "confirms", as in the document */
    const char *word;   /* the same for a person: "PROOF" */
    const char *text;
    GPtrArray *evidence; /* const char* */
} ReportFinding;

typedef struct {
    const char *title, *url; /* url is https:// or http://, or the link is not written */
} ReportLink;

/* A bar of a chart: how much of `most` it is. */
typedef struct {
    const char *label, *note;
    guint count, most;
} ReportBar;

/* GArray of ReportPair for pairs, of ReportBar for bars, GPtrArray of const char* for items. Each
 * appends a whole block.
 */
typedef struct ReportWriter {
    void (*open)(GString *out, Language language);
    void (*between)(GString *out); /* before each case but the first */
    void (*title)(GString *out, const char *text);
    void (*answer)(GString *out, const GArray *pairs); /* the verdict in at most 11 lines */
    void (*heading)(GString *out, const char *text);
    void (*subheading)(GString *out, const char *text);
    void (*paragraph)(GString *out, const char *text); /* with line ends */
    void (*pairs)(GString *out, const GArray *pairs);
    void (*items)(GString *out, const GPtrArray *items, gboolean numbered);
    void (*finding)(GString *out, const ReportFinding *finding);
    void (*code)(GString *out, const char *text);     /* with line ends, to be copied as it is */
    void (*links)(GString *out, const GArray *links); /* of ReportLink */
    void (*bars)(GString *out, const GArray *bars);
    void (*close)(GString *out);
} ReportWriter;

extern const ReportWriter report_text, report_markdown, report_html;

/* Writes one case. */
void report_write_case(const ReportWriter *writer, GString *out, json_t *document);

/* Writes a line for each of several domain checks. */
void report_write_table(const ReportWriter *writer, GString *out, const GPtrArray *documents);

#endif
