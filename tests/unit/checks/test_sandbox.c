/* What a locked-in process can still do: each act that a broken reader would try, from within a
 * process of each role. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/confined_child.h"
#include "checks/confine/sandbox.h"
#include "checks/confine/sandbox_user.h"

/* Each file in a folder of its own. */
static char *settings, *mail, *new_file;

/* Acts: each TRUE where it succeeds. */

static gboolean opens(const char *file, int flags)
{
    return open(file, flags | O_CLOEXEC, 0600) >= 0;
}

static gboolean reads_mail(void)
{
    return opens(mail, O_RDONLY);
}

static gboolean reads_shadow(void)
{
    return opens("/etc/shadow", O_RDONLY);
}

static gboolean reads_passwd(void)
{
    return opens("/etc/passwd", O_RDONLY);
}

static gboolean reads_settings(void)
{
    return opens(settings, O_RDONLY);
}

static gboolean writes(void)
{
    return opens(settings, O_WRONLY) || opens(settings, O_RDWR);
}

static gboolean truncates(void)
{
    return opens(settings, O_RDONLY | O_TRUNC) || !truncate(settings, 0);
}

static gboolean creates(void)
{
    return opens(new_file, O_WRONLY | O_CREAT) || opens(new_file, O_RDONLY | O_CREAT);
}

static gboolean opens_by_openat2(void)
{
    struct {
        guint64 flags, mode, resolve;
    } how = {O_RDWR, 0, 0};
    return syscall(SYS_openat2, AT_FDCWD, settings, &how, sizeof how) >= 0;
}

static gboolean changes_mode(void)
{
    return !chmod(settings, 0777) || !fchmod(0, 0777);
}

static gboolean changes_owner(void)
{
    return !chown(settings, getuid(), getgid()) || !fchown(0, getuid(), getgid());
}

static gboolean changes_times(void)
{
    return !utimensat(AT_FDCWD, settings, NULL, 0);
}

static gboolean makes_a_folder(void)
{
    return !mkdir(new_file, 0700);
}

static gboolean renames(void)
{
    return !rename(settings, new_file);
}

static gboolean removes(void)
{
    return !unlink(settings);
}

static gboolean links(void)
{
    return !link(settings, new_file) || !symlink("x", new_file);
}

static gboolean runs_a_program(void)
{
    pid_t child = fork();
    int status = 1;
    if (child == 0) {
        execl("/bin/true", "true", NULL);
        _exit(1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static gboolean runs_from_memory(void)
{
    return syscall(SYS_memfd_create, "x", 0) >= 0;
}

static gboolean forks(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}

static gboolean makes_a_room(void)
{
    return !unshare(CLONE_NEWUSER) || !unshare(CLONE_NEWNS);
}

static gboolean makes_a_thread_room(void)
{
    return syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL) > 0;
}

static gboolean signals(void)
{
    return !kill(getppid(), 0);
}

static gboolean signals_by_descriptor(void)
{
    return syscall(SYS_pidfd_open, getppid(), 0) >= 0;
}

static gboolean traces(void)
{
    return !ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) || !ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static gboolean reads_memory(void)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {&settings, 1};
    return syscall(SYS_process_vm_readv, getppid(), &here, 1, &there, 1, 0) == 1;
}

static gboolean types_into_the_terminal(void)
{
    return !ioctl(0, TIOCSTI, "x") || !ioctl(1, TIOCSTI, "x") || !ioctl(2, TIOCSTI, "x");
}

static gboolean opens_the_terminal(void)
{
    return opens("/dev/tty", O_RDWR);
}

static gboolean limits_its_parent(void)
{
    struct rlimit limit;
    return !syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, NULL, &limit);
}

static gboolean uses_io_uring(void)
{
    struct io_uring_params params = {0};
    return syscall(SYS_io_uring_setup, 1, &params) >= 0;
}

static gboolean uses_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0) >= 0;
}

static gboolean watches_performance(void)
{
    return syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0) >= 0;
}

static gboolean uses_keys(void)
{
    return syscall(SYS_keyctl, 0, -3, 0) >= 0;
}

static gboolean runs_what_it_writes(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static gboolean makes_memory_code(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return !mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}

static gboolean socket_of(int family, int type, int protocol)
{
    return socket(family, type, protocol) >= 0;
}

static gboolean opens_a_datagram_socket(void)
{
    return socket_of(AF_INET, SOCK_DGRAM, 0);
}

static gboolean opens_a_stream_socket(void)
{
    return socket_of(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static gboolean opens_a_raw_socket(void)
{
    return socket_of(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static gboolean opens_a_local_socket(void)
{
    return socket_of(AF_UNIX, SOCK_STREAM, 0);
}

static gboolean opens_a_netlink_socket(void)
{
    return socket_of(AF_NETLINK, SOCK_RAW, 0);
}

static gboolean opens_a_packet_socket(void)
{
    return socket_of(AF_PACKET, SOCK_RAW, 0);
}

static gboolean serves(void)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    return listener >= 0 && !listen(listener, 1);
}

static gboolean becomes_root(void)
{
    return getuid() == 0 || !setuid(0);
}

static gboolean converts(void)
{
    g_autofree char *text = g_convert("\xcd\xcb\xd0\xc5", 4, "UTF-8", "GB18030", NULL, NULL, NULL);
    return g_strcmp0(text, "退信") == 0;
}

static gboolean opens_another_descriptor(void)
{
    return dup(1) >= 0;
}

enum { R = 1 << SANDBOX_READER, A = 1 << SANDBOX_ASKER, C = 1 << SANDBOX_CHILD };

/* Which roles can do it. */
static const struct {
    const char *name;
    gboolean (*act)(void);
    int can;
} acts[] = {
    {"read somebody's mail", reads_mail, 0},
    {"read /etc/shadow", reads_shadow, 0},
    {"read the resolver's settings", reads_settings, A},
    {"read /etc/passwd", reads_passwd, 0},
    {"convert GB 18030", converts, R},
    {"open a file for writing", writes, 0},
    {"empty a file", truncates, 0},
    {"create a file", creates, 0},
    {"openat2", opens_by_openat2, 0},
    {"chmod", changes_mode, 0},
    {"chown", changes_owner, 0},
    {"change times", changes_times, 0},
    {"mkdir", makes_a_folder, 0},
    {"rename", renames, 0},
    {"unlink", removes, 0},
    {"link", links, 0},
    {"run a program", runs_a_program, 0},
    {"memfd_create", runs_from_memory, 0},
    {"fork", forks, R},
    {"unshare", makes_a_room, 0},
    {"clone a user namespace", makes_a_thread_room, 0},
    {"kill", signals, 0},
    {"pidfd_open", signals_by_descriptor, 0},
    {"ptrace", traces, 0},
    {"process_vm_readv", reads_memory, 0},
    {"TIOCSTI", types_into_the_terminal, 0},
    {"open /dev/tty", opens_the_terminal, 0},
    {"prlimit of the parent", limits_its_parent, 0},
    {"io_uring", uses_io_uring, 0},
    {"bpf", uses_bpf, 0},
    {"perf_event_open", watches_performance, 0},
    {"keyctl", uses_keys, 0},
    {"memory to write and run", runs_what_it_writes, 0},
    {"memory made code", makes_memory_code, 0},
    {"socket: INET datagram", opens_a_datagram_socket, A},
    {"socket: INET6 stream", opens_a_stream_socket, A},
    {"socket: INET raw", opens_a_raw_socket, 0},
    {"socket: UNIX", opens_a_local_socket, 0},
    {"socket: NETLINK", opens_a_netlink_socket, 0},
    {"socket: PACKET", opens_a_packet_socket, 0},
    {"listen", serves, 0},
    {"be root", becomes_root, 0},
    {"another descriptor", opens_another_descriptor, 0},
};

enum { DID, DID_NOT, NOT_LOCKED_IN };

/* As the process of each role is locked in by the program. */
static int try_in_role(gboolean (*act)(void), SandboxRole role)
{
    if (role == SANDBOX_CHILD) {
        gboolean ready = sandbox_filter_prepare(role, FALSE);
        setrlimit(RLIMIT_NOFILE, &(const struct rlimit){0, 0});
        setrlimit(RLIMIT_NPROC, &(const struct rlimit){0, 0});
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        sandbox_drop_root();
        if (!ready || !sandbox_filter_enter(role))
            return NOT_LOCKED_IN;
    } else if (!(sandbox_enter(role, settings) & SANDBOX_CALLS)) {
        return NOT_LOCKED_IN;
    }
    return act() ? DID : DID_NOT;
}

static const char *outcome(int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGSYS ? "killed" : "another signal";
    static const char *const words[] = {"yes", "refused", "not locked in"};
    return words[WEXITSTATUS(status) % G_N_ELEMENTS(words)];
}

static int status_of(gboolean (*act)(void), SandboxRole role)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(try_in_role(act, role));
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return status;
}

static void assert_outcome(guint which, SandboxRole role)
{
    static const char *const roles[] = {"reader", "asker", "child"};
    const char *seen = outcome(status_of(acts[which].act, role));
    g_test_message("%s: %s: %s", roles[role], acts[which].name, seen);
    if (acts[which].can & 1 << role)
        g_assert_cmpstr(seen, ==, "yes");
    else if (strcmp(seen, "killed") != 0)
        g_assert_cmpstr(seen, ==, "refused");
}

static gboolean skips(void)
{
    if (!UNDER_ASAN && sandbox_probe() & SANDBOX_CALLS)
        return FALSE;
    g_test_skip(UNDER_ASAN ? "not under ASan" : "no seccomp on this system");
    return TRUE;
}

static void test_acts(gconstpointer role)
{
    gboolean has_landlock = sandbox_probe() & SANDBOX_FILES;
    if (skips())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(acts); i++)
        if (has_landlock || (acts[i].act != reads_mail && acts[i].act != reads_passwd))
            assert_outcome(i, (SandboxRole)GPOINTER_TO_INT(role));
}

/* Else nothing that is refused above would show anything. */
static void test_acts_without(void)
{
    g_assert_true(reads_mail());
    g_assert_true(reads_settings());
    g_assert_true(opens(settings, O_RDWR));
    g_assert_true(runs_a_program());
    g_assert_true(runs_from_memory());
    g_assert_true(opens_a_local_socket());
    g_assert_true(runs_what_it_writes());
    g_assert_true(signals());
}

static void write_and_open(int output, gpointer data)
{
    (void)data;
    const char *seen = open("/dev/null", O_RDONLY) < 0 && dup(output) < 0 ? "alone" : "opened";
    g_assert_cmpint((int)write(output, seen, strlen(seen)), ==, (int)strlen(seen));
}

static void just_sleep(int output, gpointer data)
{
    (void)data;
    (void)output;
    for (;;)
        pause();
}

/* The child that runs libspf2 and libopendkim, as it really starts. */
static void test_child(void)
{
    const char *why;
    if (skips())
        return;
    g_autofree char *text = confined_child_run(write_and_open, NULL, 2000, &why);
    g_assert_cmpstr(text, ==, NULL); /* dup() is no call of it */
    g_assert_cmpstr(why, ==, "crash");
    gint64 start = g_get_monotonic_time();
    g_assert_null(confined_child_run(just_sleep, NULL, 200, &why));
    g_assert_cmpstr(why, ==, "time-out");
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

/* The line becomes 3, and nothing else of what was open is there. */
static int detached(void)
{
    int line[2], other = open("/dev/null", O_RDONLY);
    close(SANDBOX_LINE); /* so that whatever is opened next would stand there */
    g_assert_cmpint(pipe(line), ==, 0);
    other = fcntl(other, F_DUPFD, 20);
    if (!sandbox_detach(line[1]))
        return 1;
    struct stat null, first;
    gboolean good = stat("/dev/null", &null) == 0 && fstat(0, &first) == 0 &&
                    S_ISCHR(first.st_mode) && first.st_rdev == null.st_rdev &&
                    fstat(SANDBOX_LINE, &first) == 0 && S_ISFIFO(first.st_mode) &&
                    fcntl(other, F_GETFD) < 0 && fcntl(4, F_GETFD) < 0 &&
                    fcntl(SANDBOX_LINE, F_GETFD) >= 0 && getsid(0) == getpid();
    return good ? 0 : 2;
}

static void test_detach(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(detached());
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

static char *file_in_a_folder(const char *text)
{
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    char *file = g_build_filename(folder, "file", NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    g_chmod(folder, 0755); /* for who is no longer root */
    return file;
}

static void remove_file_and_folder(char *file)
{
    g_autofree char *folder = g_path_get_dirname(file);
    g_unlink(file);
    g_rmdir(folder);
    g_free(file);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    settings = file_in_a_folder("nameserver 192.0.2.1\n");
    mail = file_in_a_folder("somebody's mail\n");
    new_file = g_strconcat(settings, ".new", NULL);
    g_test_add_func("/sandbox/acts/without", test_acts_without);
    g_test_add_data_func("/sandbox/acts/reader", GINT_TO_POINTER(SANDBOX_READER), test_acts);
    g_test_add_data_func("/sandbox/acts/asker", GINT_TO_POINTER(SANDBOX_ASKER), test_acts);
    g_test_add_data_func("/sandbox/acts/child", GINT_TO_POINTER(SANDBOX_CHILD), test_acts);
    g_test_add_func("/sandbox/child", test_child);
    g_test_add_func("/sandbox/detach", test_detach);
    int status = g_test_run();
    remove_file_and_folder(settings);
    remove_file_and_folder(mail);
    g_free(new_file);
    return status;
}
