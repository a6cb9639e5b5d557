/* One diagnosis: facts in, case document out, the rounds of questions between. */
#ifndef CHECKS_JUDGE_DIAGNOSIS_H
#define CHECKS_JUDGE_DIAGNOSIS_H

#include "checks/judge/judge.h"
#include "checks/dns/source.h"
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
} DiagnosisOptions;

typedef struct Diagnosis Diagnosis;

/* Where a diagnosis stands, for progress lines. */
typedef struct {
    guint asked, answered;   /* questions */
    guint pending, finished; /* checks */
} DiagnosisProgress;

/* Called after each round of answers, and once at the end with done true. */
typedef void (*DiagnosisCallback)(Diagnosis *diagnosis, gboolean done, gpointer data);

/* `facts`, `input`, `source`, `catalogue` are lent and must outlive it. Nothing happens before
 * diagnosis_start(); the callback may come from within it. */
Diagnosis *diagnosis_new(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                         const DiagnosisOptions *options, Source *source);
void diagnosis_start(Diagnosis *diagnosis, DiagnosisCallback callback, gpointer data);
/* Cancel its source before, so that no answer arrives later. */
void diagnosis_free(Diagnosis *diagnosis);

DiagnosisProgress diagnosis_progress(const Diagnosis *diagnosis);
#endif
