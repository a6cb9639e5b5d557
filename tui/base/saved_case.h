/* A case that was saved as JSON, asked about anew. */
#ifndef TUI_BASE_SAVED_CASE_H
#define TUI_BASE_SAVED_CASE_H

#include <jansson.h>
#include <glib.h>

/* The request that asks anew about a saved case (whybounce --json), from a copy of the template;
 * *input is what it reads, NULL: nothing; g_bytes_unref() it. NULL where `bytes` are no case
 * document. */
json_t *saved_case_request(const json_t *template, GBytes *bytes, GBytes **input);

/* Makes a request to diagnose, with its "facts", one about what was read of a case, for where the
 * input itself is not at hand: its facts and cause become corrections. Returns the words to be read
 * with them; g_bytes_unref(). */
GBytes *saved_case_words(json_t *request, const json_t *document);

#endif
