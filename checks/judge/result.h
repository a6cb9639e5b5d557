/* What a diagnosis came to, as one value of plain data: computed once when it is over, filled in by
 * the proof, printed by the case document. */
#ifndef CHECKS_JUDGE_RESULT_H
#define CHECKS_JUDGE_RESULT_H

#include "checks/judge/judge.h"
#include "checks/judge/proposed_record.h"
#include "content/catalogue/identify.h"

typedef struct {
    Language language;
    Language reply_language; /* of the reply to the customer and the ticket note */
    gboolean translations;   /* these in every language too */
    gint64 now;              /* microseconds of real time: what ages are reckoned from */
    gint64 budget;           /* microseconds for all questions together; 0: 15 s */
    const char *cause_id;    /* the person's own choice of cause, or NULL */
    gsize input_offset;      /* bytes before the input in what it was taken from */
    gboolean ask;            /* false: identify only, verdict not-asked */
    gboolean domain_check;   /* no bounce: all checks of a domain, cause null */
    gboolean records_only;   /* of these, those of the domain's own records: no block lists */
    gboolean strict;         /* what is only weak counts for the exit status, too */
    gboolean rules;          /* also tell which rules fired and which came near */
} DiagnosisOptions;

typedef enum { FIX_UNTRIED, FIX_PROVED, FIX_NOT_PROVED } FixTrial;

/* A fix that applies. */
typedef struct {
    const Fix *fix;         /* lent by the catalogue */
    ProposedRecord *record; /* NULL: it has none, or a value for it is missing */
    GHashTable *values;     /* that its texts are filled with */
    FixTrial trial;         /* of the record; the proof sets these two */
    GPtrArray *obstacles;   /* const Finding*, lent by the proof: what was wrong with it in place */
} ResultFix;

/* `with_record`: with the record that it proposes, if all values for it are known. */
ResultFix *result_fix_new(const Fix *fix, gboolean with_record, Language language,
                          GHashTable *values);
void result_fix_free(gpointer fix); /* a ResultFix* */

typedef struct {
    const DiagnosisOptions *options; /* these four lent by the diagnosis */
    const Facts *facts;
    const Cause *cause;          /* NULL: none */
    const GPtrArray *candidates; /* Candidate*, the best first */
    const GPtrArray *rules;      /* RuleTrace* (content/catalogue/rule_trace.h), NULL: not asked */
    InputKind kind; /* as read; an SMTP reply where the catalogue alone knew the words */
    gboolean done;  /* false: as far as it is known yet, the verdict not asked */
    Verdict verdict;
    GPtrArray *findings; /* Finding*, lent by the diagnosis, with their effects on the cause */
    GHashTable *values;  /* for placeholders, char* to char* (placeholders.h) */
    GPtrArray *faults;   /* of a domain check: Fault* (domain_faults.h), the worst first; NULL */
    GPtrArray *fixes;    /* ResultFix*; of a cause that is ruled out without records; of a domain
                          * check those of its faults, lent by them */
    guint asked, bound;  /* questions, and how many there may be at the most */
    guint left_out;      /* of a domain check: addresses beyond those that were looked at */
    int exit_status;     /* see below */
} Result;

enum { EXIT_STATUS_UNKNOWN = 1 };

/* The exit status of a run with this result, from its kind, cause, verdict and findings. EX_OK: a
 * cause was found, or the domain is healthy. EXIT_STATUS_UNKNOWN: no bounce, no cause (or a bounce
 * that gives none), or a domain whose mail would be refused (with `strict` also one that is weak).
 * EX_UNAVAILABLE: the DNS was needed and could not be asked. */
int result_exit_status(const Result *result);

/* Fills in values, faults, fixes and exit status of a result whose other members are set; what is
 * merged into published records is read of `answers`. */
void result_complete(Result *result, const Catalogue *catalogue, Answers *answers);

/* Clears what the result owns. */
void result_clear(Result *result);

/* ProposedRecord*, lent: those of the result's fixes. g_ptr_array_unref(). */
GPtrArray *result_records(const Result *result);

#endif
