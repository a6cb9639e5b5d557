/* The name servers of the zone that a name is in, as the DNS says it: whom to ask for the truth
 * before any cache. A function of the answers known so far, as checks are. */
#ifndef CHECKS_DNS_NAME_SERVERS_H
#define CHECKS_DNS_NAME_SERVERS_H

#include "checks/answers/answers.h"

typedef struct {
    char *name;           /* "ns1.example.org" */
    char *servers;        /* its addresses as a server set (Question.servers); NULL: it has none */
    gboolean ipv6_only;   /* of its addresses */
    const Answer *failed; /* why its addresses are not known; NULL: they are, or there are none */
} NameServer;

/* Answers are lent by the Answers. */
typedef struct {
    char *zone;           /* the closest zone that holds the name; NULL: not found */
    GPtrArray *servers;   /* NameServer*, by name */
    const Answer *said;   /* who said so: the NS records */
    const Answer *failed; /* why zone or servers are not known; NULL: they are */
} ZoneServers;

/* Finds the closest zone (its NS records; up the tree by the SOA of negative answers, RFC 2308),
 * its name servers and their addresses. A zone that the resolver gets no answer for is found by
 * asking the servers of the zone above for their delegation and glue (RFC 1034 4.2.2). NULL:
 * pending, all that can be asked is noted. zone_servers_free(). */
ZoneServers *zone_servers_find(Answers *answers, const char *name);
void zone_servers_free(ZoneServers *zone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ZoneServers, zone_servers_free)

/* All addresses of a zone's servers as one server set; NULL where there are none. g_free(). */
char *zone_servers_set(const ZoneServers *zone);

#endif
