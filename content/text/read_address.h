/* Finding addresses and host names in text. */
#ifndef CONTENT_TEXT_READ_ADDRESS_H
#define CONTENT_TEXT_READ_ADDRESS_H

#include <glib.h>

typedef struct {
    gsize start, end; /* byte range of local-part@domain */
} Span;

/* The next address in text[from..length): local-part@domain, where the domain may lack a dot, be an
 * address literal, an IP or an international name. Linear. */
gboolean address_next(const char *text, gsize length, gsize from, Span *span);

/* The address in a field's value or the like: "rfc822; <a@example.net>", "a@example.net (A)".
 * Without an '@', a single word is taken as it is. NULL where there is none. g_free(). */
char *address_from_value(const char *value);

/* Whether it names a mail system and no person: postmaster, mailer-daemon and the like. */
gboolean address_is_system(const char *address, gsize length);

/* The next host name (two labels or more, the last no number) in text[from..length). */
gboolean host_next(const char *text, gsize length, gsize from, Span *span);

/* The next IPv4 or IPv6 address in text[from..length). */
gboolean ip_next(const char *text, gsize length, gsize from, Span *span);

/* An IP address in its canonical text, from "192.0.2.1", "[192.0.2.1]", "IPv6:2001:db8::1". NULL
 * where it is none. g_free(). */
char *ip_canonical(const char *text, gsize length);

/* Whether an IP address can be that of a sending system on the Internet: none that is private,
 * loopback, link-local or unspecified. Documentation ranges count as public. */
gboolean ip_is_public(const char *ip);

#endif
