/* The end of a letter: who asks for help signs what they paste, and their address is nobody's that
 * mail did not reach. */
#ifndef CONTENT_READER_READ_SIGNATURE_H
#define CONTENT_READER_READ_SIGNATURE_H

#include "content/reader/read_phrases.h"

/* Whether what stands at `at` signs a letter: a few lines above it, with nothing of a bounce
 * between, stand a farewell ("Best regards,") or the signature's separator (RFC 3676 4.3), alone on
 * their line. */
gboolean signature_holds(const SpottedText *spotted, gsize at);

#endif
