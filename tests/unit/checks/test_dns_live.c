/* The live source against a name server with faults: which answer comes of which fault. */
#include "checks/answers/domain_name.h"
#include "checks/dns/source.h"
#include "tests/fault/start.h"

#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

static const char world[] = ". 300 SOA a. b. 1 2 3 4 60\n"
                            "example.org. 120 MX 10 mail.example.org.\n"
                            "mail.example.org. A 192.0.2.1\n"
                            "www.example.org. 30 CNAME mail.example.org.\n"
                            "c1.example.org. CNAME c2.example.org.\n"
                            "c2.example.org. CNAME c1.example.org.\n"
                            "only-a.example.org. A 192.0.2.2\n"
                            "*.f.example.org. A 192.0.2.3\n"
                            "!slow.f.example.org delay=150\n"
                            "!late.f.example.org delay=700 first=1\n"
                            "!lost.f.example.org drop=1\n"
                            "!silent.f.example.org drop\n"
                            "!servfail.f.example.org rcode=SERVFAIL ede=6:bad_signature\n"
                            "!refused.f.example.org rcode=REFUSED\n"
                            "!notimp.f.example.org rcode=NOTIMPL\n"
                            "!tc.f.example.org tc\n"
                            "!tctc.f.example.org tc tcprefused\n"
                            "!badid.f.example.org badid first=1\n"
                            "!badquestion.f.example.org badquestion first=1\n"
                            "!badsource.f.example.org badsource first=1\n"
                            "!always-badid.f.example.org badid\n"
                            "!garbage.f.example.org garbage\n"
                            "!lower.f.example.org lowercase\n"
                            "!noedns.f.example.org noedns\n"
                            "!noaa.f.example.org noaa ad\n"
                            "!header.f.example.org rcode=FORMERR headeronly\n"
                            "!referral.f.example.org referral\n"
                            "!loop.f.example.org raw=c00cc00c\n"
                            "!self.f.example.org raw=c02400010001000000000004c0000201\n"
                            "nochase.example.org. 20 CNAME next.example.org.\n"
                            "next.example.org. 10 CNAME mail.example.org.\n"
                            "!nochase.example.org nochase\n"
                            "!next.example.org nochase\n"
                            "endless.example.org. CNAME endless.example.org.\n"
                            "!endless.example.org nochase\n";

typedef struct {
    GMainLoop *loop;
    Answer *answer;
    guint count;
} Wait;

static void keep(Answer *answer, gpointer data)
{
    Wait *wait = data;
    g_assert_null(wait->answer);
    wait->answer = answer;
    g_main_loop_quit(wait->loop);
}

static Answer *ask_within(Source *source, const char *name, guint16 type, gint64 milliseconds)
{
    Wait wait = {g_main_loop_new(NULL, FALSE), NULL, 0};
    g_autofree char *normalised = domain_name_normalise(name);
    Question question = {.name = normalised, .type = type};
    source->ask(source, &question, g_get_monotonic_time() + milliseconds * 1000, keep, &wait);
    if (!wait.answer)
        g_main_loop_run(wait.loop);
    g_main_loop_unref(wait.loop);
    g_assert_cmpstr(wait.answer->question.name, ==, normalised);
    return wait.answer;
}

static Answer *ask(Source *source, const char *name, guint16 type)
{
    return ask_within(source, name, type, 15000);
}

static Source *live(char *const *servers)
{
    g_autoptr(GError) error = NULL;
    Source *source = source_live_new(servers, NULL, &error);
    g_assert_no_error(error);
    return source;
}

/* One question to one server of `world`. */
static Answer *ask_world_within(const char *name, guint16 type, gint64 milliseconds)
{
    FaultServer *server = fault_server_start(world, 1);
    Source *source = live(fault_server_addresses(server));
    Answer *answer = ask_within(source, name, type, milliseconds);
    source_free(source);
    fault_server_stop(server);
    return answer;
}

static Answer *ask_world(const char *name, guint16 type)
{
    return ask_world_within(name, type, 15000);
}

static void assert_summary(const Answer *answer, const char *expected)
{
    g_autofree char *line = answer_summary(answer);
    g_assert_cmpstr(line, ==, expected);
}

static void test_records(void)
{
    FaultServer *server = fault_server_start(world, 1);
    Source *source = live(fault_server_addresses(server));
    g_autoptr(Answer) mx = ask(source, "Example.ORG", TYPE_MX);
    assert_summary(mx, "10 mail.example.org.");
    g_assert_cmpuint(mx->ttl, ==, 120);
    g_assert_cmpuint(mx->tries, ==, 1);
    g_assert_cmpuint(mx->round_trip, >, 0);
    g_assert_false(mx->tcp);
    g_assert_true(mx->authoritative);
    g_assert_false(mx->authenticated);
    g_assert_cmpint(mx->extended_error, ==, -1);
    g_assert_cmpstr(mx->server, ==, fault_server_addresses(server)[0]);
    g_assert_cmpint(ABS(mx->asked_at - g_get_real_time()), <, 5 * G_USEC_PER_SEC);

    g_autoptr(Answer) www = ask(source, "www.example.org", TYPE_A);
    assert_summary(www, "CNAME mail.example.org.: 192.0.2.1");
    g_assert_cmpuint(www->ttl, ==, 30);
    g_autoptr(Answer) none = ask(source, "only-a.example.org", TYPE_MX);
    g_assert_cmpint(none->status, ==, ANSWER_NO_DATA);
    g_assert_cmpuint(none->ttl, ==, 60);
    g_autoptr(Answer) missing = ask(source, "missing.example.org", TYPE_MX);
    g_assert_cmpint(missing->status, ==, ANSWER_NXDOMAIN);
    source_free(source);
    fault_server_stop(server);
}

static void test_delays(void)
{
    g_autoptr(Answer) slow = ask_world("slow.f.example.org", TYPE_A);
    g_assert_cmpint(slow->status, ==, ANSWER_OK);
    g_assert_cmpuint(slow->round_trip, >=, 150000);
    g_assert_cmpuint(slow->tries, ==, 1);

    /* The first answer is late, the second lost: the old socket is still open. */
    FaultServer *server = fault_server_start("late.example. A 192.0.2.1\n"
                                             "!late.example delay=700 first=1\n"
                                             "!late.example drop\n",
                                             1);
    Source *source = live(fault_server_addresses(server));
    g_autoptr(Answer) late = ask(source, "late.example", TYPE_A);
    g_assert_cmpint(late->status, ==, ANSWER_OK);
    g_assert_cmpuint(late->round_trip, >=, 700000);
    g_assert_cmpuint(late->tries, ==, 2);
    source_free(source);
    fault_server_stop(server);
}

static void test_loss(void)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(Answer) lost = ask_world("lost.f.example.org", TYPE_A);
    g_assert_cmpint(lost->status, ==, ANSWER_OK);
    g_assert_cmpuint(lost->tries, ==, 2);
    g_assert_cmpint(g_get_monotonic_time() - start, >=, 400000);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 1500000);

    g_autoptr(Answer) silent = ask_world("silent.f.example.org", TYPE_A);
    g_assert_cmpint(silent->status, ==, ANSWER_TIMEOUT);
    g_assert_cmpuint(silent->tries, ==, 4);
    g_assert_cmpstr(silent->server, !=, "");
}

/* Where a server is known to be quick, a lost question is not waited for as long as at first. */
static void test_known_round_trip(void)
{
    FaultServer *server = fault_server_start("near.example. A 192.0.2.1\n"
                                             "far.example. A 192.0.2.1\n"
                                             "!far.example delay=390 first=1\n"
                                             "!far.example drop\n",
                                             1);
    Source *source = live(fault_server_addresses(server));
    for (int i = 0; i < 8; i++) {
        g_autoptr(Answer) near = ask(source, "near.example", TYPE_A);
        g_assert_cmpint(near->status, ==, ANSWER_OK);
    }
    g_autoptr(Answer) far = ask(source, "far.example", TYPE_A);
    g_assert_cmpint(far->status, ==, ANSWER_OK);
    g_assert_cmpuint(far->tries, ==, 2);
    source_free(source);
    fault_server_stop(server);
}

static void test_deadline(void)
{
    gint64 start = g_get_monotonic_time();
    g_autoptr(Answer) answer = ask_world_within("silent.f.example.org", TYPE_A, 300);
    g_assert_cmpint(answer->status, ==, ANSWER_BUDGET);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 1000000);
    g_autoptr(Answer) over = ask_world_within("example.org", TYPE_MX, -1);
    g_assert_cmpint(over->status, ==, ANSWER_BUDGET);
}

static void test_rcodes(void)
{
    g_autoptr(Answer) servfail = ask_world("servfail.f.example.org", TYPE_A);
    assert_summary(servfail, "SERVFAIL (EDE 6: bad signature)");
    g_assert_cmpint(servfail->extended_error, ==, 6);
    g_assert_cmpuint(servfail->tries, ==, 1);
    g_autoptr(Answer) refused = ask_world("refused.f.example.org", TYPE_A);
    g_assert_cmpint(refused->status, ==, ANSWER_REFUSED);
    g_autoptr(Answer) notimp = ask_world("notimp.f.example.org", TYPE_A);
    g_assert_cmpint(notimp->status, ==, ANSWER_REFUSED);
    g_autoptr(Answer) header = ask_world("header.f.example.org", TYPE_A);
    g_assert_cmpint(header->status, ==, ANSWER_REFUSED);
    /* Name servers of elsewhere are not "no such record". */
    g_autoptr(Answer) referral = ask_world("referral.f.example.org", TYPE_A);
    g_assert_cmpint(referral->status, ==, ANSWER_REFUSED);
}

static void test_truncation(void)
{
    g_autoptr(Answer) tc = ask_world("tc.f.example.org", TYPE_A);
    assert_summary(tc, "192.0.2.3");
    g_assert_true(tc->tcp);
    g_autoptr(Answer) closed = ask_world("tctc.f.example.org", TYPE_A);
    g_assert_cmpint(closed->status, ==, ANSWER_UNREACHABLE);

    g_autoptr(GString) big = g_string_new(NULL);
    for (int i = 0; i < 400; i++)
        g_string_append_printf(big, "big.example. TXT \"%0200d\"\n", i);
    FaultServer *server = fault_server_start(big->str, 1);
    Source *source = live(fault_server_addresses(server));
    g_autoptr(Answer) answer = ask(source, "big.example", TYPE_TXT);
    g_assert_cmpint(answer->status, !=, ANSWER_OK); /* does not fit 64 KiB */
    source_free(source);
    fault_server_stop(server);
}

static void test_large(void)
{
    g_autoptr(GString) large = g_string_new(NULL);
    for (int i = 0; i < 250; i++)
        g_string_append_printf(large, "large.example. TXT \"%0200d\"\n", i);
    for (int i = 0; i < 1500; i++)
        g_string_append_printf(large, "many.example. A 10.0.%d.%d\n", i / 256, i % 256);
    FaultServer *server = fault_server_start(large->str, 1);
    Source *source = live(fault_server_addresses(server));
    g_autoptr(Answer) answer = ask(source, "large.example", TYPE_TXT);
    g_assert_cmpint(answer->status, ==, ANSWER_OK);
    g_assert_cmpuint(answer->records->len, ==, 250);
    g_assert_true(answer->tcp);
    g_autoptr(Answer) many = ask(source, "many.example", TYPE_A);
    g_assert_cmpint(many->status, ==, ANSWER_GARBLED);
    source_free(source);
    fault_server_stop(server);
}

/* Replies that are not to our question are passed over; the next try gets the true one. */
static void test_spoofed(void)
{
    static const char *const names[] = {"badid.f.example.org", "badquestion.f.example.org",
                                        "badsource.f.example.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Answer) answer = ask_world(names[i], TYPE_A);
        assert_summary(answer, "192.0.2.3");
        g_assert_cmpuint(answer->tries, ==, 2);
    }
    g_autoptr(Answer) always = ask_world("always-badid.f.example.org", TYPE_A);
    g_assert_cmpint(always->status, ==, ANSWER_GARBLED);
}

static void test_garbage(void)
{
    static const char *const names[] = {"loop.f.example.org", "self.f.example.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(Answer) answer = ask_world(names[i], TYPE_A);
        g_assert_cmpint(answer->status, ==, ANSWER_GARBLED);
    }
    g_autoptr(Answer) noise = ask_world("garbage.f.example.org", TYPE_A);
    g_assert_cmpint(noise->status, ==, ANSWER_GARBLED);
}

static void test_aliases(void)
{
    g_autoptr(Answer) circle = ask_world("c1.example.org", TYPE_A);
    g_assert_cmpint(circle->status, ==, ANSWER_SERVFAIL);
    g_autoptr(Answer) endless = ask_world("endless.example.org", TYPE_A);
    g_assert_cmpint(endless->status, ==, ANSWER_SERVFAIL);
}

/* A server that only tells the first link of a chain is asked for the next. */
static void test_own_chase(void)
{
    FaultServer *server = fault_server_start("a.example. 20 CNAME b.example.\n"
                                             "b.example. 10 CNAME c.example.\n"
                                             "c.example. 30 A 192.0.2.9\n"
                                             "!*.example nochase\n",
                                             1);
    Source *source = live(fault_server_addresses(server));
    g_autoptr(Answer) answer = ask(source, "a.example", TYPE_A);
    assert_summary(answer, "CNAME c.example.: 192.0.2.9");
    g_assert_cmpuint(answer->ttl, ==, 10);
    source_free(source);
    fault_server_stop(server);
}

static guint count_lines(const char *text)
{
    guint lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void test_old_servers(void)
{
    FaultServer *server = fault_server_start("*.example. A 192.0.2.3\n"
                                             "!* lowercase\n",
                                             1);
    Source *source = live(fault_server_addresses(server));
    for (int i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf("name-with-many-letters-%d.example", i);
        g_autoptr(Answer) answer = ask(source, name, TYPE_A);
        assert_summary(answer, "192.0.2.3");
        g_assert_cmpuint(answer->round_trip, <, 300000);
    }
    /* Twice case was lost, then it was not tried again. */
    g_autofree char *log = fault_server_log(server);
    g_assert_cmpuint(count_lines(log), ==, 6);
    source_free(source);
    fault_server_stop(server);

    FaultServer *plain = fault_server_start("*.example. A 192.0.2.3\n!* noedns\n", 1);
    source = live(fault_server_addresses(plain));
    for (int i = 0; i < 3; i++) {
        g_autofree char *name = g_strdup_printf("n%d.example", i);
        g_autoptr(Answer) answer = ask(source, name, TYPE_A);
        assert_summary(answer, "192.0.2.3");
    }
    g_autofree char *plain_log = fault_server_log(plain);
    g_assert_cmpuint(count_lines(plain_log), ==, 4);
    source_free(source);
    fault_server_stop(plain);
}

static void test_flags(void)
{
    g_autoptr(Answer) answer = ask_world("noaa.f.example.org", TYPE_A);
    g_assert_false(answer->authoritative);
    g_assert_true(answer->authenticated);
}

/* A UDP port that nobody listens at: bound, and closed again. */
static guint16 free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    g_assert_cmpint(bind(descriptor, (struct sockaddr *)&address, length), ==, 0);
    getsockname(descriptor, (struct sockaddr *)&address, &length);
    close(descriptor);
    return ntohs(address.sin_port);
}

static void test_unreachable(void)
{
    g_autofree char *dead = g_strdup_printf("127.0.0.1@%u", free_port());
    Source *source = live((char *[]){dead, NULL});
    gint64 start = g_get_monotonic_time();
    g_autoptr(Answer) answer = ask(source, "example.org", TYPE_A);
    g_assert_cmpint(answer->status, ==, ANSWER_UNREACHABLE);
    g_assert_cmpstr(answer->server, ==, dead);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 300000);
    source_free(source);
}

static void test_several_servers(void)
{
    FaultServer *server = fault_server_start("*.example. A 192.0.2.3\n"
                                             "!silent.example on=1 drop\n"
                                             "!fails.example on=1 rcode=SERVFAIL\n"
                                             "!worse.example on=1 rcode=SERVFAIL\n"
                                             "!worse.example on=2 rcode=REFUSED\n",
                                             2);
    char **both = fault_server_addresses(server);
    Source *source = live(both);
    g_autoptr(Answer) fails = ask(source, "fails.example", TYPE_A);
    assert_summary(fails, "192.0.2.3");
    g_assert_cmpstr(fails->server, ==, both[1]);
    g_assert_cmpuint(fails->tries, ==, 2);
    source_free(source);

    source = live(both);
    g_autoptr(Answer) worse = ask(source, "worse.example", TYPE_A);
    g_assert_cmpint(worse->status, ==, ANSWER_SERVFAIL);
    g_assert_cmpstr(worse->server, ==, both[0]);
    g_autoptr(Answer) silent = ask(source, "silent.example", TYPE_A);
    g_assert_cmpstr(silent->server, ==, both[1]);
    /* From now on the one that answers is asked first. */
    g_autoptr(Answer) next = ask(source, "next.example", TYPE_A);
    g_assert_cmpstr(next->server, ==, both[1]);
    g_assert_cmpuint(next->tries, ==, 1);
    source_free(source);

    g_autofree char *dead = g_strdup_printf("127.0.0.1@%u", free_port());
    source = live((char *[]){dead, both[1], NULL});
    g_autoptr(Answer) other = ask(source, "other.example", TYPE_A);
    g_assert_cmpint(other->status, ==, ANSWER_OK);
    source_free(source);
    fault_server_stop(server);
}

static void count_answer(Answer *answer, gpointer data)
{
    Wait *wait = data;
    if (answer->status == ANSWER_OK)
        wait->count--;
    answer_free(answer);
    if (wait->count == 0)
        g_main_loop_quit(wait->loop);
}

/* More than may be open at a time; each is answered, in a few round trips. */
static void test_many(void)
{
    enum { MANY = 350 };
    FaultServer *server = fault_server_start("*.example. A 192.0.2.3\n!* delay=50\n", 1);
    Source *source = live(fault_server_addresses(server));
    Wait wait = {g_main_loop_new(NULL, FALSE), NULL, MANY};
    gint64 start = g_get_monotonic_time();
    for (int i = 0; i < MANY; i++) {
        g_autofree char *name = g_strdup_printf("n%d.example", i);
        Question question = {.name = name, .type = TYPE_A};
        source->ask(source, &question, start + 10 * G_USEC_PER_SEC, count_answer, &wait);
    }
    g_main_loop_run(wait.loop);
    g_main_loop_unref(wait.loop);
    g_assert_cmpint(g_get_monotonic_time() - start, >=, 200000);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 2000000);
    source_free(source);
    fault_server_stop(server);
}

static void count_budget(Answer *answer, gpointer data)
{
    guint *count = data;
    g_assert_cmpint(answer->status, ==, ANSWER_BUDGET);
    *count += 1;
    answer_free(answer);
}

static void ask_many(Source *source, guint *count)
{
    for (int i = 0; i < 150; i++) {
        g_autofree char *name = g_strdup_printf("n%d.example", i);
        Question question = {.name = name, .type = TYPE_A};
        source->ask(source, &question, g_get_monotonic_time() + G_USEC_PER_SEC, count_budget,
                    count);
    }
}

static void test_cancel(void)
{
    FaultServer *server = fault_server_start("*.example. A 192.0.2.3\n!* drop\n", 1);
    Source *source = live(fault_server_addresses(server));
    guint count = 0;
    ask_many(source, &count);
    source->cancel(source);
    g_assert_cmpuint(count, ==, 150);
    ask_many(source, &count);
    source_free(source);
    g_assert_cmpuint(count, ==, 300);
    fault_server_stop(server);
}

static void assert_wrong_server(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *copy = g_strdup(text);
    g_assert_null(source_live_new((char *[]){copy, NULL}, NULL, &error));
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, "ADDRESS@PORT"));
}

static void test_wrong_servers(void)
{
    assert_wrong_server("resolver.example");
    assert_wrong_server("192.0.2.1@");
    assert_wrong_server("192.0.2.1@70000");
    assert_wrong_server("192.0.2.1@0");
    assert_wrong_server("192.0.2");
    assert_wrong_server("[2001:db8::1");
    assert_wrong_server("");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/live/records", test_records);
    g_test_add_func("/live/delays", test_delays);
    g_test_add_func("/live/loss", test_loss);
    g_test_add_func("/live/known-round-trip", test_known_round_trip);
    g_test_add_func("/live/deadline", test_deadline);
    g_test_add_func("/live/rcodes", test_rcodes);
    g_test_add_func("/live/truncation", test_truncation);
    g_test_add_func("/live/large", test_large);
    g_test_add_func("/live/spoofed", test_spoofed);
    g_test_add_func("/live/garbage", test_garbage);
    g_test_add_func("/live/aliases", test_aliases);
    g_test_add_func("/live/own-chase", test_own_chase);
    g_test_add_func("/live/old-servers", test_old_servers);
    g_test_add_func("/live/flags", test_flags);
    g_test_add_func("/live/unreachable", test_unreachable);
    g_test_add_func("/live/several-servers", test_several_servers);
    g_test_add_func("/live/many", test_many);
    g_test_add_func("/live/cancel", test_cancel);
    g_test_add_func("/live/wrong-servers", test_wrong_servers);
    return g_test_run();
}
