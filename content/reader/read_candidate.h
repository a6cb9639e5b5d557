/* Addresses in prose, and what speaks for and against each being one that mail did not reach. */
#ifndef CONTENT_READER_READ_CANDIDATE_H
#define CONTENT_READER_READ_CANDIDATE_H

#include "content/text/facts.h"
#include "content/text/read_address.h"
#include "content/reader/read_phrases.h"

typedef struct {
    Span span;
    char *address;
    int score;
    Action action;
    gboolean is_sender;  /* a refusal says of it that it sent the mail */
    gboolean is_origin;  /* the recipient before it was made from it: "(expanded from: ...)" */
    gboolean of_session; /* in Sendmail's own line of an SMTP session */
} Candidate;

/* Candidates of at least ENOUGH are recipients; where there is none, the best one of at least
 * LIKELY is one; one above NOTHING may be. */
enum { CANDIDATE_ENOUGH = 4, CANDIDATE_LIKELY = 1, CANDIDATE_NOTHING = -4 };

/* Sets all but span and address, which are given. `own` lists the addresses of the sender and of
 * who got the bounce, ending with NULL; it may be NULL. */
void candidate_weigh(const SpottedText *spotted, const char *const *own, Candidate *candidate);

#endif
