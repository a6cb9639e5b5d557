#include "checks/judge/diagnosis.h"

#include <string.h>
#include "checks/judge/diagnosis_private.h"

enum { QUESTIONS_MAX = 600 };
static const gint64 default_budget = 15 * G_USEC_PER_SEC;

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

static void add_runs_of_cause(Diagnosis *diagnosis, const Cause *cause)
{
    for (guint i = 0; i < cause->checks_count; i++) {
        const CauseCheck *wanted = &cause->checks[i];
        add_run(diagnosis, wanted->check, wanted->subject);
        if (!wanted->lists_count || !check_find(wanted->check))
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
    gboolean lists = !diagnosis->options.records_only;
    for (guint i = 0; i < G_N_ELEMENTS(domain_checks); i++)
        if (lists || strcmp(domain_checks[i], "dnsbl") != 0)
            add_run(diagnosis, domain_checks[i],
                    strcmp(domain_checks[i], "dkim") ? "sender-domain" : "dkim");
    add_run(diagnosis, "ptr", "source-ip");
    if (lists)
        add_run(diagnosis, "dnsbl", "source-ip");
}

static void choose_cause(Diagnosis *diagnosis)
{
    GPtrArray *candidates = diagnosis->candidates;
    const Candidate *best = candidates->len ? candidates->pdata[0] : NULL;
    diagnosis->cause = best ? best->cause : NULL;
    if (!diagnosis->cause_id)
        return;
    const Cause *chosen = catalogue_find(diagnosis->catalogue, diagnosis->cause_id);
    if (chosen)
        diagnosis->cause = chosen;
}

static Diagnosis *diagnosis_for(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                                const DiagnosisOptions *options, Source *source)
{
    Diagnosis *diagnosis = g_new0(Diagnosis, 1);
    diagnosis->catalogue = catalogue;
    diagnosis->facts = facts;
    diagnosis->kind = facts->kind;
    diagnosis->input = input;
    diagnosis->options = *options;
    diagnosis->cause_id = g_strdup(options->cause_id);
    diagnosis->source = source;
    diagnosis->answers = answers_new();
    diagnosis->runs = g_ptr_array_new_with_free_func(check_run_free);
    diagnosis->verdict = VERDICT_NOT_ASKED;
    return diagnosis;
}

Diagnosis *diagnosis_new(const Catalogue *catalogue, const Facts *facts, GBytes *input,
                         const DiagnosisOptions *options, Source *source)
{
    Diagnosis *diagnosis = diagnosis_for(catalogue, facts, input, options, source);
    if (options->domain_check) {
        diagnosis->candidates = g_ptr_array_new();
        add_runs_of_domain_check(diagnosis);
    } else {
        diagnosis->candidates = identify(catalogue, facts, input);
        if (facts->kind == KIND_NOT_A_BOUNCE && identify_heard_words(diagnosis->candidates))
            diagnosis->kind = KIND_SMTP_REPLY;
        choose_cause(diagnosis);
        if (diagnosis->cause)
            add_runs_of_cause(diagnosis, diagnosis->cause);
    }
    if (diagnosis->runs->len)
        add_run(diagnosis, "resolver", "resolver");
    return diagnosis;
}

Diagnosis *diagnosis_new_again(const Diagnosis *diagnosis, Source *source)
{
    DiagnosisOptions options = diagnosis->options;
    options.cause_id = diagnosis->cause ? diagnosis->cause->id : NULL;
    Diagnosis *again =
        diagnosis_for(diagnosis->catalogue, diagnosis->facts, diagnosis->input, &options, source);
    again->candidates = g_ptr_array_new();
    again->cause = diagnosis->cause;
    if (again->cause)
        add_runs_of_cause(again, again->cause);
    return again;
}

void diagnosis_free(Diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    if (diagnosis->idle)
        g_source_remove(diagnosis->idle);
    g_ptr_array_unref(diagnosis->runs);
    g_ptr_array_unref(diagnosis->candidates);
    answers_free(diagnosis->answers);
    g_free(diagnosis->cause_id);
    g_free(diagnosis);
}

GPtrArray *diagnosis_findings(const Diagnosis *diagnosis)
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
                            .facts = diagnosis->facts,
                            .answers = diagnosis->answers,
                            .lists = run->lists,
                            .domain_check = diagnosis->options.domain_check};
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

static void ask(Diagnosis *diagnosis, const Question *question)
{
    gboolean spent =
        diagnosis->asked >= QUESTIONS_MAX || g_get_monotonic_time() >= diagnosis->deadline;
    diagnosis->asked++;
    if (spent)
        on_answer(answer_to(question, ANSWER_BUDGET), diagnosis);
    else
        diagnosis->source->ask(diagnosis->source, question, diagnosis->deadline, on_answer,
                               diagnosis);
}

static void finish(Diagnosis *diagnosis)
{
    diagnosis->done = TRUE;
    diagnosis->callback(diagnosis, TRUE, diagnosis->data);
}

static void finish_checks(Diagnosis *diagnosis)
{
    g_autoptr(GPtrArray) findings = diagnosis_findings(diagnosis);
    g_clear_handle_id(&diagnosis->idle, g_source_remove);
    diagnosis->verdict = judge(diagnosis->cause, findings);
    finish(diagnosis);
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
        finish_checks(diagnosis);
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
