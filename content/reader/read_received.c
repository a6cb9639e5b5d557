#include "content/reader/read_received.h"
#include "content/text/read_address.h"
#include "content/text/read_fields.h"
#include <string.h>

enum { VALUE_MAX = 2000, FIELDS_READ_MAX = 200 };

/* Where "by" begins: what follows speaks of the server, not of its client. */
static gsize client_length(const char *value, gsize length)
{
    const char *by = memmem(value, length, " by ", 4);
    return by ? (gsize)(by - value) : length;
}

static char *word_after(const char *value, gsize length, const char *label)
{
    const char *at = memmem(value, length, label, strlen(label));
    if (!at)
        return NULL;
    at += strlen(label);
    gsize size = strcspn(at, " \t()[]<>;,");
    size = MIN(size, length - (gsize)(at - value));
    return size && size < 255 ? g_utf8_make_valid(at, (gssize)size) : NULL;
}

static char *find_envelope(const char *value, gsize length)
{
    static const char *const labels[] = {"envelope-from <", "envelope-sender <", "envelope-from "};
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        const char *at = memmem(value, length, labels[i], strlen(labels[i]));
        Span span;
        gsize from = at ? (gsize)(at - value) + strlen(labels[i]) : 0;
        if (at && address_next(value, MIN(length, from + 300), from, &span) &&
            span.start <= from + 2)
            return g_strndup(value + span.start, span.end - span.start);
    }
    return NULL;
}

/* The last A of the protocol stands for SMTP AUTH (RFC 3848, RFC 6531 4.3); Exim of old says asmtp,
 * and some add a remark. */
static gboolean is_login(const char *value, gsize length)
{
    static const char *const protocols[] = {"esmtpa",     "esmtpsa",   "lmtpa",
                                            "lmtpsa",     "asmtp",     "utf8smtpa",
                                            "utf8smtpsa", "utf8lmtpa", "utf8lmtpsa"};
    g_autofree char *lower = g_ascii_strdown(value, (gssize)length);
    gsize by = client_length(lower, strlen(lower));
    g_autofree char *protocol = word_after(lower + by, strlen(lower + by), " with ");
    for (guint i = 0; protocol && i < G_N_ELEMENTS(protocols); i++)
        if (!strcmp(protocol, protocols[i]))
            return TRUE;
    return strstr(lower, "(authenticated sender:") || strstr(lower, "(authenticated_user ") ||
           strstr(lower, "(authenticated bits=");
}

void received_read(const char *value, Hop *hop)
{
    *hop = (Hop){0};
    gsize length = strnlen(value, VALUE_MAX);
    hop->envelope_from = find_envelope(value, length);
    hop->login = is_login(value, length);
    if (g_ascii_strncasecmp(value, "from ", 5) != 0)
        return;
    gsize client = client_length(value, length);
    Span span, inner = {0};
    for (gsize from = 5; ip_next(value, client, from, &span); from = span.end) {
        gboolean bracket = span.start > 0 && strchr("[(:", value[span.start - 1]);
        if (!inner.end || (bracket && value[inner.start - 1] != '['))
            inner = span;
    }
    if (inner.end)
        hop->ip = ip_canonical(value + inner.start, inner.end - inner.start);
    hop->helo = word_after(value, client, "helo=");
    if (!hop->helo)
        hop->helo = word_after(value, client, "HELO ");
    if (!hop->helo)
        hop->helo = word_after(value, client, "from ");
}

static void hop_clear(Hop *hop)
{
    g_clear_pointer(&hop->ip, g_free);
    g_clear_pointer(&hop->helo, g_free);
    g_clear_pointer(&hop->envelope_from, g_free);
}

guint received_last_external(const GPtrArray *fields, Hop *hop)
{
    guint count = 0;
    *hop = (Hop){0};
    for (guint i = 0; i < fields->len; i++) {
        const Field *field = g_ptr_array_index(fields, i);
        if (g_ascii_strcasecmp(field->name, "Received") != 0)
            continue;
        if (++count > FIELDS_READ_MAX || hop->ip)
            continue;
        Hop next;
        received_read(field->value, &next);
        if (!hop->envelope_from)
            hop->envelope_from = g_steal_pointer(&next.envelope_from);
        if (next.ip && ip_is_public(next.ip)) {
            hop->ip = g_steal_pointer(&next.ip);
            hop->login = next.login;
            hop->helo = g_steal_pointer(&next.helo);
        }
        hop_clear(&next);
    }
    return count;
}
