/* Reading what a block list answered: "listed" has to be earned (RFC 5782; a lapsed list answers
 * everything, a resolver rewrites, a list refuses with an address that looks like a listing). */
#ifndef CHECKS_DNSBL_DNSBL_READING_H
#define CHECKS_DNSBL_DNSBL_READING_H

#include "checks/answers/answers.h"
#include "checks/dnsbl/dnsbl_lists.h"

typedef enum {
    DNSBL_READ_CLEAN,     /* no listing */
    DNSBL_READ_UNKNOWN,   /* no answer */
    DNSBL_READ_REWRITTEN, /* an address outside of 127.0.0.0/8: somebody else answered */
    DNSBL_READ_REFUSED,   /* the list says that it does not answer us */
    DNSBL_READ_LISTED
} DnsblReading;

DnsblReading dnsbl_read(const DnsblList *list, const Answer *answer);

/* The meanings of all codes of a listing, "; " between them; an unknown code as it is. `codes` is
 * the answer as dnsbl_codes() gives it. g_free(). */
char *dnsbl_meaning(const DnsblList *list, const char *codes, Language language);

/* The addresses of an answer, blanks between them, at most eight. g_free(). */
char *dnsbl_codes(const Answer *answer);

#endif
