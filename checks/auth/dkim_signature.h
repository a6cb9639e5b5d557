/* The DKIM signatures of a returned message, verified by libopendkim in a child of its own with the
 * answers that are known (RFC 6376 6). A build without that library cannot. */
#ifndef CHECKS_AUTH_DKIM_SIGNATURE_H
#define CHECKS_AUTH_DKIM_SIGNATURE_H

#include "checks/answers/answers.h"

typedef enum {
    DKIM_SIGNATURE_PASSES,        /* header and body are as they were signed */
    DKIM_SIGNATURE_HEADER_PASSES, /* the header is; the body came back changed, cut or not at all */
    DKIM_SIGNATURE_FAILS,
    DKIM_SIGNATURE_UNKNOWN /* no key, or one that cannot be used: that is the key's matter */
} DkimSignatureState;

typedef struct {
    char *domain, *selector; /* d=, s= */
    DkimSignatureState state;
    char *problem; /* the library's own words, NULL: none */
} DkimSignatureVerdict;

/* False: this build has no libopendkim. */
gboolean dkim_signatures_verifiable(void);

/* DkimSignatureVerdict* for each signature, g_ptr_array_unref(); NULL where there is nothing to
 * verify (`message` NULL), this build cannot, or the library crashed or took too long. The keys
 * must be known: one that is not counts as missing. `message` has LF line ends. Blocks for a few
 * milliseconds, two seconds at the very most. */
GPtrArray *dkim_signatures_verify(Answers *answers, GBytes *message);

#endif
