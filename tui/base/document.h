/* Looking into a case document (contract: whybounce-case(5)). Every key is optional: a strange
 * document gives NULL and empty lists, never a crash. */
#ifndef TUI_BASE_DOCUMENT_H
#define TUI_BASE_DOCUMENT_H

#include <jansson.h>
#include <glib.h>

/* The value at a path of keys, "facts.remote_mta.name", lent; NULL where there is none or it is
 * null. Like jansson's own, it lends without asking for more than a const. */
json_t *document_get(const json_t *document, const char *path);

/* The text there, lent; NULL where there is none, it is no string or it is empty. */
const char *document_text(const json_t *document, const char *path);

/* Text or number as text; NULL as above. g_free(). */
char *document_value(const json_t *document, const char *path);

/* Length of the list there, 0 where there is none; and its members, lent. */
gsize document_count(const json_t *document, const char *path);
json_t *document_at(const json_t *document, const char *path, gsize index);

gboolean document_is(const json_t *document, const char *path, const char *text);

#endif
