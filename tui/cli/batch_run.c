/* Requests of others on their way to an engine and its events back: what the options of the call
 * say is put into each, and what comes back is redacted. */
#include "tui/cli/batch_run.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "checks/dns/line_buffer.h"
#include "content/base/safe_json.h"
#include "tui/base/exit_status.h"
#include "tui/base/i18n.h"
#include "tui/base/request.h"
#include "tui/cli/report_queue.h"
#include "tui/report/redact.h"

enum {
    LINE_MAX_BYTES = 64 * 1024 * 1024,   /* of a request */
    INPUT_MAX_BYTES = 256 * 1024 * 1024, /* behind one */
    WORK_MAX = 32,                       /* requests under way */
    BYTES_MAX = 4 * 1024 * 1024,         /* of their inputs */
    DEATHS_MAX = 3,
    CHUNK = 64 * 1024
};

/* A request under way. */
typedef struct {
    json_t *request;  /* with a number of ours as its id */
    json_t *id;       /* the client's own */
    GBytes *input;    /* or NULL */
    GHashTable *told; /* indexes of the cases that went out already */
    gboolean sent;
} Work;

typedef struct {
    const BatchRun *run;
    int in;
    json_t *defaults;
    Engine *engine; /* NULL: none, and there will be none */
    LineBuffer *received;
    json_t *announcing; /* a request whose input is still on its way */
    gsize announced;
    GQueue *works; /* Work*, in order of their numbers */
    json_int_t next_number;
    gsize bytes;
    guint careful; /* so many requests go alone, since an engine died of one of them */
    Redaction *redaction;
    ExitStatus status;
    guint deaths;     /* of engines, since one said something */
    gboolean ended;   /* no more comes in */
    gboolean refused; /* what came in cannot be understood any more */
} Batch;

static void work_free(gpointer data)
{
    Work *work = data;
    json_decref(work->request);
    json_decref(work->id);
    g_clear_pointer(&work->input, g_bytes_unref);
    g_hash_table_unref(work->told);
    g_free(work);
}

/* Events */

/* With `document` (text, safe) as its last member; NULL: none. */
static void print_event(const json_t *event, const char *document, gsize length)
{
    g_autoptr(GString) line = g_string_new(NULL);
    safe_json_append(line, event);
    if (document) {
        g_string_truncate(line, line->len - 1);
        g_string_append(line, ",\"case\":");
        g_string_append_len(line, document, (gssize)length);
        g_string_append_c(line, '}');
    }
    g_string_append_c(line, '\n');
    fwrite(line->str, 1, line->len, stdout);
}

static void say_error(Batch *batch, json_t *id, const char *message, int code)
{
    json_auto_t *event = json_pack("{s:O?, s:s, s:s, s:i}", "id", id, "event", "error", "message",
                                   message, "exit", code);
    exit_status_error(&batch->status, code);
    print_event(event, NULL, 0);
}

static void print_case(Batch *batch, const json_t *event, const char *document, gsize length)
{
    if (!batch->redaction) {
        print_event(event, document, length);
        return;
    }
    json_auto_t *whole = json_loadb(document, length, 0, NULL);
    json_auto_t *redacted = redaction_document(batch->redaction, whole);
    g_autoptr(GString) text = g_string_new(NULL);
    safe_json_append(text, redacted);
    print_event(event, text->str, text->len);
}

static Work *find_work(const Batch *batch, json_int_t number, GList **link)
{
    for (*link = batch->works->head; *link; *link = (*link)->next) {
        Work *work = (*link)->data;
        if (json_integer_value(json_object_get(work->request, "id")) == number)
            return work;
    }
    return NULL;
}

static void finish(Batch *batch, GList *link)
{
    Work *work = link->data;
    batch->bytes -= work->input ? g_bytes_get_size(work->input) : 0;
    batch->careful -= batch->careful > 0;
    work_free(work);
    g_queue_delete_link(batch->works, link);
}

/* After the death of an engine some cases come again. */
static gboolean is_new(Work *work, const json_t *event)
{
    guint index = (guint)json_integer_value(json_object_get(event, "index"));
    return g_hash_table_add(work->told, GUINT_TO_POINTER(index));
}

static void redact_message(Batch *batch, json_t *event)
{
    const char *message = json_string_value(json_object_get(event, "message"));
    g_autofree char *text =
        batch->redaction && message ? redaction_text(batch->redaction, message) : NULL;
    if (text)
        json_object_set_new(event, "message", json_string(text));
}

static void take_event(Batch *batch, json_t *event, const char *document, gsize length)
{
    GList *link;
    batch->deaths = 0;
    const char *name = json_string_value(json_object_get(event, "event"));
    int code = (int)json_integer_value(json_object_get(event, "exit"));
    Work *work = find_work(batch, json_integer_value(json_object_get(event, "id")), &link);
    json_object_set(event, "id", work ? work->id : json_null());
    if (document) {
        if (!work || !is_new(work, event))
            return;
        exit_status_case(&batch->status, code);
        print_case(batch, event, document, length);
        return;
    }
    if (!g_strcmp0(name, "error")) {
        exit_status_error(&batch->status, code);
        redact_message(batch, event);
    }
    print_event(event, NULL, 0);
    if (work && !g_strcmp0(name, "done"))
        finish(batch, link);
}

/* The engine */

static void start_engine(Batch *batch)
{
    g_autoptr(GError) error = NULL;
    fflush(NULL);
    batch->engine = engine_start(batch->run->engine_options, &error);
    if (batch->engine)
        return;
    batch_error(error->message);
    exit_status_error(&batch->status, EX_OSERR);
}

static gboolean send_work(Batch *batch, Work *work)
{
    work->sent = TRUE;
    if (!work->input)
        return engine_send(batch->engine, work->request);
    char *request = json_dumps(work->request, JSON_COMPACT);
    gboolean sent = request && engine_send_input(batch->engine, request, work->input);
    free(request);
    return sent;
}

static void send_works(Batch *batch)
{
    guint most = batch->careful ? 1 : G_MAXUINT, at = 0;
    for (GList *link = batch->works->head; link && at < most; link = link->next, at++) {
        Work *work = link->data;
        if (!work->sent && !send_work(batch, work))
            return;
    }
}

static guint forget_sent(const Batch *batch)
{
    guint sent = 0;
    for (GList *link = batch->works->head; link; link = link->next) {
        Work *work = link->data;
        sent += work->sent ? 1 : 0;
        work->sent = FALSE;
    }
    return sent;
}

static void blame_first(Batch *batch)
{
    Work *work = g_queue_peek_head(batch->works);
    say_error(batch, work->id, "the engine ended before it was done; please report this",
              EX_SOFTWARE);
    json_auto_t *done = json_pack("{s:O, s:s}", "id", work->id, "event", "done");
    print_event(done, NULL, 0);
    finish(batch, batch->works->head);
}

/* An engine died. What was under way goes again one by one, so that the request that it dies of is
 * told and all others are answered. */
static void revive(Batch *batch)
{
    guint sent = forget_sent(batch);
    g_clear_pointer(&batch->engine, engine_stop);
    if (exit_status_is_configuration(&batch->status))
        return;
    if (sent == 1)
        blame_first(batch);
    batch->careful = MAX(batch->careful, sent);
    if (sent || ++batch->deaths < DEATHS_MAX)
        start_engine(batch);
    else
        say_error(batch, NULL, "the engine does not stay alive; please report this", EX_SOFTWARE);
}

/* Takes in all that the engine has said. False: nothing new. */
static gboolean take_events(Batch *batch)
{
    gboolean any = FALSE;
    while (batch->engine) {
        const char *document = NULL;
        gsize length = 0;
        json_auto_t *event = engine_receive_text(batch->engine, 0, &document, &length);
        if (event)
            take_event(batch, event, document, length);
        else if (!engine_alive(batch->engine))
            revive(batch);
        else
            break;
        any = TRUE;
    }
    return any;
}

/* Requests */

static void refuse(Batch *batch, const char *message)
{
    say_error(batch, NULL, message, EX_DATAERR);
    batch->refused = batch->ended = TRUE;
}

static void add_defaults(const Batch *batch, json_t *request)
{
    const char *name;
    json_t *value;
    json_t *facts = json_object_get(request, "facts");
    if (json_is_object(facts))
        json_object_update_missing(facts, json_object_get(batch->defaults, "facts"));
    json_object_foreach(batch->defaults, name, value)
    {
        json_t *own = json_object_get(request, name);
        if (!own || json_is_null(own))
            json_object_set_new(request, name, json_deep_copy(value));
    }
    if (batch->run->options->offline)
        json_object_set_new(request, "offline", json_true());
}

/* Takes over the request. */
static void start_work(Batch *batch, json_t *request, GBytes *input)
{
    json_t *id = json_object_get(request, "id");
    Work *work = g_new0(Work, 1);
    add_defaults(batch, request);
    work->id = id ? json_incref(id) : json_null();
    work->request = request;
    work->input = input;
    work->told = g_hash_table_new(NULL, NULL);
    json_object_set_new(request, "id", json_integer(++batch->next_number));
    batch->bytes += input ? g_bytes_get_size(input) : 0;
    g_queue_push_tail(batch->works, work);
}

static gboolean is_cancel(const json_t *request)
{
    return !g_strcmp0(json_string_value(json_object_get(request, "do")), "cancel");
}

/* What was read and waits here must be with the engine before it can be given up. */
static void cancel(Batch *batch, json_t *request)
{
    send_works(batch);
    if (batch->engine)
        engine_send(batch->engine, request);
    json_decref(request);
}

static void take_line(Batch *batch, const char *line, gsize length)
{
    json_error_t where;
    json_t *request = json_loadb(line, length, JSON_ALLOW_NUL, &where);
    const json_t *bytes = json_object_get(request, "bytes");
    if (!request) {
        g_autofree char *message = g_strconcat("this line is not JSON: ", where.text, NULL);
        say_error(batch, NULL, message, EX_DATAERR);
    } else if (!json_is_object(request)) {
        say_error(batch, NULL, "a request is one JSON object a line", EX_DATAERR);
        json_decref(request);
    } else if (is_cancel(request)) {
        cancel(batch, request);
    } else if (!json_is_integer(bytes)) {
        json_object_del(request, "bytes");
        start_work(batch, request, NULL);
    } else if (json_integer_value(bytes) < 0 || json_integer_value(bytes) > INPUT_MAX_BYTES) {
        refuse(batch, "\"bytes\" is a number from 0 to 256 MiB");
        json_decref(request);
    } else {
        batch->announced = (gsize)json_integer_value(bytes);
        batch->announcing = request;
    }
}

/* False: the rest of the input is still on its way. */
static gboolean take_input(Batch *batch)
{
    const char *bytes = line_buffer_bytes(batch->received, batch->announced);
    if (!bytes)
        return FALSE;
    json_t *request = g_steal_pointer(&batch->announcing);
    json_object_del(request, "bytes"); /* said anew where it is sent */
    start_work(batch, request, g_bytes_new(bytes, batch->announced));
    return TRUE;
}

static gboolean has_room(const Batch *batch)
{
    return batch->works->length < WORK_MAX && batch->bytes <= BYTES_MAX;
}

/* The last line may have no end. False: nothing is left. */
static gboolean end_last_line(Batch *batch)
{
    if (batch->announcing)
        refuse(batch, "the input ends before all of its \"bytes\"");
    if (batch->refused || !line_buffer_size(batch->received))
        return FALSE;
    *line_buffer_room(batch->received, 1) = '\n';
    line_buffer_add(batch->received, 1);
    return TRUE;
}

static void take_requests(Batch *batch)
{
    gboolean more = TRUE;
    while (more && has_room(batch) && batch->engine && !batch->refused) {
        gsize length;
        const char *line = NULL;
        if (batch->announcing)
            more = take_input(batch);
        else
            more = (line = line_buffer_line(batch->received, &length)) != NULL;
        if (line && length)
            take_line(batch, line, length);
        if (!more && batch->ended)
            more = end_last_line(batch);
    }
}

static void read_requests(Batch *batch)
{
    gssize length = read(batch->in, line_buffer_room(batch->received, CHUNK), CHUNK);
    if (length > 0)
        line_buffer_add(batch->received, (gsize)length);
    else if (length == 0)
        batch->ended = TRUE;
    else if (errno != EINTR && errno != EAGAIN) {
        g_autofree char *message =
            g_strdup_printf("the standard input cannot be read: %s", g_strerror(errno));
        say_error(batch, NULL, message, EX_NOINPUT);
        batch->ended = TRUE;
    }
    if (!batch->announcing && line_buffer_size(batch->received) > LINE_MAX_BYTES)
        refuse(batch, "a request is longer than 64 MiB");
}

/* Waits for whichever comes first. */
static void wait_for_more(Batch *batch)
{
    gboolean reading = !batch->ended && has_room(batch);
    struct pollfd lines[] = {
        {.fd = batch->engine ? engine_descriptor(batch->engine) : -1, .events = POLLIN},
        {.fd = reading ? batch->in : -1, .events = POLLIN}};
    fflush(stdout);
    if (poll(lines, G_N_ELEMENTS(lines), -1) < 0)
        return;
    if (lines[1].revents)
        read_requests(batch);
}

static void serve(Batch *batch)
{
    while (batch->engine) {
        take_requests(batch);
        /* Its death first: what is sent to a dead engine would be taken for what it died of. */
        if (take_events(batch))
            continue;
        send_works(batch);
        if (batch->ended && !batch->works->length)
            return;
        wait_for_more(batch);
    }
}

/* A machine's language is its own: that of the environment is none of its business. */
static json_t *defaults(const BatchRun *run, GError **error)
{
    json_t *template = request_template(run->options, run->language, error);
    const char *origin = option_origin(run->options, option_of_setting("language"));
    gboolean is_said = origin && (g_str_has_prefix(origin, "--") || strchr(origin, ':'));
    if (template && !is_said)
        json_object_del(template, "lang");
    if (template && !run->options->offline)
        json_object_del(template, "offline");
    return template;
}

static void batch_clear(Batch *batch)
{
    engine_stop(batch->engine);
    line_buffer_free(batch->received);
    json_decref(batch->announcing);
    json_decref(batch->defaults);
    redaction_free(batch->redaction);
    g_queue_free_full(batch->works, work_free);
}

int batch_serve(const BatchRun *run, int in)
{
    g_autoptr(GError) error = NULL;
    Batch batch = {.run = run, .in = in, .works = g_queue_new(), .received = line_buffer_new()};
    RedactLevel level = options_redact(run->options, REDACT_NONE);
    batch.redaction = level == REDACT_NONE ? NULL : redaction_new(level);
    batch.defaults = defaults(run, &error);
    if (batch.defaults) {
        start_engine(&batch);
        serve(&batch);
    } else {
        batch_error(error->message);
        exit_status_error(&batch.status, EX_NOINPUT);
    }
    batch_clear(&batch);
    if (fflush(stdout) || ferror(stdout))
        exit_status_error(&batch.status, EX_IOERR);
    return exit_status_value(&batch.status);
}

const char *batch_refuses(const Options *options)
{
    if (options->format && strcmp(options->format, "json") != 0)
        return _("batch writes JSON Lines: leave out --text, --markdown and --html");
    if (options->interactive || options->plain)
        return _("batch has no wizard: leave out --interactive and --plain");
    if (options->watch)
        return _("a request to batch says \"watch\" itself: leave out --watch");
    if (options->sample)
        return _("batch reads requests: leave out --sample");
    if (options->zone && !strcmp(options->zone, "-"))
        return _("batch reads requests from the standard input: --zone needs a file");
    return NULL;
}
