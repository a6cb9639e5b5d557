/* Locking processes in: they read hostile mail and hostile DNS answers. */
#ifndef CHECKS_CONFINE_SANDBOX_H
#define CHECKS_CONFINE_SANDBOX_H

#include <glib.h>
#include "checks/confine/sandbox_filter.h"

/* What holds of a process, as bits. */
typedef enum {
    SANDBOX_CALLS = 1, /* no call but those that its work takes (seccomp) */
    SANDBOX_FILES = 2, /* no file but those that its work takes (Landlock) */
    SANDBOX_USER = 4,  /* it is not root */
    SANDBOX_ALL = SANDBOX_CALLS | SANDBOX_FILES | SANDBOX_USER
} SandboxHolds;

/* Leaves the terminal: a session of its own, /dev/null as 0, 1 and 2, `line` as SANDBOX_LINE, and
 * no other descriptor. Call it before anything is opened. False where that cannot be had. */
enum { SANDBOX_LINE = 3 };
gboolean sandbox_detach(int line);

/* From here on this process, and whatever it forks, can do what `role` takes and nothing else; what
 * it tries beyond that ends it. It dumps no core and cannot be traced. Where it runs as root it
 * becomes the user "whybounce", or else "nobody", without groups and capabilities; otherwise it
 * drops the capabilities that it may have.
 *
 * SANDBOX_READER opens no socket; it reads files only below the folders of the system's libraries,
 * for iconv (where there is no Landlock: none at all). SANDBOX_ASKER opens sockets of the Internet,
 * for UDP and TCP out, and reads files only below the folder of `resolv_conf` (NULL:
 * /etc/resolv.conf, where a link leads). SANDBOX_CHILD computes and writes to what is open.
 * Returns SandboxHolds: what the system does not offer is missing, and nothing that failed is in
 * it. Built with AddressSanitizer nothing is locked in, since its leak checker wants ptrace. */
guint sandbox_enter(SandboxRole role, const char *resolv_conf);

/* What would hold here: tried in a process of its own, for SANDBOX_READER. */
guint sandbox_probe(void);

#endif
