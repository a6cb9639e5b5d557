#include "checks/confine/sandbox.h"

#include <glib.h>
#include <sys/resource.h>

static void forbid_core_dumps(void)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

#if defined __linux__ && !UNDER_ASAN
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include "checks/confine/sandbox_files.h"

static void forbid_calls(scmp_filter_ctx filter)
{
    static const int calls[] = {
        SCMP_SYS(execve),   SCMP_SYS(execveat), SCMP_SYS(ptrace),    SCMP_SYS(unlink),
        SCMP_SYS(unlinkat), SCMP_SYS(rename),   SCMP_SYS(renameat),  SCMP_SYS(renameat2),
        SCMP_SYS(mkdir),    SCMP_SYS(mkdirat),  SCMP_SYS(rmdir),     SCMP_SYS(chmod),
        SCMP_SYS(fchmodat), SCMP_SYS(chown),    SCMP_SYS(fchownat),  SCMP_SYS(symlink),
        SCMP_SYS(link),     SCMP_SYS(linkat),   SCMP_SYS(symlinkat), SCMP_SYS(truncate),
        SCMP_SYS(mount),    SCMP_SYS(chroot),   SCMP_SYS(creat),     SCMP_SYS(listen),
        SCMP_SYS(accept),   SCMP_SYS(accept4)};
    for (guint i = 0; i < G_N_ELEMENTS(calls); i++)
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0);
}

static void forbid_opening(scmp_filter_ctx filter, unsigned mode)
{
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
                     SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode));
    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
                     SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode));
}

static void enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return;
    forbid_calls(filter);
    forbid_opening(filter, O_WRONLY);
    forbid_opening(filter, O_RDWR);
    seccomp_load(filter);
    seccomp_release(filter);
}

/* The folder and not the file: whoever writes it anew puts another in its place. */
static char *folder_of(const char *file)
{
    char *real = realpath(file, NULL);
    char *folder = g_path_get_dirname(real ? real : file);
    free(real);
    return folder;
}

static void limit_files(const char *resolv_conf)
{
    g_autofree char *settings = folder_of(resolv_conf ? resolv_conf : "/etc/resolv.conf");
    const char *const folders[] = {"/usr", "/lib", "/lib64", "/etc", settings, NULL};
    sandbox_read_only(folders);
}

void sandbox_enter(const char *resolv_conf)
{
    forbid_core_dumps();
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit_files(resolv_conf);
    enter_seccomp();
}
#else
void sandbox_enter(const char *resolv_conf)
{
    (void)resolv_conf;
    forbid_core_dumps();
}
#endif
