/* One request to one server: a connected, non-blocking socket of its own, watched by the default
 * GMainContext. */
#ifndef CHECKS_DNS_DNS_TRANSPORT_H
#define CHECKS_DNS_DNS_TRANSPORT_H

#include "checks/dns/dns_server.h"

typedef struct DnsChannel DnsChannel;

typedef enum {
    DNS_CHANNEL_MESSAGE,     /* a message came; more may follow */
    DNS_CHANNEL_UNREACHABLE, /* the network or the host says that nobody listens there */
    DNS_CHANNEL_ENDED        /* TCP: closed without an answer */
} DnsChannelEvent;

/* `bytes` is lent for the call. The channel may be closed from within; after any event but a
 * message it must be. */
typedef void (*DnsChannelCallback)(DnsChannelEvent event, const guint8 *bytes, gsize length,
                                   gpointer data);

/* Opens and sends; `wire` is copied. Nothing is called back from within. NULL where the server
 * cannot be reached. A shortage of our own (descriptors, buffers) counts as a lost packet: a
 * channel that stays silent. */
DnsChannel *dns_channel_open(const DnsServer *server, gboolean tcp, const guint8 *wire,
                             gsize length, DnsChannelCallback callback, gpointer data);
void dns_channel_close(DnsChannel *channel);

#endif
