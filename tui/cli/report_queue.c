#include "tui/cli/report_queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include "content/base/safe_text.h"
#include "tui/base/exit_status.h"
#include "tui/base/locale_charset.h"
#include "tui/report/report.h"
#include "tui/base/request.h"
#include "tui/base/i18n.h"
#include "tui/summary/summary.h"

enum { WORK_MAX = 32, BYTES_MAX = 4 * 1024 * 1024, OUTPUT_BUFFER = 128 * 1024 };

/* A request until it is over. */
typedef struct {
    json_t *request;
    GBytes *input;     /* or NULL */
    GHashTable *early; /* index to char*: documents that came before their turn */
    guint turn;        /* index of the next case to be printed */
    gboolean sent, over;
} Work;

struct BatchSession {
    const BatchRun *run;
    gboolean json, opened;
    Engine *engine; /* NULL: there is none, and what is asked is dropped */
    json_t *template;
    GQueue *works; /* Work*, in the order of the requests */
    json_int_t id; /* of the first of them */
    gsize bytes;   /* of their inputs */
    guint careful; /* so many requests go alone, since an engine died of one of them */
    guint printed;
    GPtrArray *checked;   /* json_t*: documents of domain checks, for the table at the end */
    Redaction *redaction; /* one for the whole run; NULL: nothing is replaced */
    ExitStatus status;
};

static void work_free(gpointer data)
{
    Work *work = data;
    json_decref(work->request);
    g_clear_pointer(&work->input, g_bytes_unref);
    g_hash_table_unref(work->early);
    g_free(work);
}

void batch_error(const char *message)
{
    g_autofree char *safe = safe_text(message, -1, SAFE_TEXT_ONE_LINE, 0);
    own_charset_print(stderr, "whybounce: %s\n", safe);
}

void batch_session_error(BatchSession *session, const char *message, int code)
{
    batch_error(message);
    exit_status_error(&session->status, code);
}

static void start_engine(BatchSession *session)
{
    g_autoptr(GError) error = NULL;
    fflush(NULL);
    session->engine = engine_start(session->run->engine_options, &error);
    if (!session->engine)
        batch_session_error(session, error->message, EX_OSERR);
}

static void document_destroy(gpointer document)
{
    json_decref(document);
}

BatchSession *batch_session_new(const BatchRun *run)
{
    g_autoptr(GError) error = NULL;
    BatchSession *session = g_new0(BatchSession, 1);
    session->run = run;
    session->json = !strcmp(run->format, "json");
    session->works = g_queue_new();
    session->checked = g_ptr_array_new_with_free_func(document_destroy);
    RedactLevel redact = options_redact(run->options, REDACT_NONE);
    if (redact != REDACT_NONE)
        session->redaction = redaction_new(redact);
    session->template = request_template(run->options, run->language, &error);
    if (!session->template) {
        batch_session_error(session, error->message, EX_NOINPUT);
        return session;
    }
    start_engine(session);
    if (session->engine) {
        g_autofree char *head = report_open(run->format, run->language);
        setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
        if (!run->summary)
            fputs(head, stdout);
        session->opened = !run->summary;
    }
    return session;
}

gboolean batch_session_works(const BatchSession *session)
{
    return session->engine != NULL;
}

const json_t *batch_session_template(const BatchSession *session)
{
    return session->template;
}

/* What the engine says is safe, and in JSON the very report. */
static void print_case(BatchSession *session, const char *document, gsize length)
{
    if (session->json && !session->redaction) {
        fwrite(document, 1, length, stdout);
        putchar('\n');
    } else {
        json_t *json = json_loadb(document, length, 0, NULL);
        if (session->redaction) {
            json_t *whole = json;
            json = redaction_document(session->redaction, whole);
            json_decref(whole);
        }
        g_autofree char *text = report_case(session->run->format, json, session->printed);
        if (g_str_equal(session->run->format, "text"))
            own_charset_put(text, stdout);
        else
            fputs(text, stdout);
        if (!json_is_null(json_object_get(json, "check")))
            g_ptr_array_add(session->checked, json_incref(json));
        json_decref(json);
    }
    session->printed++;
}

static void print_early(BatchSession *session, Work *work)
{
    const char *document;
    while ((document = g_hash_table_lookup(work->early, GUINT_TO_POINTER(work->turn)))) {
        print_case(session, document, strlen(document));
        g_hash_table_remove(work->early, GUINT_TO_POINTER(work->turn++));
    }
}

/* Cases end in any order and are printed in that of the message; after the death of an engine some
 * come again. */
static void take_case(BatchSession *session, Work *work, guint index, const char *document,
                      gsize length)
{
    if (index == work->turn && work == g_queue_peek_head(session->works)) {
        print_case(session, document, length);
        work->turn++;
        print_early(session, work);
    } else if (index >= work->turn) {
        g_hash_table_insert(work->early, GUINT_TO_POINTER(index), g_strndup(document, length));
    }
}

static void finish_works(BatchSession *session)
{
    Work *work;
    while ((work = g_queue_peek_head(session->works)) != NULL) {
        print_early(session, work);
        if (!work->over)
            return;
        session->bytes -= work->input ? g_bytes_get_size(work->input) : 0;
        session->careful -= session->careful > 0;
        session->id++;
        work_free(g_queue_pop_head(session->works));
    }
}

/* For a summary: as replacements are made, the same everywhere. */
static void take_briefs(BatchSession *session, const json_t *cases)
{
    size_t index;
    json_t *brief;
    json_array_foreach(cases, index, brief)
    {
        json_t *shown = session->redaction ? redaction_document(session->redaction, brief) : NULL;
        exit_status_case(&session->status, json_is_null(json_object_get(brief, "cause")) ? 1 : 0);
        summary_add(session->run->summary, shown ? shown : brief);
        json_decref(shown);
    }
}

static void take_event(BatchSession *session, json_t *event, const char *document, gsize length)
{
    const char *name = json_string_value(json_object_get(event, "event"));
    json_int_t id = json_integer_value(json_object_get(event, "id"));
    int code = (int)json_integer_value(json_object_get(event, "exit"));
    Work *work = g_queue_peek_nth(session->works, (guint)MAX(id - session->id, 0));
    if (!g_strcmp0(name, "error")) {
        const char *message = json_string_value(json_object_get(event, "message"));
        batch_session_error(session, message ? message : _("the engine cannot do this"), code);
    } else if (work && !g_strcmp0(name, "brief")) {
        take_briefs(session, json_object_get(event, "cases"));
    } else if (work && !g_strcmp0(name, "done")) {
        work->over = TRUE;
        finish_works(session);
    } else if (work && document && json_is_true(json_object_get(event, "done"))) {
        exit_status_case(&session->status, code);
        take_case(session, work, (guint)json_integer_value(json_object_get(event, "index")),
                  document, length);
    }
}

static gboolean send_work(BatchSession *session, Work *work)
{
    work->sent = TRUE;
    if (!work->input)
        return engine_send(session->engine, work->request);
    char *request = json_dumps(work->request, JSON_COMPACT);
    gboolean sent = engine_send_input(session->engine, request, work->input);
    free(request);
    return sent;
}

/* As many as may be on their way at once. */
static void send_works(BatchSession *session)
{
    guint most = session->careful ? 1 : G_MAXUINT, at = 0;
    for (GList *link = session->works->head; link && at < most; link = link->next, at++) {
        Work *work = link->data;
        if (!work->sent && !send_work(session, work))
            return;
    }
}

static guint sent_works(const BatchSession *session)
{
    guint sent = 0;
    for (GList *link = session->works->head; link; link = link->next)
        sent += ((Work *)link->data)->sent ? 1 : 0;
    return sent;
}

static void blame_first(BatchSession *session)
{
    Work *work = g_queue_peek_head(session->works);
    const char *source = json_string_value(json_object_get(work->request, "source"));
    g_autofree char *message =
        g_strdup_printf(_("%s: the engine ended before it was done; please report this"), source);
    batch_session_error(session, message, EX_SOFTWARE);
    work->over = TRUE;
    finish_works(session);
}

/* The engine died of one of the requests on their way: they go again one by one, so that the one
 * that it dies of is told and all others are answered. */
static void revive(BatchSession *session)
{
    guint sent = sent_works(session);
    g_clear_pointer(&session->engine, engine_stop);
    if (!exit_status_is_configuration(&session->status)) {
        if (sent == 1)
            blame_first(session);
        session->careful = MAX(session->careful, sent);
        start_engine(session);
    }
    for (GList *link = session->works->head; link; link = link->next)
        ((Work *)link->data)->sent = FALSE;
}

/* Takes in one event. False: none within the time. */
static gboolean take_next(BatchSession *session, int timeout)
{
    const char *document = NULL;
    gsize length = 0;
    json_t *event = engine_receive_text(session->engine, timeout, &document, &length);
    if (event)
        take_event(session, event, document, length);
    gboolean taken = event != NULL;
    json_decref(event);
    if (!engine_alive(session->engine) && !taken) {
        revive(session);
        return session->engine != NULL;
    }
    return taken;
}

/* Works until no more than `most` requests and `bytes` of input are on their way. Whoever reads
 * along sees what is there before it waits. */
static void work_down(BatchSession *session, guint most, gsize bytes)
{
    while (session->engine &&
           (g_queue_get_length(session->works) > most || session->bytes > bytes)) {
        send_works(session);
        if (take_next(session, 0) || !session->engine)
            continue;
        fflush(stdout);
        take_next(session, -1);
    }
}

void batch_session_ask(BatchSession *session, json_t *request, GBytes *input)
{
    if (!session->engine) {
        json_decref(request);
        return;
    }
    Work *work = g_new0(Work, 1);
    json_int_t id = session->id + g_queue_get_length(session->works);
    json_object_set_new(request, "id", json_integer(id));
    work->request = request;
    work->input = input ? g_bytes_ref(input) : NULL;
    work->early = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_queue_push_tail(session->works, work);
    session->bytes += input ? g_bytes_get_size(input) : 0;
    send_works(session);
    work_down(session, WORK_MAX - 1, BYTES_MAX);
}

int batch_session_end(BatchSession *session)
{
    work_down(session, 0, G_MAXSIZE);
    if (session->opened && session->checked->len > 1) {
        g_autofree char *table = report_table(session->run->format, session->checked);
        if (g_str_equal(session->run->format, "text"))
            own_charset_put(table, stdout);
        else
            fputs(table, stdout);
    }
    if (session->opened) {
        g_autofree char *tail = report_close(session->run->format);
        fputs(tail, stdout);
    }
    engine_stop(session->engine);
    if (fflush(stdout) || ferror(stdout))
        exit_status_error(&session->status, EX_IOERR);
    int status = exit_status_value(&session->status);
    redaction_free(session->redaction);
    json_decref(session->template);
    g_ptr_array_unref(session->checked);
    g_queue_free_full(session->works, work_free);
    g_free(session);
    return status;
}
