/* The case document: the one thing that crosses a border (whybounce-case(5)). */
#ifndef CHECKS_CASE_CASE_DOCUMENT_H
#define CHECKS_CASE_CASE_DOCUMENT_H

#include <jansson.h>
#include "checks/judge/authority.h"

/* The document of a result as it stands, a new reference. `pending`: the names of its checks that
 * are not done, as "pending" of the document; taken over. `authority`: the name servers asked, NULL
 * where they were not (yet). `source_name` and `message` fill "input". */
json_t *case_document(const Result *result, json_t *pending, const Authority *authority,
                      const char *source_name, int message);

/* Adds a check that is not done to what case_document() takes as `pending`. */
void case_pending_add(json_t *pending, const char *check, const char *role, Language language);

/* "propagation" of it: null where the name servers were not asked (yet). */
json_t *case_propagation(const Result *result, const Authority *authority);

/* "facts" of it, the input beginning at this byte, and its "fixes". */
json_t *case_facts(const Facts *facts, gsize input_offset);
json_t *case_fixes(const Result *result);
json_t *case_fix(const Result *result, const ResultFix *fix);

/* "check" of it: what a domain check came to; null where it was none. */
json_t *case_check(const Result *result);

/* "remarks" of it: what there is to know beside the cause, each an "id" and a "text". */
json_t *case_remarks(const Result *result);

/* "missing" of it: what the checks that could prove the cause lack, each a "fact" (a key of a
 * request's "facts"), "why" and the "option" that fills it in; none once the verdict stands. */
json_t *case_missing_facts(const Result *result);

/* jansson's string for any text, null for NULL; bytes that are not UTF-8 are replaced. */
json_t *case_string(const char *text);

#endif
