/* Claims: what a cause says is so, about whom, in the terms of the checks. "dmarc-fails" is a claim
 * about the domain in From:, and only dmarc.failed answers it; that SPF fails for the envelope
 * sender's domain does not. */
#ifndef CONTENT_CATALOGUE_CLAIMS_H
#define CONTENT_CATALOGUE_CLAIMS_H

#include <glib.h>

/* The names of all claims, NULL behind the last; static. */
const char *const *claim_names(void);

/* Whether a finding ("mx.null") of the check of this subject role ("sender-domain") proves the
 * claim. False for a claim that there is none of. */
gboolean claim_is_answered_by(const char *claim, const char *role, const char *finding);

#endif
