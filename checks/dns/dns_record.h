/* ldns' records as ours. Only the DNS files may include this. */
#ifndef CHECKS_DNS_DNS_RECORD_H
#define CHECKS_DNS_DNS_RECORD_H

#include <ldns/ldns.h>
#include "checks/answers/answers.h"

/* A copy of `rr`; NULL where its parts don't fit its type (too few fields, an address of wrong
 * length). */
Record *dns_record_from_rr(const ldns_rr *rr);

/* Question.name's spelling of a dname; NULL if it is none. g_free(). */
char *dns_name_from_rdf(const ldns_rdf *dname);

/* min(TTL, MINIMUM) of an SOA, RFC 2308 5. */
guint32 dns_negative_ttl(const ldns_rr *soa);

#endif
