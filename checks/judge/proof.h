/* Trying a fix before it is shown: the proposed records are laid over the same source, and the same
 * checks run again. */
#ifndef CHECKS_JUDGE_PROOF_H
#define CHECKS_JUDGE_PROOF_H

#include "checks/judge/diagnosis_private.h"

typedef struct Proof Proof;

/* The trial of the records that the diagnosis' cause proposes; NULL where there is nothing to try:
 * the cause is not confirmed, or no record would cure it. The diagnosis is over, lent, and must
 * outlive the proof. */
Proof *proof_new(const Diagnosis *diagnosis);
/* Calls back when it is over, maybe from within. */
void proof_start(Proof *proof, void (*done)(gpointer), gpointer data);
void proof_free(Proof *proof); /* NULL is fine */

/* True where the trial is over and the checks that proved the cause all came out right with the
 * records in place. */
gboolean proof_holds(const Proof *proof);

/* What still was wrong or could not be asked: const Finding*, lent by the proof. */
GPtrArray *proof_obstacles(const Proof *proof);

#endif
