/* Where a domain's DMARC policy and its organisation are found: the tree walk of RFC 9989 4.10, and
 * the Public Suffix List of RFC 7489 3.2. Receivers of both will be met for years. */
#ifndef CHECKS_AUTH_DMARC_WALK_H
#define CHECKS_AUTH_DMARC_WALK_H

#include "checks/auth/dmarc_policy.h"

enum { DMARC_WALK_MAX = 8 };

/* The way from a domain up to its top level. */
typedef struct {
    const char *domains[DMARC_WALK_MAX]; /* into the domain's own name, longest first */
    const Answer *answers[DMARC_WALK_MAX];
    DmarcPolicy policies[DMARC_WALK_MAX];
    guint count;
    gboolean pending; /* an answer is missing; nothing below may be asked of the walk */
} DmarcWalk;

/* Asks for all at once. `domain`, lower case and in A-labels, is lent and must outlive the walk. */
DmarcWalk dmarc_walk(Answers *answers, const char *domain);

/* The answer that hides what stands above it; NULL where all that matters is known. */
const Answer *dmarc_walk_failed(const DmarcWalk *walk);

/* Index of the record whose policy is in force: the domain's own, else the organisation's; -1:
 * none. */
int dmarc_policy_by_walk(const DmarcWalk *walk);
int dmarc_policy_by_list(const DmarcWalk *walk);

/* The organisational domain, a part of the domain's name, never NULL. */
const char *dmarc_organisation_by_walk(const DmarcWalk *walk);
const char *dmarc_organisation_by_list(const DmarcWalk *walk);

/* A policy in force, and the tag that it stands in. */
typedef struct {
    const char *tag;    /* "p", "sp", "np" */
    const char *policy; /* "reject", lent by the walk */
} DmarcInForce;

/* `at` is an index; `exists` false: the domain itself has neither A nor AAAA nor MX (np=). */
DmarcInForce dmarc_in_force(const DmarcWalk *walk, int at, gboolean exists);

#endif
