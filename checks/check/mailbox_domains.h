/* Well-known mailbox domains (content/lists/mailbox_domains.yaml). */
#ifndef CHECKS_CHECK_MAILBOX_DOMAINS_H
#define CHECKS_CHECK_MAILBOX_DOMAINS_H

#include <glib.h>

/* The well-known domain that `domain` (lower case) is one slip of the finger away from: a letter
 * more, less, other, or two swapped (Damerau). NULL where it is far from all, or well known itself.
 * Lent for the process. */
const char *mailbox_domain_meant(const char *domain);
guint mailbox_domains_count(void);

#endif
