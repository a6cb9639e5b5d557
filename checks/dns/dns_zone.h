/* The records of a zone file, looked up as an authority would (RFC 1034 4.3.2, RFC 4592). */
#ifndef CHECKS_DNS_DNS_ZONE_H
#define CHECKS_DNS_DNS_ZONE_H

#include "checks/answers/answers.h"

typedef struct DnsZones DnsZones;

/* Reads RFC 1035 section 5 text: several zones may follow each other; $ORIGIN and $TTL work,
 * $INCLUDE does not. Names without a dot at the end are relative to the root until $ORIGIN is
 * given. NULL and *error "NAME:LINE: what" on the first mistake. */
DnsZones *dns_zones_parse(const char *text, gsize length, const char *name, GError **error);
void dns_zones_free(DnsZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsZones, dns_zones_free)

typedef enum {
    ZONE_RECORDS,  /* records of the type */
    ZONE_ALIAS,    /* one CNAME, which leads elsewhere */
    ZONE_NO_DATA,  /* the name is there, the type is not */
    ZONE_NXDOMAIN, /* nor is the name */
    ZONE_OUTSIDE   /* not for these zones to say: outside of them, or below a delegation */
} ZoneOutcome;

typedef struct {
    ZoneOutcome outcome;
    GPtrArray
        *records; /* Record*, copies with `name` as owner; yours; NULL but for RECORDS and ALIAS */
    guint32 negative_ttl; /* NO_DATA, NXDOMAIN */
    const char *zone;     /* likewise: whose SOA that is; a part of `name` */
} ZoneResult;

/* One step: `name` is normalised, CNAMEs are not followed. */
ZoneResult dns_zones_look_up(const DnsZones *zones, const char *name, guint16 type);

/* Whether the file has the name or one below it. */
gboolean dns_zones_have(const DnsZones *zones, const char *name);

#endif
