/* A name server to ask, and what we learnt about it. */
#ifndef CHECKS_DNS_DNS_SERVER_H
#define CHECKS_DNS_DNS_SERVER_H

#include <glib.h>
#include <sys/socket.h>

typedef struct {
    struct sockaddr_storage address;
    socklen_t address_length;
    char *label;                             /* "192.0.2.53", "127.0.0.1@5300" */
    gboolean loopback;                       /* its AD flag can be believed */
    guint case_losses;                       /* answers whose letters' case was not ours */
    gboolean lacks_edns;                     /* answered only without EDNS */
    gint64 round_trip, round_trip_variation; /* microseconds, smoothed; 0: not measured yet */
} DnsServer;

/* From "ADDR", "ADDR@PORT", "[ADDR]@PORT", "[ADDR]:PORT"; IPv6 may have a scope, "fe80::1%eth0".
 * NULL and *error (one line that names the mend) for anything else. */
DnsServer *dns_server_new(const char *text, GError **error);
void dns_server_free(DnsServer *server);

/* Takes a measured round trip (microseconds) into account, as RFC 6298 section 2 smooths it. */
void dns_server_measured(DnsServer *server, gint64 round_trip);
/* How long to wait for this server until a question counts as lost, microseconds: 400 ms, or less,
 * not under 150 ms, where its round trips are known to be short. */
gint64 dns_server_patience(const DnsServer *server);

#endif
