/* Addresses that a mail system made of another one: by the sender rewriting of forwarders (SRS), by
 * bounce tags (BATV), by the envelope of mailing lists (VERP), by Exchange's encapsulation. */
#ifndef CONTENT_READER_READ_REWRITTEN_H
#define CONTENT_READER_READ_REWRITTEN_H

#include "content/text/facts.h"

/* The form that the address has, ADDRESS_PLAIN for none of them. *original, where given, is what it
 * was made of, g_free(): an address, with ADDRESS_ENCAPSULATED maybe an X.500 name ("/o=..."); NULL
 * with ADDRESS_PLAIN. *forwarder, where given, is the domain of the host that forwarded first, with
 * ADDRESS_SRS and ADDRESS_FORWARDING; NULL else; g_free(). Forms:
 * - SRS (openspf.org/svn/project/specs/drafts/draft-mengwong-sender-rewrite, 2003):
 *   SRS0=HASH=DAY=DOMAIN=LOCAL@FORWARDER, SRS1=HASH=FORWARDER==HASH=DAY=DOMAIN=LOCAL@SECOND, and
 *   Microsoft 365's MAILBOX+SRS=HASH=DAY=DOMAIN=LOCAL@FORWARDER.
 * - BATV (draft-levine-smtp-batv-01 3): prvs=TAG=LOCAL@DOMAIN, and Exim's prvs=LOCAL/TAG;
 * Barracuda's btv1==TAG==LOCAL.
 * - VERP (cr.yp.to/proto/verp.txt): LIST-LOCAL=DOMAIN@LISTS, LIST+LOCAL=DOMAIN@LISTS.
 * - Gmail's envelope of forwarded mail: MAILBOX+caf_=LOCAL=DOMAIN@gmail.com; *original is MAILBOX,
 *   which forwards to LOCAL@DOMAIN.
 * - Encapsulation (MS-OXOABK, IMCEA): IMCEASMTP-LOCAL+40DOMAIN@GATEWAY, IMCEAEX-_O=ORGANISATION...:
 *   '_' is '/', "+XX" a byte. */
AddressForm address_form(const char *address, char **original, char **forwarder);

/* Notes in facts->rewritten which of sender, recipient and original recipient were made of another
 * address, and tells from it, and from the recipients, whether the mail was forwarded: sets
 * `forwarded`, and where it is missing `original_recipient`. `written_to` is the address in the
 * returned To:, or NULL. To be called once the facts have their places. */
void rewritten_read(Facts *facts, const char *written_to);

#endif
