/* A world of zone text in which one check runs to its end, with faults on top. */
#ifndef TESTS_ZONE_WORLD_H
#define TESTS_ZONE_WORLD_H

#include <string.h>

#include "checks/check/check.h"
#include "checks/dns/source.h"

#define ROUNDS_MAX 20

/* What goes wrong at a name: `name` itself and all below it ("" for everything), `type` 0 for all
 * types. */
typedef struct {
    const char *name;
    guint16 type;
    AnswerStatus status;
    gboolean only_checked; /* a question with CD=1 is answered as if nothing were wrong */
    int extended_error;    /* 0: none */
} Fault;

typedef struct {
    const char *zone;
    const Fault *faults; /* ended by name NULL; or NULL */
    gboolean domain_check;
    GPtrArray *lists;
    guint rounds, questions; /* out */
} World;

static inline const Fault *world_fault(const World *world, const Question *question)
{
    for (const Fault *fault = world->faults; fault && fault->name; fault++) {
        const char *at = g_str_has_suffix(question->name, fault->name)
                             ? question->name + strlen(question->name) - strlen(fault->name)
                             : NULL;
        gboolean below = at && (at == question->name || at[-1] == '.' || !*fault->name);
        if (below && (!fault->type || fault->type == question->type) &&
            !(fault->only_checked && question->checking_disabled))
            return fault;
    }
    return NULL;
}

static inline void world_store(Answer *answer, gpointer answers)
{
    answers_store(answers, answer);
}

static inline void world_answer(const World *world, Source *source, const Question *question,
                                Answers *answers)
{
    const Fault *fault = world_fault(world, question);
    if (!fault) {
        source->ask(source, question, G_MAXINT64, world_store, answers);
        return;
    }
    Answer *answer = answer_to(question, fault->status);
    if (fault->extended_error)
        answer->extended_error = fault->extended_error;
    answers_store(answers, answer);
}

/* Runs a check as the engine does. The findings are yours. Fails the test where it never ends. */
static inline GPtrArray *world_run(World *world, const char *check, const char *role,
                                   const Facts *facts)
{
    g_autoptr(GError) error = NULL;
    const char *zone = world->zone ? world->zone : "";
    Source *source = source_overlay_new(zone, strlen(zone), "world", source_offline_new(), &error);
    g_assert_no_error(error);
    g_autoptr(Answers) answers = answers_new();
    CheckContext context = {.role = role,
                            .facts = facts,
                            .answers = answers,
                            .lists = world->lists,
                            .domain_check = world->domain_check};
    const Check *found = check_find(check);
    g_assert_nonnull(found);
    GPtrArray *findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    for (world->rounds = 0; found->run(&context, findings) == CHECK_PENDING; world->rounds++) {
        g_assert_cmpuint(world->rounds, <, ROUNDS_MAX);
        g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
        g_assert_cmpuint(wanted->len, >, 0);
        world->questions += wanted->len;
        for (guint i = 0; i < wanted->len; i++)
            world_answer(world, source, g_ptr_array_index(wanted, i), answers);
        g_ptr_array_set_size(findings, 0);
    }
    source_free(source);
    return findings;
}

static inline Facts *world_facts(const char *sender, const char *recipient, const char *ip)
{
    Facts *facts = facts_new(KIND_FAILURE);
    fact_set(&facts->sender, sender, 100);
    fact_set(&facts->recipient, recipient, 100);
    fact_set(&facts->source_ip, ip, 100);
    return facts;
}

/* "mx.ok mx.target-ip(192.0.2.1)": all findings, in their order, with their details. */
static inline char *world_summary(const GPtrArray *findings)
{
    g_autoptr(GString) summary = g_string_new(NULL);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        g_string_append_printf(summary, "%s%s", i ? " " : "", finding->id);
        if (finding->detail)
            g_string_append_printf(summary, "(%s)", finding->detail);
    }
    return g_strdup(summary->str);
}

static inline Effect world_effect(const GPtrArray *findings, const char *id)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        if (g_str_equal(finding->id, id))
            return finding->effect;
    }
    g_test_message("no finding %s", id);
    g_test_fail();
    return EFFECT_SKIPPED;
}

/* A finding without evidence is a claim; only what was skipped may have none. */
static inline void world_assert_evidence(const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        if (finding->effect != EFFECT_SKIPPED)
            g_assert_cmpuint(finding->evidence->len, >, 0);
    }
}

/* Runs a check over a world and compares the summary. */
static inline void world_expect(World world, const char *check, const char *role,
                                const Facts *facts, const char *expected)
{
    g_autoptr(GPtrArray) findings = world_run(&world, check, role, facts);
    g_autofree char *summary = world_summary(findings);
    g_assert_cmpstr(summary, ==, expected);
    world_assert_evidence(findings);
}

#endif
