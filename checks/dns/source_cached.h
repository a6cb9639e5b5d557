/* A source that asks each question once, whoever wants it: several cases of one input share it. */
#ifndef CHECKS_DNS_SOURCE_CACHED_H
#define CHECKS_DNS_SOURCE_CACHED_H

#include "checks/dns/source.h"

/* Takes over `below`. Answers live as long as the source. */
Source *source_cached_new(Source *below);

#endif
