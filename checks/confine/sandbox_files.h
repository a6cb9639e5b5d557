/* Which files a locked-in process may read (Linux: Landlock). */
#ifndef CHECKS_CONFINE_SANDBOX_FILES_H
#define CHECKS_CONFINE_SANDBOX_FILES_H

#include <glib.h>

/* From here on files can be read only below these folders (NULL-terminated; those that do not exist
 * are passed over), and none can be written, made or removed. Needs PR_SET_NO_NEW_PRIVS. False
 * where the system has no Landlock: then nothing has changed. */
gboolean sandbox_read_only(const char *const *folders);

#endif
