/* A name server to ask, and what we learnt about it. */
#ifndef CHECKS_DNS_SERVER_H
#define CHECKS_DNS_SERVER_H

#include <glib.h>
#include <sys/socket.h>

typedef struct {
    struct sockaddr_storage address;
    socklen_t address_length;
    char *label;         /* "192.0.2.53", "127.0.0.1@5300" */
    gboolean loopback;   /* its AD flag can be believed */
    guint case_losses;   /* answers whose letters' case was not ours */
    gboolean lacks_edns; /* answered only without EDNS */
} DnsServer;

/* From "ADDR", "ADDR@PORT", "[ADDR]@PORT", "[ADDR]:PORT"; IPv6 may have a scope, "fe80::1%eth0".
 * NULL and *error (one line that names the mend) for anything else. */
DnsServer *dns_server_new(const char *text, GError **error);
void dns_server_free(DnsServer *server);

#endif
