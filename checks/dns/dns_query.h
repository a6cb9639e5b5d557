/* The life of one question: which server, how often, over UDP or TCP, until when. */
#ifndef CHECKS_DNS_DNS_QUERY_H
#define CHECKS_DNS_DNS_QUERY_H

#include "checks/answers/answers.h"
#include "checks/dns/dns_server.h"

/* What all questions to one server set share. */
typedef struct {
    GPtrArray *servers; /* DnsServer* */
    guint first;        /* the server to begin with: the one that answered last */
    gboolean rotate;
    gboolean tcp;      /* never UDP */
    gboolean recurse;  /* RD */
    gboolean trust_ad; /* also from servers that are not on this host */
    gint64 patience;   /* microseconds for a question that nobody answers */
} DnsPool;

typedef struct DnsQuery DnsQuery;
/* Called once, never from within dns_query_new() or dns_query_start(); takes over `answer`. The
 * query may be freed within it, and nothing touches it afterwards. */
typedef void (*DnsQueryDone)(DnsQuery *query, Answer *answer, gpointer data);

/* Nothing is sent yet, but at the deadline (monotonic, microseconds) it is done all the same. */
DnsQuery *dns_query_new(DnsPool *pool, const Question *question, gint64 deadline, DnsQueryDone done,
                        gpointer data);
void dns_query_start(DnsQuery *query);
/* Ends it now, as if the deadline had come. */
void dns_query_give_up(DnsQuery *query);
/* Without calling back. */
void dns_query_free(DnsQuery *query);

#endif
