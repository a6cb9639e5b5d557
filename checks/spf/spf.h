/* SPF by RFC 7208, as a function of the answers known so far, with its trace as data; and libspf2
 * as second opinion. */
#ifndef CHECKS_SPF_SPF_H
#define CHECKS_SPF_SPF_H

#include "checks/answers/answers.h"

typedef enum {
    SPF_NONE,
    SPF_NEUTRAL,
    SPF_PASS,
    SPF_FAIL,
    SPF_SOFTFAIL,
    SPF_TEMPERROR,
    SPF_PERMERROR,
    SPF_PENDING /* answers are missing; they have been noted */
} SpfResultCode;
const char *spf_result_name(SpfResultCode code); /* RFC 7208 2.6: "pass" */

/* One term as it was evaluated, in order, `depth` levels of include/redirect below the first
 * record. */
typedef struct {
    int depth;
    char *domain;  /* whose record */
    char *term;    /* as written, "include:_spf.example.net" */
    char *outcome; /* "match", "no match", "not reached", "void", "pending", "loop", an error in
                      words */
    int lookups;   /* terms that cost a look-up so far, this one included */
    int voids;
} SpfStep;

typedef struct {
    SpfResultCode code;
    char *explanation; /* RFC 7208 6.2, only for fail; "DEFAULT" handled by the caller; else NULL */
    char *domain;      /* whose record decided */
    char *mechanism;   /* the term that decided, NULL: the default */
    char *problem;     /* why permerror or temperror, in one plain English line; else NULL */
    /* The same for other languages: "syntax" "two-records" "lookups" "voids" "mx-hosts"
     * "include-none" "redirect-none" "dns" (static), and what it is about in names and numbers;
     * both NULL for none. */
    const char *problem_id;
    char *problem_detail;
    char *record;      /* the record of the domain that was asked about, NULL: none */
    int lookups;       /* counted over the whole tree, past the limit of 10 too, reached or not */
    int lookups_spent; /* those that the evaluation came to: what RFC 7208 4.6.4 limits to 10 */
    int voids; /* terms whose own question found nothing: the RFC's reading of "void look-up" */
    int voids_inner; /* look-ups within mx, ptr and %{p} that found nothing */
    /* What it is where those count as void too, as pyspf and others read 4.6.4; equal to `code`
     * where it does not matter. */
    SpfResultCode strict_code;
    const Answer *failed; /* the answer that made it temperror, lent; else NULL */
    GPtrArray *steps;     /* SpfStep* */
    GPtrArray *answers;   /* const Answer*, lent: evidence, the record's own answer first */
} SpfResult;

/* An `ip` that stands for every sender that no term knows: what the record does to it, it does to
 * all that come so far. Terms that depend on the client or its greeting do not match and ask
 * nothing; the rest is asked about as for IPv4. */
#define SPF_NOBODY "nobody"

/* check_host() of RFC 7208 4. `ip` in text (IPv4-mapped IPv6 is treated as IPv4), `sender` the
 * whole address or "", `helo` may be NULL, `receiver` names us in macros (NULL: "unknown").
 * Prefetches the tree as TXT records arrive. With an `ip` that is NULL or no address nothing can
 * match: the tree is read and counted only, and the result is none, permerror (a syntax error in
 * the first record, or more than 10 look-ups), temperror, or neutral. */
SpfResult *spf_check_host(Answers *answers, const char *ip, const char *domain, const char *sender,
                          const char *helo, const char *receiver);
void spf_result_free(SpfResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpfResult, spf_result_free)

/* The same for one diagnosis, worked out once: not begun before the records of the whole tree are
 * known, and kept with the answers once it is not pending. Lent by `answers`; NULL: pending, what
 * is missing has been noted. */
const SpfResult *spf_evaluate_once(Answers *answers, const char *ip, const char *domain,
                                   const char *sender, const char *helo);

/* What a receiver built on libspf2 computes, from the same answers, in a child of its own (rlimits;
 * records over 2,048 bytes or 60 macros are not given to it). Only once spf_check_host() is no
 * longer pending. Returns SPF_PENDING where it could not be asked, and *why (g_free()) says why:
 * guard, crash, time-out; or, with *why NULL, where it needs answers that are not known yet and
 * have been noted. Blocks for a millisecond or so, two seconds at the very most. */
SpfResultCode spf_second_opinion(Answers *answers, const char *ip, const char *domain,
                                 const char *sender, const char *helo, char **why);

/* The published record with a mechanism for `ip` merged in behind the addresses that it begins
 * with: so before its all, and before anything that costs a look-up. Unchanged where one of those
 * covers it already; "v=spf1 ip4:... ~all" where there is none; NULL where `record` is too broken
 * to be merged. g_free(). */
char *spf_merge_address(const char *record, const char *ip);

/* The one record to publish at `domain` so that `ip` may send (NULL: as it is meant now): what
 * stands there as SPF, of several records all terms in one, misspelt terms mended, terms that lead
 * nowhere left out, and a mechanism for `ip` where it would not pass otherwise (an address that is
 * not public counts as NULL). Where there is no record a first one. Uses what is known; what is not
 * known it does not guess. NULL: not known, too broken, nothing to mend, or it would take more than
 * 10 look-ups (RFC 7208 4.6.4). `sender` and `helo` as those of spf_check_host(). g_free(). */
char *spf_mend(Answers *answers, const char *domain, const char *ip, const char *sender,
               const char *helo);

#endif
