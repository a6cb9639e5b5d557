/* Root gives itself up. */
#ifndef CHECKS_CONFINE_SANDBOX_USER_H
#define CHECKS_CONFINE_SANDBOX_USER_H

#include <glib.h>

/* Where this process is root it becomes "whybounce", where there is such a user, or else "nobody",
 * in no other group, for good; its capabilities are cleared in any case. Call it before a byte of
 * foreign data is read. False: it is still root. */
gboolean sandbox_drop_root(void);

#endif
