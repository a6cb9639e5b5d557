/* Keys of block lists, each in a file of its own. */
#ifndef CHECKS_DNSBL_DNSBL_KEY_FILE_H
#define CHECKS_DNSBL_DNSBL_KEY_FILE_H

#include <glib.h>

/* Asks the list of a zone with the key that is the first line of a file; call it before anything is
 * asked. A path that begins with "~/" begins in the home folder, another relative one in `folder`.
 * False and *error, "what is wrong; what mends it", where the list is not known, takes no key, or
 * the file holds none. Neither path nor text is in a message: it might be the key itself. */
gboolean dnsbl_key_file_use(const char *zone, const char *path, const char *folder, GError **error);

#endif
