/* The addresses that a domain's mail comes from, as far as its own records tell. */
#ifndef CHECKS_CHECK_SENDING_ADDRESSES_H
#define CHECKS_CHECK_SENDING_ADDRESSES_H

#include "checks/answers/answers.h"

enum { SENDING_ADDRESSES_MAX = 6 };

typedef struct {
    char *ip;
    char *host;        /* whose address it is; NULL: the SPF record names the address itself */
    gboolean declared; /* the SPF record lets it send; else it only takes the domain's mail */
} SendingAddress;

/* Those of hosts below the same organisation that the MX names, and single addresses and such hosts
 * that the domain's own SPF record names (not what it includes). Each once, `but` (the address that
 * is known already; NULL: none) left out, at most SENDING_ADDRESSES_MAX: *left_out (may be NULL)
 * says how many more there are. SendingAddress*, g_ptr_array_unref(); NULL: answers are missing and
 * have been noted. A question that failed gives no address. */
GPtrArray *sending_addresses(Answers *answers, const char *domain, const char *but,
                             guint *left_out);

#endif
