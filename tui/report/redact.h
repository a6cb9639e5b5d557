/* Redaction: what is personal in a case document is replaced by pseudonyms, the same one in all
 * places: local parts of addresses (user1@example.net), names (in headers, before an address, where
 * a letter greets and ends), message ids, subjects, and on wish the sending IP; what stands behind
 * the host of a link goes. Domains stay: without them a case says nothing. */
#ifndef TUI_REPORT_REDACT_H
#define TUI_REPORT_REDACT_H

#include <glib.h>
#include <jansson.h>

typedef enum { REDACT_NONE, REDACT_ADDRESSES, REDACT_ALL /* IPs too */ } RedactLevel;

/* "none", "addresses", "all"; FALSE: none of these. */
gboolean redact_level_from_name(const char *name, RedactLevel *level);

typedef struct Redaction Redaction;

/* Pseudonyms are given in the order of appearance and kept for the life of this. */
Redaction *redaction_new(RedactLevel level);
void redaction_free(Redaction *redaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Redaction, redaction_free)

/* The document with everything replaced, a new reference; it learns what is in it first. Byte
 * ranges of the input are dropped: they would be wrong. */
json_t *redaction_document(Redaction *redaction, const json_t *document);
/* Learns from a document without replacing anything. */
void redaction_learn(Redaction *redaction, const json_t *document);
/* A text with what is known replaced; g_free(). */
char *redaction_text(Redaction *redaction, const char *text);

typedef struct {
    char *original, *pseudonym;
} Replacement;
/* What it has learnt, in order: const Replacement*, lent. */
const GPtrArray *redaction_list(const Redaction *redaction);

#endif
