#include "checks/confine/sandbox_files.h"

#if defined __linux__ && __has_include(<linux/landlock.h>)
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As <linux/landlock.h> has it in Linux 6.12; headers are often older than the kernel. */
struct rules {
    guint64 files, net, scoped;
};
enum { FILES = 1 << 13, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL = 1 << 15 };
enum { BIND_TCP = 1, CONNECT_TCP = 2, ABSTRACT_SOCKETS = 1, SIGNALS = 2 };

/* All that this version knows is taken away; what is granted is granted by add_folder(). */
static struct rules all_of(long version, gboolean connects)
{
    struct rules rules = {.files = FILES - 1};
    if (version >= 2)
        rules.files |= REFER;
    if (version >= 3)
        rules.files |= TRUNCATE;
    if (version >= 4)
        rules.net = connects ? BIND_TCP : BIND_TCP | CONNECT_TCP;
    if (version >= 5)
        rules.files |= IOCTL;
    if (version >= 6)
        rules.scoped = ABSTRACT_SOCKETS | SIGNALS;
    return rules;
}

static gsize size_of(long version)
{
    return version >= 6   ? sizeof(struct rules)
           : version >= 4 ? 2 * sizeof(guint64)
                          : sizeof(guint64);
}

/* False where a folder that is there could not be granted. */
static gboolean add_folder(int rules, const char *folder)
{
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                          LANDLOCK_ACCESS_FS_EXECUTE, /* libraries are mapped, not run */
        .parent_fd = open(folder, O_PATH | O_CLOEXEC),
    };
    if (rule.parent_fd < 0)
        return TRUE;
    gboolean added =
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return added;
}

gboolean sandbox_read_only(const char *const *folders, gboolean connects)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return FALSE;
    struct rules handled = all_of(version, connects);
    long rules = syscall(SYS_landlock_create_ruleset, &handled, size_of(version), 0);
    if (rules < 0)
        return FALSE;
    gboolean in_force = TRUE;
    for (; *folders; folders++)
        in_force = add_folder((int)rules, *folders) && in_force;
    in_force = in_force && syscall(SYS_landlock_restrict_self, (int)rules, 0) == 0;
    close((int)rules);
    return in_force;
}
#else
gboolean sandbox_read_only(const char *const *folders, gboolean connects)
{
    (void)folders;
    (void)connects;
    return FALSE;
}
#endif
