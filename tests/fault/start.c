#include "tests/fault/start.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct FaultServer {
    GPid pid;
    char *folder, *file, *log;
    GPtrArray *addresses;
};

/* The tools stand beside the test that runs. */
static char *program_path(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = g_path_get_dirname(self);
    return g_build_filename(folder, "tools", "fault_server", NULL);
}

static void read_addresses(FaultServer *server, int descriptor, guint count)
{
    FILE *out = fdopen(descriptor, "r");
    char line[128];
    for (guint i = 0; i < count; i++) {
        if (!fgets(line, sizeof line, out))
            g_error("the fault server did not start");
        g_ptr_array_add(server->addresses, g_strdup(g_strchomp(line)));
    }
    g_ptr_array_add(server->addresses, NULL);
    fclose(out);
}

static GPtrArray *command_line(const FaultServer *server, guint listeners)
{
    GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(arguments, program_path());
    g_ptr_array_add(arguments, g_strdup("-v"));
    for (guint i = 0; i < listeners; i++) {
        g_ptr_array_add(arguments, g_strdup("-l"));
        g_ptr_array_add(arguments, g_strdup("127.0.0.1"));
    }
    g_ptr_array_add(arguments, g_strdup(server->file));
    g_ptr_array_add(arguments, NULL);
    return arguments;
}

FaultServer *fault_server_start(const char *text, guint listeners)
{
    g_autoptr(GError) error = NULL;
    FaultServer *server = g_new0(FaultServer, 1);
    server->folder = g_dir_make_tmp("fault-XXXXXX", NULL);
    server->file = g_build_filename(server->folder, "faults", NULL);
    server->log = g_build_filename(server->folder, "log", NULL);
    server->addresses = g_ptr_array_new_with_free_func(g_free);
    g_file_set_contents(server->file, text, -1, NULL);

    g_autoptr(GPtrArray) arguments = command_line(server, listeners);
    FILE *log = fopen(server->log, "w");
    int out = -1;
    GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD;
    if (!g_spawn_async_with_pipes_and_fds(NULL, (const char *const *)arguments->pdata, NULL, flags,
                                          NULL, NULL, -1, -1, fileno(log), NULL, NULL, 0,
                                          &server->pid, NULL, &out, NULL, &error))
        g_error("%s", error->message);
    fclose(log);
    read_addresses(server, out, listeners);
    return server;
}

char **fault_server_addresses(const FaultServer *server)
{
    return (char **)server->addresses->pdata;
}

char *fault_server_log(const FaultServer *server)
{
    char *text = NULL;
    g_file_get_contents(server->log, &text, NULL, NULL);
    return text;
}

void fault_server_stop(FaultServer *server)
{
    kill(server->pid, SIGTERM);
    waitpid(server->pid, NULL, 0);
    unlink(server->file);
    unlink(server->log);
    rmdir(server->folder);
    g_ptr_array_unref(server->addresses);
    g_free(server->folder);
    g_free(server->file);
    g_free(server->log);
    g_free(server);
}
