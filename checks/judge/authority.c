/* What the name servers say of the records that decided a diagnosis. */
#include "checks/judge/authority.h"

#include <string.h>
#include "checks/answers/domain_name.h"
#include "checks/dns/organisation.h"
#include "checks/dns/public_resolvers.h"

enum {
    QUESTIONS_MAX = 6,  /* records that are looked at */
    OF_FINDING_MAX = 3, /* of one finding */
    ASKED_MAX = 400     /* questions all in all */
};

struct Authority {
    Diagnosis *diagnosis;
    gboolean public;
    GPtrArray *questions; /* PropagationQuestion* */
    Answers *answers;
    GPtrArray *propagations; /* Propagation* */
    GPtrArray *findings;     /* Finding* */
    guint asked, answered, idle;
    gboolean finished, cancelled;
    void (*done)(gpointer);
    gpointer data;
};

/* Which records decide */

/* Block lists are no zones of the person's, and what lies on them is not published by anybody who
 * reads this; neither are reverse zones of addresses that were only found. */
static gboolean is_about_records(const Finding *finding)
{
    return strcmp(finding->check, "dnsbl") != 0 && !finding->advice &&
           strcmp(finding->role, "sending-ip") != 0 && strcmp(finding->role, "mail-host-ip") != 0;
}

static gboolean is_wrong(const Result *result, const Finding *finding)
{
    if (result->cause)
        return finding->effect == EFFECT_CONFIRMS;
    return finding->effect == EFFECT_CONTEXT && !finding->advice;
}

static gboolean is_known(const GPtrArray *questions, const char *name, guint16 type)
{
    for (guint i = 0; i < questions->len; i++) {
        const PropagationQuestion *question = questions->pdata[i];
        if (question->type == type && strcmp(question->name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

static void add_question(GPtrArray *questions, const char *name, guint16 type, const char *wanted)
{
    if (questions->len >= QUESTIONS_MAX || is_known(questions, name, type))
        return;
    PropagationQuestion *question = g_new(PropagationQuestion, 1);
    *question = (PropagationQuestion){g_strdup(name), type, g_strdup(wanted)};
    g_ptr_array_add(questions, question);
}

static guint16 type_of_name(const char *name)
{
    static const guint16 types[] = {TYPE_A,   TYPE_AAAA, TYPE_MX,    TYPE_TXT,
                                    TYPE_PTR, TYPE_NS,   TYPE_CNAME, TYPE_TLSA};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(type_name(types[i]), name) == 0)
            return types[i];
    return 0;
}

static void add_proposed(const Result *result, GPtrArray *questions)
{
    g_autoptr(GPtrArray) records = result_records(result);
    for (guint i = 0; i < records->len; i++) {
        const ProposedRecord *record = records->pdata[i];
        guint16 type = type_of_name(record->type);
        if (type)
            add_question(questions, record->name, type, record->value);
    }
}

/* Records that somebody else publishes (an include, a mail host elsewhere, a policy of the zone
 * above) are theirs to look after. */
static gboolean is_own(const Finding *finding, const char *name)
{
    const char *organisation = organisational_domain(finding->subject);
    return organisation && domain_name_is_within(name, organisation);
}

static void add_evidence(GPtrArray *questions, const Finding *finding)
{
    guint count = 0;
    for (guint i = 0; i < finding->evidence->len && count < OF_FINDING_MAX; i++) {
        const Evidence *evidence = finding->evidence->pdata[i];
        if (!evidence->name || evidence->type == TYPE_SOA || evidence->type == TYPE_NS ||
            (count && !is_own(finding, evidence->name)))
            continue;
        add_question(questions, evidence->name, evidence->type, NULL);
        count++;
    }
}

static void add_deciding(const Result *result, GPtrArray *questions, gboolean wrong_only)
{
    const GPtrArray *findings = result->findings;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (is_about_records(finding) && (!wrong_only || is_wrong(result, finding)))
            add_evidence(questions, finding);
    }
}

static void question_destroy(gpointer question)
{
    propagation_question_free(question);
}

static GPtrArray *questions_of(const Result *result, AuthorityWish wish)
{
    GPtrArray *questions = g_ptr_array_new_with_free_func(question_destroy);
    if (wish == AUTHORITY_NEVER)
        return questions;
    if (result->verdict == VERDICT_CONFIRMED)
        add_proposed(result, questions);
    add_deciding(result, questions, TRUE);
    if (wish == AUTHORITY_ALWAYS && !questions->len)
        add_deciding(result, questions, FALSE);
    return questions;
}

/* Life */

static void propagation_destroy(gpointer propagation)
{
    propagation_free(propagation);
}

Authority *authority_new(Diagnosis *diagnosis, AuthorityWish wish, gboolean public)
{
    const Result *result = diagnosis_result(diagnosis);
    g_autoptr(GPtrArray) questions = questions_of(result, wish);
    if (!result->options->ask || (!questions->len && wish != AUTHORITY_ALWAYS))
        return NULL;
    Authority *authority = g_new0(Authority, 1);
    authority->diagnosis = diagnosis;
    authority->public = public;
    authority->questions = g_steal_pointer(&questions);
    authority->answers = answers_new();
    authority->propagations = g_ptr_array_new_with_free_func(propagation_destroy);
    authority->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    return authority;
}

void authority_free(Authority *authority)
{
    if (!authority)
        return;
    g_clear_handle_id(&authority->idle, g_source_remove);
    g_ptr_array_unref(authority->questions);
    g_ptr_array_unref(authority->propagations);
    g_ptr_array_unref(authority->findings);
    answers_free(authority->answers);
    g_free(authority);
}

gboolean authority_finished(const Authority *authority)
{
    return authority->finished;
}

const GPtrArray *authority_propagations(const Authority *authority)
{
    return authority->propagations;
}

const GPtrArray *authority_findings(const Authority *authority)
{
    return authority->findings;
}

/* Asking */

const Answer *authority_public_answer(const Authority *authority, const Propagation *propagation,
                                      guint resolver)
{
    return authority->public
               ? answers_get_elsewhere(authority->answers, public_resolver_at(resolver)->servers,
                                       propagation->question.name, propagation->question.type)
               : NULL;
}

/* FALSE: some are pending. */
static gboolean ask_public(const Authority *authority, const PropagationQuestion *question)
{
    gboolean complete = TRUE;
    for (guint i = 0; authority->public && i < public_resolvers_count(); i++)
        complete = answers_get_elsewhere(authority->answers, public_resolver_at(i)->servers,
                                         question->name, question->type) != NULL &&
                   complete;
    return complete;
}

/* FALSE: some are pending. */
static gboolean look(Authority *authority)
{
    gboolean complete = TRUE;
    g_ptr_array_set_size(authority->propagations, 0);
    for (guint i = 0; i < authority->questions->len; i++) {
        const PropagationQuestion *question = authority->questions->pdata[i];
        Propagation *propagation = propagation_find(authority->answers, question);
        complete = ask_public(authority, question) && propagation && complete;
        if (propagation)
            g_ptr_array_add(authority->propagations, propagation);
    }
    return complete;
}

static void finish(Authority *authority)
{
    g_clear_handle_id(&authority->idle, g_source_remove);
    authority->finished = TRUE;
    for (guint i = 0; i < authority->propagations->len; i++)
        propagation_add_findings(authority->propagations->pdata[i], authority->findings);
    authority->done(authority->data);
}

static gboolean advance(gpointer data);

static void on_answer(Answer *answer, gpointer data)
{
    Authority *authority = data;
    answers_store(authority->answers, answer);
    authority->answered++;
    if (!authority->idle && !authority->finished)
        authority->idle = g_idle_add(advance, authority);
}

static void ask(Authority *authority, const Question *question)
{
    gboolean refuse = authority->cancelled || authority->asked >= ASKED_MAX;
    authority->asked++;
    diagnosis_ask(authority->diagnosis, question, refuse, on_answer, authority);
}

static gboolean advance(gpointer data)
{
    Authority *authority = data;
    authority->idle = 0;
    gboolean complete = look(authority);
    g_autoptr(GPtrArray) wanted = answers_take_wanted(authority->answers);
    for (guint i = 0; i < wanted->len; i++)
        ask(authority, wanted->pdata[i]);
    gboolean waiting = authority->answered < authority->asked || authority->idle;
    if (complete || !waiting)
        finish(authority);
    return G_SOURCE_REMOVE;
}

void authority_cancel(Authority *authority)
{
    if (authority)
        authority->cancelled = TRUE;
}

void authority_start(Authority *authority, void (*done)(gpointer), gpointer data)
{
    authority->done = done;
    authority->data = data;
    advance(authority);
}

/* The watch */

static gboolean any_wrong(const Result *result)
{
    const GPtrArray *findings = result->findings;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        gboolean unknown = finding->effect == EFFECT_FAILED && is_about_records(finding);
        if (is_wrong(result, finding) || unknown)
            return TRUE;
    }
    return FALSE;
}

gboolean authority_watchable(const Result *result)
{
    const Cause *cause = result->cause;
    for (unsigned i = 0; cause && i < cause->checks_count; i++)
        if (cause->checks[i].confirms_count)
            return TRUE;
    return result->options->domain_check;
}

/* A cause that nothing clean can rule out is over when what proved it is gone. */
static gboolean is_solved(const Result *result)
{
    if (!result->cause)
        return !any_wrong(result);
    return result->verdict == VERDICT_RULED_OUT ||
           (result->verdict == VERDICT_NOT_BY_DNS && !any_wrong(result));
}

static gboolean is_everywhere(const Propagation *propagation)
{
    return propagation->state == PROPAGATION_AGREED || propagation->state == PROPAGATION_UNTOLD;
}

gboolean authority_fixed(const Result *result, const Authority *authority)
{
    if (!authority_watchable(result) || !is_solved(result))
        return FALSE;
    for (guint i = 0; authority && i < authority->propagations->len; i++)
        if (!is_everywhere(authority->propagations->pdata[i]))
            return FALSE;
    return TRUE;
}

/* Of what is wrong the shortest TTL; what could not be asked may come right at any time. */
static guint wait_of_findings(const Result *result)
{
    enum { AFTER_FAILURE = 60 };
    const GPtrArray *findings = result->findings;
    guint32 ttl = result->verdict == VERDICT_COULD_NOT_ASK ? AFTER_FAILURE : G_MAXUINT32;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        for (guint j = 0; is_wrong(result, finding) && j < finding->evidence->len; j++)
            ttl = MIN(ttl, ((const Evidence *)finding->evidence->pdata[j])->ttl);
    }
    return propagation_bounded(ttl);
}

guint authority_wait(const Result *result, const Authority *authority)
{
    guint wait = wait_of_findings(result);
    for (guint i = 0; authority && i < authority->propagations->len; i++) {
        guint own = propagation_wait(authority->propagations->pdata[i]);
        wait = i ? MIN(wait, own) : own;
    }
    return wait;
}
