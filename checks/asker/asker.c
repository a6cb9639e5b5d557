/* The reader's side of the line: questions as a Source puts them. */
#include "checks/asker/asker.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/asker/asker_message.h"
#include "checks/asker/asker_serve.h"
#include "checks/confine/sandbox.h"
#include "checks/dns/dns_server.h"

enum { CHUNK = 64 * 1024 };

struct Asker {
    int line;
    pid_t process;
    guint watch, write_watch;
    LineBuffer *received;
    GString *said;       /* not written yet */
    GHashTable *pending; /* id to Pending*, owned */
    guint32 sources, ids;
    void (*gone)(gpointer data);
    gpointer data;
};

typedef struct {
    Source base;
    Asker *asker;
    guint32 number;
    gboolean cancelling, closing;
} AskerSource;

typedef struct {
    const AskerSource *source;
    Question question;
    SourceCallback callback;
    gpointer data;
} Pending;

static void pending_free(gpointer data)
{
    Pending *pending = data;
    question_clear(&pending->question);
    g_free(pending);
}

/* The line */

static void lose(Asker *asker)
{
    g_clear_handle_id(&asker->watch, g_source_remove);
    g_clear_handle_id(&asker->write_watch, g_source_remove);
    if (asker->gone)
        asker->gone(asker->data);
    asker->gone = NULL;
}

static gboolean write_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    Asker *asker = data;
    gssize written = write(fd, asker->said->str, asker->said->len);
    if (written < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (written < 0) {
        asker->write_watch = 0;
        lose(asker);
        return G_SOURCE_REMOVE;
    }
    g_string_erase(asker->said, 0, written);
    if (asker->said->len)
        return G_SOURCE_CONTINUE;
    asker->write_watch = 0;
    return G_SOURCE_REMOVE;
}

static void say(Asker *asker, MessageKind kind, GVariant *body)
{
    message_append(asker->said, kind, body);
    if (!asker->write_watch)
        asker->write_watch = g_unix_fd_add(asker->line, G_IO_OUT, write_more, asker);
}

/* The callback may ask more, cancel, or free its source. */
static void take_answer(Asker *asker, GVariant *body)
{
    gpointer id = GUINT_TO_POINTER(message_answer_id(body)), found;
    if (!g_hash_table_steal_extended(asker->pending, id, NULL, &found))
        return;
    Pending *pending = found;
    Answer *answer = message_answer(body, &pending->question);
    pending->callback(answer, pending->data);
    pending_free(pending);
}

static gboolean read_more(gint fd, GIOCondition condition, gpointer data)
{
    (void)condition;
    Asker *asker = data;
    GVariant *body;
    MessageKind kind;
    gboolean broken = FALSE;
    gssize length = read(fd, line_buffer_room(asker->received, CHUNK), CHUNK);
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (length > 0)
        line_buffer_add(asker->received, (gsize)length);
    while (length > 0 && (body = message_take(asker->received, &kind, &broken))) {
        if (kind == MESSAGE_ANSWER)
            take_answer(asker, body);
        g_variant_unref(body);
    }
    if (length > 0 && !broken)
        return G_SOURCE_CONTINUE;
    asker->watch = 0;
    lose(asker);
    return G_SOURCE_REMOVE;
}

G_GNUC_NORETURN static void be_asker(int line, const char *resolv_conf, gboolean all)
{
    guint holds = sandbox_detach(line) ? sandbox_enter(SANDBOX_ASKER, resolv_conf) : 0;
    if (!all || holds == SANDBOX_ALL)
        asker_serve(SANDBOX_LINE, resolv_conf);
    _exit(0);
}

Asker *asker_start(const char *resolv_conf, gboolean all)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return NULL;
    pid_t process = fork();
    if (process == 0)
        be_asker(ends[1], resolv_conf, all);
    close(ends[1]);
    g_unix_set_fd_nonblocking(ends[0], TRUE, NULL); /* whoever only writes may write, not send */
    if (process < 0) {
        close(ends[0]);
        return NULL;
    }
    Asker *asker = g_new0(Asker, 1);
    asker->line = ends[0];
    asker->process = process;
    asker->received = line_buffer_new();
    asker->said = g_string_new(NULL);
    asker->pending = g_hash_table_new_full(NULL, NULL, NULL, pending_free);
    return asker;
}

void asker_watch(Asker *asker, void (*gone)(gpointer data), gpointer data)
{
    asker->gone = gone;
    asker->data = data;
    asker->watch = g_unix_fd_add(asker->line, G_IO_IN | G_IO_HUP | G_IO_ERR, read_more, asker);
}

/* It ends when its line does. */
void asker_stop(Asker *asker)
{
    if (!asker)
        return;
    g_clear_handle_id(&asker->watch, g_source_remove);
    g_clear_handle_id(&asker->write_watch, g_source_remove);
    close(asker->line);
    while (waitpid(asker->process, NULL, 0) < 0 && errno == EINTR)
        continue;
    line_buffer_free(asker->received);
    g_string_free(asker->said, TRUE);
    g_hash_table_unref(asker->pending);
    g_free(asker);
}

/* The source */

static void remote_ask(Source *base, const Question *question, gint64 deadline,
                       SourceCallback callback, gpointer data)
{
    AskerSource *source = (AskerSource *)base;
    Asker *asker = source->asker;
    if (source->closing || !asker->watch) {
        callback(answer_to(question, source->closing ? ANSWER_BUDGET : ANSWER_UNREACHABLE), data);
        return;
    }
    Pending *pending = g_new(Pending, 1);
    *pending = (Pending){source, question_copy(question), callback, data};
    guint32 id = ++asker->ids;
    g_hash_table_insert(asker->pending, GUINT_TO_POINTER(id), pending);
    say(asker, MESSAGE_ASK, message_of_question(source->number, id, question, deadline));
}

/* The ids of what this source waits for now. */
static GArray *ids_of(const AskerSource *source)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(gpointer));
    GHashTableIter iterator;
    gpointer id, pending;
    g_hash_table_iter_init(&iterator, source->asker->pending);
    while (g_hash_table_iter_next(&iterator, &id, &pending))
        if (((Pending *)pending)->source == source)
            g_array_append_val(ids, id);
    return ids;
}

static void destroy(AskerSource *source)
{
    say(source->asker, MESSAGE_CLOSE, g_variant_new("(u)", source->number));
    g_free(source);
}

/* A callback may cancel again or free the source: the outer call does the rest. */
static void remote_cancel(Source *base)
{
    AskerSource *source = (AskerSource *)base;
    if (source->cancelling)
        return;
    g_autoptr(GArray) ids = ids_of(source);
    source->cancelling = TRUE;
    if (ids->len)
        say(source->asker, MESSAGE_CANCEL, g_variant_new("(u)", source->number));
    for (guint i = 0; i < ids->len; i++) {
        gpointer found;
        if (!g_hash_table_steal_extended(source->asker->pending, g_array_index(ids, gpointer, i),
                                         NULL, &found))
            continue;
        Pending *pending = found;
        pending->callback(answer_to(&pending->question, ANSWER_BUDGET), pending->data);
        pending_free(pending);
    }
    source->cancelling = FALSE;
    if (source->closing)
        destroy(source);
}

static void remote_free(Source *base)
{
    AskerSource *source = (AskerSource *)base;
    source->closing = TRUE;
    if (!source->cancelling)
        remote_cancel(base); /* destroys it */
}

/* As source_live_new() says it, here where the error can be told. */
static gboolean all_are_servers(char *const *servers, GError **error)
{
    for (; servers && *servers; servers++) {
        DnsServer *server = dns_server_new(*servers, error);
        if (!server)
            return FALSE;
        dns_server_free(server);
    }
    return TRUE;
}

Source *asker_source_new(Asker *asker, char *const *servers, guint16 port, GError **error)
{
    static const char *const none[] = {NULL};
    if (!all_are_servers(servers, error))
        return NULL;
    AskerSource *source = g_new0(AskerSource, 1);
    source->base = (Source){remote_ask, remote_cancel, remote_free};
    source->asker = asker;
    source->number = ++asker->sources;
    const char *const *list = servers ? (const char *const *)servers : none;
    say(asker, MESSAGE_OPEN,
        g_variant_new("(u@aayq)", source->number, g_variant_new_bytestring_array(list, -1), port));
    return &source->base;
}
