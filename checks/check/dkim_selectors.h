/* Selectors that a domain's keys probably have, where no signature tells. */
#ifndef CHECKS_CHECK_DKIM_SELECTORS_H
#define CHECKS_CHECK_DKIM_SELECTORS_H

#include "checks/check/check.h"

/* const char*, static, each once; g_ptr_array_unref(): the common ones, and those of the services
 * that the domain's MX and TXT records name. *state is set to CHECK_PENDING where these are not
 * known yet and have been noted. */
GPtrArray *dkim_selectors(Answers *answers, const char *domain, CheckState *state);

#endif
