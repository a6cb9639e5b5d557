/* What a case is worth as exit status of a run. */
#ifndef CHECKS_CASE_CASE_EXIT_STATUS_H
#define CHECKS_CASE_CASE_EXIT_STATUS_H

#include <jansson.h>

enum { EXIT_STATUS_UNKNOWN = 1 };

/* EX_OK: a cause was found, or the domain is healthy. EXIT_STATUS_UNKNOWN: no bounce, no cause (or
 * a bounce that gives none), or a domain that is not healthy. EX_UNAVAILABLE: the DNS was needed
 * and could not be asked. */
int case_exit_status(const json_t *document);

#endif
