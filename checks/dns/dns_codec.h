/* Questions and answers on the wire (RFC 1035 4), by ldns' codec. What comes in is hostile: it is
 * bounded by its own length, at most 64 KiB. */
#ifndef CHECKS_DNS_DNS_CODEC_H
#define CHECKS_DNS_DNS_CODEC_H

#include "checks/answers/answers.h"

enum { DNS_UDP_PAYLOAD = 1232 }; /* what we offer by EDNS: fits every path unfragmented */

typedef struct {
    gboolean mixed_case; /* letters of the name in random case, to be echoed: harder to spoof */
    gboolean edns;       /* RFC 6891 */
    gboolean recurse;    /* RD */
} DnsRequestOptions;

typedef struct {
    Question question;
    DnsRequestOptions options;
    guint8 *wire;
    gsize length;
    gsize question_length; /* octets of the question section, which follows the 12 of the header */
} DnsRequest;

/* A query with a random id. NULL where the name cannot be encoded. */
DnsRequest *dns_request_new(const Question *question, DnsRequestOptions options);
void dns_request_free(DnsRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsRequest, dns_request_free)

typedef enum {
    DNS_REPLY_FOREIGN,    /* not to this request: id, question or kind of message differ */
    DNS_REPLY_CASE_LOST,  /* to it, but for the letters' case */
    DNS_REPLY_UNREADABLE, /* to it, but malformed, or larger than can be believed */
    DNS_REPLY_NO_EDNS,    /* the server stumbles over EDNS: ask without */
    DNS_REPLY_TRUNCATED,  /* TC: ask over TCP */
    DNS_REPLY_ALIAS, /* a CNAME chain whose end the server left to us: ask for canonical_name */
    DNS_REPLY_ANSWER /* of any status */
} DnsReplyKind;

/* Reads a message that came in answer to `request`. *answer is set, and yours, for ALIAS and
 * ANSWER; its server, times and tries are left to the caller. */
DnsReplyKind dns_reply_read(const DnsRequest *request, const guint8 *bytes, gsize length,
                            gboolean tcp, Answer **answer);

#endif
