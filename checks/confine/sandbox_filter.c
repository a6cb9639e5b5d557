/* The lists were made from what the whole test suite calls, and widened by what other C libraries
 * call for the same functions. */
#include "checks/confine/sandbox_filter.h"

#if defined __linux__ && !UNDER_ASAN
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef CONFINE_DEBUG
#define BEYOND SCMP_ACT_ERRNO(EPERM)
#else
#define BEYOND SCMP_ACT_KILL_PROCESS
#endif

#define CALL(name) SCMP_SYS(name)

/* Memory, time, what is open already, the end. */
static const int common[] = {CALL(read),
                             CALL(write),
                             CALL(readv),
                             CALL(writev),
                             CALL(pread64),
                             CALL(lseek),
                             CALL(_llseek),
                             CALL(close),
                             CALL(fstat),
                             CALL(fstat64),
                             CALL(brk),
                             CALL(munmap),
                             CALL(mremap),
                             CALL(madvise),
                             CALL(futex),
                             CALL(futex_time64),
                             CALL(getrandom),
                             CALL(clock_gettime),
                             CALL(clock_gettime64),
                             CALL(clock_getres),
                             CALL(gettimeofday),
                             CALL(time),
                             CALL(rt_sigreturn),
                             CALL(sigreturn),
                             CALL(sigaltstack),
                             CALL(getpid),
                             CALL(gettid),
                             CALL(sched_yield),
                             CALL(rseq),
                             CALL(set_robust_list),
                             CALL(restart_syscall),
                             CALL(exit),
                             CALL(exit_group),
                             CALL(uname),
                             CALL(sysinfo),
                             CALL(sched_getaffinity),
                             CALL(pause),
                             CALL(clock_nanosleep),
                             CALL(nanosleep)};

/* Waiting for a line. */
static const int waiting[] = {CALL(poll),
                              CALL(ppoll),
                              CALL(ppoll_time64),
                              CALL(rt_sigaction),
                              CALL(rt_sigprocmask),
                              CALL(getuid),
                              CALL(geteuid),
                              CALL(getgid),
                              CALL(getegid),
                              CALL(clock_nanosleep),
                              CALL(nanosleep),
                              CALL(eventfd2),
                              CALL(set_tid_address),
                              CALL(clock_nanosleep_time64)};

/* Children, and what locks them in further. */
static const int forking[] = {CALL(wait4),     CALL(waitid), CALL(waitpid), CALL(pipe),
                              CALL(pipe2),     CALL(dup2),   CALL(dup3),    CALL(close_range),
                              CALL(setitimer), CALL(alarm),  CALL(fork)};

static const int asking[] = {
    CALL(connect),    CALL(sendto),      CALL(recvfrom),    CALL(sendmsg), CALL(recvmsg),
    CALL(sendmmsg),   CALL(recvmmsg),    CALL(send),        CALL(recv),    CALL(setsockopt),
    CALL(getsockopt), CALL(getsockname), CALL(getpeername), CALL(shutdown)};

static struct sock_fprog ready[SANDBOX_CHILD + 1];
static gboolean in_force;

static gboolean allow(scmp_filter_ctx filter, const int *calls, gsize count)
{
    gboolean good = TRUE;
    for (gsize i = 0; i < count; i++)
        good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0 && good;
    return good;
}

static gboolean rule(scmp_filter_ctx filter, guint32 action, int call, struct scmp_arg_cmp one)
{
    return seccomp_rule_add(filter, action, call, 1, one) == 0;
}

/* Some libraries ask a file whether it is a terminal, and where it may not be found, live without:
 * these calls fail, and nothing is done. */
static gboolean fail_softly(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), CALL(ioctl), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), CALL(clone3), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(access), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(faccessat), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(stat), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(lstat), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(readlink), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(readlinkat), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), CALL(statx), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), CALL(getcwd), 0) == 0;
}

/* Memory that can be written and run is none. Code comes from files, for iconv's modules. */
static gboolean allow_memory(scmp_filter_ctx filter, gboolean code)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp only_code =
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC);
    const struct scmp_arg_cmp of_a_file = SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0);
    const struct scmp_arg_cmp both =
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC | PROT_WRITE);
    gboolean good = rule(filter, SCMP_ACT_ERRNO(EPERM), CALL(mmap), both) &&
                    rule(filter, SCMP_ACT_ALLOW, CALL(mmap), no_code) &&
                    rule(filter, SCMP_ACT_ALLOW, CALL(mprotect), no_code);
    return good && (!code || seccomp_rule_add(filter, SCMP_ACT_ALLOW, CALL(mmap), 2, only_code,
                                              of_a_file) == 0);
}

static const guint32 changing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH;

/* For reading and no more; what may not be opened is as if it could not be read. */
static gboolean allow_opening(scmp_filter_ctx filter, gboolean opens)
{
    guint32 action = opens ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES);
    return rule(filter, action, CALL(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, changing, O_RDONLY)) &&
           rule(filter, action, CALL(open), SCMP_A1(SCMP_CMP_MASKED_EQ, changing, O_RDONLY));
}

/* newfstatat() of a descriptor, which is what fstat() is; of names it fails. */
static gboolean allow_status(scmp_filter_ctx filter)
{
    return rule(filter, SCMP_ACT_ALLOW, CALL(newfstatat),
                SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)) &&
           rule(filter, SCMP_ACT_ERRNO(EACCES), CALL(newfstatat),
                SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0));
}

/* A fork, not a thread, not a new room with rights of its own. */
static gboolean allow_forking(scmp_filter_ctx filter)
{
    const guint64 rooms = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                          CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_VM | CLONE_PTRACE |
                          CLONE_PARENT;
    return allow(filter, forking, G_N_ELEMENTS(forking)) &&
           rule(filter, SCMP_ACT_ALLOW, CALL(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, rooms, 0)) &&
           rule(filter, SCMP_ACT_ALLOW, CALL(prlimit64), SCMP_A0(SCMP_CMP_EQ, 0, 0)) &&
           allow(filter, (const int[]){CALL(setrlimit), CALL(seccomp)}, 2) &&
           rule(filter, SCMP_ACT_ALLOW, CALL(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NO_NEW_PRIVS, 0));
}

static gboolean allow_sockets(scmp_filter_ctx filter)
{
    static const int families[] = {AF_INET, AF_INET6}, kinds[] = {SOCK_DGRAM, SOCK_STREAM};
    static const int commands[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL};
    gboolean good = allow(filter, asking, G_N_ELEMENTS(asking));
    for (guint i = 0; i < 2; i++)
        for (guint j = 0; j < 2; j++)
            good = seccomp_rule_add(filter, SCMP_ACT_ALLOW, CALL(socket), 2,
                                    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i], 0),
                                    SCMP_A1(SCMP_CMP_MASKED_EQ,
                                            ~(guint64)(SOCK_NONBLOCK | SOCK_CLOEXEC) & G_MAXUINT32,
                                            (scmp_datum_t)kinds[j])) == 0 &&
                   good;
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        good = rule(filter, SCMP_ACT_ALLOW, CALL(fcntl),
                    SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)commands[i], 0)) &&
               good;
    return good;
}

static gboolean add_rules(scmp_filter_ctx filter, SandboxRole role, gboolean opens)
{
    gboolean good = allow(filter, common, G_N_ELEMENTS(common)) && fail_softly(filter) &&
                    allow_status(filter) && allow_memory(filter, role == SANDBOX_READER && opens) &&
                    allow_opening(filter, role != SANDBOX_CHILD && opens);
    if (role != SANDBOX_CHILD)
        good = good && allow(filter, waiting, G_N_ELEMENTS(waiting)) &&
               rule(filter, SCMP_ACT_ALLOW, CALL(tgkill),
                    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)); /* abort() */
    if (role == SANDBOX_READER)
        good = good && allow_forking(filter);
    if (role == SANDBOX_ASKER)
        good = good && allow_sockets(filter);
    return good;
}

/* Reads what libseccomp writes to a pipe, into memory of its own. */
static gboolean export_to(scmp_filter_ctx filter, struct sock_fprog *program)
{
    int ends[2];
    gssize length = -1;
    struct sock_filter *lines = g_malloc(BPF_MAXINSNS * sizeof *lines);
    if (pipe(ends) == 0) {
        if (seccomp_export_bpf(filter, ends[1]) == 0)
            length = read(ends[0], lines, BPF_MAXINSNS * sizeof *lines);
        close(ends[0]);
        close(ends[1]);
    }
    if (length <= 0) {
        g_free(lines);
        return FALSE;
    }
    g_free(program->filter);
    *program = (struct sock_fprog){(unsigned short)((gsize)length / sizeof *lines), lines};
    return TRUE;
}

gboolean sandbox_filter_prepare(SandboxRole role, gboolean opens)
{
    scmp_filter_ctx filter = seccomp_init(BEYOND);
    gboolean good = filter && add_rules(filter, role, opens) && export_to(filter, &ready[role]);
    if (filter)
        seccomp_release(filter);
    return good;
}

gboolean sandbox_filter_enter(SandboxRole role)
{
#ifdef CONFINE_DEBUG
    const unsigned flags = SECCOMP_FILTER_FLAG_LOG;
#else
    const unsigned flags = 0;
#endif
    if (!ready[role].filter ||
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &ready[role]) != 0)
        return FALSE;
    in_force = TRUE;
    return TRUE;
}

gboolean sandbox_filter_holds(void)
{
    return in_force;
}
#else
gboolean sandbox_filter_prepare(SandboxRole role, gboolean opens)
{
    (void)role;
    (void)opens;
    return FALSE;
}

gboolean sandbox_filter_enter(SandboxRole role)
{
    (void)role;
    return FALSE;
}

gboolean sandbox_filter_holds(void)
{
    return FALSE;
}
#endif
