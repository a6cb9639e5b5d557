/* A DMARC policy record, RFC 9989 4 (RFC 7489 6.3 reads the same record). */
#ifndef CHECKS_AUTH_DMARC_POLICY_H
#define CHECKS_AUTH_DMARC_POLICY_H

#include "checks/answers/answers.h"

typedef enum {
    DMARC_RECORD_NONE, /* no record, or none that means to be DMARC */
    DMARC_RECORD_OK,
    DMARC_RECORD_INVALID /* there is one, and receivers ignore it */
} DmarcRecordState;

typedef struct {
    DmarcRecordState state;
    const char *problem; /* "several-records" "version" "policy" "tag" "quotes"...; NULL: none */
    char policy[16], subdomain[16], nonexistent[16]; /* p=, sp=, np=; "" where not given */
    char psd;                                        /* 'y', 'n', or 'u' */
    gboolean testing;                                /* t=y */
    gboolean strict_dkim, strict_spf;                /* adkim=s, aspf=s */
    char ignored[48];  /* the first part that receivers discard: "bogus", "pct=abc"; "" none */
    char reports[256]; /* rua=, as far as it fits */
} DmarcPolicy;

/* Reads the TXT answer at _dmarc.DOMAIN; it must be known. What is wrong behind a valid "v=DMARC1"
 * is discarded and the rest holds (RFC 9989 4.7). */
DmarcPolicy dmarc_policy_read(const Answer *answer);

/* The next address of a list of reports' destinations (RFC 9989 4.7, rua=): its host, lower case,
 * and moves *list behind it. NULL: no more, *list too. A destination that is no mailto: or https:
 * URI gives "". g_free(). */
char *dmarc_next_destination(const char **list);

#endif
