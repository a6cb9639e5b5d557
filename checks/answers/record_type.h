/* The types of DNS records by number and by name (RFC 1035 3.2.2, RFC 3596, RFC 6698). */
#ifndef CHECKS_ANSWERS_RECORD_TYPE_H
#define CHECKS_ANSWERS_RECORD_TYPE_H

#include <glib.h>

/* Record types by their IANA numbers; no <ldns/...> outside the DNS files. */
enum {
    TYPE_A = 1,
    TYPE_NS = 2,
    TYPE_CNAME = 5,
    TYPE_SOA = 6,
    TYPE_PTR = 12,
    TYPE_MX = 15,
    TYPE_TXT = 16,
    TYPE_AAAA = 28,
    TYPE_TLSA = 52
};
const char *type_name(guint16 type); /* "MX"; "TYPE65280" for others (static storage per thread) */
guint16 type_from_name(const char *name); /* 0: unknown */

#endif
