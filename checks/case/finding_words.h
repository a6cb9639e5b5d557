/* A finding in plain words. */
#ifndef CHECKS_CASE_FINDING_WORDS_H
#define CHECKS_CASE_FINDING_WORDS_H

#include "checks/check/check.h"
#include "content/base/language.h"

/* What {detail} stands for in the finding's sentence: the words of "detail.DETAIL" (phrases.h)
 * where there are any, of several DETAIL:VALUE with "; " between them those of each, the meaning of
 * a block list's codes, of "QUESTION: STATUS" and the like the words of "status.STATUS" (those of
 * answer_status_name() that are words), else the detail as it is. NULL where the finding has none.
 * g_free(). */
char *finding_detail_words(const Finding *finding, Language language);

/* The finding as a sentence. g_free(). */
char *finding_sentence(const Finding *finding, Language language);

#endif
