/* Who is who in the words of a refusal. */
#ifndef CONTENT_READER_READ_REPLY_ROLES_H
#define CONTENT_READER_READ_REPLY_ROLES_H

#include "content/text/facts.h"

/* Where the diagnostic begins with an address and says of it that the sender or the recipient was
 * refused, that is what was refused, as given: also one without a domain. Overrides the sender;
 * fills in the recipient. */
void reply_set_roles(Facts *facts);

/* Whether text begins with words that make the address before it the sender ("sender rejected"). */
gboolean reply_says_sender(const char *text, gsize length);

/* The IP that the diagnostic says the mail came from, canonical; not that of the server that
 * speaks. NULL where it names none. g_free(). */
char *reply_source_ip(const Facts *facts);

#endif
