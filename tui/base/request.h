/* Requests to the engine, as the command line asks for them. */
#ifndef TUI_BASE_REQUEST_H
#define TUI_BASE_REQUEST_H

#include <jansson.h>
#include "content/base/language.h"
#include "tui/base/options.h"

/* The parts that all requests of this run share: language, resolvers, zone, corrections. A new
 * reference; NULL with *error if the zone file cannot be read. */
json_t *request_template(const Options *options, Language language, GError **error);

/* A copy of the template for one input, to be sent with its bytes (engine_send_input()). */
json_t *request_diagnose(const json_t *template, const char *source_name);
/* Says that the input is message `number` of a mailbox and begins at byte `offset` of it. */
void request_set_place(json_t *request, gsize offset, int number);
/* Says that the input was joined from lines of a log, and its first mail is the log's `number`th.
 */
void request_set_joined(json_t *request, int number);
json_t *request_check(const json_t *template, const char *domain);

/* The same for a bundled sample, which brings its own zone and so asks nobody; *mail is its input,
 * g_bytes_unref() it. NULL where there is none of that name. */
json_t *request_sample(const json_t *template, const char *name, GBytes **mail);

/* Sets the time that a sample was made at, for it stays as old as it was. */
void request_set_sample_time(json_t *request);

#endif
