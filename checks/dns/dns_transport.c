#include "checks/dns/dns_transport.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

enum { UDP_LIMIT = 4096, TCP_PREFIX = 2 };

struct DnsChannel {
    int descriptor; /* -1: stays silent */
    gboolean tcp;
    GSource *watch;
    GByteArray *out; /* TCP: what is still to be sent */
    GByteArray *in;  /* TCP: what came so far */
    DnsChannelCallback callback;
    gpointer data;
};

static gboolean is_shortage(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM ||
           error == EAGAIN || error == EINTR;
}

static void unwatch(DnsChannel *channel)
{
    if (!channel->watch)
        return;
    g_source_destroy(channel->watch);
    g_source_unref(channel->watch);
    channel->watch = NULL;
}

static void watch(DnsChannel *channel, GIOCondition condition, GUnixFDSourceFunc function)
{
    unwatch(channel);
    channel->watch = g_unix_fd_source_new(channel->descriptor, condition);
    g_source_set_callback(channel->watch, G_SOURCE_FUNC(function), channel, NULL);
    g_source_attach(channel->watch, NULL);
}

static void report(DnsChannel *channel, DnsChannelEvent event)
{
    channel->callback(event, NULL, 0, channel->data);
}

/* UDP. A connected socket takes datagrams from its server only, and learns of ICMP errors. */

static gboolean on_datagram(int descriptor, GIOCondition condition, gpointer data)
{
    DnsChannel *channel = data;
    guint8 bytes[UDP_LIMIT];
    (void)condition;
    ssize_t length = recv(descriptor, bytes, sizeof bytes, 0);
    if (length >= 0)
        channel->callback(DNS_CHANNEL_MESSAGE, bytes, (gsize)length, channel->data);
    else if (!is_shortage(errno))
        report(channel, DNS_CHANNEL_UNREACHABLE);
    return G_SOURCE_CONTINUE;
}

static gboolean start_udp(DnsChannel *channel, const guint8 *wire, gsize length)
{
    watch(channel, G_IO_IN | G_IO_ERR, on_datagram);
    return send(channel->descriptor, wire, length, MSG_NOSIGNAL) >= 0 || is_shortage(errno);
}

/* TCP, with the length before each message (RFC 1035 4.2.2). */

static gsize expected(const GByteArray *in)
{
    return TCP_PREFIX + ((gsize)in->data[0] << 8 | in->data[1]);
}

static gboolean on_stream(int descriptor, GIOCondition condition, gpointer data)
{
    DnsChannel *channel = data;
    guint8 bytes[UDP_LIMIT];
    (void)condition;
    GByteArray *in = channel->in;
    gsize room = in->len < TCP_PREFIX ? TCP_PREFIX - in->len : expected(in) - in->len;
    ssize_t length = recv(descriptor, bytes, MIN(room, sizeof bytes), 0);
    if (length < 0 && is_shortage(errno))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        report(channel, DNS_CHANNEL_ENDED);
        return G_SOURCE_CONTINUE;
    }
    g_byte_array_append(in, bytes, (guint)length);
    if (in->len < TCP_PREFIX || in->len < expected(in))
        return G_SOURCE_CONTINUE;
    /* Not touched after the call: it may close the channel. */
    g_autoptr(GByteArray) message = g_steal_pointer(&channel->in);
    channel->in = g_byte_array_new();
    channel->callback(DNS_CHANNEL_MESSAGE, message->data + TCP_PREFIX, message->len - TCP_PREFIX,
                      channel->data);
    return G_SOURCE_CONTINUE;
}

static gboolean on_writable(int descriptor, GIOCondition condition, gpointer data)
{
    DnsChannel *channel = data;
    (void)condition;
    ssize_t sent = send(descriptor, channel->out->data, channel->out->len, MSG_NOSIGNAL);
    if (sent < 0 && is_shortage(errno))
        return G_SOURCE_CONTINUE;
    if (sent < 0) {
        report(channel, DNS_CHANNEL_UNREACHABLE);
        return G_SOURCE_CONTINUE;
    }
    g_byte_array_remove_range(channel->out, 0, (guint)sent);
    if (channel->out->len == 0)
        watch(channel, G_IO_IN | G_IO_ERR | G_IO_HUP, on_stream);
    return G_SOURCE_CONTINUE;
}

static gboolean start_tcp(DnsChannel *channel, const guint8 *wire, gsize length)
{
    const guint8 prefix[TCP_PREFIX] = {(guint8)(length >> 8), (guint8)length};
    channel->in = g_byte_array_new();
    channel->out = g_byte_array_new();
    g_byte_array_append(channel->out, prefix, sizeof prefix);
    g_byte_array_append(channel->out, wire, (guint)length);
    watch(channel, G_IO_OUT | G_IO_ERR | G_IO_HUP, on_writable);
    return TRUE;
}

static gboolean start(DnsChannel *channel, const DnsServer *server, const guint8 *wire,
                      gsize length)
{
    int kind = (channel->tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    channel->descriptor = socket(server->address.ss_family, kind, 0);
    if (channel->descriptor < 0)
        return is_shortage(errno);
    if (connect(channel->descriptor, (const struct sockaddr *)&server->address,
                server->address_length) != 0 &&
        errno != EINPROGRESS)
        return is_shortage(errno);
    return channel->tcp ? start_tcp(channel, wire, length) : start_udp(channel, wire, length);
}

DnsChannel *dns_channel_open(const DnsServer *server, gboolean tcp, const guint8 *wire,
                             gsize length, DnsChannelCallback callback, gpointer data)
{
    DnsChannel *channel = g_new0(DnsChannel, 1);
    channel->tcp = tcp;
    channel->callback = callback;
    channel->data = data;
    if (start(channel, server, wire, length))
        return channel;
    dns_channel_close(channel);
    return NULL;
}

void dns_channel_close(DnsChannel *channel)
{
    if (!channel)
        return;
    unwatch(channel);
    if (channel->descriptor >= 0)
        close(channel->descriptor);
    if (channel->out)
        g_byte_array_unref(channel->out);
    if (channel->in)
        g_byte_array_unref(channel->in);
    g_free(channel);
}
