/* A check: one question about the mail world, answered by findings. A check is a function of the
 * answers known so far; adding one is a C file, a row of the table, phrases for its findings, a
 * zone fixture. */
#ifndef CHECKS_CHECK_CHECK_H
#define CHECKS_CHECK_CHECK_H

#include "checks/answers/answers.h"
#include "content/text/facts.h"

/* What a finding does to the cause that is being judged (contract: "effect"). A check itself sets
 * only EFFECT_CLEAN, _CONTEXT, _CANNOT, _FAILED, _SKIPPED; the judge turns what the cause names
 * into CONFIRMS or CONTRADICTS. */
typedef enum {
    EFFECT_CONFIRMS,
    EFFECT_CONTRADICTS,
    EFFECT_CONTEXT, /* something is wrong or notable, not (known to be) this cause */
    EFFECT_CLEAN,   /* asked, and right */
    EFFECT_CANNOT,  /* DNS cannot know it */
    EFFECT_FAILED,  /* could not ask: never a verdict */
    EFFECT_SKIPPED  /* nothing to ask about, or the person said no */
} Effect;
const char *effect_name(Effect effect);

/* One step of how a finding was arrived at; SPF: one term of one record. */
typedef struct {
    int depth;          /* of include and redirect */
    char *subject;      /* whose record */
    char *term;         /* as written */
    char *outcome;      /* "match", "no match", "void", "not reached", ... */
    int lookups, voids; /* counted so far */
} TraceStep;

/* Proof of a finding, copied from an Answer so that it outlives it. */
typedef struct {
    char *question; /* "example.net MX" */
    char *name;     /* what was asked for; NULL: read and not asked */
    guint16 type;
    char *server;
    char *answer; /* answer_summary() */
    guint32 ttl;
    gint64 time; /* microseconds, real time; 0: it was read and not asked */
} Evidence;

typedef struct {
    const char *check; /* id of the check, static */
    char *id;          /* "ptr.missing" */
    char *subject;     /* what it is about: a domain, an address, a link */
    char *role;        /* catalogue role: "sender-domain", "source-ip" ... */
    Effect effect;
    char *detail; /* fills {detail} of the finding's phrase: the MX target, the list; or NULL */
    char *list;   /* dnsbl: the zone; or NULL */
    GPtrArray *evidence; /* Evidence* */
    GPtrArray *trace;    /* TraceStep*, or NULL */
    gboolean named;      /* dnsbl: the bounce names this list */
    gboolean partial;    /* wrong of one of several of which another is right: the domain as a whole
                            is not without it */
    gboolean
        advice; /* stands beside the check's result and never decides: no obstacle to a proof */
} Finding;

Finding *finding_new(const char *check, const char *id, const char *role, const char *subject,
                     Effect effect);
void finding_set_detail(Finding *finding, const char *format, ...) G_GNUC_PRINTF(2, 3);
void finding_add_evidence(Finding *finding, const Answer *answer); /* NULL is ignored */
/* Evidence that was read and not asked: what was looked at ("sender") and what stood there. */
void finding_add_read_evidence(Finding *finding, const char *where, const char *text);
/* Whether any of its evidence came from the DNS: what the bounce alone tells did not. */
gboolean finding_was_asked(const Finding *finding);
void finding_add_step(Finding *finding, const TraceStep *step); /* copies it */
void finding_free(Finding *finding);

typedef enum { CHECK_DONE, CHECK_PENDING } CheckState;

/* What a check gets: lent, read-only but for `answers`. */
typedef struct {
    const char
        *role; /* which subject it is asked about: "sender-domain", "source-ip", "links"... */
    const Facts *facts;
    Answers *answers;
    GPtrArray *lists;      /* dnsbl: zones to ask (const char*), NULL: the default ones */
    gboolean domain_check; /* `whybounce check`: no bounce; be complete (probe DKIM selectors...) */
    gboolean trial;        /* over records that are only proposed: no second opinion on them */
} CheckContext;

typedef struct {
    const char *id; /* "mx": the part before the dot of its findings' ids */
    /* Appends Finding* to `findings`. Called again with an empty array as long as it says pending;
     * straight-line: ask for everything you can before you return. A missing subject gives one
     * finding "ID.skipped"; an answer that is not known gives "ID.could-not-ask" (EFFECT_FAILED),
     * nothing else. */
    CheckState (*run)(const CheckContext *context, GPtrArray *findings);
    gboolean quiet; /* most often it finds nothing: not shown as long as it is pending */
} Check;

/* The table, ended by an entry whose id is NULL. */
extern const Check checks[];
const Check *check_find(const char *id);

/* The subjects of a role as the facts have them (char*, maybe several: links, dkim domains); an
 * empty array where the bounce does not say. sender-domain from-domain recipient-domain
 * source-ip helo sender recipient links dkim attachments. g_ptr_array_unref(). */
GPtrArray *check_subjects(const Facts *facts, const char *role);

/* The usual shape of a check: `one` for every subject of the context's role, "ID.skipped" where
 * there is none. Pending when any of them is. The domain check's roles "sending-ip" (addresses that
 * the domain's SPF record lets send) and "mail-host-ip" (of hosts that only take its mail) come of
 * sending_addresses.h, and of none there is no finding. */
typedef CheckState (*CheckSubject)(const CheckContext *context, const char *subject,
                                   GPtrArray *findings);
CheckState check_each_subject(const CheckContext *context, const char *check, CheckSubject one,
                              GPtrArray *findings);

/* finding_new() for the check that `id` begins with, added to `findings`; lent. */
Finding *finding_add(GPtrArray *findings, const char *id, const CheckContext *context,
                     const char *subject, Effect effect);
/* The same for what is notable beside the result: context that never decides. */
Finding *finding_add_advice(GPtrArray *findings, const char *id, const CheckContext *context,
                            const char *subject);
/* Adds "ID.skipped" for a missing subject, and "ID.could-not-ask" with the answer's reason:
 * EFFECT_FAILED, or EFFECT_SKIPPED, without evidence, where the answer is ANSWER_NOT_ASKED
 * (offline: the person said no). */
void finding_add_skipped(GPtrArray *findings, const char *check, const CheckContext *context);
void finding_add_could_not_ask(GPtrArray *findings, const char *check, const CheckContext *context,
                               const char *subject, const Answer *answer);

#endif
