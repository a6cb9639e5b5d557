/* As OpenSMTPD and unbound do it, before a byte is read. */
#include "checks/confine/sandbox_user.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#if defined __linux__
#include <linux/capability.h>
#include <sys/syscall.h>
#endif

enum { NOBODY = 65534 };

static gboolean drop_capabilities(void)
{
#if defined __linux__
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    return syscall(SYS_capset, &head, none) == 0;
#else
    return TRUE;
#endif
}

/* In a room that does not know "nobody" (a container's user namespace) there may be no other user
 * to become: then it is root of that room only, and said to be root. */
static gboolean become(uid_t user, gid_t group)
{
    return setgroups(0, NULL) == 0 && setresgid(group, group, group) == 0 &&
           setresuid(user, user, user) == 0 && setresuid(0, 0, 0) != 0 && getuid() == user;
}

gboolean sandbox_drop_root(void)
{
    gboolean dropped = TRUE;
    if (getuid() == 0 || geteuid() == 0) {
        const struct passwd *entry = getpwnam("whybounce");
        if (!entry || !entry->pw_uid)
            entry = getpwnam("nobody");
        dropped =
            entry && entry->pw_uid ? become(entry->pw_uid, entry->pw_gid) : become(NOBODY, NOBODY);
    }
    return drop_capabilities() && dropped;
}
