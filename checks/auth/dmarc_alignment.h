/* Does SPF or DKIM pass for a domain that belongs to the one in From:? RFC 9989 3.2.10 (identifier
 * alignment), RFC 7489 3.1. */
#ifndef CHECKS_AUTH_DMARC_ALIGNMENT_H
#define CHECKS_AUTH_DMARC_ALIGNMENT_H

#include "checks/check/check.h"
#include "checks/auth/dmarc_walk.h"

typedef enum {
    ALIGNMENT_PENDING, /* answers are missing; they have been noted */
    ALIGNMENT_PASS,    /* one of the two passes: DMARC passes */
    ALIGNMENT_FAIL,    /* neither does */
    ALIGNMENT_UNKNOWN  /* the message or the DNS does not say enough */
} AlignmentOutcome;

/* `by_walk` is by RFC 9989, `by_list` by RFC 7489. `reasons` says why, for SPF and DKIM each:
 * details for finding_words.h, "; " between them: "spf-unaligned:bounce.example.net; dkim-none".
 * `evidence`: const Answer*, lent. */
typedef struct {
    AlignmentOutcome by_walk, by_list;
    char *reasons;
    GPtrArray *evidence;
} Alignment;

/* Of the message that the facts tell of; `from` is the walk from the From: domain, not pending, and
 * `policy` the record in force, NULL: none (RFC 9989's defaults). With `from` NULL it is asked
 * whether either passes at all, for whatever domain. */
Alignment dmarc_alignment(const CheckContext *context, const DmarcWalk *from,
                          const DmarcPolicy *policy);
void dmarc_alignment_clear(Alignment *alignment);

#endif
