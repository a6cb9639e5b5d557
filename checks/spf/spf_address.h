/* Client addresses and networks as SPF compares them. */
#ifndef CHECKS_SPF_SPF_ADDRESS_H
#define CHECKS_SPF_SPF_ADDRESS_H

#include <glib.h>

typedef struct {
    guint8 bytes[16]; /* network order */
    gsize length;     /* 4 or 16 */
} SpfAddress;

/* IPv4 or IPv6 text; an IPv4-mapped IPv6 address becomes IPv4 (RFC 7208 5). False: no address. */
gboolean spf_address_parse(const char *text, SpfAddress *address);
/* True where the first `prefix` bits (0 to 8 * length) of a network of the same family are the
 * address's. */
gboolean spf_address_within(const SpfAddress *address, const guint8 *network, gsize length,
                            int prefix);
/* What %{i} stands for (RFC 7208 7.3): "192.0.2.1", or 32 upper-case nibbles with dots. g_free().
 */
char *spf_address_dotted(const SpfAddress *address);
/* As people write it: %{c}. g_free(). */
char *spf_address_text(const SpfAddress *address);

#endif
