/* Addresses that nobody can reach over the Internet. */
#ifndef CHECKS_ANSWERS_ADDRESS_RANGE_H
#define CHECKS_ANSWERS_ADDRESS_RANGE_H

#include <glib.h>

/* Reads "192.0.2.1", "2001:db8::1", with or without the brackets and "IPv6:" of an address literal
 * (RFC 5321 4.1.3). An IPv4-mapped IPv6 address becomes IPv4. Returns 4 or 16, 0 where it is no
 * address. */
gsize address_parse(const char *text, guint8 bytes[static 16]);

/* The canonical text of such bytes (RFC 5952). g_free(). */
char *address_text(const guint8 *bytes, gsize length);

/* Why an address cannot be used from outside (RFC 6890): "private", "loopback", "link-local",
 * "shared", "unspecified", "multicast", "reserved"; NULL for a public one. The ranges for
 * documentation count as public. */
const char *address_unreachable(const guint8 *bytes, gsize length);

/* True where a mail domain is an address literal ("[192.0.2.1]") or a bare IP: nothing to ask the
 * DNS about. */
gboolean domain_is_literal(const char *domain);

#endif
