/* The organisational domain: the part of a name that somebody registered (Public Suffix List). */
#ifndef CHECKS_DNS_ORGANISATION_H
#define CHECKS_DNS_ORGANISATION_H

#include <glib.h>

/* "www.example.co.uk" gives "example.co.uk", a pointer into `domain`, which must be lower case and
 * in A-labels; a public suffix itself gives NULL. */
const char *organisational_domain(const char *domain);

/* Whether names are registered below `suffix` (lower case, A-labels): "com", "co.uk". A top level
 * that is not on the list does not exist. */
gboolean domain_suffix_exists(const char *suffix);

#endif
