/* What the name servers say beside the resolver: zones as text, one for the resolver and one for
 * each server. */
#include <string.h>

#include "checks/judge/propagation.h"
#include "checks/dns/source.h"

#define SOA(zone, serial)                                                                          \
    zone " 3600 IN SOA ns1." zone " h." zone " " serial " 7200 3600 1209600 60\n"
#define ROOT                                                                                       \
    ". 3600 IN SOA a.root. h.root. 1 7200 3600 1209600 60\n. NS a.root.\na.root. A 192.0.2.1\n"
#define DELEGATION                                                                                 \
    "example.org. NS ns1.example.org.\nexample.org. NS ns2.example.org.\n"                         \
    "ns1.example.org. A 192.0.2.11\nns2.example.org. A 192.0.2.12\n"                               \
    "ns2.example.org. AAAA 2001:db8::12\n"
#define OLD SOA("example.org.", "2026112601") DELEGATION
#define NEW SOA("example.org.", "2026112701") DELEGATION "example.org. 900 TXT \"v=spf1 -all\"\n"

/* A server at an address: what it holds, or what goes wrong with it. */
typedef struct {
    const char *address; /* NULL: the resolver */
    const char *zone;
    AnswerStatus fault; /* ANSWER_OK: none */
    const char *of;     /* the fault holds for this name and all below; NULL: for all */
    gboolean no_authority;
} Server;

static gboolean is_faulty(const Server *server, const Question *question)
{
    if (server->fault == ANSWER_OK)
        return FALSE;
    gsize length = server->of ? strlen(server->of) : 0, own = strlen(question->name);
    return !server->of || (own >= length && strcmp(question->name + own - length, server->of) == 0);
}

static void keep(Answer *answer, gpointer data)
{
    *(Answer **)data = answer;
}

static Answer *server_answer(const Server *server, const Question *question)
{
    g_autoptr(GError) error = NULL;
    Answer *answer = NULL;
    if (!server)
        return answer_to(question, ANSWER_TIMEOUT);
    if (is_faulty(server, question))
        return answer_to(question, server->fault);
    Source *source = source_overlay_new(server->zone, strlen(server->zone), "server",
                                        source_offline_new(), &error);
    g_assert_no_error(error);
    Question plain = *question;
    plain.servers = NULL;
    source->ask(source, &plain, G_MAXINT64, keep, &answer);
    source_free(source);
    question_clear(&answer->question);
    answer->question = question_copy(question);
    if (answer->status == ANSWER_NOT_ASKED)
        answer->status = ANSWER_REFUSED;
    answer->authoritative = !server->no_authority;
    return answer;
}

static gboolean is_asked(const Server *server, const Question *question)
{
    if (!server->address || !question->servers)
        return !server->address && !question->servers;
    gsize first = strcspn(question->servers, " ");
    return strlen(server->address) == first &&
           strncmp(server->address, question->servers, first) == 0;
}

static const Server *server_of(const Server *servers, const Question *question)
{
    for (const Server *server = servers; server->zone || server->fault; server++)
        if (is_asked(server, question))
            return server;
    return NULL;
}

static Propagation *find_type(const Server *servers, Answers *answers, guint16 type,
                              const char *wanted)
{
    PropagationQuestion question = {(char *)(guintptr) "example.org", type,
                                    (char *)(guintptr)wanted};
    Propagation *propagation;
    for (guint rounds = 0; !(propagation = propagation_find(answers, &question)); rounds++) {
        g_autoptr(GPtrArray) asked = answers_take_wanted(answers);
        g_assert_cmpuint(rounds, <, 12);
        g_assert_cmpuint(asked->len, >, 0);
        for (guint i = 0; i < asked->len; i++)
            answers_store(answers,
                          server_answer(server_of(servers, asked->pdata[i]), asked->pdata[i]));
    }
    return propagation;
}

static Propagation *find(const Server *servers, Answers *answers, const char *wanted)
{
    return find_type(servers, answers, TYPE_TXT, wanted);
}

/* "cached: authority.cached(900 s)" */
static void expect_wanted(const Server *servers, const char *wanted, const char *expected)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    Propagation *propagation = find(servers, answers, wanted);
    g_autoptr(GString) seen = g_string_new(propagation_state_name(propagation->state));
    propagation_add_findings(propagation, findings);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        g_string_append_printf(seen, " %s%s%s", finding->id + strlen("authority."),
                               finding->list ? "@" : "", finding->list ? finding->list : "");
        if (finding->detail)
            g_string_append_printf(seen, "(%s)", finding->detail);
        g_assert_true(finding->advice);
        g_assert_cmpstr(finding->subject, ==, "example.org TXT");
        g_assert_cmpuint(finding->evidence->len, >, 0);
    }
    g_assert_cmpstr(seen->str, ==, expected);
    propagation_free(propagation);
}

static void expect(const Server *servers, const char *expected)
{
    expect_wanted(servers, NULL, expected);
}

#define SPF "v=spf1 -all"
#define RESOLVER_NEW                                                                               \
    {                                                                                              \
        .zone = ROOT NEW                                                                           \
    }
#define RESOLVER_OLD                                                                               \
    {                                                                                              \
        .zone = ROOT OLD                                                                           \
    }
#define ROOT_SERVER                                                                                \
    {                                                                                              \
        "192.0.2.1", .zone = ROOT                                                                  \
    }

static void test_agreed(void)
{
    const Server all[] = {
        RESOLVER_NEW, {"192.0.2.11", .zone = NEW}, {"192.0.2.12", .zone = NEW}, {0}};
    expect(all, "agreed agreed");
    expect_wanted(all, SPF, "agreed agreed");
    expect_wanted(all, "v=spf1 ip4:192.0.2.1 -all", "unpublished unpublished");
    const Server none[] = {
        RESOLVER_OLD, {"192.0.2.11", .zone = OLD}, {"192.0.2.12", .zone = OLD}, {0}};
    expect(none, "agreed agreed");
    expect_wanted(none, SPF, "unpublished unpublished");
}

/* The resolver's "no" lives as long as the SOA says (RFC 2308 5), its records as long as they say.
 */
static void test_cached(void)
{
    const Server negative[] = {
        RESOLVER_OLD, {"192.0.2.11", .zone = NEW}, {"192.0.2.12", .zone = NEW}, {0}};
    expect(negative, "cached cached(60 s)");
    expect_wanted(negative, SPF, "cached cached(60 s)");
    /* What was published meanwhile is neither what the resolver has nor what is proposed. */
    expect_wanted(negative, "v=spf1 ~all", "unpublished unpublished newer(60 s)");
    const Server positive[] = {{.zone = ROOT OLD "example.org. 2580 TXT old\n"},
                               {"192.0.2.11", .zone = NEW},
                               {"192.0.2.12", .zone = NEW},
                               {0}};
    expect(positive, "cached cached(2580 s)");
    const Server failing[] = {{.zone = ROOT NEW, .fault = ANSWER_SERVFAIL, .of = "example.org"},
                              {"192.0.2.1", .zone = DELEGATION},
                              {"192.0.2.11", .zone = NEW},
                              {"192.0.2.12", .zone = NEW},
                              {0}};
    expect(failing, "unresolved unresolved(SERVFAIL)");
}

static void test_behind(void)
{
    const Server stale[] = {
        RESOLVER_NEW, {"192.0.2.11", .zone = NEW}, {"192.0.2.12", .zone = OLD}, {0}};
    expect(stale, "behind behind@ns2.example.org(2026112601)");
    expect_wanted(stale, SPF, "behind behind@ns2.example.org(2026112601)");
    /* Serials wrap around (RFC 1982). */
    const Server wrapped[] = {
        RESOLVER_NEW,
        {"192.0.2.11", .zone = SOA("example.org.", "4294967295") DELEGATION},
        {"192.0.2.12", .zone = SOA("example.org.", "5") DELEGATION "example.org. TXT x\n"},
        {0}};
    expect(wrapped, "behind behind@ns1.example.org(4294967295)");
}

static void test_differing(void)
{
    const Server same_serial[] = {RESOLVER_NEW,
                                  {"192.0.2.11", .zone = NEW},
                                  {"192.0.2.12", .zone = NEW "example.org. TXT more\n"},
                                  {0}};
    expect(same_serial, "differing differing(example.org)");
}

static void test_faults_of_one(void)
{
    const Server refusing[] = {
        RESOLVER_NEW, {"192.0.2.11", .zone = NEW}, {"192.0.2.12", .fault = ANSWER_REFUSED}, {0}};
    expect(refusing, "agreed agreed lame@ns2.example.org(REFUSED)");
    const Server failing[] = {
        RESOLVER_NEW, {"192.0.2.11", .fault = ANSWER_SERVFAIL}, {"192.0.2.12", .zone = NEW}, {0}};
    expect(failing, "agreed agreed lame@ns1.example.org(SERVFAIL)");
    const Server cache[] = {RESOLVER_NEW,
                            {"192.0.2.11", .zone = NEW},
                            {"192.0.2.12", .zone = NEW, .no_authority = TRUE},
                            {0}};
    expect(cache, "agreed agreed lame@ns2.example.org(no-authority)");
    const Server silent[] = {
        RESOLVER_NEW, {"192.0.2.11", .zone = NEW}, {"192.0.2.12", .fault = ANSWER_TIMEOUT}, {0}};
    expect(silent, "agreed agreed silent@ns2.example.org(time-out)");
    const Server gone[] = {RESOLVER_NEW,
                           {"192.0.2.11", .zone = NEW},
                           {"192.0.2.12", .fault = ANSWER_UNREACHABLE},
                           {0}};
    expect(gone, "agreed agreed silent@ns2.example.org(server unreachable)");
}

static void test_addresses(void)
{
    const Server none[] = {{.zone = ROOT NEW "example.org. NS ns3.example.org.\n"},
                           {"192.0.2.11", .zone = NEW},
                           {"192.0.2.12", .zone = NEW},
                           {0}};
    expect(none, "agreed agreed no-address@ns3.example.org(example.org)");
    /* No way to IPv6 from here says nothing about the server. */
    const Server six[] = {
        {.zone = ROOT NEW "example.org. NS ns6.example.org.\nns6.example.org. AAAA 2001:db8::6\n"},
        {"192.0.2.11", .zone = NEW},
        {"192.0.2.12", .zone = NEW},
        {"2001:db8::6", .fault = ANSWER_UNREACHABLE},
        {0}};
    expect(six, "agreed agreed");
}

/* All of them: their fault only where another server far away answers, and as a server of its own
 * zone does. */
static void test_faults_of_all(void)
{
    const Server silent[] = {RESOLVER_NEW,
                             ROOT_SERVER,
                             {"192.0.2.11", .fault = ANSWER_TIMEOUT},
                             {"192.0.2.12", .fault = ANSWER_REFUSED},
                             {0}};
    expect(silent, "serverless serverless(example.org) silent@ns1.example.org(time-out) "
                   "lame@ns2.example.org(REFUSED)");
    const Server shut[] = {RESOLVER_NEW,
                           {"192.0.2.1", .fault = ANSWER_TIMEOUT},
                           {"192.0.2.11", .fault = ANSWER_TIMEOUT},
                           {"192.0.2.12", .fault = ANSWER_TIMEOUT},
                           {0}};
    expect(shut, "could-not-ask could-not-ask(way-closed)");
    /* Something on the way answers for everybody. */
    const Server caught[] = {RESOLVER_NEW,
                             {"192.0.2.1", .zone = ROOT, .no_authority = TRUE},
                             {"192.0.2.11", .zone = NEW, .no_authority = TRUE},
                             {"192.0.2.12", .zone = NEW, .no_authority = TRUE},
                             {0}};
    expect(caught, "could-not-ask could-not-ask(way-closed)");
}

/* The resolver knows nothing of a broken zone: the zone above tells who should serve it. */
static void test_broken_zone(void)
{
    const Server lame[] = {{.zone = ROOT NEW, .fault = ANSWER_SERVFAIL, .of = "example.org"},
                           {"192.0.2.1", .zone = ROOT DELEGATION},
                           {"192.0.2.11", .fault = ANSWER_REFUSED},
                           {"192.0.2.12", .fault = ANSWER_TIMEOUT},
                           {0}};
    expect(lame, "serverless serverless(example.org) lame@ns1.example.org(REFUSED) "
                 "silent@ns2.example.org(time-out)");
}

static void test_resolver_down(void)
{
    static const AnswerStatus ways[] = {ANSWER_SERVFAIL, ANSWER_TIMEOUT,   ANSWER_UNREACHABLE,
                                        ANSWER_REFUSED,  ANSWER_NOT_ASKED, ANSWER_BUDGET,
                                        ANSWER_GARBLED};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        const Server down[] = {
            {.zone = ROOT NEW, .fault = ways[i]}, {"192.0.2.11", .zone = NEW}, {0}};
        g_autofree char *expected =
            g_strdup_printf("could-not-ask could-not-ask(%s)", answer_status_name(ways[i]));
        expect(down, expected);
    }
}

/* Each may have addresses of its own for whoever asks; but none at all is another answer. */
static void test_addresses_in_turn(void)
{
    const Server turns[] = {{.zone = ROOT OLD "example.org. A 192.0.2.1\n"},
                            {"192.0.2.11", .zone = OLD "example.org. A 192.0.2.2\n"},
                            {"192.0.2.12", .zone = OLD "example.org. A 192.0.2.3\n"},
                            {0}};
    const Server none[] = {{.zone = ROOT OLD}, turns[1], turns[2], {0}};
    g_autoptr(Answers) answers = answers_new(), other = answers_new();
    Propagation *same = find_type(turns, answers, TYPE_A, NULL);
    g_assert_cmpint(same->state, ==, PROPAGATION_AGREED);
    propagation_free(same);
    Propagation *cached = find_type(none, other, TYPE_A, NULL);
    g_assert_cmpint(cached->state, ==, PROPAGATION_CACHED);
    propagation_free(cached);
}

static void test_holds(void)
{
    g_autoptr(Answer) mx = answer_new("example.org", TYPE_MX, FALSE, ANSWER_OK);
    Record *record = record_new(TYPE_MX, "example.org", 60);
    record->text = g_strdup("10 Mail.example.org.");
    g_ptr_array_add(mx->records, record);
    g_assert_true(answer_holds(mx, "10 mail.example.org"));
    g_assert_true(answer_holds(mx, "10  mail.example.org."));
    g_assert_false(answer_holds(mx, "20 mail.example.org"));
}

static void test_wait(void)
{
    g_assert_cmpuint(propagation_bounded(0), ==, 15);
    g_assert_cmpuint(propagation_bounded(300), ==, 300);
    g_assert_cmpuint(propagation_bounded(86400), ==, 600);
    const Server cached[] = {{.zone = ROOT OLD "example.org. 258 TXT old\n"},
                             {"192.0.2.11", .zone = NEW},
                             {"192.0.2.12", .zone = NEW},
                             {0}};
    g_autoptr(Answers) answers = answers_new();
    Propagation *propagation = find(cached, answers, NULL);
    g_assert_cmpuint(propagation_wait(propagation), ==, 258);
    propagation_free(propagation);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/propagation/agreed", test_agreed);
    g_test_add_func("/propagation/cached", test_cached);
    g_test_add_func("/propagation/behind", test_behind);
    g_test_add_func("/propagation/differing", test_differing);
    g_test_add_func("/propagation/faults-of-one", test_faults_of_one);
    g_test_add_func("/propagation/addresses", test_addresses);
    g_test_add_func("/propagation/faults-of-all", test_faults_of_all);
    g_test_add_func("/propagation/broken-zone", test_broken_zone);
    g_test_add_func("/propagation/resolver-down", test_resolver_down);
    g_test_add_func("/propagation/addresses-in-turn", test_addresses_in_turn);
    g_test_add_func("/propagation/holds", test_holds);
    g_test_add_func("/propagation/wait", test_wait);
    return g_test_run();
}
