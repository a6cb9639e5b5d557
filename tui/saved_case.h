/* A case that was saved as JSON, asked about anew. */
#ifndef TUI_SAVED_CASE_H
#define TUI_SAVED_CASE_H

#include <jansson.h>
#include <glib.h>

/* The request that asks anew about a saved case (whybounce --json), from a copy of the template;
 * *input is what it reads, NULL: nothing; g_bytes_unref() it. NULL where `bytes` are no case
 * document. */
json_t *saved_case_request(const json_t *template, GBytes *bytes, GBytes **input);

#endif
