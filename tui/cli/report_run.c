#include "tui/cli/report_run.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "content/log/log_time.h"
#include "tui/cli/report_queue.h"
#include "tui/base/locale_charset.h"
#include "tui/summary/summary_report.h"
#include "tui/base/input_messages.h"
#include "tui/base/inputs.h"
#include "tui/base/request.h"
#include "tui/base/i18n.h"

static void tell_input_error(BatchSession *session, const GError *error)
{
    batch_session_error(session, error->message,
                        error->code == G_FILE_ERROR_FAILED ? EX_DATAERR : EX_NOINPUT);
}

static void append_count(GString *text, const char *words, guint64 count)
{
    g_string_append_printf(text, "%s %" G_GUINT64_FORMAT, words, count);
}

/* What was passed over is counted. */
static void tell_log(const Input *input, const LogCounts *counts)
{
    g_autofree char *shown = g_filename_display_name(input->name);
    g_autoptr(GString) told = g_string_new(shown);
    append_count(told, _(": a log; lines:"), counts->lines);
    append_count(told, _("; recipients that failed:"), counts->failed);
    append_count(told, _(", delayed:"), counts->delayed);
    append_count(told, _(", served and so not judged:"), counts->delivered);
    append_count(told, _("; lines that tell of no recipient:"), counts->other);
    if (counts->unwanted)
        append_count(told, _("; recipients left out as you wished:"), counts->unwanted);
    if (counts->cut)
        append_count(told, _("; lines cut at 16 KiB:"), counts->cut);
    batch_error(told->str);
}

/* In a log the sender and the domain choose, and correct nothing. */
static void set_place(json_t *request, const MessagePlace *place)
{
    if (!place->joined) {
        request_set_place(request, place->offset, place->number);
        return;
    }
    json_t *facts = json_object_get(request, "facts");
    json_object_del(facts, "sender");
    json_object_del(facts, "domain");
    request_set_joined(request, place->number);
}

/* A message of an mbox is a request of its own. */
static void ask_about_input(const BatchRun *run, BatchSession *session, const Input *input,
                            const LogWishes *wishes)
{
    g_autoptr(GError) error = NULL;
    InputMessages *messages = input_messages_new(input, wishes, &error);
    GBytes *message;
    MessagePlace place;
    while (messages && batch_session_works(session) &&
           (message = input_messages_next(messages, &place, &error))) {
        json_t *request = request_diagnose(batch_session_template(session), input->name);
        set_place(request, &place);
        if (run->summary)
            json_object_set_new(request, "brief", json_true());
        batch_session_ask(session, request, message);
        g_bytes_unref(message);
    }
    if (error)
        tell_input_error(session, error);
    const LogCounts *counts = messages ? input_messages_log(messages) : NULL;
    if (counts && run->summary)
        summary_add_log(run->summary, counts->lines, counts->other, counts->delivered);
    else if (counts)
        tell_log(input, counts);
    if (messages)
        input_messages_free(messages);
}

/* False where a time cannot be understood; it is told. */
static gboolean wishes_of(const Options *options, LogWishes *wishes)
{
    *wishes = (LogWishes){.now = g_get_real_time() / G_USEC_PER_SEC,
                          .domain = options->domain,
                          .sender = options->sender,
                          .failed_only = options->failed_only};
    if ((!options->since || log_time_parse(options->since, wishes->now, &wishes->since)) &&
        (!options->until || log_time_parse(options->until, wishes->now, &wishes->until)))
        return TRUE;
    batch_error(
        _("--since and --until take a time such as 2026-11-24, \"2026-11-24 08:00\" or 36h"));
    return FALSE;
}

int batch_run_inputs(const BatchRun *run, char *const *names)
{
    g_autoptr(GError) error = NULL;
    LogWishes wishes;
    if (!wishes_of(run->options, &wishes))
        return EX_USAGE;
    g_autoptr(GPtrArray) inputs = inputs_list(names, &error);
    if (!inputs) {
        batch_error(error->message);
        return EX_NOINPUT;
    }
    BatchSession *session = batch_session_new(run);
    for (guint i = 0; batch_session_works(session) && i < inputs->len; i++)
        ask_about_input(run, session, inputs->pdata[i], &wishes);
    return batch_session_end(session);
}

int batch_run_summary(const BatchRun *run, char *const *names)
{
    g_autoptr(Summary) summary = summary_new();
    BatchRun own = *run;
    own.summary = summary;
    if (run->options->csv)
        own.format = "csv";
    int status = batch_run_inputs(&own, names);
    if (status > 1)
        return status;
    g_autofree char *report = summary_report(summary, own.format, own.language);
    if (!strcmp(own.format, "text"))
        own_charset_put(report, stdout);
    else
        fputs(report, stdout);
    return fflush(stdout) ? EX_IOERR : status;
}

static void ask_about_domain(BatchSession *session, const char *domain)
{
    if (batch_session_works(session) && *domain && *domain != '#')
        batch_session_ask(session, request_check(batch_session_template(session), domain), NULL);
}

/* One domain a line; empty lines and those that begin with # are passed over. */
static void ask_about_listed_domains(BatchSession *session)
{
    static char name[] = "-";
    const Input input = {.name = name};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = input_read(&input, &error);
    if (!bytes) {
        tell_input_error(session, error);
        return;
    }
    gsize length;
    const char *start = g_bytes_get_data(bytes, &length);
    g_autofree char *text = start ? g_strndup(start, length) : g_strdup("");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        ask_about_domain(session, g_strstrip(*line));
}

int batch_run_check(const BatchRun *run, char *const *domains)
{
    BatchSession *session = batch_session_new(run);
    for (; batch_session_works(session) && *domains; domains++) {
        if (strcmp(*domains, "-"))
            ask_about_domain(session, *domains);
        else
            ask_about_listed_domains(session);
    }
    return batch_session_end(session);
}

int batch_run_explain(const BatchRun *run, char *const *words)
{
    BatchSession *session = batch_session_new(run);
    char *text = g_strjoinv(" ", (char **)(gintptr)words);
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));
    if (batch_session_works(session)) {
        json_t *request = request_diagnose(batch_session_template(session), "-");
        json_object_set_new(request, "ask", json_false());
        batch_session_ask(session, request, bytes);
    }
    return batch_session_end(session);
}

static void ask_about_sample(BatchSession *session, const char *name)
{
    g_autoptr(GBytes) mail = NULL;
    json_t *request = request_sample(batch_session_template(session), name, &mail);
    if (request) {
        batch_session_ask(session, request, mail);
        return;
    }
    g_autofree char *message = g_strdup_printf(_("there is no sample \"%s\""), name);
    batch_session_error(session, message, EX_USAGE);
}

int batch_run_sample(const BatchRun *run, const char *name)
{
    BatchSession *session = batch_session_new(run);
    if (batch_session_works(session))
        ask_about_sample(session, name);
    return batch_session_end(session);
}
