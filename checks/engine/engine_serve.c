/* The engine's side of the line: requests in, jobs, events out. */
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/auth/dkim_key.h"
#include "checks/engine/engine.h"
#include "checks/dns/organisation.h"
#include "checks/dnsbl/dnsbl_lists.h"
#include "checks/engine/engine_job.h"
#include "checks/dns/line_buffer.h"
#include "checks/dns/public_resolvers.h"
#include "checks/confine/sandbox.h"
#include "content/reader/read.h"
#include "content/base/safe_json.h"

enum {
    REQUEST_MAX = 64 * 1024 * 1024, /* bytes of one line */
    INPUT_MAX = 256 * 1024 * 1024,  /* bytes behind a line */
    JOBS_MAX = 32,
    CHUNK = 64 * 1024
};

typedef struct {
    int in, out;
    JobSettings settings;
    GMainLoop *loop;
    LineBuffer *received;
    json_t *request; /* whose input is still on its way; or NULL */
    gsize announced; /* bytes of that input */
    GString *said;   /* not written yet */
    GPtrArray *jobs; /* Job*, under way */
    guint watch, write_later;
    gboolean ended; /* no more input */
    int status;
} Server;

static gboolean write_said(gpointer data)
{
    Server *server = data;
    const char *bytes = server->said->str;
    gsize length = server->said->len;
    server->write_later = 0;
    while (length) {
        ssize_t written = write(server->out, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            server->status = EX_IOERR;
            g_main_loop_quit(server->loop);
            break;
        }
        bytes += written;
        length -= (gsize)written;
    }
    g_string_truncate(server->said, 0);
    return G_SOURCE_REMOVE;
}

/* A batch is told in large pieces, or when there is nothing else to do; a person at once. */
static void say(json_t *event, gpointer data)
{
    Server *server = data;
    safe_json_append(server->said, event);
    g_string_append_c(server->said, '\n');
    json_decref(event);
    if (server->settings.final_only && server->said->len < CHUNK) {
        if (!server->write_later)
            server->write_later = g_idle_add_full(G_PRIORITY_LOW, write_said, server, NULL);
        return;
    }
    g_clear_handle_id(&server->write_later, g_source_remove);
    write_said(server);
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

static void say_bad_line(Server *server, const char *message)
{
    say(json_pack("{s:n, s:s, s:s, s:i}", "id", "event", "error", "message", message, "exit",
                  EX_DATAERR),
        server);
}

/* Takes the request. `input`: what came behind its line, lent, or NULL. */
static void start_job(Server *server, json_t *request, GBytes *input)
{
    JobListener listener = {say, over, server};
    const char *action = json_string_value(json_object_get(request, "do"));
    if (action && !strcmp(action, "cancel"))
        cancel_jobs(server);
    else
        g_ptr_array_add(server->jobs, job_new(request, input, &server->settings, &listener));
    json_decref(request);
}

static void refuse(Server *server, const char *message)
{
    say_bad_line(server, message);
    server->status = EX_DATAERR;
    g_main_loop_quit(server->loop);
}

static void take_line(Server *server, const char *line, gsize length)
{
    json_error_t where;
    json_t *request = json_loadb(line, length, JSON_ALLOW_NUL, &where);
    if (!request) {
        g_autofree char *message = g_strconcat("this line is not JSON: ", where.text, NULL);
        say_bad_line(server, message);
        return;
    }
    const json_t *bytes = json_object_get(request, "bytes");
    if (!json_is_integer(bytes)) {
        start_job(server, request, NULL);
        return;
    }
    server->request = request;
    if (json_integer_value(bytes) < 0 || json_integer_value(bytes) > INPUT_MAX)
        refuse(server, "\"bytes\" is a number from 0 to 256 MiB");
    else
        server->announced = (gsize)json_integer_value(bytes);
}

/* False: the rest of the input is still on its way. */
static gboolean take_input(Server *server)
{
    const char *bytes = line_buffer_bytes(server->received, server->announced);
    if (!bytes)
        return FALSE;
    g_autoptr(GBytes) input = g_bytes_new(bytes, server->announced);
    start_job(server, g_steal_pointer(&server->request), input);
    return TRUE;
}

static void take_lines(Server *server)
{
    gboolean more = TRUE;
    while (more && server->jobs->len < JOBS_MAX && server->status == EX_OK) {
        if (server->request) {
            more = take_input(server);
            continue;
        }
        gsize length;
        const char *line = line_buffer_line(server->received, &length);
        more = line != NULL;
        if (line && length)
            take_line(server, line, length);
    }
    set_reading(server, server->jobs->len < JOBS_MAX);
}

static void end_input(Server *server)
{
    server->ended = TRUE;
    set_reading(server, FALSE);
    if (server->request) {
        refuse(server, "the input ends before all of its \"bytes\"");
        return;
    }
    *line_buffer_room(server->received, 1) = '\n';
    line_buffer_add(server->received, 1);
    take_lines(server);
    end_when_idle(server);
}

static gboolean read_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    Server *server = data;
    ssize_t length = read(fd, line_buffer_room(server->received, CHUNK), CHUNK);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        server->watch = 0;
        end_input(server);
        return G_SOURCE_REMOVE;
    }
    line_buffer_add(server->received, (gsize)length);
    take_lines(server);
    if (!server->request && line_buffer_size(server->received) > REQUEST_MAX)
        refuse(server, "a request is longer than 64 MiB");
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

static gboolean set_public_resolvers(const char *file, GError **error)
{
    g_autofree char *yaml = NULL;
    gsize length = 0;
    return g_file_get_contents(file, &yaml, &length, error) &&
           public_resolvers_set(yaml, length, file, error);
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
    if (options->public_resolvers_file && !error)
        set_public_resolvers(options->public_resolvers_file, &error);
    if (!error)
        return g_steal_pointer(&catalogue);
    say_bad_file(server, error);
    return NULL;
}

/* Loads now what a locked-in process could not open later. */
static void warm_up(void)
{
    read_init();
    organisational_domain("example.org");
    dkim_key_init();
}

static gboolean lock_in(Server *server, const EngineOptions *options)
{
    warm_up();
    guint holds = sandbox_enter(SANDBOX_READER, NULL);
    if (!options->locked_in || holds == SANDBOX_ALL)
        return TRUE;
    say(json_pack("{s:n, s:s, s:s, s:i}", "id", "event", "error", "message",
                  "this system does not let what reads mail be locked in", "exit", EX_CONFIG),
        server);
    return FALSE;
}

/* Nothing can be asked any more: whoever is at the other end starts another engine. */
static void on_asker_gone(gpointer data)
{
    Server *server = data;
    server->status = EX_SOFTWARE;
    g_main_loop_quit(server->loop);
}

static void run(Server *server)
{
    server->received = line_buffer_new();
    server->jobs = g_ptr_array_new();
    asker_watch(server->settings.asker, on_asker_gone, server);
    set_reading(server, TRUE);
    g_main_loop_run(server->loop);
    g_ptr_array_unref(server->jobs);
    line_buffer_free(server->received);
}

int engine_serve(int in, int out, const EngineOptions *options)
{
    Asker *asker = asker_start(options->resolv_conf, options->locked_in);
    if (!asker)
        return EX_OSERR;
    Server server = {.in = in, .out = out, .status = EX_OK, .said = g_string_new(NULL)};
    server.loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(Catalogue) catalogue = load_catalogue(options, &server);
    IdentifyMemo *memo = identify_memo_new(catalogue);
    server.settings = (JobSettings){.catalogue = catalogue,
                                    .asker = asker,
                                    .memo = memo,
                                    .authority_port = options->authority_port,
                                    .final_only = options->final_only};
    if (catalogue && lock_in(&server, options))
        run(&server);
    else
        server.status = EX_CONFIG;
    identify_memo_free(memo);
    g_clear_handle_id(&server.write_later, g_source_remove);
    write_said(&server);
    json_decref(server.request);
    g_string_free(server.said, TRUE);
    g_main_loop_unref(server.loop);
    asker_stop(asker);
    return server.status;
}
