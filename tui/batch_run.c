#include "tui/batch_run.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "content/safe_text.h"
#include "tui/exit_status.h"
#include "tui/inputs.h"
#include "tui/report.h"
#include "tui/request.h"
#include "tui/words.h"

/* What a run of requests needs. */
typedef struct {
    const BatchRun *run;
    Engine *engine;
    json_t *template;
    guint printed;
    GHashTable *waiting; /* index to json_t*: documents that came before their turn */
    guint turn;
    ExitStatus status;
} Session;

static void print_error(const char *message)
{
    g_autofree char *safe = safe_text(message, -1, SAFE_TEXT_ONE_LINE, 0);
    fprintf(stderr, "whybounce: %s\n", safe);
}

static gboolean session_open(Session *session, const BatchRun *run)
{
    g_autoptr(GError) error = NULL;
    *session = (Session){.run = run};
    session->template = request_template(run->options, run->language, &error);
    if (!session->template) {
        print_error(error->message);
        exit_status_error(&session->status, EX_NOINPUT);
        return FALSE;
    }
    fflush(NULL);
    session->engine = engine_start(run->engine_options, &error);
    if (!session->engine) {
        print_error(error->message);
        exit_status_error(&session->status, EX_OSERR);
        return FALSE;
    }
    g_autofree char *head = report_open(run->format, run->language);
    fputs(head, stdout);
    return TRUE;
}

static int session_close(Session *session)
{
    if (session->engine) {
        g_autofree char *tail = report_close(session->run->format);
        fputs(tail, stdout);
    }
    engine_stop(session->engine);
    json_decref(session->template);
    if (fflush(stdout) || ferror(stdout))
        exit_status_error(&session->status, EX_IOERR);
    return exit_status_value(&session->status);
}

static void print_case(Session *session, json_t *document)
{
    g_autofree char *text = report_case(session->run->format, document, session->printed++);
    fputs(text, stdout);
    exit_status_case(&session->status, document);
}

/* Cases end in any order and are printed in that of the message. */
static void take_case(Session *session, json_t *event)
{
    guint index = (guint)json_integer_value(json_object_get(event, "index"));
    g_hash_table_insert(session->waiting, GUINT_TO_POINTER(index),
                        json_incref(json_object_get(event, "case")));
    json_t *document;
    while ((document = g_hash_table_lookup(session->waiting, GUINT_TO_POINTER(session->turn)))) {
        print_case(session, document);
        g_hash_table_remove(session->waiting, GUINT_TO_POINTER(session->turn++));
    }
}

/* False at the end of the request. */
static gboolean take_event(Session *session, json_t *event)
{
    const char *name = json_string_value(json_object_get(event, "event"));
    if (!name)
        return TRUE;
    if (!strcmp(name, "case") && json_is_true(json_object_get(event, "done")))
        take_case(session, event);
    if (!strcmp(name, "error")) {
        const char *message = json_string_value(json_object_get(event, "message"));
        print_error(message ? message : _("the engine cannot do this"));
        exit_status_error(&session->status,
                          (int)json_integer_value(json_object_get(event, "exit")));
    }
    return strcmp(name, "done") != 0;
}

static void decref(gpointer json)
{
    json_decref(json);
}

/* A request that the engine dies of is told, and the next one gets a new engine. */
static gboolean revive(Session *session)
{
    g_autoptr(GError) error = NULL;
    engine_stop(session->engine);
    session->engine = engine_start(session->run->engine_options, &error);
    return session->engine != NULL;
}

static void run_request(Session *session, json_t *request)
{
    gboolean more = engine_send(session->engine, request);
    const char *source = json_string_value(json_object_get(request, "source"));
    session->turn = 0;
    session->waiting = g_hash_table_new_full(NULL, NULL, NULL, decref);
    while (more) {
        json_t *event = engine_receive(session->engine, -1);
        if (!event)
            break;
        more = take_event(session, event);
        json_decref(event);
    }
    g_clear_pointer(&session->waiting, g_hash_table_unref);
    if (!engine_alive(session->engine) && !exit_status_is_configuration(&session->status)) {
        g_autofree char *message = g_strdup_printf(
            _("%s: the engine ended before it was done; please report this"), source);
        print_error(message);
        exit_status_error(&session->status, EX_SOFTWARE);
        revive(session);
    }
    json_decref(request);
}

static void run_input(Session *session, const Input *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = input_read(input, &error);
    if (!bytes) {
        print_error(error->message);
        exit_status_error(&session->status,
                          error->code == G_FILE_ERROR_FAILED ? EX_DATAERR : EX_NOINPUT);
        return;
    }
    run_request(session, request_diagnose(session->template, bytes, input->name));
}

int batch_run_inputs(const BatchRun *run, char *const *names)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) inputs = inputs_list(names, &error);
    if (!inputs) {
        print_error(error->message);
        return EX_NOINPUT;
    }
    Session session;
    gboolean open = session_open(&session, run);
    for (guint i = 0; open && i < inputs->len && session.engine; i++)
        run_input(&session, inputs->pdata[i]);
    return session_close(&session);
}

int batch_run_check(const BatchRun *run, char *const *domains)
{
    Session session;
    gboolean open = session_open(&session, run);
    for (; open && *domains && session.engine; domains++)
        run_request(&session, request_check(session.template, *domains));
    return session_close(&session);
}

int batch_run_explain(const BatchRun *run, char *const *words)
{
    Session session;
    char *text = g_strjoinv(" ", (char **)(gintptr)words);
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
    if (session_open(&session, run)) {
        json_t *request = request_diagnose(session.template, bytes, "-");
        json_object_set_new(request, "ask", json_false());
        run_request(&session, request);
    }
    return session_close(&session);
}

int batch_run_sample(const BatchRun *run, const char *name)
{
    Session session;
    if (session_open(&session, run)) {
        json_t *request = request_sample(session.template, name);
        if (request) {
            run_request(&session, request);
        } else {
            g_autofree char *message = g_strdup_printf(_("there is no sample \"%s\""), name);
            print_error(message);
            exit_status_error(&session.status, EX_USAGE);
        }
    }
    return session_close(&session);
}
