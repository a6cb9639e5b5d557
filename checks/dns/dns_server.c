#include "checks/dns/dns_server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

enum {
    PORT_LIMIT = 65535,
    LONGEST_WAIT = 400 * 1000, /* microseconds */
    SHORTEST_WAIT = 150 * 1000 /* a resolver that has to ask others itself needs about so long */
};

/* Cuts "[ADDR]:PORT" and the like in two, in place. A bare IPv6 address has colons of its own. */
static const char *split_port(char **address)
{
    char *text = *address, *port = strrchr(text, '@');
    if (port)
        *port++ = '\0';
    if (text[0] != '[')
        return port;
    char *end = strchr(text, ']');
    if (!end)
        return NULL;
    if (!port && end[1] == ':')
        port = end + 2;
    *end = '\0';
    *address = text + 1;
    return port;
}

static gboolean is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(gconstpointer)address;
        return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(gconstpointer)address;
    return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static gboolean port_valid(const char *port)
{
    guint64 number;
    return g_ascii_string_to_unsigned(port, 10, 1, PORT_LIMIT, &number, NULL);
}

/* getaddrinfo() would take "192.0.2" for 192.0.0.2. */
static gboolean address_valid(const char *address)
{
    struct in_addr v4;
    return strchr(address, ':') || inet_pton(AF_INET, address, &v4) == 1;
}

DnsServer *dns_server_new(const char *text, GError **error)
{
    g_autofree char *copy = g_strdup(text);
    char *address = copy;
    const char *port = split_port(&address);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                             .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found = NULL;
    gboolean fine = (!port || port_valid(port)) && address_valid(address) &&
                    getaddrinfo(address, port ? port : "53", &hints, &found) == 0;
    if (!fine) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "resolver \"%s\": give an IP address, or ADDRESS@PORT", text);
        return NULL;
    }
    DnsServer *server = g_new0(DnsServer, 1);
    memcpy(&server->address, found->ai_addr, found->ai_addrlen);
    server->address_length = found->ai_addrlen;
    server->loopback = is_loopback(found->ai_addr);
    server->label = port && strcmp(port, "53") != 0 ? g_strdup_printf("%s@%s", address, port)
                                                    : g_strdup(address);
    freeaddrinfo(found);
    return server;
}

void dns_server_free(DnsServer *server)
{
    if (!server)
        return;
    g_free(server->label);
    g_free(server);
}

void dns_server_measured(DnsServer *server, gint64 round_trip)
{
    if (server->round_trip == 0) {
        server->round_trip = MAX(round_trip, 1);
        server->round_trip_variation = round_trip / 2;
        return;
    }
    gint64 difference = ABS(server->round_trip - round_trip);
    server->round_trip_variation += (difference - server->round_trip_variation) / 4;
    server->round_trip += (round_trip - server->round_trip) / 8;
}

gint64 dns_server_patience(const DnsServer *server)
{
    if (server->round_trip == 0)
        return LONGEST_WAIT;
    gint64 expected = server->round_trip + 4 * server->round_trip_variation;
    return CLAMP(expected, SHORTEST_WAIT, LONGEST_WAIT);
}
