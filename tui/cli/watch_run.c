#include "tui/cli/watch_run.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "content/base/safe_json.h"
#include "content/base/safe_text.h"
#include "tui/cli/report_queue.h"
#include "tui/base/document.h"
#include "tui/base/inputs.h"
#include "tui/base/locale_charset.h"
#include "tui/base/request.h"
#include "tui/base/saved_case.h"
#include "tui/base/i18n.h"

/* The real world */

/* A key asks now where keys come from a terminal; its line is thrown away. */
static gboolean wait_for_key(guint seconds)
{
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    gboolean keys = isatty(STDIN_FILENO);
    for (gint64 left = end - g_get_monotonic_time(); left > 0;
         left = end - g_get_monotonic_time()) {
        struct pollfd input = {.fd = keys ? STDIN_FILENO : -1, .events = POLLIN};
        int ready = poll(&input, 1, (int)((left + 999) / 1000));
        char line[256];
        if (ready < 0 && errno != EINTR)
            return FALSE;
        if (ready > 0)
            return read(STDIN_FILENO, line, sizeof line) > 0;
    }
    return TRUE;
}

static void ring_bell(void)
{
    if (isatty(STDERR_FILENO))
        fputc('\a', stderr);
}

const WatchWorld watch_world = {g_get_real_time, wait_for_key, ring_bell};

/* Rounds */

typedef struct {
    const BatchRun *run;
    const WatchWorld *world;
    Engine *engine;
    json_t *request; /* the same each time */
    GBytes *input;   /* NULL: none */
    guint seconds;   /* until the next round */
    guint cases, fixed, watchable;
    int status; /* of an error; 0: none */
} WatchRun;

static char *clock_text(gint64 microseconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_local(microseconds / G_USEC_PER_SEC);
    return time ? g_date_time_format(time, "%H:%M:%S") : g_strdup("");
}

/* What the name servers say, in one line; the verdict's reason where they say nothing. */
static char *case_line(const json_t *document)
{
    const json_t *propagation = document_get(document, "propagation");
    g_autoptr(GString) line = g_string_new(NULL);
    for (gsize i = 0; i < document_count(propagation, "questions"); i++) {
        const json_t *question = document_at(propagation, "questions", i);
        for (gsize j = 0; j < document_count(question, "text"); j++) {
            const char *text = json_string_value(document_at(question, "text", j));
            g_string_append_printf(line, "%s%s", line->len ? " " : "", text ? text : "");
        }
    }
    const char *reason = document_text(document, "verdict_reason");
    if (!line->len && reason)
        g_string_append(line, reason);
    return safe_text(line->str, (gssize)line->len, SAFE_TEXT_ONE_LINE, 0);
}

static void print_case(WatchRun *watch, const json_t *document, gboolean fixed)
{
    if (!strcmp(watch->run->format, "json")) {
        g_autoptr(GString) text = g_string_new(NULL);
        safe_json_append(text, document);
        puts(text->str);
        return;
    }
    gint64 now = watch->world->now();
    json_int_t again = json_integer_value(document_get(document, "propagation.again"));
    g_autofree char *at = clock_text(now), *next = clock_text(now + again * G_USEC_PER_SEC);
    g_autofree char *line = case_line(document);
    if (fixed)
        own_charset_print(stdout, _("%s fixed: %s\n"), at, line);
    else
        own_charset_print(stdout, _("%s not yet: %s (asks again at %s)\n"), at, line, next);
}

static void take_case(WatchRun *watch, const json_t *event)
{
    const json_t *document = json_object_get(event, "case");
    const json_t *propagation = document_get(document, "propagation");
    gboolean fixed = json_is_true(document_get(propagation, "fixed"));
    if (!json_is_true(json_object_get(event, "done")))
        return;
    watch->cases++;
    if (!json_is_true(document_get(propagation, "watchable")))
        return;
    watch->watchable++;
    watch->fixed += fixed ? 1 : 0;
    if (!fixed)
        watch->seconds =
            MIN(watch->seconds,
                (guint)CLAMP(json_integer_value(document_get(propagation, "again")), 1, 3600));
    print_case(watch, document, fixed);
}

/* FALSE: it was the last of this round. */
static gboolean take_event(WatchRun *watch, const json_t *event)
{
    const char *name = document_text(event, "event");
    if (g_strcmp0(name, "case") == 0)
        take_case(watch, event);
    if (g_strcmp0(name, "error") == 0) {
        const char *message = document_text(event, "message");
        batch_error(message ? message : _("the engine cannot do this"));
        watch->status = (int)json_integer_value(json_object_get(event, "exit"));
    }
    return g_strcmp0(name, "done") != 0 && g_strcmp0(name, "error") != 0;
}

static gboolean send_request(WatchRun *watch)
{
    if (!watch->input)
        return engine_send(watch->engine, watch->request);
    char *text = json_dumps(watch->request, JSON_COMPACT);
    gboolean sent = text && engine_send_input(watch->engine, text, watch->input);
    free(text);
    return sent;
}

/* FALSE: no more rounds can be had. */
static gboolean run_round(WatchRun *watch)
{
    watch->cases = watch->fixed = watch->watchable = 0;
    watch->seconds = 600;
    gboolean more = send_request(watch);
    while (more) {
        json_auto_t *event = engine_receive(watch->engine, -1);
        if (!event)
            break;
        more = take_event(watch, event);
    }
    if (!engine_alive(watch->engine) && !watch->status) {
        batch_error(_("the engine ended before it was done; please report this"));
        watch->status = EX_SOFTWARE;
    }
    return !watch->status && (fflush(stdout) == 0 || (watch->status = EX_IOERR, FALSE));
}

static int run_rounds(WatchRun *watch)
{
    while (run_round(watch)) {
        if (!watch->watchable) {
            batch_error(_("there is nothing to watch: the DNS cannot show when this is over"));
            return 1;
        }
        if (watch->fixed == watch->watchable) {
            watch->world->ring();
            return EX_OK;
        }
        if (!watch->world->wait(watch->seconds))
            return 1;
    }
    return watch->status;
}

/* Takes over `request`. */
static int watch_request(const BatchRun *run, const WatchWorld *world, json_t *request,
                         GBytes *input)
{
    g_autoptr(GError) error = NULL;
    WatchRun watch = {.run = run, .world = world, .request = request, .input = input};
    json_object_set_new(request, "id", json_integer(1));
    json_object_set_new(request, "watch", json_true());
    fflush(NULL);
    watch.engine = engine_start(run->engine_options, &error);
    if (!watch.engine)
        batch_error(error->message);
    int status = watch.engine ? run_rounds(&watch) : EX_OSERR;
    if (watch.engine)
        engine_stop(watch.engine);
    json_decref(request);
    return status;
}

int watch_run_check(const BatchRun *run, const WatchWorld *world, const char *domain)
{
    g_autoptr(GError) error = NULL;
    json_auto_t *template = request_template(run->options, run->language, &error);
    if (!template) {
        batch_error(error->message);
        return EX_NOINPUT;
    }
    return watch_request(run, world, request_check(template, domain), NULL);
}

static int watch_bytes(const BatchRun *run, const WatchWorld *world, const json_t *template,
                       GBytes *bytes, const char *name)
{
    g_autoptr(GBytes) words = NULL;
    json_t *saved = saved_case_request(template, bytes, &words);
    if (saved)
        return watch_request(run, world, saved, words);
    return watch_request(run, world, request_diagnose(template, name), bytes);
}

int watch_run_input(const BatchRun *run, const WatchWorld *world, const char *name)
{
    g_autoptr(GError) error = NULL;
    char *const names[] = {(char *)(guintptr)name, NULL};
    g_autoptr(GPtrArray) inputs = inputs_list(names, &error);
    json_auto_t *template = request_template(run->options, run->language, &error);
    g_autoptr(GBytes) bytes =
        inputs && inputs->len && template ? input_read(inputs->pdata[0], &error) : NULL;
    if (bytes)
        return watch_bytes(run, world, template, bytes, name);
    batch_error(error ? error->message : _("there is no message in it"));
    return EX_NOINPUT;
}
