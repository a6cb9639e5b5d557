/* The watch in the reducer: time comes as events, so nothing is waited for. */
#include <locale.h>
#include <string.h>

#include "tui/wizard/wizard.h"

typedef struct {
    Wizard *wizard;
    GPtrArray *effects; /* of the last event */
    gint64 now;         /* seconds */
} Bench;

static void give(Bench *bench, Event event)
{
    event.now = bench->now * G_USEC_PER_SEC;
    g_clear_pointer(&bench->effects, g_ptr_array_unref);
    bench->effects = wizard_reduce(bench->wizard, &event);
}

static Bench bench_with(gboolean watch)
{
    const WizardSetup setup = {.language = LANGUAGE_ENGLISH, .watch = watch};
    return (Bench){.wizard = wizard_new(&setup), .now = 1000};
}

static void bench_free(Bench *bench)
{
    g_clear_pointer(&bench->effects, g_ptr_array_unref);
    wizard_free(bench->wizard);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_free)

static void press(Bench *bench, const char *key)
{
    give(bench, (Event){.kind = EVENT_KEY, .key = key_from_name(key)});
}

static const WizardEffect *effect_of(const Bench *bench, WizardEffectKind kind)
{
    for (guint i = 0; i < bench->effects->len; i++) {
        const WizardEffect *effect = bench->effects->pdata[i];
        if (effect->kind == kind)
            return effect;
    }
    return NULL;
}

/* The id of the round that was just asked for, 0: none was. */
static int round_id(const Bench *bench)
{
    const WizardEffect *sent = effect_of(bench, WIZARD_SEND);
    if (!sent || !json_is_true(json_object_get(sent->json, "watch")))
        return 0;
    g_assert_true(json_is_true(json_object_get(sent->json, "authority")));
    return (int)json_integer_value(json_object_get(sent->json, "id"));
}

static void hear_case(Bench *bench, int id, json_t *propagation)
{
    json_auto_t *line = json_pack("{s:i,s:s,s:i,s:i,s:b,s:{s:s,s:o}}", "id", id, "event", "case",
                                  "index", 0, "count", 1, "done", 1, "case", "verdict", "confirmed",
                                  "propagation", propagation);
    give(bench, (Event){.kind = EVENT_ENGINE, .json = line});
}

static void hear_done(Bench *bench, int id)
{
    json_auto_t *line = json_pack("{s:i,s:s}", "id", id, "event", "done");
    give(bench, (Event){.kind = EVENT_ENGINE, .json = line});
}

/* A round's end. `again` 0: nothing to watch. */
static void hear_round(Bench *bench, int id, gboolean fixed, int again)
{
    hear_case(bench, id,
              json_pack("{s:b,s:b,s:i,s:[]}", "watchable", again != 0, "fixed", fixed, "again",
                        again, "questions"));
}

/* A diagnosed bounce on the fix step. */
static void diagnose(Bench *bench)
{
    static const char text[] = "550 5.7.25 no PTR";
    give(bench,
         (Event){.kind = EVENT_INPUT, .bytes = text, .length = strlen(text), .text = "b.eml"});
    const WizardEffect *sent = NULL;
    for (guint i = 0; i < bench->effects->len; i++) {
        const WizardEffect *effect = bench->effects->pdata[i];
        if (effect->kind == WIZARD_SEND &&
            !strcmp(json_string_value(json_object_get(effect->json, "do")), "diagnose"))
            sent = effect;
    }
    g_assert_nonnull(sent);
    int id = (int)json_integer_value(json_object_get(sent->json, "id"));
    hear_case(bench, id, json_null());
}

static gint64 deadline(const Bench *bench)
{
    return wizard_deadline(bench->wizard) / G_USEC_PER_SEC;
}

static void pass_time(Bench *bench, gint64 seconds)
{
    bench->now += seconds;
    give(bench, (Event){.kind = EVENT_TIME});
}

static void test_once(void)
{
    g_auto(Bench) bench = bench_with(FALSE);
    diagnose(&bench);
    press(&bench, "4");
    press(&bench, "p");
    g_assert_cmpstr(wizard_screen_name(bench.wizard), ==, "propagation");
    int id = round_id(&bench);
    g_assert_cmpint(id, !=, 0);
    press(&bench, "r");
    g_assert_cmpint(round_id(&bench), ==, 0); /* one round at a time */
    hear_round(&bench, id, FALSE, 120);
    hear_done(&bench, id);
    g_assert_cmpint(deadline(&bench), ==, 0); /* nobody watches */
    press(&bench, "Enter");
    g_assert_cmpint(round_id(&bench), !=, 0);
    press(&bench, "Esc");
    g_assert_cmpstr(wizard_screen_name(bench.wizard), ==, "fix");
}

static void test_watch(void)
{
    g_auto(Bench) bench = bench_with(FALSE);
    diagnose(&bench);
    press(&bench, "3");
    press(&bench, "t");
    int id = round_id(&bench);
    hear_round(&bench, id, FALSE, 43);
    hear_done(&bench, id);
    g_assert_cmpint(deadline(&bench), ==, 1043);
    pass_time(&bench, 42);
    g_assert_cmpint(round_id(&bench), ==, 0);
    pass_time(&bench, 1);
    id = round_id(&bench);
    g_assert_cmpint(id, !=, 0);
    g_assert_cmpint(deadline(&bench), ==, 0); /* until this round is over */
    /* The watch goes on while other screens are looked at, and rings there. */
    press(&bench, "Esc");
    hear_round(&bench, id, TRUE, 600);
    g_assert_nonnull(effect_of(&bench, WIZARD_RING));
    g_assert_cmpint(deadline(&bench), ==, 0);
    g_assert_nonnull(strstr(wizard_notice(bench.wizard), "Fixed"));
    /* The steps ask once more, to show it too. */
    const WizardEffect *again = effect_of(&bench, WIZARD_SEND);
    g_assert_nonnull(again);
    g_assert_null(json_object_get(again->json, "watch"));
    hear_done(&bench, id);
    pass_time(&bench, 5000);
    g_assert_cmpint(round_id(&bench), ==, 0);
}

static void test_ask_now(void)
{
    g_auto(Bench) bench = bench_with(FALSE);
    diagnose(&bench);
    press(&bench, "3");
    press(&bench, "t");
    int id = round_id(&bench);
    hear_round(&bench, id, FALSE, 600);
    hear_done(&bench, id);
    bench.now += 5;
    press(&bench, "r");
    id = round_id(&bench);
    g_assert_cmpint(id, !=, 0);
    hear_round(&bench, id, FALSE, 600);
    hear_done(&bench, id);
    g_assert_cmpint(deadline(&bench), ==, 1605);
    press(&bench, "t");
    g_assert_cmpint(deadline(&bench), ==, 0);
}

static void test_public(void)
{
    g_auto(Bench) bench = bench_with(FALSE);
    diagnose(&bench);
    press(&bench, "3");
    press(&bench, "p");
    int id = round_id(&bench);
    g_assert_false(json_is_true(json_object_get(effect_of(&bench, WIZARD_SEND)->json, "public")));
    hear_round(&bench, id, FALSE, 60);
    hear_done(&bench, id);
    press(&bench, "u");
    g_assert_true(json_is_true(json_object_get(effect_of(&bench, WIZARD_SEND)->json, "public")));
}

static void test_nothing_to_watch(void)
{
    g_auto(Bench) bench = bench_with(FALSE);
    diagnose(&bench);
    press(&bench, "3");
    press(&bench, "t");
    int id = round_id(&bench);
    hear_round(&bench, id, FALSE, 0);
    g_assert_cmpint(deadline(&bench), ==, 0);
    g_assert_nonnull(strstr(wizard_notice(bench.wizard), "nothing to watch"));
    hear_done(&bench, id);
    /* A sample, or offline. */
    press(&bench, "t");
    hear_case(&bench, round_id(&bench), json_null());
    g_assert_cmpint(deadline(&bench), ==, 0);
}

/* --watch: from the first case on. */
static void test_from_the_start(void)
{
    g_auto(Bench) bench = bench_with(TRUE);
    diagnose(&bench);
    g_assert_cmpstr(wizard_screen_name(bench.wizard), ==, "propagation");
    int id = round_id(&bench);
    g_assert_cmpint(id, !=, 0);
    hear_round(&bench, id, FALSE, 15);
    hear_done(&bench, id);
    g_assert_cmpint(deadline(&bench), ==, 1015);
}

static void test_engine_gone(void)
{
    g_auto(Bench) bench = bench_with(TRUE);
    diagnose(&bench);
    g_assert_cmpint(round_id(&bench), !=, 0);
    give(&bench, (Event){.kind = EVENT_ENGINE_GONE});
    g_assert_cmpint(deadline(&bench), ==, 1015);
    pass_time(&bench, 15);
    g_assert_cmpint(round_id(&bench), !=, 0);
}

/* A new text ends the watch over the old one. */
static void test_other_text(void)
{
    g_auto(Bench) bench = bench_with(TRUE);
    diagnose(&bench);
    int id = round_id(&bench);
    hear_round(&bench, id, FALSE, 15);
    hear_done(&bench, id);
    diagnose(&bench);
    g_assert_cmpint(deadline(&bench), ==, 0);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/watch/once", test_once);
    g_test_add_func("/watch/watch", test_watch);
    g_test_add_func("/watch/ask-now", test_ask_now);
    g_test_add_func("/watch/public", test_public);
    g_test_add_func("/watch/nothing-to-watch", test_nothing_to_watch);
    g_test_add_func("/watch/from-the-start", test_from_the_start);
    g_test_add_func("/watch/engine-gone", test_engine_gone);
    g_test_add_func("/watch/other-text", test_other_text);
    return g_test_run();
}
