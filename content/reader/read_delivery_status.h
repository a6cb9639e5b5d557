/* Delivery status (RFC 3464), disposition notifications (RFC 8098) and feedback reports (RFC 5965):
 * what stands in fields. */
#ifndef CONTENT_READER_READ_DELIVERY_STATUS_H
#define CONTENT_READER_READ_DELIVERY_STATUS_H

#include "content/text/facts.h"
#include "content/reader/read_reply.h"

/* Adds a Facts for each recipient to `cases`. Takes what the RFC forbids: no blank line between
 * recipients, blank lines within one, a missing type before the ';', only an Original-Recipient. */
void delivery_status_read(const char *text, GPtrArray *cases);

/* Whether a text that is no delivery-status part holds such fields on lines of their own. *start is
 * where they begin. */
gboolean delivery_status_in_text(const char *text, gsize length, gsize *start);

/* Sets diagnostic, reply code and enhanced status from a Diagnostic-Code value or the like, where
 * these are not known yet. */
void facts_set_reply(Facts *facts, const char *value, int confidence);
/* The same from the value of a Diagnostic-Code, with or without its type: "smtp; 550 5.1.1 ...". */
void facts_set_diagnostic(Facts *facts, const char *value);
/* The same from a reply that was found, and its words on one line. */
void facts_take_reply(Facts *facts, const char *words, const Reply *reply, int confidence);

#endif
