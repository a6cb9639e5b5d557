#include "checks/engine/engine_job.h"

#include <string.h>
#include <sysexits.h>
#include "checks/case/case_brief.h"
#include "checks/case/case_document.h"
#include "checks/case/case_recording.h"
#include "checks/dnsbl/dnsbl_mask.h"
#include "checks/engine/engine_request.h"
#include "checks/judge/proof.h"
#include "checks/dns/source_recording.h"
#include "content/base/suggestion.h"
#include "content/reader/read.h"
#include "content/base/safe_text.h"

/* More at once would only queue up in the source. */
enum { RUNNING_MAX = 16 };

typedef struct {
    Job *job;
    guint index;
    int message;
    const Facts *facts; /* of the job's messages */
    Diagnosis *diagnosis;
    Proof *proof;         /* its fixes tried, or NULL */
    Authority *authority; /* the name servers asked, or NULL */
    guint open;           /* of these two, those that are not over */
    Source *recorder;     /* over the job's source, or NULL */
    Answers *kept;        /* by it */
} Case;

struct Job {
    json_t *request, *id;
    EngineRequest parsed;
    JobListener listener;
    JobSettings settings;
    Source *source;
    GPtrArray *messages; /* Message* */
    GPtrArray *cases;    /* Case* */
    guint next, running, idle;
    gboolean starting, cancelled;
};

static void case_free(gpointer data)
{
    Case *one = data;
    proof_free(one->proof);
    authority_free(one->authority);
    diagnosis_free(one->diagnosis);
    source_free(one->recorder);
    answers_free(one->kept);
    g_free(one);
}

void job_free(Job *job)
{
    g_clear_handle_id(&job->idle, g_source_remove);
    if (job->source)
        job->source->cancel(job->source);
    g_ptr_array_unref(job->cases);
    source_free(job->source);
    if (job->messages)
        g_ptr_array_unref(job->messages);
    engine_request_clear(&job->parsed);
    json_decref(job->request);
    json_decref(job->id);
    g_free(job);
}

const json_t *job_id(const Job *job)
{
    return job->id;
}

void job_cancel(Job *job)
{
    job->next = job->cases->len;
    job->cancelled = TRUE;
    for (guint i = 0; i < job->cases->len; i++)
        authority_cancel(((Case *)job->cases->pdata[i])->authority);
    if (job->source)
        job->source->cancel(job->source);
}

static void say(Job *job, const char *event, json_t *more)
{
    json_t *object = json_pack("{s:O, s:s}", "id", job->id, "event", event);
    if (more) {
        json_object_update(object, more);
        json_decref(more);
    }
    dnsbl_mask_document(object);
    job->listener.say(object, job->listener.data);
}

static void say_error(Job *job, const GError *error)
{
    /* It may repeat what somebody sent. */
    enum { MESSAGE_MAX = 1000 };
    g_autofree char *message = safe_text(error->message, -1, SAFE_TEXT_ONE_LINE, MESSAGE_MAX);
    say(job, "error", json_pack("{s:s, s:i}", "message", message, "exit", error->code));
}

/* Also what was out of time and so was never handed to a source. */
static void keep(const Answer *answer, gpointer kept)
{
    answers_store(kept, answer_copy(answer));
}

/* The wish may have come of an option that is not recorded, the time of the clock; what is done may
 * not have been said. */
static json_t *request_with_wishes(const Job *job)
{
    json_t *request = json_copy(job->request);
    AuthorityWish wish = job->parsed.authority;
    json_object_del(request, "authority");
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(job->parsed.now / G_USEC_PER_SEC);
    g_autofree char *time = now ? g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    json_object_set_new(request, "do", json_string(job->parsed.action));
    json_object_set_new(request, "now", case_string(time));
    if (wish != AUTHORITY_WHERE_WRONG)
        json_object_set_new(request, "authority", json_boolean(wish == AUTHORITY_ALWAYS));
    return request;
}

static void record(Case *one, json_t *document)
{
    json_t *request = request_with_wishes(one->job);
    const json_t *replayed = json_object_get(one->job->parsed.replay, "case");
    guint place = replayed ? (guint)json_integer_value(replayed) : one->index;
    answers_foreach(diagnosis_answers(one->diagnosis), keep, one->kept);
    case_record(document, request, place, one->kept);
    json_decref(request);
    if (one->job->parsed.has_input)
        case_record_input(document, one->job->parsed.input);
}

typedef struct {
    json_t *names;
    Language language;
} Pending;

static void add_pending(const Check *check, const char *role, gpointer data)
{
    const Pending *pending = data;
    case_pending_add(pending->names, check->id, role, pending->language);
}

/* Those of the diagnosis, and the name servers. */
static json_t *pending_checks(const Case *one, const Result *result)
{
    Pending pending = {json_array(), result->options->language};
    if (result->options->ask)
        diagnosis_foreach_pending(one->diagnosis, add_pending, &pending);
    if (one->authority && !authority_finished(one->authority))
        case_pending_add(pending.names, "authority", "name-servers", pending.language);
    return pending.names;
}

static void say_case(Case *one, gboolean done)
{
    Job *job = one->job;
    const Result *result = diagnosis_result(one->diagnosis);
    json_t *document = case_document(result, pending_checks(one, result), one->authority,
                                     job->parsed.source_name, one->message);
    if (done && one->kept)
        record(one, document);
    say(job, "case",
        json_pack("{s:i, s:i, s:b, s:i, s:o}", "index", (int)one->index, "count",
                  (int)job->cases->len, "done", done, "exit", result->exit_status, "case",
                  document));
}

static void say_progress(Job *job)
{
    DiagnosisProgress sum = {0};
    for (guint i = 0; i < job->cases->len; i++) {
        const Case *one = job->cases->pdata[i];
        if (!one->diagnosis)
            continue;
        DiagnosisProgress progress = diagnosis_progress(one->diagnosis);
        sum.asked += progress.asked;
        sum.answered += progress.answered;
        sum.pending += progress.pending;
        sum.finished += progress.finished;
    }
    say(job, "progress",
        json_pack("{s:i, s:i, s:i, s:i}", "asked", (int)sum.asked, "answered", (int)sum.answered,
                  "pending", (int)sum.pending, "finished", (int)sum.finished));
}

static void start_cases(Job *job);

static void finish_case(Case *one)
{
    Job *job = one->job;
    if (!job->settings.final_only)
        say_progress(job);
    say_case(one, TRUE);
    job->running--;
    start_cases(job);
}

static void say_unfinished(Case *one)
{
    if (one->job->settings.final_only)
        return;
    say_progress(one->job);
    say_case(one, FALSE);
}

static void on_sequel(gpointer data)
{
    Case *one = data;
    if (--one->open == 0)
        finish_case(one);
}

/* Trying the fixes and asking the name servers go side by side. */
static void start_sequel(Case *one)
{
    const EngineRequest *request = &one->job->parsed;
    one->proof = proof_new(one->diagnosis);
    if (!one->job->cancelled)
        one->authority = authority_new(one->diagnosis, request->authority, request->public);
    one->open = 1; /* so that it is not over before both have begun */
    if (one->authority)
        say_unfinished(one);
    if (one->proof) {
        one->open++;
        proof_start(one->proof, on_sequel, one);
    }
    if (one->authority) {
        one->open++;
        authority_start(one->authority, on_sequel, one);
    }
    on_sequel(one);
}

static void on_diagnosis(Diagnosis *diagnosis, gboolean done, gpointer data)
{
    (void)diagnosis;
    if (done)
        start_sequel(data);
    else
        say_unfinished(data);
}

static Source *source_of(Case *one)
{
    Job *job = one->job;
    if (!job->parsed.record)
        return job->source;
    one->kept = answers_new();
    one->recorder = source_recorder_new(job->source, one->kept);
    return one->recorder;
}

/* A diagnosis may be over before diagnosis_start() returns, so this runs as a loop and not by
 * recursion. */
static void start_cases(Job *job)
{
    if (job->starting)
        return;
    job->starting = TRUE;
    while (job->next < job->cases->len && job->running < RUNNING_MAX) {
        Case *one = job->cases->pdata[job->next++];
        DiagnosisOptions options = {.language = job->parsed.language,
                                    .reply_language = job->parsed.reply_language,
                                    .translations = job->parsed.translations,
                                    .now = job->parsed.now,
                                    .budget = job->parsed.budget,
                                    .cause_id = job->parsed.cause_id,
                                    .input_offset = job->parsed.offset,
                                    .ask = job->parsed.ask,
                                    .rules = job->parsed.rules,
                                    .domain_check = !strcmp(job->parsed.action, "check"),
                                    .records_only = job->parsed.watch,
                                    .strict = job->parsed.strict};
        GBytes *input = job->parsed.joined ? NULL : job->parsed.input;
        one->diagnosis =
            diagnosis_new(job->settings.catalogue, one->facts, input, &options, source_of(one));
        job->running++;
        diagnosis_start(one->diagnosis, on_diagnosis, one);
    }
    job->starting = FALSE;
    if (!job->running && job->next >= job->cases->len) {
        say(job, "done", NULL);
        job->listener.over(job, job->listener.data);
    }
}

static void add_cases(Job *job, const Message *message)
{
    for (guint i = 0; i < message->cases->len; i++) {
        Case *one = g_new0(Case, 1);
        engine_request_correct(&job->parsed, message->cases->pdata[i]);
        if (job->parsed.joined)
            facts_clear_places(message->cases->pdata[i]);
        one->job = job;
        one->index = job->cases->len;
        one->message = message->number + job->parsed.message - 1;
        one->facts = message->cases->pdata[i];
        g_ptr_array_add(job->cases, one);
    }
}

/* All cases in one event, and nothing else of them. */
static void say_briefs(Job *job)
{
    json_t *cases = json_array();
    for (guint i = 0; i < job->messages->len; i++) {
        const Message *message = job->messages->pdata[i];
        for (guint at = 0; at < message->cases->len; at++) {
            Facts *facts = message->cases->pdata[at];
            engine_request_correct(&job->parsed, facts);
            json_array_append_new(cases, case_brief(facts, job->settings.memo, job->parsed.language,
                                                    message->number + job->parsed.message - 1));
        }
    }
    say(job, "brief", json_pack("{s:o}", "cases", cases));
}

/* The domain check has no bounce to read: its facts are what the person says. */
static GPtrArray *messages_of_domain_check(void)
{
    Message *message = g_new0(Message, 1);
    GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)message_free);
    message->number = 1;
    message->kind = KIND_NOT_A_BOUNCE;
    message->cases = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
    g_ptr_array_add(message->cases, facts_new(KIND_NOT_A_BOUNCE));
    g_ptr_array_add(messages, message);
    return messages;
}

static void say_glance(Job *job)
{
    gsize length;
    const char *bytes = g_bytes_get_data(job->parsed.input, &length);
    g_autoptr(ReadGlance) glance = read_glance(bytes ? bytes : "", length);
    say(job, "glance",
        json_pack("{s:i, s:s?, s:s?}", "recipients", glance->recipients, "reply", glance->reply,
                  "speaker", glance->speaker));
}

/* A recorded case instead of a bounce is opened again: the request becomes the recorded one. */
static gboolean open_recording(Job *job, GError **error)
{
    gsize length;
    const char *bytes = g_bytes_get_data(job->parsed.input, &length);
    if (job->parsed.replay || strcmp(job->parsed.action, "diagnose") || !bytes ||
        !case_document_is(bytes, length))
        return TRUE;
    json_t *replay = case_replay_as(job->request, bytes, length, error);
    if (!replay) {
        g_prefix_error(error, "%s: ", job->parsed.source_name);
        return FALSE;
    }
    engine_request_clear(&job->parsed);
    json_decref(job->request);
    job->request = replay;
    return engine_request_parse(job->request, NULL, &job->parsed, error);
}

/* Of a recorded case only that one. */
static gboolean choose_recorded(Job *job, GError **error)
{
    const json_t *place = json_object_get(job->parsed.replay, "case");
    if (!place)
        return TRUE;
    json_int_t wanted = json_integer_value(place);
    if (wanted < 0 || (guint64)wanted >= job->cases->len) {
        g_set_error_literal(error, ENGINE_REQUEST_ERROR, EX_DATAERR,
                            "this case is broken, its mail holds no such recipient: save it again");
        g_ptr_array_set_size(job->cases, 0);
        return FALSE;
    }
    g_ptr_array_remove_range(job->cases, (guint)wanted + 1, job->cases->len - (guint)wanted - 1);
    g_ptr_array_remove_range(job->cases, 0, (guint)wanted);
    ((Case *)job->cases->pdata[0])->index = 0;
    return TRUE;
}

/* A cause that a person names must be there; a recorded case may name one that is gone. */
static gboolean has_cause(const Job *job, GError **error)
{
    const char *id = job->parsed.cause_id;
    const Catalogue *catalogue = job->settings.catalogue;
    if (!id || job->parsed.replay || catalogue_find(catalogue, id))
        return TRUE;
    g_autofree const char **ids = g_new0(const char *, catalogue_size(catalogue) + 1);
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        ids[i] = catalogue_at(catalogue, i)->id;
    g_autofree char *meant = suggestion(id, ids);
    g_set_error(error, ENGINE_REQUEST_ERROR, EX_USAGE, "there is no cause \"%s\"%s", id,
                *meant ? meant : ": whybounce-causes(7) lists them");
    return FALSE;
}

static gboolean prepare(Job *job, GBytes *input, GError **error)
{
    if (!engine_request_parse(job->request, input, &job->parsed, error) ||
        !open_recording(job, error))
        return FALSE;
    const char *action = job->parsed.action;
    if (!strcmp(action, "glance")) {
        say_glance(job);
        return TRUE;
    }
    if (strcmp(action, "diagnose") && strcmp(action, "check")) {
        g_set_error(error, ENGINE_REQUEST_ERROR, EX_DATAERR,
                    "\"do\" is \"diagnose\", \"check\", \"glance\" or \"cancel\", not \"%s\"",
                    action);
        return FALSE;
    }
    if (!has_cause(job, error))
        return FALSE;
    job->source = engine_request_source(&job->parsed, job->settings.asker,
                                        job->settings.authority_port, error);
    if (!job->source)
        return FALSE;
    job->messages =
        strcmp(action, "check") ? read_input(job->parsed.input) : messages_of_domain_check();
    if (job->parsed.brief) {
        say_briefs(job);
        return TRUE;
    }
    for (guint i = 0; i < job->messages->len; i++)
        add_cases(job, job->messages->pdata[i]);
    return choose_recorded(job, error);
}

static gboolean start_later(gpointer data)
{
    Job *job = data;
    job->idle = 0;
    start_cases(job);
    return G_SOURCE_REMOVE;
}

Job *job_new(json_t *request, GBytes *input, const JobSettings *settings,
             const JobListener *listener)
{
    g_autoptr(GError) error = NULL;
    Job *job = g_new0(Job, 1);
    json_t *id = json_object_get(request, "id");
    job->request = json_incref(request);
    job->id = id ? json_incref(id) : json_null();
    job->settings = *settings;
    job->listener = *listener;
    job->cases = g_ptr_array_new_with_free_func(case_free);
    if (!prepare(job, input, &error))
        say_error(job, error);
    job->idle = g_idle_add(start_later, job);
    return job;
}
