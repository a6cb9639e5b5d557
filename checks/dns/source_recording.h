/* Keeping what was answered, and giving it again without a network. */
#ifndef CHECKS_DNS_SOURCE_RECORDING_H
#define CHECKS_DNS_SOURCE_RECORDING_H

#include <jansson.h>
#include "checks/dns/source.h"

/* Asks `below` and keeps a copy of every answer in `kept`; both are lent and must outlive it. */
Source *source_recorder_new(Source *below, Answers *kept);

/* The answers of a recorded case (answer_json.h; what is none is left out). What they don't hold is
 * ANSWER_NOT_ASKED: nothing is ever sent. */
Source *source_recording_new(const json_t *answers);

#endif
