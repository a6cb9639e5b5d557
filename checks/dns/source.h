/* Where answers come from: one seam. A source is handed questions and calls back once for each,
 * maybe at once, maybe later from the main loop. */
#ifndef CHECKS_DNS_SOURCE_H
#define CHECKS_DNS_SOURCE_H

#include "checks/answers/answers.h"

typedef struct Source Source;
/* Takes over `answer`. */
typedef void (*SourceCallback)(Answer *answer, gpointer data);

struct Source {
    /* Asks one question; every question is answered exactly once, the latest at the deadline
     * (g_get_monotonic_time() microseconds). */
    void (*ask)(Source *source, const Question *question, gint64 deadline, SourceCallback callback,
                gpointer data);
    /* Gives up all open questions: they are answered with ANSWER_BUDGET before this returns. */
    void (*cancel)(Source *source);
    void (*free)(Source *source);
};
void source_free(Source *source); /* NULL is fine */

/* Live: asks resolvers, and the server sets that questions name, over UDP (TCP after TC) on the
 * default GMainContext. `servers` are
 * "ADDR", "ADDR@PORT", NULL-terminated; NULL: those of /etc/resolv.conf at `resolv_conf`. A wrong
 * server gives NULL and *error (one line that names the mend). */
Source *source_live_new(char *const *servers, const char *resolv_conf, GError **error);

/* The port of server sets that questions name (Question.servers) where their addresses have none;
 * 53 otherwise. For a live source only. */
void source_live_set_port(Source *source, guint16 port);

/* Nothing is ever sent: everything is ANSWER_NOT_ASKED. */
Source *source_offline_new(void);

/* The records of a zone file (RFC 1035 section 5 text; several zones may follow each other) on top
 * of `below`, which it takes over. Inside a zone whose SOA it holds, a missing name is NXDOMAIN and
 * a missing type NODATA, and `below` is not asked; outside, a name that the file holds is answered
 * for the types it holds, all else goes below. CNAMEs and wildcards (RFC 4592) are followed within
 * the file. `name` stands in its answers as the server. On a syntax error NULL and *error
 * "NAME:LINE: what". */
Source *source_overlay_new(const char *zone_text, gsize length, const char *name, Source *below,
                           GError **error);

#endif
