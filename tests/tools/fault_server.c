/* A name server with faults, for tests.
 *
 *     fault_server [-v] [-l ADDR[@PORT]]... FILE
 *
 * Listens on UDP and TCP at each -l (127.0.0.1 and a free port where none is given), prints
 * "ADDR@PORT" on a line of its own for each as soon as all answer, then serves until it is killed
 * or its parent ends. -v tells each question on stderr ("udp 1 example.org. MX", "+norec" behind it
 * where RD is clear).
 *
 * FILE holds one entry a line; '#' or ';' begins a comment line:
 *
 *     RECORD                 as in a zone file, $ORIGIN and $TTL too, no parentheses; names are
 *                            relative to the root; wildcards and CNAMEs work; a missing name
 *                            below a SOA is NXDOMAIN, outside of all SOAs REFUSED
 *     !NAME [TYPE] FAULT...  what goes wrong with that question; NAME may be "*" (all) and
 *                            "*.ZONE" (ZONE and all below); the most special entry counts
 *
 * Each FAULT is one of
 *
 *     delay=MS         answer late
 *     drop             never answer
 *     drop=N           not the first N times
 *     every=N          not each N-th time
 *     loss=P[:SEED]    P percent of the UDP questions are lost at random, the same for a SEED
 *     first=N          the entry counts for the first N questions only
 *     on=N             the entry counts at the N-th address only
 *     rcode=NAME       SERVFAIL, REFUSED, 9...
 *     ede=CODE[:TEXT]  RFC 8914, '_' for blanks
 *     tc               truncated over UDP
 *     tcprefused       TCP closes without an answer
 *     ad, aa, noaa     flags
 *     badid            another id
 *     badquestion      another name in the question
 *     badsource        from another port
 *     garbage          noise behind a right id
 *     lowercase        the question's letters lose their case
 *     noedns           FORMERR to EDNS
 *     headeronly       12 octets, with rcode=
 *     nochase          CNAMEs are not followed
 *     referral         no answer, but the name servers of elsewhere
 *     delegated        not the answer, but the NS records of the name, and glue: as its parent
 *     raw=HEX          these octets behind the question, counted as one answer
 */
#include "checks/dns/dns_alarm.h"
#include "checks/dns/dns_server.h"
#include "tests/fault/reply.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MESSAGE_LIMIT = 65535, PORT_TRIES = 20 };

typedef struct {
    World *world;
    guint number; /* 1 for the first */
    int udp, tcp;
    int elsewhere; /* a UDP socket at another port */
} Listener;

typedef struct {
    Listener *listener;
    int descriptor;
    guint watch;
    GByteArray *in;
} Connection;

/* A reply on its way. */
typedef struct {
    int descriptor; /* a duplicate */
    gboolean tcp;
    struct sockaddr_storage to;
    socklen_t to_length;
    GBytes *wire;
    DnsAlarm *alarm;
} Delivery;

static gboolean verbose;

static G_GNUC_NORETURN void fail(const char *what)
{
    fprintf(stderr, "fault_server: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void deliver(gpointer data)
{
    Delivery *delivery = data;
    gsize length;
    const guint8 *bytes = g_bytes_get_data(delivery->wire, &length);
    ssize_t sent;
    if (delivery->tcp) {
        g_autofree guint8 *framed = g_malloc(length + 2);
        framed[0] = (guint8)(length >> 8);
        framed[1] = (guint8)length;
        memcpy(framed + 2, bytes, length);
        sent = send(delivery->descriptor, framed, length + 2, MSG_NOSIGNAL);
    } else {
        sent = sendto(delivery->descriptor, bytes, length, MSG_NOSIGNAL,
                      (const struct sockaddr *)&delivery->to, delivery->to_length);
    }
    if (sent < 0 && verbose)
        fprintf(stderr, "reply: %s\n", strerror(errno));
    close(delivery->descriptor);
    g_bytes_unref(delivery->wire);
    dns_alarm_free(delivery->alarm);
    g_free(delivery);
}

/* Takes over reply.wire. */
static void schedule(FaultReply reply, int descriptor, gboolean tcp,
                     const struct sockaddr_storage *to, socklen_t to_length)
{
    Delivery *delivery = g_new0(Delivery, 1);
    delivery->descriptor = dup(descriptor);
    delivery->tcp = tcp;
    if (to)
        delivery->to = *to;
    delivery->to_length = to_length;
    delivery->wire = reply.wire;
    delivery->alarm = dns_alarm_new(deliver, delivery);
    dns_alarm_set(delivery->alarm, reply.delay ? g_get_monotonic_time() + reply.delay * 1000 : 0);
}

static void tell(const Listener *listener, gboolean tcp, const guint8 *query, gsize length)
{
    ldns_pkt *packet = NULL;
    if (!verbose || ldns_wire2pkt(&packet, query, length) != LDNS_STATUS_OK)
        return;
    const ldns_rr *question = ldns_rr_list_rr(ldns_pkt_question(packet), 0);
    char *name = question ? ldns_rdf2str(ldns_rr_owner(question)) : NULL;
    char *type = question ? ldns_rr_type2str(ldns_rr_get_type(question)) : NULL;
    fprintf(stderr, "%s %u %s %s%s\n", tcp ? "tcp" : "udp", listener->number, name, type,
            ldns_pkt_rd(packet) ? "" : " +norec");
    free(name);
    free(type);
    ldns_pkt_free(packet);
}

static gboolean on_udp(int descriptor, GIOCondition condition, gpointer data)
{
    Listener *listener = data;
    static guint8 query[MESSAGE_LIMIT];
    struct sockaddr_storage from;
    socklen_t from_length = sizeof from;
    (void)condition;
    ssize_t length =
        recvfrom(descriptor, query, sizeof query, 0, (struct sockaddr *)&from, &from_length);
    if (length < 0)
        return G_SOURCE_CONTINUE;
    tell(listener, FALSE, query, (gsize)length);
    FaultReply reply = fault_reply(listener->world, query, (gsize)length, FALSE, listener->number);
    if (reply.wire)
        schedule(reply, reply.from_elsewhere ? listener->elsewhere : descriptor, FALSE, &from,
                 from_length);
    return G_SOURCE_CONTINUE;
}

static void connection_close(Connection *connection)
{
    close(connection->descriptor);
    g_byte_array_unref(connection->in);
    g_free(connection);
}

static gboolean on_connection(int descriptor, GIOCondition condition, gpointer data)
{
    Connection *connection = data;
    guint8 bytes[4096];
    (void)condition;
    ssize_t length = recv(descriptor, bytes, sizeof bytes, 0);
    if (length > 0)
        g_byte_array_append(connection->in, bytes, (guint)length);
    gsize have = connection->in->len;
    const guint8 *in = connection->in->data;
    gsize expected = have >= 2 ? ((gsize)in[0] << 8 | in[1]) + 2 : 2;
    if (length > 0 && have < expected)
        return G_SOURCE_CONTINUE;
    if (length > 0 && expected > 2) {
        tell(connection->listener, TRUE, in + 2, expected - 2);
        FaultReply reply = fault_reply(connection->listener->world, in + 2, expected - 2, TRUE,
                                       connection->listener->number);
        if (reply.wire)
            schedule(reply, descriptor, TRUE, NULL, 0);
    }
    connection_close(connection);
    return G_SOURCE_REMOVE;
}

static gboolean on_tcp(int descriptor, GIOCondition condition, gpointer data)
{
    (void)condition;
    int accepted = accept4(descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (accepted < 0)
        return G_SOURCE_CONTINUE;
    Connection *connection = g_new0(Connection, 1);
    connection->listener = data;
    connection->descriptor = accepted;
    connection->in = g_byte_array_new();
    g_unix_fd_add(accepted, G_IO_IN | G_IO_HUP, on_connection, connection);
    return G_SOURCE_CONTINUE;
}

static int bind_socket(int kind, const struct sockaddr *address, socklen_t length)
{
    int descriptor = socket(address->sa_family, kind | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        fail("socket");
    if (bind(descriptor, address, length) != 0) {
        close(descriptor);
        return -1;
    }
    return descriptor;
}

static gboolean open_sockets(Listener *listener, DnsServer *at)
{
    struct sockaddr *address = (struct sockaddr *)&at->address;
    socklen_t length = at->address_length;
    listener->udp = bind_socket(SOCK_DGRAM | SOCK_NONBLOCK, address, length);
    if (listener->udp < 0)
        fail(at->label);
    getsockname(listener->udp, address, &length);
    listener->tcp = bind_socket(SOCK_STREAM | SOCK_NONBLOCK, address, length);
    if (listener->tcp < 0)
        close(listener->udp);
    return listener->tcp >= 0;
}

static guint16 *port_of(struct sockaddr_storage *address)
{
    return address->ss_family == AF_INET ? &((struct sockaddr_in *)address)->sin_port
                                         : &((struct sockaddr_in6 *)address)->sin6_port;
}

/* Prints where it listens. `text`: "ADDR" for a free port, or "ADDR@PORT". */
static void listen_at(World *world, const char *text, guint number)
{
    g_autoptr(GError) error = NULL;
    DnsServer *at = dns_server_new(text, &error);
    if (!at) {
        fprintf(stderr, "fault_server: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
    gboolean any = strpbrk(text, "@]") == NULL;
    Listener *listener = g_new0(Listener, 1);
    listener->world = world;
    listener->number = number;
    int tries = 0;
    do {
        if (any)
            *port_of(&at->address) = 0;
    } while (!open_sockets(listener, at) && any && ++tries < PORT_TRIES);
    if (listener->tcp < 0 || listen(listener->tcp, 64) != 0)
        fail(at->label);
    guint16 port = ntohs(*port_of(&at->address));
    *port_of(&at->address) = 0;
    listener->elsewhere =
        bind_socket(SOCK_DGRAM, (const struct sockaddr *)&at->address, at->address_length);
    g_unix_fd_add(listener->udp, G_IO_IN, on_udp, listener);
    g_unix_fd_add(listener->tcp, G_IO_IN, on_tcp, listener);
    printf("%.*s@%u\n", (int)strcspn(at->label, "@"), at->label, port);
    dns_server_free(at);
}

static gboolean on_signal(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

int main(int argc, char **argv)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new();
    int option;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    while ((option = getopt(argc, argv, "vl:")) != -1) {
        if (option == 'v')
            verbose = TRUE;
        else if (option == 'l')
            g_ptr_array_add(addresses, optarg);
        else
            return EXIT_FAILURE;
    }
    if (optind + 1 != argc) {
        fprintf(stderr, "usage: fault_server [-v] [-l ADDR[@PORT]]... FILE\n");
        return EXIT_FAILURE;
    }
    World *world = world_load(argv[optind]);
    if (addresses->len == 0)
        g_ptr_array_add(addresses, (gpointer)(guintptr) "127.0.0.1");
    for (guint i = 0; i < addresses->len; i++)
        listen_at(world, g_ptr_array_index(addresses, i), i + 1);
    fflush(stdout);

    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, on_signal, loop);
    g_unix_signal_add(SIGINT, on_signal, loop);
    g_main_loop_run(loop);
    world_free(world);
    return EXIT_SUCCESS;
}
