/* A server set is a part of a question's key: name servers asked for what they hold themselves. */
#include "checks/dns/source.h"
#include "checks/dns/source_cached.h"
#include "tests/fault/start.h"

#include <string.h>

static const char world[] = ". 300 SOA a. b. 1 2 3 4 60\n"
                            "example.org. 300 IN SOA ns1.example.org. h.example.org. 7 2 3 4 60\n"
                            "example.org. 300 IN NS ns1.example.org.\n"
                            "example.org. 300 IN MX 10 mail.example.org.\n"
                            "ns1.example.org. 300 IN A 192.0.2.53\n"
                            "www.example.org. 30 IN CNAME out.example.net.\n"
                            "!www.example.org nochase\n"
                            "!example.org NS on=2 delegated\n"
                            "!ns1.example.org on=2 delegated\n"
                            "!example.org MX on=2 rcode=REFUSED\n"
                            "!example.org SOA on=2 drop\n";

typedef struct {
    FaultServer *server;
    Source *source;
} Stage;

static Stage stage_new(void)
{
    g_autoptr(GError) error = NULL;
    Stage stage = {fault_server_start(world, 2), NULL};
    char *resolver[] = {fault_server_addresses(stage.server)[0], NULL};
    stage.source = source_live_new(resolver, NULL, &error);
    g_assert_no_error(error);
    return stage;
}

static void stage_end(Stage *stage)
{
    source_free(stage->source);
    fault_server_stop(stage->server);
}

static void keep(Answer *answer, gpointer data)
{
    *(Answer **)data = answer;
}

static Answer *ask(Source *source, const char *servers, const char *name, guint16 type)
{
    Answer *answer = NULL;
    g_autofree char *name_copy = g_strdup(name), *servers_copy = g_strdup(servers);
    Question question = {
        .name = name_copy, .type = type, .servers = servers_copy, .non_recursive = TRUE};
    source->ask(source, &question, g_get_monotonic_time() + 10 * G_USEC_PER_SEC, keep, &answer);
    while (!answer)
        g_main_context_iteration(NULL, TRUE);
    g_assert_true(question_equal(&answer->question, &question));
    return answer;
}

static void assert_summary(const Answer *answer, const char *expected)
{
    g_autofree char *line = answer_summary(answer);
    g_assert_cmpstr(line, ==, expected);
}

static void test_held(void)
{
    Stage stage = stage_new();
    const char *first = fault_server_addresses(stage.server)[0];
    g_autoptr(Answer) mx = ask(stage.source, first, "example.org", TYPE_MX);
    assert_summary(mx, "10 mail.example.org.");
    g_assert_true(mx->authoritative);
    g_assert_cmpstr(mx->server, ==, first);
    g_autoptr(Answer) none = ask(stage.source, first, "example.org", TYPE_TXT);
    g_assert_cmpint(none->status, ==, ANSWER_NO_DATA);
    g_assert_cmpstr(none->zone, ==, "example.org");
    g_autofree char *log = fault_server_log(stage.server);
    g_autofree char *lower = g_ascii_strdown(log, -1); /* names come in random case */
    g_assert_nonnull(strstr(lower, "udp 1 example.org. mx +norec\n"));
    stage_end(&stage);
}

/* The first address refuses, the second answers: that is one name server that answers. */
static void test_several_addresses(void)
{
    Stage stage = stage_new();
    char **at = fault_server_addresses(stage.server);
    g_autofree char *both = g_strdup_printf("%s %s", at[1], at[0]);
    g_autoptr(Answer) mx = ask(stage.source, both, "example.org", TYPE_MX);
    g_assert_cmpint(mx->status, ==, ANSWER_OK);
    g_assert_cmpstr(mx->server, ==, at[0]);
    g_autoptr(Answer) refused = ask(stage.source, at[1], "example.org", TYPE_MX);
    g_assert_cmpint(refused->status, ==, ANSWER_REFUSED);
    g_autoptr(Answer) nowhere = ask(stage.source, "ns1.example.org", "example.org", TYPE_MX);
    g_assert_cmpint(nowhere->status, ==, ANSWER_UNREACHABLE);
    stage_end(&stage);
}

/* Nobody waits long for a name server. */
static void test_silent(void)
{
    Stage stage = stage_new();
    gint64 start = g_get_monotonic_time();
    g_autoptr(Answer) soa =
        ask(stage.source, fault_server_addresses(stage.server)[1], "example.org", TYPE_SOA);
    g_assert_cmpint(soa->status, ==, ANSWER_TIMEOUT);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 6 * G_USEC_PER_SEC);
    stage_end(&stage);
}

static void test_port(void)
{
    Stage stage = stage_new();
    g_auto(GStrv) parts = g_strsplit(fault_server_addresses(stage.server)[0], "@", 2);
    source_live_set_port(stage.source, (guint16)atoi(parts[1]));
    g_autoptr(Answer) mx = ask(stage.source, "127.0.0.1", "example.org", TYPE_MX);
    g_assert_cmpint(mx->status, ==, ANSWER_OK);
    stage_end(&stage);
}

/* The zone above says who serves a zone, and where they are. */
static void test_delegation(void)
{
    Stage stage = stage_new();
    const char *parent = fault_server_addresses(stage.server)[1];
    g_autoptr(Answer) servers = ask(stage.source, parent, "example.org", TYPE_NS);
    assert_summary(servers, "ns1.example.org.");
    g_assert_false(servers->authoritative);
    g_autoptr(Answer) glue = ask(stage.source, parent, "ns1.example.org", TYPE_A);
    assert_summary(glue, "192.0.2.53");
    g_assert_false(glue->authoritative);
    stage_end(&stage);
}

static void test_alias(void)
{
    Stage stage = stage_new();
    g_autoptr(Answer) held =
        ask(stage.source, fault_server_addresses(stage.server)[0], "www.example.org", TYPE_A);
    assert_summary(held, "CNAME out.example.net.");
    g_assert_cmpstr(held->alias, ==, "out.example.net");
    g_assert_cmpuint(held->records->len, ==, 0);
    stage_end(&stage);
}

/* Neither the cache nor the overlay takes the answer of one set for that of another. */
static void test_key(void)
{
    static const char zone[] = "example.org. 60 IN MX 5 planned.example.org.\n";
    Stage stage = stage_new();
    char **at = fault_server_addresses(stage.server);
    Source *overlay = source_overlay_new(zone, strlen(zone), "zone", stage.source, NULL);
    stage.source = source_cached_new(overlay);
    g_autoptr(Answer) planned = ask(stage.source, NULL, "example.org", TYPE_MX);
    assert_summary(planned, "5 planned.example.org.");
    g_autoptr(Answer) held = ask(stage.source, at[0], "example.org", TYPE_MX);
    assert_summary(held, "10 mail.example.org.");
    g_autoptr(Answer) refused = ask(stage.source, at[1], "example.org", TYPE_MX);
    g_assert_cmpint(refused->status, ==, ANSWER_REFUSED);
    g_autoptr(Answers) answers = answers_new();
    answers_store(answers, answer_copy(held));
    g_assert_null(answers_get(answers, "example.org", TYPE_MX));
    g_assert_null(answers_get_elsewhere(answers, at[0], "example.org", TYPE_MX));
    g_assert_nonnull(answers_get_held(answers, at[0], "Example.org.", TYPE_MX));
    g_autofree char *text = question_text(&held->question);
    g_autofree char *expected = g_strdup_printf("example.org MX +norec @%s", at[0]);
    g_assert_cmpstr(text, ==, expected);
    stage_end(&stage);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sets/held", test_held);
    g_test_add_func("/sets/several-addresses", test_several_addresses);
    g_test_add_func("/sets/silent", test_silent);
    g_test_add_func("/sets/port", test_port);
    g_test_add_func("/sets/delegation", test_delegation);
    g_test_add_func("/sets/alias", test_alias);
    g_test_add_func("/sets/key", test_key);
    return g_test_run();
}
