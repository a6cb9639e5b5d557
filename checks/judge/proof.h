/* Trying a fix before it is shown: the proposed records are laid over the same source, and the same
 * checks run again. */
#ifndef CHECKS_JUDGE_PROOF_H
#define CHECKS_JUDGE_PROOF_H

#include "checks/judge/diagnosis.h"

typedef struct Proof Proof;

/* The trial of the records that the diagnosis' cause proposes; NULL where there is nothing to try:
 * the cause is not confirmed, or no record would cure it. The diagnosis is over, lent, and must
 * outlive the proof. */
Proof *proof_new(Diagnosis *diagnosis);
/* Calls back when it is over, maybe from within; before, it has filled what came of it into the
 * diagnosis' result, which lends its findings from then on. */
void proof_start(Proof *proof, void (*done)(gpointer), gpointer data);
void proof_free(Proof *proof); /* NULL is fine */

#endif
