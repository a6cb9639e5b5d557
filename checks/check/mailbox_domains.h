/* Well-known mailbox domains (content/lists/mailbox_domains.yaml). */
#ifndef CHECKS_CHECK_MAILBOX_DOMAINS_H
#define CHECKS_CHECK_MAILBOX_DOMAINS_H

#include <glib.h>

/* The well-known domain that `domain` (lower case) was probably meant to be: one slip of the finger
 * away (a letter more, less, other, or two swapped: Damerau), or two where the top level does not
 * exist ("hotnail.con"). NULL where it is far from all, well known itself, or may well be another's
 * ("hotmail.nl" is below a top level that exists). Of several as near, the first of the list. Lent
 * for the process. */
const char *mailbox_domain_meant(const char *domain);
guint mailbox_domains_count(void);

#endif
