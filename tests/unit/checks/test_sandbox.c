/* What a locked-in process can still do, seen from within one. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/sandbox.h"
#include "checks/confine/sandbox_files.h"

/* Each file in a folder of its own. */
static char *settings, *mail;

static gboolean opens(const char *file, int flags)
{
    int opened = open(file, flags | O_CLOEXEC, 0600);
    if (opened >= 0)
        close(opened);
    return opened >= 0;
}

static gboolean converts(void)
{
    g_autofree char *text = g_convert("\xcd\xcb\xd0\xc5", 4, "UTF-8", "GB18030", NULL, NULL, NULL);
    return g_strcmp0(text, "退信") == 0;
}

static gboolean is_served(void)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    gboolean served = listen(listener, 1) == 0;
    close(listener);
    return served;
}

static gboolean runs_a_program(void)
{
    if (fork() == 0) {
        execl("/bin/true", "true", NULL);
        _exit(1);
    }
    int status = 1;
    wait(&status);
    return status == 0;
}

/* Bits of what went wrong, as the status of a process that is locked in. */
static int look_around(void)
{
    sandbox_enter(settings);
    g_autofree char *new_file = g_strconcat(settings, ".new", NULL);
    return opens(mail, O_RDONLY) << 0 | opens(settings, O_WRONLY) << 1 |
           opens(new_file, O_WRONLY | O_CREAT) << 2 | runs_a_program() << 3 | is_served() << 4 |
           !opens(settings, O_RDONLY) << 5 | !converts() << 6;
}

static int limit_reading(void)
{
    static const char *const none[] = {NULL};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return sandbox_read_only(none);
}

static int in_a_child(int (*work)(void))
{
    pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    g_assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static char *file_in_a_folder(const char *text)
{
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    char *file = g_build_filename(folder, "file", NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    return file;
}

static void remove_file_and_folder(char *file)
{
    g_autofree char *folder = g_path_get_dirname(file);
    g_unlink(file);
    g_rmdir(folder);
    g_free(file);
}

static void test_locked_in(void)
{
    if (UNDER_ASAN)
        return g_test_skip("not under ASan");
    settings = file_in_a_folder("nameserver 192.0.2.1\n");
    mail = file_in_a_folder("somebody's mail\n");
    g_assert_true(opens(mail, O_RDONLY) && opens(settings, O_WRONLY) && runs_a_program());
    gboolean has_landlock = in_a_child(limit_reading);
    g_assert_cmpint(in_a_child(look_around), ==, has_landlock ? 0 : 1);
    if (!has_landlock)
        g_test_message("no Landlock on this system: other files stay readable");
    remove_file_and_folder(settings);
    remove_file_and_folder(mail);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sandbox/locked-in", test_locked_in);
    return g_test_run();
}
