/* Lists of the calls that a locked-in process may make (Linux: seccomp). */
#ifndef CHECKS_CONFINE_SANDBOX_FILTER_H
#define CHECKS_CONFINE_SANDBOX_FILTER_H

#include <glib.h>

/* Whether this is built with AddressSanitizer: gcc says so by a macro, clang by a feature. Its leak
 * checker wants ptrace and /proc, and it reserves terabytes of addresses, so nothing is locked in.
 */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#elif defined __SANITIZE_ADDRESS__
#define UNDER_ASAN 1
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

typedef enum {
    SANDBOX_READER, /* reads mail and judges */
    SANDBOX_ASKER,  /* asks the DNS */
    SANDBOX_CHILD   /* runs libspf2 or libopendkim */
} SandboxRole;

/* Makes the list of a role ready, for it cannot be made where files and pipes are out of reach.
 * `opens`: files may be opened for reading, for something else limits which. */
gboolean sandbox_filter_prepare(SandboxRole role, gboolean opens);

/* Puts it in force, for this process and whatever it forks: any other call ends the process (built
 * with -DCONFINE_DEBUG it fails with EPERM, and the kernel logs it). It can only be narrowed from
 * then on. Needs PR_SET_NO_NEW_PRIVS. False, and nothing has changed, where it is not ready or the
 * system has none. */
gboolean sandbox_filter_enter(SandboxRole role);
/* Whether one is in force for this process. */
gboolean sandbox_filter_holds(void);

#endif
