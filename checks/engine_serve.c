/* The engine's side of the line: requests in, jobs, events out. */
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/engine.h"
#include "checks/dnsbl_lists.h"
#include "checks/engine_job.h"
#include "checks/sandbox.h"
#include "content/read.h"
#include "content/safe_text.h"

enum {
    REQUEST_MAX = 64 * 1024 * 1024, /* bytes of one line */
    JOBS_MAX = 32,
    CHUNK = 64 * 1024
};

typedef struct {
    int in, out;
    JobSettings settings;
    GMainLoop *loop;
    GByteArray *received;
    gsize searched;  /* bytes of `received` known to hold no line end */
    GPtrArray *jobs; /* Job*, under way */
    guint watch;
    gboolean ended; /* no more input */
    int status;
} Server;

static void write_all(Server *server, const char *bytes, gsize length)
{
    while (length) {
        ssize_t written = write(server->out, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            server->status = EX_IOERR;
            g_main_loop_quit(server->loop);
            return;
        }
        bytes += written;
        length -= (gsize)written;
    }
}

static void say(json_t *event, gpointer data)
{
    char *dumped = json_dumps(event, JSON_COMPACT);
    json_decref(event);
    g_autofree char *safe = dumped ? safe_json(dumped) : g_strdup("{\"event\":\"error\"}");
    g_autofree char *line = g_strconcat(safe, "\n", NULL);
    free(dumped);
    write_all(data, line, strlen(line));
}

static gboolean read_more(gint fd, GIOCondition condition, gpointer data);

static void set_reading(Server *server, gboolean reading)
{
    if (reading && !server->watch && !server->ended)
        server->watch = g_unix_fd_add(server->in, G_IO_IN | G_IO_HUP | G_IO_ERR, read_more, server);
    else if (!reading)
        g_clear_handle_id(&server->watch, g_source_remove);
}

static void end_when_idle(Server *server)
{
    if (server->ended && !server->jobs->len)
        g_main_loop_quit(server->loop);
}

static void take_lines(Server *server);

/* Freed from the main loop and not from within the job's own last event. */
static gboolean free_job(gpointer data)
{
    job_free(data);
    return G_SOURCE_REMOVE;
}

static gboolean go_on(gpointer data)
{
    Server *server = data;
    take_lines(server);
    end_when_idle(server);
    return G_SOURCE_REMOVE;
}

static void over(Job *job, gpointer data)
{
    Server *server = data;
    g_ptr_array_remove_fast(server->jobs, job);
    g_idle_add(free_job, job);
    g_idle_add(go_on, server);
}

static void cancel_jobs(Server *server)
{
    for (guint i = 0; i < server->jobs->len; i++)
        job_cancel(server->jobs->pdata[i]);
}

static void take_request(Server *server, const char *line, gsize length)
{
    json_error_t where;
    JobListener listener = {say, over, server};
    json_t *request = json_loadb(line, length, JSON_ALLOW_NUL, &where);
    if (!request) {
        say(json_pack("{s:n, s:s, s:s+, s:i}", "id", "event", "error", "message",
                      "this line is not JSON: ", where.text, "exit", EX_DATAERR),
            server);
        return;
    }
    const char *action = json_string_value(json_object_get(request, "do"));
    if (action && !strcmp(action, "cancel")) {
        cancel_jobs(server);
    } else {
        g_ptr_array_add(server->jobs, job_new(request, &server->settings, &listener));
    }
    json_decref(request);
}

static void take_lines(Server *server)
{
    gsize taken = 0;
    while (server->jobs->len < JOBS_MAX) {
        char *start = (char *)server->received->data + taken;
        gsize left = server->received->len - taken;
        gsize skip = taken ? 0 : MIN(server->searched, left);
        char *end = left ? memchr(start + skip, '\n', left - skip) : NULL;
        if (!end) {
            server->searched = left;
            break;
        }
        taken += (gsize)(end - start) + 1;
        server->searched = 0;
        if (end > start)
            take_request(server, start, (gsize)(end - start));
    }
    if (taken)
        g_byte_array_remove_range(server->received, 0, (guint)taken);
    set_reading(server, server->jobs->len < JOBS_MAX);
}

static void refuse_long_line(Server *server)
{
    say(json_pack("{s:n, s:s, s:s, s:i}", "id", "event", "error", "message",
                  "a request is longer than 64 MiB", "exit", EX_DATAERR),
        server);
    server->status = EX_DATAERR;
    g_main_loop_quit(server->loop);
}

static void end_input(Server *server)
{
    server->ended = TRUE;
    set_reading(server, FALSE);
    if (server->received->len)
        g_byte_array_append(server->received, (const guint8 *)"\n", 1);
    take_lines(server);
    end_when_idle(server);
}

static gboolean read_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    Server *server = data;
    guint8 chunk[CHUNK];
    ssize_t length = read(fd, chunk, sizeof chunk);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        server->watch = 0;
        end_input(server);
        return G_SOURCE_REMOVE;
    }
    g_byte_array_append(server->received, chunk, (guint)length);
    if (server->received->len > REQUEST_MAX)
        refuse_long_line(server);
    else
        take_lines(server);
    return server->watch ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean add_file(Catalogue *catalogue, const char *file, GError **error)
{
    g_autofree char *yaml = NULL;
    gsize length = 0;
    return g_file_get_contents(file, &yaml, &length, error) &&
           catalogue_add(catalogue, yaml, length, file, error);
}

static gboolean add_lists(const char *file, GError **error)
{
    g_autofree char *yaml = NULL;
    gsize length = 0;
    return g_file_get_contents(file, &yaml, &length, error) &&
           dnsbl_lists_add(yaml, length, file, error);
}

static void say_bad_file(Server *server, const GError *error)
{
    g_autofree char *message = g_utf8_make_valid(error->message, -1);
    say(json_pack("{s:n, s:s, s:s, s:i}", "id", "event", "error", "message", message, "exit",
                  EX_CONFIG),
        server);
}

/* With the person's own files; NULL, and it is said, where one of them is wrong. */
static Catalogue *load_catalogue(const EngineOptions *options, Server *server)
{
    g_autoptr(Catalogue) catalogue = catalogue_new();
    g_autoptr(GError) error = NULL;
    char *const *file = options->catalogue_files;
    for (; file && *file && !error; file++)
        add_file(catalogue, *file, &error);
    for (file = options->list_files; file && *file && !error; file++)
        add_lists(*file, &error);
    if (!error)
        return g_steal_pointer(&catalogue);
    say_bad_file(server, error);
    return NULL;
}

int engine_serve(int in, int out, const EngineOptions *options)
{
    Server server = {.in = in, .out = out, .status = EX_OK};
    server.loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(Catalogue) catalogue = load_catalogue(options, &server);
    if (catalogue) {
        server.settings = (JobSettings){.catalogue = catalogue,
                                        .resolv_conf = options->resolv_conf,
                                        .final_only = options->final_only};
        server.received = g_byte_array_new();
        server.jobs = g_ptr_array_new();
        read_init();
        sandbox_enter(options->resolv_conf);
        set_reading(&server, TRUE);
        g_main_loop_run(server.loop);
        g_ptr_array_unref(server.jobs);
        g_byte_array_unref(server.received);
    } else {
        server.status = EX_CONFIG;
    }
    g_main_loop_unref(server.loop);
    return server.status;
}
