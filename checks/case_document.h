/* The case document: the one thing that crosses a border (whybounce-case(5)). */
#ifndef CHECKS_CASE_DOCUMENT_H
#define CHECKS_CASE_DOCUMENT_H

#include <jansson.h>
#include "checks/proof.h"

/* The document as the diagnosis stands, a new reference. `proof`: its fixes tried, NULL where they
 * were not (yet). `source_name` and `message` fill "input". */
json_t *case_document(const Diagnosis *diagnosis, const Proof *proof, const char *source_name,
                      int message);

/* "facts" of it, and its "fixes". */
json_t *case_facts(const Facts *facts);
json_t *case_fixes(const Diagnosis *diagnosis, const Proof *proof, GPtrArray *findings,
                   GHashTable *values);

/* jansson's string for any text, null for NULL; bytes that are not UTF-8 are replaced. */
json_t *case_string(const char *text);

#endif
