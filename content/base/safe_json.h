/* JSON as text in which no character can harm a terminal or mislead a reader. */
#ifndef CONTENT_BASE_SAFE_JSON_H
#define CONTENT_BASE_SAFE_JSON_H

#include <jansson.h>
#include <glib.h>

/* Appends `json` (any value; NULL is null) to `out`, compact, members in their order. What
 * safe_text() would replace stands there as its \uXXXX escape (surrogate pairs above U+FFFF, RFC
 * 8259 7): nothing is lost, the value is equal. */
void safe_json_append(GString *out, const json_t *json);

#endif
