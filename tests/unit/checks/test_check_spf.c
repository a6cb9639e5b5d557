/* The SPF check: what it finds, what it only notes, and what never is the domain's fault. */
#include "tests/unit/checks/zone_world.h"

#include "content/base/phrases.h"

static const char world_zone[] =
    "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "example.org. TXT \"v=spf1 mx include:_spf.example.org -all\"\n"
    "example.org. TXT \"other text\"\n"
    "example.org. MX 10 mail.example.org.\n"
    "mail.example.org. A 192.0.2.25\n"
    "mail.example.org. TXT \"v=spf1 a -all\"\n"
    "_spf.example.org. TXT \"v=spf1 ip4:192.0.2.64/26 ip6:2001:db8::/32 ?all\"\n"
    "soft.example.org. TXT \"v=spf1 ~all\"\n"
    "neutral.example.org. TXT \"v=spf1 ip4:203.0.113.1\"\n"
    "none.example.org. TXT \"hello\"\n"
    "two.example.org. TXT \"v=spf1 -all\"\n"
    "two.example.org. TXT \"v=spf1 mx -all\"\n"
    "typo.example.org. TXT \"v=spf1 inculde:_spf.example.org -all\"\n"
    "quoted.example.org. TXT \"\\\"v=spf1 -all\"\n"
    "wrong.example.org. A 192.0.2.1\n"
    "wrong.example.org.wrong.example.org. TXT \"v=spf1 mx -all\"\n"
    "open.example.org. TXT \"v=spf1 ptr +all mx\"\n"
    "void.example.org. TXT \"v=spf1 ip4:192.0.2.1 include:gone.example.org -all\"\n"
    "joint.example.org. TXT \"v=spf1 ip4:192.0.2.1\" \"-all\"\n"
    "redirect.example.org. TXT \"v=spf1 redirect=_hard.example.org\"\n"
    "_hard.example.org. TXT \"v=spf1 -all exp=why.example.org\"\n"
    "why.example.org. TXT \"%{i} is not ours\"\n"
    "zero.example.org. TXT \"v=spf1 ip4:192.0.2.1/0 -all\"\n"
    "deep.example.org. TXT \"v=spf1 ip4:192.0.2.1 include:six.example.org include:six.example.org "
    "-all\"\n"
    "six.example.org. TXT \"v=spf1 a mx a mx a mx ?all\"\n";

static void expect_facts(Facts *facts, const Fault *faults, const char *expected)
{
    world_expect((World){.zone = world_zone, .faults = faults}, "spf", "sender-domain", facts,
                 expected);
}

static void expect(const char *sender, const char *ip, const char *expected)
{
    g_autoptr(Facts) facts = world_facts(sender, NULL, ip);
    expect_facts(facts, NULL, expected);
}

static void test_results(void)
{
    expect("me@example.org", "192.0.2.25", "spf.pass(mx)");
    expect("me@example.org", "192.0.2.100", "spf.pass(include:_spf.example.org)");
    expect("me@example.org", "2001:db8::25", "spf.pass(include:_spf.example.org)");
    expect("me@example.org", "198.51.100.1", "spf.fail(-all)");
    expect("me@soft.example.org", "192.0.2.1", "spf.softfail(~all)");
    expect("me@neutral.example.org", "192.0.2.1",
           "spf.neutral(v=spf1 ip4:203.0.113.1) spf.lint-no-all");
    expect("me@none.example.org", "192.0.2.1", "spf.none");
    expect("me@redirect.example.org", "192.0.2.1",
           "spf.fail(-all (_hard.example.org)) spf.explanation(192.0.2.1 is not ours)");
}

static void test_broken_records(void)
{
    expect("me@two.example.org", "192.0.2.1",
           "spf.permerror(two.example.org has more than one SPF record) "
           "spf.problem-two-records(two.example.org)");
    expect("me@typo.example.org", "192.0.2.1",
           "spf.permerror(syntax error in typo.example.org [8] inculde:_spf.example.org: "
           "\"inculde\" is not a mechanism) "
           "spf.problem-syntax(typo.example.org [8] inculde:_spf.example.org)");
    expect("me@void.example.org", "198.51.100.1",
           "spf.permerror(gone.example.org has no SPF record to include) "
           "spf.problem-include-none(gone.example.org) "
           "spf.lint-void-include(include:gone.example.org)");
}

static void test_lint(void)
{
    expect("me@quoted.example.org", "192.0.2.1", "spf.none spf.lint-misspelt(\"\\\"v=spf1 -all\")");
    expect("me@wrong.example.org", "192.0.2.1",
           "spf.none spf.lint-wrong-name(wrong.example.org.wrong.example.org)");
    expect("me@open.example.org", "192.0.2.1",
           "spf.pass(+all) spf.lint-open(+all) spf.lint-after-all(mx) spf.lint-ptr(ptr)");
    expect("me@void.example.org", "192.0.2.1",
           "spf.pass(ip4:192.0.2.1) spf.lint-void-include(include:gone.example.org)");
    expect("me@deep.example.org", "192.0.2.1",
           "spf.pass(ip4:192.0.2.1) spf.lint-lookups(14: include:six.example.org 7, "
           "include:six.example.org 7)");
}

static void test_joint(void)
{
    expect("me@joint.example.org", "192.0.2.1",
           "spf.permerror(syntax error in joint.example.org [12] ip4:192.0.2.1-all: "
           "\"192.0.2.1-all\" is not an IPv4 address) "
           "spf.problem-syntax(joint.example.org [12] ip4:192.0.2.1-all) "
           "spf.lint-joint(ip4:192.0.2.1|-all)");
}

static void test_second_opinion(void)
{
    expect("me@zero.example.org", "192.0.2.1",
           "spf.pass(ip4:192.0.2.1/0) spf.second-opinion(permerror) "
           "spf.lint-open(ip4:192.0.2.1/0)");
}

static Finding *find(const GPtrArray *findings, const char *id)
{
    for (guint i = 0; i < findings->len; i++) {
        Finding *finding = g_ptr_array_index(findings, i);
        if (g_str_equal(finding->id, id))
            return finding;
    }
    return NULL;
}

/* Notes are advice, a result is not, and the trace goes with the result. */
static void test_effects(void)
{
    g_autoptr(Facts) facts = world_facts("me@open.example.org", NULL, "192.0.2.1");
    World world = {.zone = world_zone};
    g_autoptr(GPtrArray) findings = world_run(&world, "spf", "sender-domain", facts);
    const Finding *pass = find(findings, "spf.pass");
    g_assert_cmpint(pass->effect, ==, EFFECT_CLEAN);
    g_assert_false(pass->advice);
    g_assert_cmpuint(pass->trace->len, ==, 2);
    const TraceStep *step = g_ptr_array_index(pass->trace, 1);
    g_assert_cmpstr(step->term, ==, "+all");
    g_assert_cmpstr(step->outcome, ==, "match");
    const Finding *lint = find(findings, "spf.lint-open");
    g_assert_cmpint(lint->effect, ==, EFFECT_CONTEXT);
    g_assert_true(lint->advice);
}

static void test_identity(void)
{
    g_autoptr(Facts) facts = world_facts("", NULL, "192.0.2.25");
    fact_set(&facts->helo, "mail.example.org", 100);
    expect_facts(facts, NULL, "spf.pass(a)");
    fact_set(&facts->helo, "unknown.example.org", 100);
    expect_facts(facts, NULL, "spf.none");
    g_autoptr(Facts) nobody = world_facts(NULL, NULL, "192.0.2.25");
    expect_facts(nobody, NULL, "spf.skipped");
    expect("me@[192.0.2.1]", "192.0.2.25", "spf.skipped");
}

/* A receiver saw another address than a private one. */
static void test_without_address(void)
{
    static const char *const unusable[] = {NULL, "10.1.2.3", "fe80::1", "not an address"};
    World domain_check = {.zone = world_zone, .domain_check = TRUE};
    for (guint i = 0; i < G_N_ELEMENTS(unusable); i++) {
        g_autoptr(Facts) facts = world_facts("me@example.org", NULL, unusable[i]);
        World world = {.zone = world_zone};
        g_autoptr(GPtrArray) findings = world_run(&world, "spf", "sender-domain", facts);
        g_assert_cmpint(world_effect(findings, "spf.no-address"), ==, EFFECT_CANNOT);
        world_expect(domain_check, "spf", "sender-domain", facts,
                     "spf.record(v=spf1 mx include:_spf.example.org -all)");
    }
    g_autoptr(Facts) none = world_facts("me@none.example.org", NULL, NULL);
    world_expect(domain_check, "spf", "sender-domain", none, "spf.none");
    g_autoptr(Facts) broken = world_facts("me@two.example.org", NULL, NULL);
    world_expect(domain_check, "spf", "sender-domain", broken,
                 "spf.permerror(two.example.org has more than one SPF record) "
                 "spf.problem-two-records(two.example.org)");
}

static void expect_fault(const char *name, AnswerStatus status, const char *expected)
{
    const Fault faults[] = {{name, 0, status, FALSE, 0}, {0}};
    g_autoptr(Facts) facts = world_facts("me@example.org", NULL, "198.51.100.1");
    expect_facts(facts, faults, expected);
}

/* No resolver answers anything here, so no failure is the domain's. */
static void test_could_not_ask(void)
{
    expect_fault("", ANSWER_TIMEOUT, "spf.could-not-ask(example.org TXT: time-out)");
    expect_fault("", ANSWER_SERVFAIL, "spf.could-not-ask(example.org TXT: SERVFAIL)");
    expect_fault("_spf.example.org", ANSWER_REFUSED,
                 "spf.could-not-ask(_spf.example.org TXT: REFUSED)");
    expect_fault("mail.example.org", ANSWER_UNREACHABLE,
                 "spf.could-not-ask(mail.example.org A: server unreachable)");
    expect_fault("example.org", ANSWER_BUDGET, "spf.could-not-ask(example.org TXT: out of time)");
    g_autoptr(Facts) elsewhere = world_facts("me@example.com", NULL, "192.0.2.1");
    World world = {.zone = world_zone};
    g_autoptr(GPtrArray) findings = world_run(&world, "spf", "sender-domain", elsewhere);
    g_assert_cmpint(world_effect(findings, "spf.could-not-ask"), ==, EFFECT_SKIPPED);
}

static void store_known(Answers *answers, const char *name, guint16 type, AnswerStatus status)
{
    Answer *answer = answer_new(name, type, FALSE, status);
    answer->server = (g_free(answer->server), g_strdup("192.0.2.53@53"));
    answers_store(answers, answer);
}

/* The resolver answers, but cannot find out this domain: temperror, which rules nothing out. */
static void test_temperror(void)
{
    static const AnswerStatus statuses[] = {ANSWER_SERVFAIL, ANSWER_TIMEOUT};
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_autoptr(Answers) answers = answers_new();
        g_autoptr(Facts) facts = world_facts("me@example.org", NULL, "192.0.2.1");
        g_autoptr(GPtrArray) findings =
            g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
        CheckContext context = {.role = "sender-domain", .facts = facts, .answers = answers};
        store_known(answers, "example.org", TYPE_TXT, statuses[i]);
        g_assert_cmpint(check_find("spf")->run(&context, findings), ==, CHECK_PENDING);
        store_known(answers, ".", TYPE_NS, ANSWER_NO_DATA);
        g_ptr_array_set_size(findings, 0);
        g_assert_cmpint(check_find("spf")->run(&context, findings), ==, CHECK_DONE);
        g_assert_cmpuint(findings->len, ==, 1);
        g_assert_cmpint(world_effect(findings, "spf.temperror"), ==, EFFECT_FAILED);
    }
}

/* As many rounds as the tree is deep, and one for what libspf2 asks besides. */
static void test_rounds(void)
{
    World world = {.zone = world_zone};
    g_autoptr(Facts) facts = world_facts("me@example.org", NULL, "198.51.100.1");
    g_autoptr(GPtrArray) findings = world_run(&world, "spf", "sender-domain", facts);
    g_assert_cmpuint(findings->len, ==, 1);
    g_assert_cmpuint(world.rounds, <=, 4);
}

static void test_phrases(void)
{
    static const char *const ids[] = {"pass",
                                      "fail",
                                      "softfail",
                                      "neutral",
                                      "none",
                                      "permerror",
                                      "temperror",
                                      "record",
                                      "no-address",
                                      "could-not-ask",
                                      "skipped",
                                      "explanation",
                                      "second-opinion",
                                      "second-opinion-none",
                                      "void-disputed",
                                      "problem-syntax",
                                      "problem-two-records",
                                      "problem-lookups",
                                      "problem-voids",
                                      "problem-mx-hosts",
                                      "problem-include-none",
                                      "problem-redirect-none",
                                      "lint-lookups",
                                      "lint-open",
                                      "lint-no-all",
                                      "lint-after-all",
                                      "lint-ptr",
                                      "lint-void-include",
                                      "lint-long",
                                      "lint-joint",
                                      "lint-misspelt",
                                      "lint-wrong-name"};
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *key = g_strconcat("finding.spf.", ids[i], NULL);
        if (!phrase_exists(key))
            g_test_message("no phrase %s", key);
        g_assert_true(phrase_exists(key));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check-spf/results", test_results);
    g_test_add_func("/check-spf/broken-records", test_broken_records);
    g_test_add_func("/check-spf/lint", test_lint);
    g_test_add_func("/check-spf/joint", test_joint);
    g_test_add_func("/check-spf/second-opinion", test_second_opinion);
    g_test_add_func("/check-spf/effects", test_effects);
    g_test_add_func("/check-spf/identity", test_identity);
    g_test_add_func("/check-spf/without-address", test_without_address);
    g_test_add_func("/check-spf/could-not-ask", test_could_not_ask);
    g_test_add_func("/check-spf/temperror", test_temperror);
    g_test_add_func("/check-spf/rounds", test_rounds);
    g_test_add_func("/check-spf/phrases", test_phrases);
    return g_test_run();
}
