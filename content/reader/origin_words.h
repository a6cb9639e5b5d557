/* Where a mail came from, as words tell it: those of the receiver and of other mail systems, and of
 * the person around the paste. */
#ifndef CONTENT_READER_ORIGIN_WORDS_H
#define CONTENT_READER_ORIGIN_WORDS_H

#include "content/reader/origin_phrases.h"
#include "content/text/facts.h"

/* What the words tell; texts are NULL where they don't. */
typedef struct {
    Fact sender, domain;     /* the address; the domain, where it is told alone */
    gboolean domain_is_from; /* it is that of From:, and may not be the envelope's */
    Fact source_ip, helo, login;
    char *selector, *signer; /* of a DKIM key that they name; both or none */
} OriginWords;

/* Reads text[0..length), at most 64 KiB of it. `recipient` (may be NULL) is never the sender. */
void origin_words_read(const char *text, gsize length, const OriginPhrase *phrases,
                       const char *recipient, OriginWords *words);
void origin_words_clear(OriginWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OriginWords, origin_words_clear)

#endif
