/* The case document: the one thing that crosses a border (whybounce-case(5)). */
#ifndef CHECKS_CASE_DOCUMENT_H
#define CHECKS_CASE_DOCUMENT_H

#include <jansson.h>
#include "checks/diagnosis_private.h"

/* The document as the diagnosis stands, a new reference. `source_name` and `message` fill "input".
 */
json_t *case_document(const Diagnosis *diagnosis, const char *source_name, int message);

/* "facts" of it, and its "fixes". */
json_t *case_facts(const Facts *facts);
json_t *case_fixes(const Diagnosis *diagnosis, GPtrArray *findings, GHashTable *values);

/* True where a fix applies to what was found. */
gboolean fix_applies(const Fix *fix, GPtrArray *findings);

/* The sentence of a finding, in the document's language. g_free(). */
char *case_finding_sentence(const Diagnosis *diagnosis, const Finding *finding);

/* jansson's string for any text, null for NULL; bytes that are not UTF-8 are replaced. */
json_t *case_string(const char *text);

#endif
