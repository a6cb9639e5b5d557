/* The reducer: events in, state and effects out. No engine, no terminal. */
#include "tui/state/wizard_state.h"
#include "tui/wizard/wizard.h"

#include <locale.h>
#include <string.h>

typedef struct {
    Wizard *wizard;
    GPtrArray *effects; /* of the last event */
} Bench;

static Bench bench_new(void)
{
    static char first[] = "mailbox-full";
    char *samples[] = {first, NULL};
    json_auto_t *template = json_pack("{s:b,s:{s:s}}", "offline", 1, "facts", "ip", "192.0.2.1");
    WizardSetup setup = {
        .language = LANGUAGE_ENGLISH, .template = template, .samples = samples, .ascii = TRUE};
    return (Bench){wizard_new(&setup), NULL};
}

static void bench_free(Bench *bench)
{
    g_clear_pointer(&bench->effects, g_ptr_array_unref);
    wizard_free(bench->wizard);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_free)

static void give(Bench *bench, Event event)
{
    g_clear_pointer(&bench->effects, g_ptr_array_unref);
    bench->effects = wizard_reduce(bench->wizard, &event);
}

static void press(Bench *bench, const char *keys)
{
    g_auto(GStrv) names = g_strsplit(keys, " ", -1);
    for (guint i = 0; names[i] != NULL; i++)
        give(bench, (Event){.kind = EVENT_KEY, .key = key_from_name(names[i])});
}

static void paste(Bench *bench, const char *text)
{
    give(bench, (Event){.kind = EVENT_PASTE, .bytes = text, .length = strlen(text)});
}

/* Takes over `line`. */
static void hear(Bench *bench, json_t *line)
{
    g_assert_nonnull(line);
    give(bench, (Event){.kind = EVENT_ENGINE, .json = line});
    json_decref(line);
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

static int sent_id(const Bench *bench, const char *what)
{
    for (guint i = 0; i < bench->effects->len; i++) {
        const WizardEffect *effect = bench->effects->pdata[i];
        const char *sent = json_string_value(json_object_get(effect->json, "do"));
        if (effect->kind == WIZARD_SEND && g_strcmp0(sent, what) == 0)
            return (int)json_integer_value(json_object_get(effect->json, "id"));
    }
    return 0;
}

static void assert_screen(const Bench *bench, const char *name)
{
    g_assert_cmpstr(wizard_screen_name(bench->wizard), ==, name);
}

/* All that the page says, its pane included. */
static char *page_words(const Bench *bench)
{
    g_autoptr(Page) page = wizard_page(bench->wizard);
    GString *words = g_string_new(NULL);
    for (const Page *part = page; part != NULL; part = part->detail)
        for (guint i = 0; i < part->blocks->len; i++) {
            const Block *block = part->blocks->pdata[i];
            g_string_append_printf(words, "%s %s\n", block->mark != NULL ? block->mark : "",
                                   block->text->str);
        }
    return g_string_free(words, FALSE);
}

static void assert_says(const Bench *bench, const char *words)
{
    g_autofree char *all = page_words(bench);
    if (strstr(all, words) == NULL)
        g_error("\"%s\" is not on the page:\n%s", words, all);
}

static json_t *finding(const char *check, const char *role, const char *effect)
{
    g_autofree char *text = g_strdup_printf("text of %s", check);
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:[{s:s,s:s,s:i}]}", "check", check, "id", check,
                     "role", role, "subject", "subject", "effect", effect, "text", text, "evidence",
                     "question", "example.org MX", "answer", "NXDOMAIN", "ttl", 60);
}

/* A document whose checks are all pending but for `findings` (taken over). */
static json_t *document(json_t *findings, gboolean done)
{
    json_t *made = json_pack(
        "{s:{s:s,s:s,s:s,s:[{s:s}]},s:{s:s,s:s},s:s,s:s,s:[{s:s,s:s}],s:o}", "cause", "id",
        "ptr-missing", "title", "No reverse DNS", "what", "The server has no name.", "matched",
        "text", "no PTR", "facts", "recipient", "a@example.net", "diagnostic", "550 no PTR for you",
        "verdict", done ? "confirmed" : "not-asked", "verdict_reason", "because", "alternatives",
        "id", "other", "title", "Another cause", "findings", findings);
    if (!done)
        json_object_set_new(made, "pending",
                            json_pack("[{s:s,s:s,s:s},{s:s,s:s}]", "check", "ptr", "role",
                                      "source-ip", "title", "Reverse DNS", "check", "mx", "role",
                                      "sender-domain"));
    return made;
}

static json_t *case_line(int id, int index, json_t *made, gboolean done)
{
    return json_pack("{s:i,s:s,s:i,s:i,s:b,s:o}", "id", id, "event", "case", "index", index,
                     "count", index + 1, "done", done, "case", made);
}

/* Pasted and identified, the checks still asking; returns the request's id. */
static int identified(Bench *bench)
{
    paste(bench, "550 no PTR for you");
    press(bench, "Enter");
    int id = sent_id(bench, "diagnose");
    hear(bench, case_line(id, 0, document(json_array(), FALSE), FALSE));
    return id;
}

static void test_way_through(void)
{
    g_auto(Bench) bench = bench_new();
    assert_screen(&bench, "start");
    int id = identified(&bench);
    g_assert_cmpint(id, >, 0);
    assert_screen(&bench, "identify");
    assert_says(&bench, "No reverse DNS");
    press(&bench, "Enter");
    assert_screen(&bench, "check");
    assert_says(&bench, "asking ...");
    hear(&bench,
         case_line(id, 0, document(json_pack("[o]", finding("ptr", "source-ip", "confirms")), TRUE),
                   TRUE));
    hear(&bench, json_pack("{s:i,s:s}", "id", id, "event", "done"));
    assert_says(&bench, "proves it");
    assert_says(&bench, "text of ptr");
    press(&bench, "Enter");
    assert_screen(&bench, "fix");
    assert_says(&bench, "confirmed: because");
    press(&bench, "Enter");
    assert_screen(&bench, "share");
}

static void test_back_loses_nothing(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    hear(&bench, case_line(id, 0, document(json_array(), TRUE), TRUE));
    press(&bench, "Enter Enter Esc Esc Esc");
    assert_screen(&bench, "paste");
    assert_says(&bench, "550 no PTR for you");
    press(&bench, "Enter");
    assert_screen(&bench, "identify");
    g_assert_cmpint(sent_id(&bench, "diagnose"), ==, 0);
    press(&bench, "Esc");
    paste(&bench, " more");
    press(&bench, "Enter");
    g_assert_cmpint(sent_id(&bench, "diagnose"), >, 0);
}

static void test_request(void)
{
    g_auto(Bench) bench = bench_new();
    paste(&bench, "550");
    press(&bench, "Enter");
    const json_t *request = effect_of(&bench, WIZARD_SEND)->json;
    for (guint i = 0; i < bench.effects->len; i++)
        request = ((WizardEffect *)bench.effects->pdata[i])->json;
    g_assert_true(json_is_true(json_object_get(request, "offline")));
    g_assert_cmpstr(json_string_value(json_object_get(request, "base64")), ==, "NTUw");
    g_assert_cmpstr(json_string_value(json_object_get(request, "lang")), ==, "en");
    g_assert_cmpstr(json_string_value(json_object_get(json_object_get(request, "facts"), "ip")), ==,
                    "192.0.2.1");
}

static void test_keys_in_a_paste(void)
{
    g_auto(Bench) bench = bench_new();
    press(&bench, "Enter");
    assert_screen(&bench, "paste");
    press(&bench, "q ?");
    assert_screen(&bench, "paste");
    assert_says(&bench, "q?");
    press(&bench, "F1");
    assert_screen(&bench, "help");
    paste(&bench, "q1234");
    assert_screen(&bench, "help");
    g_assert_nonnull(wizard_notice(bench.wizard));
}

static void test_empty_paste(void)
{
    g_auto(Bench) bench = bench_new();
    press(&bench, "Enter");
    paste(&bench, " \n\n");
    press(&bench, "Enter");
    assert_screen(&bench, "paste");
    g_assert_nonnull(wizard_notice(bench.wizard));
    g_assert_cmpint(sent_id(&bench, "diagnose"), ==, 0);
}

static void test_glance(void)
{
    g_auto(Bench) bench = bench_new();
    paste(&bench, "To: a@example.net\n");
    int id = sent_id(&bench, "glance");
    g_assert_cmpint(id, >, 0);
    paste(&bench, "550 5.1.1\n");
    g_assert_cmpint(sent_id(&bench, "glance"), ==, 0);
    hear(&bench, json_pack("{s:i,s:s,s:i,s:s,s:n}", "id", id, "event", "glance", "recipients", 2,
                           "reply", "550 5.1.1", "speaker"));
    assert_says(&bench, "2 recipients, 550 5.1.1");
    g_assert_cmpint(sent_id(&bench, "glance"), >, id);
}

/* Rows keep their place, and the cursor its row, while answers come in. */
static void test_rows_stay(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    press(&bench, "Enter Down");
    g_assert_cmpint(wizard_view(bench.wizard)->item, ==, 1);
    json_t *first = json_pack("[o,o,o]", finding("mx", "sender-domain", "clean"),
                              finding("ptr", "source-ip", "confirms"),
                              finding("ptr.two", "source-ip", "context"));
    hear(&bench, case_line(id, 0, document(first, TRUE), TRUE));
    g_autofree char *words = page_words(&bench);
    g_assert_true(strstr(words, "ptr") < strstr(words, "mx"));
    g_assert_cmpint(wizard_view(bench.wizard)->item, ==, 1);
    assert_says(&bench, "text of mx");
}

static void test_untouched_focus_proves(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    hear(&bench, case_line(id, 0,
                           document(json_pack("[o,o]", finding("ptr", "source-ip", "clean"),
                                              finding("mx", "sender-domain", "confirms")),
                                    TRUE),
                           TRUE));
    press(&bench, "Enter");
    assert_says(&bench, "text of mx");
}

static void test_engine_dies(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    press(&bench, "Enter");
    give(&bench, (Event){.kind = EVENT_ENGINE_GONE});
    g_assert_nonnull(effect_of(&bench, WIZARD_RESTART));
    g_assert_nonnull(strstr(wizard_notice(bench.wizard), "Reverse DNS"));
    assert_says(&bench, "not finished");
    g_assert_false(wizard_busy(bench.wizard));
    press(&bench, "r");
    int again = sent_id(&bench, "diagnose");
    g_assert_cmpint(again, >, id);
    hear(&bench,
         case_line(again, 0, document(json_pack("[o]", finding("ptr", "source-ip", "clean")), TRUE),
                   TRUE));
    assert_says(&bench, "in order");
}

/* What was asked for before is not heard any more. */
static void test_late_answer(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    press(&bench, "Enter Esc");
    g_assert_cmpint(sent_id(&bench, "cancel"), ==, 0);
    g_assert_nonnull(effect_of(&bench, WIZARD_SEND));
    assert_screen(&bench, "check");
    hear(&bench,
         case_line(id, 0, document(json_pack("[o]", finding("late", "x", "clean")), TRUE), TRUE));
    g_autofree char *words = page_words(&bench);
    g_assert_null(strstr(words, "text of late"));
    press(&bench, "Esc");
    assert_screen(&bench, "identify");
}

static void test_overrule(void)
{
    g_auto(Bench) bench = bench_new();
    identified(&bench);
    press(&bench, "Down Enter");
    int id = sent_id(&bench, "diagnose");
    g_assert_cmpint(id, >, 0);
    const WizardEffect *sent = bench.effects->pdata[bench.effects->len - 1];
    g_assert_cmpstr(json_string_value(json_object_get(sent->json, "cause")), ==, "other");
}

static void test_correct(void)
{
    g_auto(Bench) bench = bench_new();
    const char *label, *initial;
    identified(&bench);
    press(&bench, "e Enter");
    g_assert_true(wizard_field(bench.wizard, &label, &initial));
    g_assert_cmpstr(initial, ==, "a@example.net");
    give(&bench, (Event){.kind = EVENT_FIELD, .text = " b@example.net "});
    g_assert_false(wizard_field(bench.wizard, &label, &initial));
    const WizardEffect *sent = bench.effects->pdata[bench.effects->len - 1];
    const json_t *facts = json_object_get(sent->json, "facts");
    g_assert_cmpstr(json_string_value(json_object_get(facts, "recipient")), ==, "b@example.net");
    g_assert_cmpstr(json_string_value(json_object_get(facts, "ip")), ==, "192.0.2.1");
    press(&bench, "Enter");
    give(&bench, (Event){.kind = EVENT_FIELD, .text = NULL});
    g_assert_cmpuint(bench.effects->len, ==, 0);
}

/* A correction on one screen and none on another must not look alike: nothing would be kept. */
static void test_changes_differ(void)
{
    g_auto(Bench) bench = bench_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
    guint64 states[3][SCREEN_COUNT];
    for (guint edits = 0; edits < G_N_ELEMENTS(states); edits++)
        for (guint screen = 0; screen < SCREEN_COUNT; screen++) {
            bench.wizard->edits = edits;
            bench.wizard->screen = (ScreenId)screen;
            states[edits][screen] = wizard_changes(bench.wizard);
            g_assert_true(g_hash_table_add(seen, &states[edits][screen]));
        }
    bench.wizard->screen = SCREEN_START;
}

static void test_resume(void)
{
    g_auto(Bench) first = bench_new();
    guint64 before = wizard_changes(first.wizard);
    g_assert_null(wizard_journal(first.wizard));
    identified(&first);
    g_assert_cmpuint(wizard_changes(first.wizard), !=, before);
    press(&first, "e Down Enter");
    give(&first, (Event){.kind = EVENT_FIELD, .text = "you@example.org"});
    press(&first, "Esc Enter");
    json_auto_t *kept = wizard_journal(first.wizard);
    g_auto(Bench) second = bench_new();
    g_assert_true(wizard_offer(second.wizard, kept));
    assert_says(&second, "Go on where you were");
    press(&second, "Enter");
    assert_screen(&second, "check");
    int id = sent_id(&second, "diagnose");
    hear(&second, case_line(id, 0, document(json_array(), TRUE), TRUE));
    int corrected = sent_id(&second, "diagnose");
    g_assert_cmpint(corrected, >, id);
    const WizardEffect *sent = effect_of(&second, WIZARD_SEND);
    const json_t *facts = json_object_get(sent->json, "facts");
    g_assert_cmpstr(json_string_value(json_object_get(facts, "sender")), ==, "you@example.org");
    press(&second, "1");
    assert_says(&second, "550 no PTR for you");
    json_auto_t *nothing = json_object();
    g_assert_false(wizard_offer(second.wizard, nothing));
}

static void test_several(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    json_t *second = document(json_array(), TRUE);
    json_object_set_new(json_object_get(second, "facts"), "recipient",
                        json_string("c@example.net"));
    hear(&bench, case_line(id, 1, second, TRUE));
    assert_says(&bench, "a@example.net");
    press(&bench, "Tab");
    assert_says(&bench, "c@example.net");
    press(&bench, "a");
    assert_screen(&bench, "group"); /* one cause: its recipients at once */
    assert_says(&bench, "2 recipients");
    press(&bench, "Down Enter");
    assert_screen(&bench, "identify");
    assert_says(&bench, "a@example.net");
}

/* A case of its own recipient and cause. */
static json_t *case_of(const char *recipient, const char *cause)
{
    json_t *made = document(json_array(), TRUE);
    json_object_set_new(json_object_get(made, "facts"), "recipient", json_string(recipient));
    json_object_set_new(made, "cause",
                        cause != NULL ? json_pack("{s:s,s:s,s:s}", "id", cause, "title", cause,
                                                  "reply", "Words to the customer.")
                                      : json_null());
    return made;
}

static void hear_recipients(Bench *bench)
{
    static const char *const causes[] = {"unknown", "full", "full", NULL, "full"};
    paste(bench, "550 no\n");
    press(bench, "Enter");
    int id = sent_id(bench, "diagnose");
    for (int i = 0; i < (int)G_N_ELEMENTS(causes); i++) {
        g_autofree char *recipient = g_strdup_printf("%c@example.net", 'a' + i);
        hear(bench, case_line(id, i, case_of(recipient, causes[i]), TRUE));
    }
}

/* The largest group first; chosen as a whole, the pages and the words to others are about all of
 * it. */
static void test_groups(void)
{
    g_auto(Bench) bench = bench_new();
    hear_recipients(&bench);
    press(&bench, "a");
    assert_screen(&bench, "cases");
    g_autofree char *groups = page_words(&bench);
    const char *largest = strstr(groups, "3 x full"), *first = strstr(groups, "1 x unknown");
    g_assert_true(largest != NULL && first != NULL && largest < first);
    assert_says(&bench, "1 x No known cause fits");
    press(&bench, "Enter");
    assert_screen(&bench, "group");
    assert_says(&bench, "3 recipients");
    press(&bench, "Enter");
    assert_screen(&bench, "check");
    assert_says(&bench, "For 3 recipients: b@example.net, c@example.net, e@example.net");
    press(&bench, "4 y");
    assert_says(&bench, "This is about 3 recipients: b@example.net, c@example.net, e@example.net.");
    press(&bench, "x"); /* none of the addresses stays when they are to be pseudonyms */
    g_autofree char *redacted = page_words(&bench);
    g_assert_nonnull(strstr(redacted, "This is about 3 recipients: "));
    g_assert_null(strstr(redacted, "e@example.net"));
}

/* A group of one needs no page; one of a group can be chosen alone, and another cause is its own.
 */
static void test_alone(void)
{
    g_auto(Bench) bench = bench_new();
    hear_recipients(&bench);
    press(&bench, "a Down Enter");
    assert_screen(&bench, "check");
    assert_says(&bench, "For a@example.net alone");
    press(&bench, "a Enter End Enter");
    assert_screen(&bench, "check");
    assert_says(&bench, "For e@example.net alone");
    press(&bench, "4 y");
    g_autofree char *words = page_words(&bench);
    g_assert_null(strstr(words, "This is about"));
    g_assert_nonnull(strstr(words, "Words to the customer."));
}

/* 2,000 recipients in two groups, moved through. */
static void test_many_recipients(void)
{
    g_auto(Bench) bench = bench_new();
    paste(&bench, "550 no\n");
    press(&bench, "Enter");
    int id = sent_id(&bench, "diagnose");
    for (int i = 0; i < 2000; i++) {
        g_autofree char *recipient = g_strdup_printf("r%d@example.net", i);
        hear(&bench, case_line(id, i, case_of(recipient, i % 2 ? "full" : "unknown"), TRUE));
    }
    press(&bench, "a");
    assert_says(&bench, "1000 x full");
    press(&bench, "Enter End");
    g_assert_cmpint(wizard_view(bench.wizard)->item, ==, 1000);
    press(&bench, "Home Enter 4 y");
    assert_says(&bench, "r38@example.net and 980 more.");
}

static void test_quit(void)
{
    g_auto(Bench) bench = bench_new();
    press(&bench, "q");
    g_assert_nonnull(effect_of(&bench, WIZARD_QUIT));
    identified(&bench);
    press(&bench, "q");
    g_assert_null(effect_of(&bench, WIZARD_QUIT));
    press(&bench, "j q");
    g_assert_null(effect_of(&bench, WIZARD_QUIT));
    press(&bench, "q");
    g_assert_nonnull(effect_of(&bench, WIZARD_QUIT));
    press(&bench, "^C");
    g_assert_nonnull(effect_of(&bench, WIZARD_QUIT));
}

static void test_sample(void)
{
    g_auto(Bench) bench = bench_new();
    press(&bench, "Down Down Down Enter Enter");
    g_assert_cmpstr(effect_of(&bench, WIZARD_SAMPLE)->name, ==, "mailbox-full");
    give(&bench, (Event){.kind = EVENT_SAMPLE,
                         .bytes = "552",
                         .length = 3,
                         .text = "mailbox-full",
                         .zone = "zone text"});
    assert_screen(&bench, "paste");
    press(&bench, "Enter");
    const WizardEffect *sent = bench.effects->pdata[bench.effects->len - 1];
    g_assert_cmpstr(json_string_value(json_object_get(json_object_get(sent->json, "zone"), "text")),
                    ==, "zone text");
}

/* Documents that nobody would write. */
static void test_strange(void)
{
    const char *lines[] = {
        "{}",
        "[1]",
        "{\"cause\":[1,2],\"facts\":\"x\",\"findings\":{\"a\":1}}",
        "{\"cause\":{\"title\":7,\"matched\":[null,{\"text\":\"\"},{\"start\":-4,\"end\":99}]}}",
        "{\"findings\":[null,[],{\"check\":4,\"evidence\":[7]}],\"pending\":[null,3],\"fixes\":[0,"
        "{\"steps\":[1,null],\"record\":[]}],\"alternatives\":[{}],\"words\":[]}",
        "{\"facts\":{\"recipient\":\"a\\u001b[31m\\u202e\",\"remote_mta\":{\"name\":\"\\u0007\"}}"
        "}"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_auto(Bench) bench = bench_new();
        paste(&bench, "x");
        press(&bench, "Enter");
        int id = sent_id(&bench, "diagnose");
        hear(&bench, case_line(id, 0, json_loads(lines[i], 0, NULL), i % 2 == 0));
        const char *const ways[] = {"Enter", "v",     "Esc", "e",     "Enter", "Esc",
                                    "Esc",   "a",     "Esc", "Enter", "Down",  "Enter",
                                    "y",     "Enter", "Esc", "Tab",   "r"};
        for (gsize way = 0; way < G_N_ELEMENTS(ways); way++) {
            g_autofree char *words = page_words(&bench);
            g_assert_null(strchr(words, '\033'));
            press(&bench, ways[way]);
        }
    }
}

/* Every key on every screen, in an order that is always the same. */
static void test_every_key(void)
{
    g_auto(Bench) bench = bench_new();
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    int id = identified(&bench);
    for (int i = 0; i < 20000; i++) {
        guint which = (guint)g_rand_int_range(random, 0, 60);
        const KeyBinding *binding = &key_bindings[which % 38];
        if (binding->command != COMMAND_NONE && binding->command != COMMAND_KILL)
            give(&bench, (Event){.kind = EVENT_KEY, .key = binding->keys[0]});
        if (which == 0)
            give(&bench, (Event){.kind = EVENT_FIELD, .text = "x"});
        if (which == 1)
            give(&bench, (Event){.kind = EVENT_ENGINE_GONE});
        if (which == 2)
            hear(&bench, case_line(id, 0, document(json_array(), TRUE), TRUE));
        id = MAX(id, sent_id(&bench, "diagnose"));
        g_autoptr(Page) page = wizard_page(bench.wizard);
        g_assert_cmpint(wizard_view(bench.wizard)->item, <, MAX(1, (int)page->items->len));
    }
}

/* The words to others in their language, what is copied and saved with or without pseudonyms. */
static void test_share(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    json_t *made = document(json_array(), TRUE);
    json_object_update_new(json_object_get(made, "cause"),
                           json_pack("{s:s,s:{s:{s:s},s:{s:s,s:{s:s,s:s}}}}", "reply", "own",
                                     "translations", "zh_CN", "reply", "给 a@example.net", "en",
                                     "reply", "For a@example.net", "reply_email", "subject",
                                     "Your mail", "body", "Hello"));
    hear(&bench, case_line(id, 0, made, TRUE));
    press(&bench, "Y");
    g_assert_cmpstr(g_bytes_get_data(effect_of(&bench, WIZARD_COPY)->bytes, NULL), ==,
                    "Your mail\n\nHello");
    press(&bench, "y");
    assert_says(&bench, "For a@example.net");
    give(&bench, (Event){.kind = EVENT_COMMAND, .command = COMMAND_COPY, .argument = 1});
    g_assert_cmpstr(g_bytes_get_data(effect_of(&bench, WIZARD_COPY)->bytes, NULL), ==,
                    "Your mail\n\nHello");
    press(&bench, "l x");
    assert_says(&bench, "给 user1@example.net");
    press(&bench, "Down Enter");
    assert_screen(&bench, "save");
    assert_says(&bench, "a@example.net");
    press(&bench, "x");
    assert_says(&bench, "a@example.net -> user1@example.net");
    press(&bench, "Enter");
    give(&bench, (Event){.kind = EVENT_FIELD, .text = "case.json"});
    const json_t *saved = effect_of(&bench, WIZARD_SAVE)->json;
    g_autofree char *text = json_dumps(saved, 0);
    g_assert_null(strstr(text, "a@example.net"));
    g_assert_nonnull(strstr(text, "user1@example.net"));
    g_assert_null(strstr(text, "translations"));
}

/* r: what the run before found otherwise stands beside the row and in its evidence. */
static void test_before(void)
{
    g_auto(Bench) bench = bench_new();
    int id = identified(&bench);
    hear(&bench,
         case_line(id, 0, document(json_pack("[o]", finding("ptr", "source-ip", "confirms")), TRUE),
                   TRUE));
    hear(&bench, json_pack("{s:i,s:s}", "id", id, "event", "done"));
    press(&bench, "Enter r");
    id = sent_id(&bench, "diagnose");
    g_assert_cmpint(id, !=, 0);
    json_auto_t *now = finding("ptr", "source-ip", "clean");
    json_object_set_new(now, "id", json_string("ptr.ok"));
    json_object_set_new(now, "text", json_string("it has a name"));
    hear(&bench, case_line(id, 0, document(json_pack("[O]", now), TRUE), TRUE));
    assert_says(&bench, "was: proves it");
    assert_says(&bench, "Before text of ptr");
    press(&bench, "r");
    id = sent_id(&bench, "diagnose");
    hear(&bench, case_line(id, 0, document(json_pack("[O]", now), TRUE), TRUE));
    g_autofree char *words = page_words(&bench);
    g_assert_null(strstr(words, "was:"));
}

static const json_t *sent_request(const Bench *bench)
{
    const WizardEffect *effect = effect_of(bench, WIZARD_SEND);
    g_assert_nonnull(effect);
    return effect->json;
}

static const char recorded[] =
    "{\"whybounce\":1,\"request\":{\"do\":\"diagnose\",\"source\":\"bounce.eml\","
    "\"text\":\"550 no such user\",\"facts\":{\"ip\":\"203.0.113.9\"},\"case\":0},"
    "\"answers\":[{\"name\":\"example.org\",\"type\":\"MX\",\"status\":\"NXDOMAIN\"}]}";

/* The text and the answers of a recorded case instead of a network, until the person asks
 * again. */
static void test_recorded_case(void)
{
    g_auto(Bench) bench = bench_new();
    give(&bench, (Event){.kind = EVENT_INPUT,
                         .bytes = recorded,
                         .length = strlen(recorded),
                         .text = "case.json"});
    assert_screen(&bench, "identify");
    const json_t *request = sent_request(&bench);
    g_autofree char *base64 = g_base64_encode((const guchar *)"550 no such user", 16);
    g_assert_cmpstr(json_string_value(json_object_get(request, "base64")), ==, base64);
    const json_t *replay = json_object_get(request, "replay");
    g_assert_cmpuint(json_array_size(json_object_get(replay, "answers")), ==, 1);
    g_assert_cmpstr(json_string_value(json_object_get(json_object_get(request, "facts"), "ip")), ==,
                    "203.0.113.9");
    hear(&bench, case_line(sent_id(&bench, "diagnose"), 0,
                           json_pack("{s:{s:s}, s:{s:s}, s:[]}", "cause", "title", "T", "request",
                                     "do", "diagnose", "answers"),
                           TRUE));
    press(&bench, "r");
    g_assert_null(json_object_get(sent_request(&bench), "replay"));
}

static void test_broken_case(void)
{
    g_auto(Bench) bench = bench_new();
    static const char other[] = "{\"whybounce\":7}";
    give(&bench, (Event){.kind = EVENT_INPUT, .bytes = other, .length = strlen(other)});
    g_assert_nonnull(strstr(wizard_notice(bench.wizard), "another version"));
    g_assert_null(effect_of(&bench, WIZARD_SEND));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "C.UTF-8");
    g_test_add_func("/wizard/way-through", test_way_through);
    g_test_add_func("/wizard/back", test_back_loses_nothing);
    g_test_add_func("/wizard/request", test_request);
    g_test_add_func("/wizard/paste/keys", test_keys_in_a_paste);
    g_test_add_func("/wizard/paste/empty", test_empty_paste);
    g_test_add_func("/wizard/paste/glance", test_glance);
    g_test_add_func("/wizard/check/rows-stay", test_rows_stay);
    g_test_add_func("/wizard/check/focus", test_untouched_focus_proves);
    g_test_add_func("/wizard/engine-dies", test_engine_dies);
    g_test_add_func("/wizard/late-answer", test_late_answer);
    g_test_add_func("/wizard/overrule", test_overrule);
    g_test_add_func("/wizard/correct", test_correct);
    g_test_add_func("/wizard/resume", test_resume);
    g_test_add_func("/wizard/before", test_before);
    g_test_add_func("/wizard/share", test_share);
    g_test_add_func("/wizard/groups", test_groups);
    g_test_add_func("/wizard/alone", test_alone);
    g_test_add_func("/wizard/many-recipients", test_many_recipients);
    g_test_add_func("/wizard/several", test_several);
    g_test_add_func("/wizard/quit", test_quit);
    g_test_add_func("/wizard/sample", test_sample);
    g_test_add_func("/wizard/strange", test_strange);
    g_test_add_func("/wizard/every-key", test_every_key);
    g_test_add_func("/wizard/recorded-case", test_recorded_case);
    g_test_add_func("/wizard/broken-case", test_broken_case);
    g_test_add_func("/wizard/changes-differ", test_changes_differ);
    return g_test_run();
}
