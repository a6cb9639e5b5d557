/* The case document: the one thing that crosses a border (whybounce-case(5)). */
#ifndef CHECKS_CASE_CASE_DOCUMENT_H
#define CHECKS_CASE_CASE_DOCUMENT_H

#include <jansson.h>
#include "checks/judge/authority.h"
#include "checks/judge/proof.h"

/* What was done with a diagnosis once it was over; each NULL where it was not (yet). */
typedef struct {
    const Proof *proof;         /* its fixes tried */
    const Authority *authority; /* the name servers asked */
} CaseSequel;

/* The document as the diagnosis stands, a new reference. `source_name` and `message` fill "input".
 */
json_t *case_document(const Diagnosis *diagnosis, CaseSequel sequel, const char *source_name,
                      int message);

/* "propagation" of it: null where the name servers were not asked (yet). */
json_t *case_propagation(const Diagnosis *diagnosis, const Authority *authority);

/* "facts" of it, the input beginning at this byte, and its "fixes". */
json_t *case_facts(const Facts *facts, gsize input_offset);
json_t *case_fixes(const Diagnosis *diagnosis, const Proof *proof, GPtrArray *findings,
                   GHashTable *values);

/* "remarks" of it: what there is to know beside the cause, each an "id" and a "text". */
json_t *case_remarks(const Diagnosis *diagnosis, GHashTable *values);

/* jansson's string for any text, null for NULL; bytes that are not UTF-8 are replaced. */
json_t *case_string(const char *text);

#endif
