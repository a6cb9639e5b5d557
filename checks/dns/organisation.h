/* The organisational domain: the part of a name that somebody registered (Public Suffix List). */
#ifndef CHECKS_DNS_ORGANISATION_H
#define CHECKS_DNS_ORGANISATION_H

/* "www.example.co.uk" gives "example.co.uk", a pointer into `domain`, which must be lower case and
 * in A-labels; a public suffix itself gives NULL. */
const char *organisational_domain(const char *domain);

#endif
