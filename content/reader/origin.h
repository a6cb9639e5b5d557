/* Who sent the mail that bounced, and from where, out of all places that may tell it. Wrong is
 * worse than missing: a mail system, a list's robot or whoever a forward went to is not the sender.
 */
#ifndef CONTENT_READER_ORIGIN_H
#define CONTENT_READER_ORIGIN_H

#include "content/reader/read_mail.h"
#include "content/reader/read_phrases.h"
#include "content/reader/read_returned.h"
#include "content/text/facts.h"

/* What the message tells of all its cases alike; what it points to must outlive it. */
typedef struct Origin Origin;

Origin *origin_new(const Mail *mail, const SpottedText *spotted, const Returned *returned);
void origin_free(Origin *origin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Origin, origin_free)

/* Each case has words of its own (log lines, events): the text as a whole tells of none. */
void origin_tell_apart(Origin *origin);

/* Adds the addresses (char*) that are those of the sender and no recipient by mere mention. */
void origin_add_senders(const Origin *origin, GPtrArray *addresses);

/* Whether the words surely say of the address that it sent the mail or logged in. */
gboolean origin_is_ours(const Origin *origin, const char *address);

/* Sets sender, sender_is_from, from, sender_domain, source_ip, source_is_login, helo, login and
 * adds a DKIM key that words name. The sender is what the case has already (status fields, the
 * words of a refusal), else, in this order: the envelope of the returned message; the words of the
 * receiver; the returned From:; who the bounce itself is addressed to (RFC 5321 4.5.5: a
 * notification goes to the envelope sender), in its header or in that above a forward; the header
 * lines of the original mail in the text; the person's own words. */
void origin_complete(const Origin *origin, Facts *facts);

/* The same of a case that has but the words of its refusal: a line of a log. */
void origin_complete_line(Facts *facts);

/* Takes what the header of the mail itself says, as a mail program shows its source ("Show
 * original"): the same facts, where the header tells them; others stay. */
void origin_read_header(Facts *facts, const char *text, gsize length);

#endif
