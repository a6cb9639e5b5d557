/* Domain names as text: one spelling for each, so that names compare with strcmp(). */
#ifndef CHECKS_ANSWERS_DOMAIN_NAME_H
#define CHECKS_ANSWERS_DOMAIN_NAME_H

#include <glib.h>

#define DOMAIN_NAME_WIRE_LIMIT 255 /* octets, RFC 1035 3.1 */

/* Question.name's spelling of any spelling: lower case ASCII (U-labels by IDNA 2008), no trailing
 * dot, "." for the root, \DDD for a dot or backslash within a label and for all that is not
 * printable. NULL where it is no name that can be asked: empty, an empty label, a label over 63 or
 * a name over 255 octets, bad escapes, bad IDN. g_free(). */
char *domain_name_normalise(const char *text);

/* The uncompressed wire form (RFC 1035 3.1) of an ASCII name, escapes resolved, case kept. Returns
 * its length, 0 where it is not a name. */
gsize domain_name_to_wire(const char *text, guint8 wire[DOMAIN_NAME_WIRE_LIMIT]);

/* The normalised text of an uncompressed wire name; NULL where it is cut or compressed. g_free().
 */
char *domain_name_from_wire(const guint8 *wire, gsize length);

/* Whether a normalised name is `zone` or below it. */
gboolean domain_name_is_within(const char *name, const char *zone);

/* The name one label up, a part of `name`; "." above a single label, NULL above the root. */
const char *domain_name_parent(const char *name);

#endif
