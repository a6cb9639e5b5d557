/* Whether receivers take a signature at all, whatever its hash says. */
#ifndef CHECKS_AUTH_DKIM_REFUSAL_H
#define CHECKS_AUTH_DKIM_REFUSAL_H

#include "checks/auth/dkim_key.h"
#include "content/text/facts.h"

/* Why receivers do not accept the returned message's signature by this d= and s=: "rsa-sha1" (RFC
 * 8301 3.1: never valid), "expired" (x= was past when the mail arrived, as far as the bounce shows;
 * RFC 6376 3.5), "other-key-type" (a= does not fit the key's k=; `key` NULL: not compared). NULL:
 * nothing speaks against it, or the signature did not come back. */
const char *dkim_signature_refusal(const Facts *facts, const char *domain, const char *selector,
                                   const DkimKey *key);

#endif
