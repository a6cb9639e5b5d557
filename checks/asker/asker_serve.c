/* Questions in, answers out; nothing else is known here. */
#include "checks/asker/asker_serve.h"

#include <errno.h>
#include <glib-unix.h>
#include <unistd.h>
#include "checks/asker/asker_message.h"
#include "checks/dns/source.h"

enum { CHUNK = 64 * 1024, SOURCES_MAX = 1024 };

typedef struct {
    int line;
    const char *resolv_conf;
    GMainLoop *loop;
    GHashTable *sources; /* number to Source* */
    LineBuffer *received;
    GString *said; /* not written yet */
    guint write_later;
} Server;

typedef struct {
    Server *server;
    guint32 id;
} Asked;

static void end(Server *server)
{
    g_main_loop_quit(server->loop);
}

/* Whoever asks reads on whatever it is writing, so this need not wait in vain. */
static gboolean write_said(gpointer data)
{
    Server *server = data;
    server->write_later = 0;
    for (gsize done = 0; done < server->said->len;) {
        gssize written = write(server->line, server->said->str + done, server->said->len - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            end(server);
            break;
        }
        done += (gsize)written;
    }
    g_string_truncate(server->said, 0);
    return G_SOURCE_REMOVE;
}

static void say(Server *server, MessageKind kind, GVariant *body)
{
    message_append(server->said, kind, body);
    if (!server->write_later)
        server->write_later = g_idle_add_full(G_PRIORITY_DEFAULT, write_said, server, NULL);
}

static void on_answer(Answer *answer, gpointer data)
{
    Asked *asked = data;
    say(asked->server, MESSAGE_ANSWER, message_of_answer(asked->id, answer));
    answer_free(answer);
    g_free(asked);
}

static void open_source(Server *server, GVariant *body)
{
    guint32 number;
    guint16 port;
    g_autofree char **servers = NULL;
    g_autoptr(GVariant) list = g_variant_get_child_value(body, 1);
    g_variant_get_child(body, 0, "u", &number);
    g_variant_get_child(body, 2, "q", &port);
    servers = (char **)(gintptr)g_variant_get_bytestring_array(list, NULL);
    Source *source = g_hash_table_size(server->sources) < SOURCES_MAX
                         ? source_live_new(servers, server->resolv_conf, NULL)
                         : NULL;
    if (source && port)
        source_live_set_port(source, port);
    if (source)
        g_hash_table_replace(server->sources, GUINT_TO_POINTER(number), source);
}

static void ask(Server *server, GVariant *body)
{
    guint32 number, id;
    gint64 deadline;
    Question question = message_question(body, &number, &id, &deadline);
    Source *source = g_hash_table_lookup(server->sources, GUINT_TO_POINTER(number));
    Asked *asked = g_new(Asked, 1);
    *asked = (Asked){server, id};
    if (source)
        source->ask(source, &question, deadline, on_answer, asked);
    else
        on_answer(answer_to(&question, ANSWER_UNREACHABLE), asked);
    question_clear(&question);
}

static void cancel(Server *server, GVariant *body, gboolean close)
{
    guint32 number;
    g_variant_get_child(body, 0, "u", &number);
    Source *source = g_hash_table_lookup(server->sources, GUINT_TO_POINTER(number));
    if (source)
        source->cancel(source);
    if (close)
        g_hash_table_remove(server->sources, GUINT_TO_POINTER(number));
}

static void take(Server *server, MessageKind kind, GVariant *body)
{
    switch (kind) {
    case MESSAGE_OPEN:
        open_source(server, body);
        break;
    case MESSAGE_ASK:
        ask(server, body);
        break;
    case MESSAGE_CANCEL:
    case MESSAGE_CLOSE:
        cancel(server, body, kind == MESSAGE_CLOSE);
        break;
    default:
        end(server);
    }
}

static gboolean read_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    Server *server = data;
    GVariant *body;
    MessageKind kind;
    gboolean broken = FALSE;
    gssize length = read(fd, line_buffer_room(server->received, CHUNK), CHUNK);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        end(server);
        return G_SOURCE_CONTINUE;
    }
    line_buffer_add(server->received, (gsize)length);
    while ((body = message_take(server->received, &kind, &broken))) {
        take(server, kind, body);
        g_variant_unref(body);
    }
    if (broken)
        end(server);
    return G_SOURCE_CONTINUE;
}

static void source_destroy(gpointer source)
{
    source_free(source);
}

void asker_serve(int line, const char *resolv_conf)
{
    Server server = {.line = line, .resolv_conf = resolv_conf};
    server.loop = g_main_loop_new(NULL, FALSE);
    server.sources = g_hash_table_new_full(NULL, NULL, NULL, source_destroy);
    server.received = line_buffer_new();
    server.said = g_string_new(NULL);
    g_unix_fd_add(line, G_IO_IN | G_IO_HUP | G_IO_ERR, read_more, &server);
    g_main_loop_run(server.loop);
}
