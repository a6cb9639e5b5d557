/* A recorded case: a case document that also holds what was asked for and every answer, so that it
 * can be opened again without a network (whybounce-case(5), "request" and "answers"). */
#ifndef CHECKS_CASE_CASE_RECORDING_H
#define CHECKS_CASE_CASE_RECORDING_H

#include <jansson.h>
#include "checks/answers/answers.h"

/* Adds "request" and "answers" to a document. `request` is the one that made it, `index` that of
 * the case within it. */
void case_record(json_t *document, const json_t *request, guint index, const Answers *answers);

/* Adds the input that it was read from to the "request" of such a document; nothing to another. */
void case_record_input(json_t *document, GBytes *input);

/* True where the bytes are a case document, recorded or not: a JSON object with "whybounce". */
gboolean case_document_is(const char *bytes, gsize length);

/* The request (whybounce-engine(5)) that makes a recorded case again: its input, corrections and
 * choices, and "replay" with its answers. A new reference; NULL with *error, one line that names
 * the mend, code an exit code of <sysexits.h>, where the document is broken, of another version, or
 * not recorded. */
json_t *case_replay_request(const char *bytes, gsize length, GError **error);

/* The same as `request` wishes to see it: in its language, with its corrections over the recorded
 * ones, its cause and its zone. Questions that only these ask are "not asked". */
json_t *case_replay_as(const json_t *request, const char *bytes, gsize length, GError **error);

#define CASE_RECORDING_ERROR (case_recording_error_quark())
GQuark case_recording_error_quark(void);

#endif
