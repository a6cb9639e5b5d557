/* What a verdict was made of: in one line, what was compared with what. */
#ifndef CHECKS_CASE_CASE_BASIS_H
#define CHECKS_CASE_CASE_BASIS_H

#include "checks/judge/result.h"

/* What the receiver itself found, as the bounce quotes it: "spf=fail; dkim=none; dmarc=fail", of
 * Authentication-Results (RFC 8601), Received-SPF (RFC 7208 9.1), or Gmail's and others' words for
 * them. NULL: it does not say. g_free(). */
char *case_receiver_results(const Facts *facts);

/* "The bounce says: "..."; the DNS says: ...", in the case's language. NULL where no check could
 * tell of the cause, or none was asked. g_free(). */
char *case_verdict_basis(const Result *result);

#endif
