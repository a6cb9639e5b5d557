/* One diagnosis: facts in, case document out, the rounds of questions between. */
#ifndef CHECKS_JUDGE_DIAGNOSIS_H
#define CHECKS_JUDGE_DIAGNOSIS_H

#include "checks/dns/source.h"
#include "checks/judge/result.h"

typedef struct Diagnosis Diagnosis;

/* Where a diagnosis stands, for progress lines. */
typedef struct {
    guint asked, answered;   /* questions */
    guint pending, finished; /* checks */
} DiagnosisProgress;

/* Called after each round of answers, and once at the end with done true. */
typedef void (*DiagnosisCallback)(Diagnosis *diagnosis, gboolean done, gpointer data);

/* `input` NULL: what matched has no place.
 * `facts`, `input`, `source`, `catalogue` are lent and must outlive it. Nothing happens before
 * diagnosis_start(); the callback may come from within it. */
Diagnosis *diagnosis_new(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                         const DiagnosisOptions *options, Source *source);
void diagnosis_start(Diagnosis *diagnosis, DiagnosisCallback callback, gpointer data);
/* Cancel its source before, so that no answer arrives later. */
void diagnosis_free(Diagnosis *diagnosis);

DiagnosisProgress diagnosis_progress(const Diagnosis *diagnosis);

/* What it came to, lent; before it is over, what there is so far, until this is called again. */
Result *diagnosis_result(Diagnosis *diagnosis);

/* The checks that are not done, those apart that are not shown as long as they are pending; none
 * once it is over. Calls back with each and the role of its subject. */
void diagnosis_foreach_pending(const Diagnosis *diagnosis,
                               void (*see)(const Check *check, const char *role, gpointer data),
                               gpointer data);

/* All that it asked, lent. */
const Answers *diagnosis_answers(const Diagnosis *diagnosis);

/* Asks its source one question more, at the latest until its deadline (then, and where `refuse` is
 * true, it is answered with ANSWER_BUDGET from within); calls back with the answer, yours. */
void diagnosis_ask(Diagnosis *diagnosis, const Question *question, gboolean refuse,
                   SourceCallback callback, gpointer data);

/* The same diagnosis, of the same cause, over another source, lent: to try proposed records. */
Diagnosis *diagnosis_new_trial(const Diagnosis *diagnosis, Source *overlay);
Source *diagnosis_source(const Diagnosis *diagnosis); /* lent */
#endif
