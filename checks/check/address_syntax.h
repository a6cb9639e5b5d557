/* The grammar of a mail address, RFC 5321 4.1.2 with RFC 6531's UTF-8. */
#ifndef CHECKS_CHECK_ADDRESS_SYNTAX_H
#define CHECKS_CHECK_ADDRESS_SYNTAX_H

#include <glib.h>

/* What breaks the grammar first, as a short constant word ("space", "dot", "local-part-too-long",
 * "character", "domain-label"...); NULL for a good address. Angle brackets around it are allowed.
 * An address literal is good here. */
const char *address_syntax_error(const char *address);

#endif
