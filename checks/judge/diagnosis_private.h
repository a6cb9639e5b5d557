/* The inside of a diagnosis, for the files that turn it into a document or try its fixes. */
#ifndef CHECKS_JUDGE_DIAGNOSIS_PRIVATE_H
#define CHECKS_JUDGE_DIAGNOSIS_PRIVATE_H

#include "checks/judge/diagnosis.h"

/* One check about one subject role. */
typedef struct {
    const Check *check;
    char *role;
    GPtrArray *lists; /* const char*, lent by the catalogue; or NULL */
    CheckState state;
    GPtrArray *findings; /* Finding* */
} CheckRun;

struct Diagnosis {
    const Catalogue *catalogue;
    const Facts *facts;
    GBytes *input;
    DiagnosisOptions options;
    char *cause_id;
    Source *source;
    Answers *answers;
    GPtrArray *candidates; /* Candidate* */
    InputKind kind;        /* as read; an SMTP reply where the catalogue alone knew the words */
    const Cause *cause;
    GPtrArray *runs; /* CheckRun* */
    Verdict verdict;
    gboolean done; /* judged: answers that come later change nothing */
    guint asked, answered, idle;
    gint64 deadline;
    DiagnosisCallback callback;
    gpointer data;
};

/* The same diagnosis over another source, to try a proposed record. */
Diagnosis *diagnosis_new_again(const Diagnosis *diagnosis, Source *source);

/* Finding*, lent, of the checks that are done. */
GPtrArray *diagnosis_findings(const Diagnosis *diagnosis);

#endif
