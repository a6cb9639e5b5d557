/* A diagnosis: its checks run round by round until none is pending, then the judge. */
#include "checks/judge/diagnosis.h"

#include <string.h>
#include "checks/check/dnsbl_named.h"
#include "content/catalogue/rule_trace.h"

enum { QUESTIONS_MAX = 600, QUESTIONS_OF_CHECK_MAX = 400 };
static const gint64 default_budget = 15 * G_USEC_PER_SEC;

/* One check about one subject role. */
typedef struct {
    const Check *check;
    char *role;
    GPtrArray *lists; /* const char*, lent by the catalogue; or NULL */
    CheckState state;
    GPtrArray *findings; /* Finding* */
} CheckRun;

struct Diagnosis {
    const Catalogue *catalogue;
    GBytes *input;
    DiagnosisOptions options;
    char *cause_id;
    Source *source;
    Answers *answers;
    GPtrArray *candidates; /* Candidate* */
    GPtrArray *rules;      /* RuleTrace*, or NULL */
    GPtrArray *runs;       /* CheckRun* */
    gboolean trial;        /* of proposed records */
    gboolean done;         /* judged: answers that come later change nothing */
    Result result;
    guint asked, answered, idle;
    gint64 deadline;
    DiagnosisCallback callback;
    gpointer data;
};

static void check_run_free(gpointer data)
{
    CheckRun *run = data;
    g_ptr_array_unref(run->findings);
    g_clear_pointer(&run->lists, g_ptr_array_unref);
    g_free(run->role);
    g_free(run);
}

static void add_run(Diagnosis *diagnosis, const char *check_id, const char *role)
{
    const Check *check = check_find(check_id);
    if (!check)
        return;
    CheckRun *run = g_new0(CheckRun, 1);
    run->check = check;
    run->role = g_strdup(role);
    run->state = CHECK_PENDING;
    run->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    g_ptr_array_add(diagnosis->runs, run);
}

/* The check itself finds out which lists the bounce names. */
static gboolean is_named_list(const CauseCheck *wanted)
{
    return wanted->lists_count == 1 && !strcmp(wanted->lists[0], "named");
}

static void add_runs_of_cause(Diagnosis *diagnosis, const Cause *cause)
{
    for (guint i = 0; i < cause->checks_count; i++) {
        const CauseCheck *wanted = &cause->checks[i];
        add_run(diagnosis, wanted->check, wanted->subject);
        if (!wanted->lists_count || is_named_list(wanted) || !check_find(wanted->check))
            continue;
        CheckRun *run = diagnosis->runs->pdata[diagnosis->runs->len - 1];
        run->lists = g_ptr_array_new();
        for (guint j = 0; j < wanted->lists_count; j++)
            g_ptr_array_add(run->lists, wanted->lists[j]);
    }
}

static void add_runs_of_domain_check(Diagnosis *diagnosis)
{
    static const char *const domain_checks[] = {"domain", "mx",    "address", "spf",
                                                "dkim",   "dmarc", "dnsbl",   "transport"};
    gboolean own_records = diagnosis->options.records_only;
    gboolean lists = !own_records && !diagnosis->trial; /* no record gets anybody off a list */
    for (guint i = 0; i < G_N_ELEMENTS(domain_checks); i++)
        if (lists || strcmp(domain_checks[i], "dnsbl") != 0)
            add_run(diagnosis, domain_checks[i],
                    strcmp(domain_checks[i], "dkim") ? "sender-domain" : "dkim");
    static const char *const addresses[] = {"source-ip", "sending-ip", "mail-host-ip"};
    for (guint i = 0; i < (own_records ? 1 : G_N_ELEMENTS(addresses)); i++) {
        add_run(diagnosis, "ptr", addresses[i]);
        if (lists)
            add_run(diagnosis, "dnsbl", addresses[i]);
    }
    if (diagnosis->result.facts->helo.text)
        add_run(diagnosis, "helo", "helo");
}

static gboolean claims(const Cause *cause, const char *claim)
{
    for (guint i = 0; i < cause->claims_count; i++)
        if (!strcmp(cause->claims[i], claim))
            return TRUE;
    return FALSE;
}

static const Cause *cause_that_claims(const Catalogue *catalogue, const char *claim)
{
    for (guint i = 0; i < catalogue_size(catalogue); i++)
        if (claims(catalogue_at(catalogue, i), claim))
            return catalogue_at(catalogue, i);
    return NULL;
}

/* Which lists are dead, the table of lists knows, and no rule has to. */
static void look_for_dead_list(Diagnosis *diagnosis)
{
    const Candidate *best = diagnosis->candidates->len ? diagnosis->candidates->pdata[0] : NULL;
    g_autoptr(GPtrArray) named = dnsbl_named(diagnosis->result.facts);
    if (!best || claims(best->cause, "list-closed") || !dnsbl_named_are_dead(named))
        return;
    const Cause *closed = cause_that_claims(diagnosis->catalogue, "list-closed");
    if (closed)
        identify_prefer(diagnosis->candidates, closed, diagnosis->result.facts, diagnosis->input,
                        named->pdata[0]);
}

static void choose_cause(Diagnosis *diagnosis)
{
    GPtrArray *candidates = diagnosis->candidates;
    const Candidate *best = candidates->len ? candidates->pdata[0] : NULL;
    diagnosis->result.cause = best ? best->cause : NULL;
    if (!diagnosis->cause_id)
        return;
    const Cause *chosen = catalogue_find(diagnosis->catalogue, diagnosis->cause_id);
    if (chosen)
        diagnosis->result.cause = chosen;
}

/* Takes over the candidates. */
static Diagnosis *diagnosis_for(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                                const DiagnosisOptions *options, Source *source,
                                GPtrArray *candidates)
{
    Diagnosis *diagnosis = g_new0(Diagnosis, 1);
    diagnosis->catalogue = catalogue;
    diagnosis->input = input;
    diagnosis->options = *options;
    diagnosis->cause_id = g_strdup(options->cause_id);
    diagnosis->source = source;
    diagnosis->answers = answers_new();
    diagnosis->runs = g_ptr_array_new_with_free_func(check_run_free);
    diagnosis->candidates = candidates;
    diagnosis->result =
        (Result){.options = &diagnosis->options,
                 .facts = facts,
                 .candidates = candidates,
                 .kind = facts->kind,
                 .bound = options->domain_check ? QUESTIONS_OF_CHECK_MAX : QUESTIONS_MAX,
                 .verdict = VERDICT_NOT_ASKED};
    return diagnosis;
}

Diagnosis *diagnosis_new(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                         const DiagnosisOptions *options, Source *source)
{
    GPtrArray *candidates =
        options->domain_check ? g_ptr_array_new() : identify(catalogue, facts, input);
    Diagnosis *diagnosis = diagnosis_for(catalogue, facts, input, options, source, candidates);
    if (options->domain_check) {
        add_runs_of_domain_check(diagnosis);
    } else {
        if (options->rules)
            diagnosis->rules = rule_trace(catalogue, facts, candidates);
        diagnosis->result.rules = diagnosis->rules;
        if (facts->kind == KIND_NOT_A_BOUNCE && identify_heard_words(candidates))
            diagnosis->result.kind = KIND_SMTP_REPLY;
        look_for_dead_list(diagnosis);
        choose_cause(diagnosis);
        if (diagnosis->result.cause)
            add_runs_of_cause(diagnosis, diagnosis->result.cause);
    }
    if (diagnosis->runs->len)
        add_run(diagnosis, "resolver", "resolver");
    return diagnosis;
}

Diagnosis *diagnosis_new_trial(const Diagnosis *diagnosis, Source *source)
{
    DiagnosisOptions options = diagnosis->options;
    const Cause *cause = diagnosis->result.cause;
    options.cause_id = cause ? cause->id : NULL;
    Diagnosis *trial = diagnosis_for(diagnosis->catalogue, diagnosis->result.facts,
                                     diagnosis->input, &options, source, g_ptr_array_new());
    trial->trial = TRUE;
    trial->result.cause = cause;
    if (options.domain_check)
        add_runs_of_domain_check(trial);
    else if (cause)
        add_runs_of_cause(trial, cause);
    return trial;
}

void diagnosis_free(Diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    if (diagnosis->idle)
        g_source_remove(diagnosis->idle);
    result_clear(&diagnosis->result);
    g_ptr_array_unref(diagnosis->runs);
    g_ptr_array_unref(diagnosis->candidates);
    g_clear_pointer(&diagnosis->rules, g_ptr_array_unref);
    answers_free(diagnosis->answers);
    g_free(diagnosis->cause_id);
    g_free(diagnosis);
}

/* Finding*, lent, of the checks that are done. */
static GPtrArray *findings_of(const Diagnosis *diagnosis)
{
    GPtrArray *findings = g_ptr_array_new();
    for (guint i = 0; i < diagnosis->runs->len; i++) {
        const CheckRun *run = diagnosis->runs->pdata[i];
        if (run->state == CHECK_DONE)
            g_ptr_array_extend(findings, run->findings, NULL, NULL);
    }
    return findings;
}

static void run_check(Diagnosis *diagnosis, CheckRun *run)
{
    CheckContext context = {.role = run->role,
                            .facts = diagnosis->result.facts,
                            .answers = diagnosis->answers,
                            .lists = run->lists,
                            .domain_check = diagnosis->options.domain_check,
                            .trial = diagnosis->trial};
    g_ptr_array_set_size(run->findings, 0);
    run->state = run->check->run(&context, run->findings);
}

static guint run_pending_checks(Diagnosis *diagnosis)
{
    guint pending = 0;
    for (guint i = 0; i < diagnosis->runs->len; i++) {
        CheckRun *run = diagnosis->runs->pdata[i];
        if (run->state == CHECK_PENDING)
            run_check(diagnosis, run);
        pending += run->state == CHECK_PENDING;
    }
    return pending;
}

static gboolean advance(gpointer data);

static void on_answer(Answer *answer, gpointer data)
{
    Diagnosis *diagnosis = data;
    answers_store(diagnosis->answers, answer);
    diagnosis->answered++;
    if (!diagnosis->idle && !diagnosis->done)
        diagnosis->idle = g_idle_add(advance, diagnosis);
}

void diagnosis_ask(Diagnosis *diagnosis, const Question *question, gboolean refuse,
                   SourceCallback callback, gpointer data)
{
    if (refuse || g_get_monotonic_time() >= diagnosis->deadline)
        callback(answer_to(question, ANSWER_BUDGET), data);
    else
        diagnosis->source->ask(diagnosis->source, question, diagnosis->deadline, callback, data);
}

static void ask(Diagnosis *diagnosis, const Question *question)
{
    gboolean spent = diagnosis->asked >= diagnosis->result.bound;
    diagnosis->asked++;
    diagnosis_ask(diagnosis, question, spent, on_answer, diagnosis);
}

/* What it comes to now. */
static void conclude(Diagnosis *diagnosis)
{
    Result *result = &diagnosis->result;
    result_clear(result);
    result->findings = findings_of(diagnosis);
    if (diagnosis->done && diagnosis->options.ask)
        result->verdict = judge(result->cause, result->findings);
    result->done = diagnosis->done;
    result->asked = diagnosis->asked;
    if (!diagnosis->trial) /* whose findings alone are wanted */
        result_complete(result, diagnosis->catalogue, diagnosis->answers);
}

static void finish(Diagnosis *diagnosis)
{
    g_clear_handle_id(&diagnosis->idle, g_source_remove);
    diagnosis->done = TRUE;
    conclude(diagnosis);
    diagnosis->callback(diagnosis, TRUE, diagnosis->data);
}

/* A pending check that wants nothing new waits for what is under way; when nothing is, its
 * questions are all answered and it is a check that can never end: it is left out rather than
 * waited for. */
static gboolean advance(gpointer data)
{
    Diagnosis *diagnosis = data;
    diagnosis->idle = 0;
    guint pending = run_pending_checks(diagnosis);
    g_autoptr(GPtrArray) wanted = answers_take_wanted(diagnosis->answers);
    for (guint i = 0; i < wanted->len; i++)
        ask(diagnosis, wanted->pdata[i]);
    gboolean waiting = diagnosis->answered < diagnosis->asked || diagnosis->idle;
    if (pending && waiting)
        diagnosis->callback(diagnosis, FALSE, diagnosis->data);
    else
        finish(diagnosis);
    return G_SOURCE_REMOVE;
}

void diagnosis_start(Diagnosis *diagnosis, DiagnosisCallback callback, gpointer data)
{
    gint64 budget = diagnosis->options.budget ? diagnosis->options.budget : default_budget;
    diagnosis->callback = callback;
    diagnosis->data = data;
    diagnosis->deadline = g_get_monotonic_time() + budget;
    if (diagnosis->options.ask)
        advance(diagnosis);
    else
        finish(diagnosis);
}

DiagnosisProgress diagnosis_progress(const Diagnosis *diagnosis)
{
    DiagnosisProgress progress = {.asked = diagnosis->asked, .answered = diagnosis->answered};
    for (guint i = 0; i < diagnosis->runs->len; i++) {
        const CheckRun *run = diagnosis->runs->pdata[i];
        if (run->state == CHECK_PENDING)
            progress.pending++;
        else
            progress.finished++;
    }
    return progress;
}

Result *diagnosis_result(Diagnosis *diagnosis)
{
    if (!diagnosis->done)
        conclude(diagnosis);
    return &diagnosis->result;
}

void diagnosis_foreach_pending(const Diagnosis *diagnosis,
                               void (*see)(const Check *, const char *, gpointer), gpointer data)
{
    for (guint i = 0; i < diagnosis->runs->len; i++) {
        const CheckRun *run = diagnosis->runs->pdata[i];
        if (run->state == CHECK_PENDING && !run->check->quiet && !diagnosis->done)
            see(run->check, run->role, data);
    }
}

const Answers *diagnosis_answers(const Diagnosis *diagnosis)
{
    return diagnosis->answers;
}

Source *diagnosis_source(const Diagnosis *diagnosis)
{
    return diagnosis->source;
}
