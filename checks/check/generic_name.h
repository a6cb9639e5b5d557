/* Host names that were made by a machine for a whole range, as dial-up and cloud lines have them.
 */
#ifndef CHECKS_CHECK_GENERIC_NAME_H
#define CHECKS_CHECK_GENERIC_NAME_H

#include <glib.h>

/* True where the name repeats the IPv4 address (decimal in either order, or hexadecimal), or one of
 * its labels says "dynamic", "dhcp", "pool" and the like. Many receivers distrust such names. */
gboolean name_is_generic(const char *name, const guint8 *address, gsize length);

#endif
