/* How far a record has come: what each name server of its zone holds, what the resolver still has,
 * and what of it is old. A function of the answers known so far, as checks are; plain data. */
#ifndef CHECKS_JUDGE_PROPAGATION_H
#define CHECKS_JUDGE_PROPAGATION_H

#include "checks/answers/answer_compare.h"
#include "checks/check/check.h"
#include "checks/dns/name_servers.h"

/* What was asked for, and what should stand there. */
typedef struct {
    char *name;
    guint16 type;
    char
        *wanted; /* RDATA that is to be published, of a TXT its text (ProposedRecord.value); NULL */
} PropagationQuestion;
void propagation_question_free(PropagationQuestion *question);

typedef enum {
    SERVER_CURRENT,    /* answers with authority, and has what is newest (or wanted) */
    SERVER_OLD,        /* has another answer, and an older serial */
    SERVER_OTHER,      /* has another answer, with the same serial or none to be seen */
    SERVER_LAME,       /* answers without authority, refuses or fails (RFC 8499) */
    SERVER_SILENT,     /* does not answer, though others do */
    SERVER_NO_ADDRESS, /* its name has neither A nor AAAA */
    SERVER_UNTOLD      /* could not be asked from here: no word about the server */
} ServerState;
const char *server_state_name(ServerState state); /* "current" "old" ... */

/* One name server's view; answers are lent by the Answers. */
typedef struct {
    char *name;
    ServerState state;
    const Answer *answer; /* to the question; NULL where it could not be asked */
    const Answer *soa;    /* of the zone */
    gboolean has_serial;
    guint32 serial;
    const char *why; /* of LAME, SILENT and UNTOLD: answer_status_name() and the like; static */
} ServerView;

typedef enum {
    PROPAGATION_AGREED,      /* all that answer say the same, and so does the resolver */
    PROPAGATION_CACHED,      /* all that answer say the same; the resolver keeps another answer */
    PROPAGATION_UNRESOLVED,  /* all that answer say the same; the resolver gets no answer */
    PROPAGATION_UNPUBLISHED, /* no name server has what is wanted */
    PROPAGATION_BEHIND,      /* some still have the old answer, by their serial */
    PROPAGATION_DIFFERING,   /* they disagree, and no serial explains it */
    PROPAGATION_SERVERLESS,  /* no name server answers with authority: all are lame or silent */
    PROPAGATION_UNTOLD       /* the name servers could not be found or asked from here */
} PropagationState;
const char *propagation_state_name(PropagationState state); /* "agreed" "cached" ... */

typedef struct {
    PropagationQuestion question; /* a copy */
    char *zone;                   /* NULL: not found */
    PropagationState state;
    const Answer *resolver; /* what the resolver says */
    gboolean resolver_has;  /* the newest answer, or what is wanted */
    GPtrArray *servers;     /* ServerView* */
    const Answer *said;     /* the NS records; NULL */
    const Answer *failed;   /* of UNTOLD: why; NULL where `why` says it */
    const char *why;        /* of UNTOLD: a word of its own; static */
} Propagation;

/* NULL: pending, all that can be asked is noted. propagation_free(). */
Propagation *propagation_find(Answers *answers, const PropagationQuestion *question);
void propagation_free(Propagation *propagation);

/* Seconds until asking again may tell something new: when the resolver's old answer runs out, or a
 * minute where a name server is waited for; 15 s to 10 min. */
guint propagation_wait(const Propagation *propagation);
/* The same bounds for the TTL of anything else. */
guint propagation_bounded(guint32 ttl);

/* What it says, as findings of the check "authority" appended to `findings` (Finding*): all advice,
 * so that they never decide. Faults of a server that `findings` already tells are not told again.
 */
void propagation_add_findings(const Propagation *propagation, GPtrArray *findings);

#endif
