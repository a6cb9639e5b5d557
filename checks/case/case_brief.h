/* What a summary of many bounces needs of each: one small object, whybounce-engine(5). */
#ifndef CHECKS_CASE_CASE_BRIEF_H
#define CHECKS_CASE_CASE_BRIEF_H

#include <jansson.h>
#include "content/base/language.h"
#include "content/catalogue/identify_memo.h"
#include "content/text/facts.h"

/* A new reference. Nothing is asked and nothing judged. */
json_t *case_brief(const Facts *facts, IdentifyMemo *memo, Language language, int message);

#endif
