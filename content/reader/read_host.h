/* Who speaks: the remote and the reporting host, as named in prose or in a field. */
#ifndef CONTENT_READER_READ_HOST_H
#define CONTENT_READER_READ_HOST_H

#include "content/text/facts.h"
#include "content/reader/read_phrases.h"

typedef struct {
    char *name, *ip; /* either may be NULL */
} Host;

void host_clear(Host *host);

/* The remote host that text[start..end) names: "host mx.example.net[192.0.2.1] said". FALSE: none.
 */
gboolean host_find_remote(const SpottedText *spotted, gsize start, gsize end, Host *host);

/* The host that an Exchange bounce was made by: it is the one that refused where no other is named.
 */
gboolean host_find_generator(const SpottedText *spotted, Host *host);

/* The host that wrote the bounce: "This is the mail system at host mx.example.org". g_free(). */
char *host_find_reporting(const SpottedText *spotted);

/* A Remote-MTA, Reporting-MTA field: "dns; mx.example.net (192.0.2.1)", "dns; [192.0.2.1]". */
gboolean host_from_field(const char *value, Host *host);

#endif
