/* Answers as JSON, in a recorded case (whybounce-case(5), "answers"). */
#ifndef CHECKS_DNS_ANSWER_JSON_H
#define CHECKS_DNS_ANSWER_JSON_H

#include <jansson.h>
#include "checks/answers/answers.h"

/* A new reference; what is false, empty or usual is left out. Keys of block lists are masked. */
json_t *answer_to_json(const Answer *answer);

/* The other way; NULL where `json` is none. */
Answer *answer_from_json(const json_t *json);

#endif
