/* One running check_host(): the state that the mechanisms share. Private to checks/spf_*.c. */
#ifndef CHECKS_SPF_SPF_EVALUATION_H
#define CHECKS_SPF_SPF_EVALUATION_H

#include "checks/spf/spf_macro.h"
#include "checks/spf/spf_record.h"

enum {
    SPF_LOOKUP_LIMIT = 10, /* RFC 7208 4.6.4 */
    SPF_VOID_LIMIT = 2,
    SPF_HOST_LIMIT = 10,   /* MX hosts of a name, PTR names of an address */
    SPF_COUNT_LIMIT = 100, /* look-ups at which counting the rest of a tree ends */
    SPF_STEP_LIMIT = 400,
    SPF_DEPTH_LIMIT = 20
};

typedef struct {
    Answers *answers;
    SpfResult *result;
    SpfMacroValues values;  /* values.domain: whose record is being evaluated */
    gboolean nobody;        /* SPF_NOBODY */
    gboolean include;       /* within an include: exp= does not count (RFC 7208 6.2) */
    gboolean count_pending; /* records that only counting needs are missing */
    GPtrArray *path;        /* const char*, domains from the first one to the current one */
    char *explanation;      /* exp= of the record that failed the mail, and that record's domain */
    char *explanation_domain;
} SpfEvaluation;

/* What came of a term. */
typedef enum {
    SPF_NO_MATCH,
    SPF_MATCH,
    SPF_MATCH_TEMPERROR,
    SPF_MATCH_PERMERROR,
    SPF_MATCH_PENDING
} SpfMatch;

/* What came of a question. */
typedef enum { SPF_ASK_RECORDS, SPF_ASK_NOTHING, SPF_ASK_FAILED, SPF_ASK_PENDING } SpfAsk;

/* Asks, and keeps the answer as evidence. */
SpfAsk spf_ask(SpfEvaluation *evaluation, const char *name, guint16 type, const Answer **answer);
/* Sets the result's problem, unless an earlier one is set, and returns `match`. `id` as in
 * SpfResult, static; `why`: the reason within a syntax error, else NULL. */
SpfMatch spf_problem(SpfEvaluation *evaluation, SpfMatch match, const char *id, const char *detail,
                     const char *why);
/* A question failed: temperror, with the answer that is to blame. */
SpfMatch spf_temperror(SpfEvaluation *evaluation, const Answer *answer);
/* Counts a question that found nothing; `inner` where it is not the term's own. */
SpfMatch spf_count_void(SpfEvaluation *evaluation, const Answer *answer, gboolean inner);

/* TYPE_A or TYPE_AAAA, as the client's address is. */
guint16 spf_address_type(const SpfEvaluation *evaluation);
/* True where one of the answer's addresses, widened by the term's prefix length, is the client's.
 */
gboolean spf_holds_client(const SpfEvaluation *evaluation, const Answer *answer,
                          const SpfTerm *term);
/* The names of the client's address that hold by forward confirmation (RFC 7208 5.5), in the order
 * of the answer: GPtrArray of lent const char*, yours to unref. `own` is true for the ptr
 * mechanism, whose PTR question is the term's own. SPF_NO_MATCH: *names is set; else pending, or
 * over the limit of void look-ups, and *names is NULL. */
SpfMatch spf_validated_names(SpfEvaluation *evaluation, gboolean own, GPtrArray **names);
/* True where `name` is `domain` or below it; any case. */
gboolean spf_name_below(const char *name, const char *domain);

/* The macro values for a text, with %{p} looked up if the text uses it. False: pending. */
gboolean spf_values_for(SpfEvaluation *evaluation, const char *text, SpfMacroValues *values);
/* The name that a domain-spec stands for now; NULL domain_spec: the current domain. NULL: pending
 * (for
 * %{p}). g_free(). */
char *spf_target(SpfEvaluation *evaluation, const char *domain_spec);

/* The mechanisms that compare addresses or ask (all but include and all). `name` is the term's
 * target. */
SpfMatch spf_mechanism_match(SpfEvaluation *evaluation, const SpfTerm *term, const char *name);

/* Adds a step to the trace, lent; NULL past SPF_STEP_LIMIT. A NULL step may be ended. */
SpfStep *spf_step_add(SpfEvaluation *evaluation, const char *term);
void spf_step_end(SpfEvaluation *evaluation, SpfStep *step, const char *outcome);

/* Counts the terms of `record` from `from` on that were not evaluated, and the trees below them. */
void spf_count_terms(SpfEvaluation *evaluation, const SpfRecord *record, guint from);
/* Counts the tree below an include or redirect. */
void spf_count_below(SpfEvaluation *evaluation, const SpfTerm *term);

/* RFC 7208 4.3: a name of several labels, none of them empty or over 63 octets. */
gboolean spf_domain_valid(const char *domain);

/* True where SPF_NOBODY is asked for and the term depends on who the client is. */
gboolean spf_term_passed_over(const SpfEvaluation *evaluation, const SpfTerm *term);

/* Notes what the tree below `domain` will need, at most 60 questions. */
void spf_prefetch(SpfEvaluation *evaluation, const char *domain);
/* True where the records of the tree are known, or as many as that are asked for; those that are
 * not are noted. */
gboolean spf_tree_known(SpfEvaluation *evaluation, const char *domain);

#endif
