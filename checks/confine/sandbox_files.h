/* Which files and ports a locked-in process may use (Linux: Landlock). */
#ifndef CHECKS_CONFINE_SANDBOX_FILES_H
#define CHECKS_CONFINE_SANDBOX_FILES_H

#include <glib.h>

/* From here on files can be read only below these folders (NULL-terminated; those that do not exist
 * are passed over), and none can be written, cut, made or removed; and, where this Linux knows it,
 * no device is controlled, no port is served, `connects` unless set: none is connected to (TCP),
 * no abstract UNIX socket outside is reached and no process outside gets a signal. Needs
 * PR_SET_NO_NEW_PRIVS. False where the system has no Landlock: then nothing has changed. */
gboolean sandbox_read_only(const char *const *folders, gboolean connects);

#endif
