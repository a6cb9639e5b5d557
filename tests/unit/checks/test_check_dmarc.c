/* DMARC by the tree walk of RFC 9989, and where the Public Suffix List says otherwise. */
#include "tests/unit/checks/zone_world.h"

static const char world_zone[] =
    "org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "example.org. A 192.0.2.1\n"
    "_dmarc.example.org. TXT \"v=DMARC1; p=reject; sp=quarantine\"\n"
    "_dmarc.own.example.org. TXT \"v=DMARC1; p=none; rua=mailto:d@example.org\"\n"
    "_dmarc.testing.example.org. TXT \"v=DMARC1; p=reject; t=y\"\n"
    "_dmarc.two.example.org. TXT \"v=DMARC1; p=reject\"\n"
    "_dmarc.two.example.org. TXT \"v=DMARC1; p=none\"\n"
    "_dmarc.mixed.example.org. TXT \"google-site-verification=x\"\n"
    "_dmarc.mixed.example.org. TXT \"v=DMARC1;p=quarantine\"\n"
    "_dmarc.quoted.test.org. TXT \"\\\"v=DMARC1; p=none\\\"\"\n"
    "_dmarc.nopolicy.test.org. TXT \"v=DMARC1; rua=mailto:d@example.org\"\n"
    "_dmarc.useless.test.org. TXT \"v=DMARC1; pct=100\"\n"
    "_dmarc.badpolicy.test.org. TXT \"v=DMARC1; p=block\"\n"
    "_dmarc.badversion.test.org. TXT \"v=DMARC2; p=reject\"\n"
    "_dmarc.lower.test.org. TXT \"v=dmarc1; p=reject\"\n"
    "_dmarc.rest.test.org. TXT \"v=DMARC1; p=reject; bogus\"\n"
    "_dmarc.pct.test.org. TXT \"v=DMARC1; p=reject; pct=abc\"\n"
    "_dmarc.tabs.test.org. TXT \"v\\009=\\009DMARC1\\009;\\009p\\009=\\009reject\"\n"
    "_dmarc.capital.test.org. TXT \"v=DMARC1; p=foo; rua=MAILTO:d@test.org\"\n"
    "_dmarc.https.test.org. TXT \"v=DMARC1; p=foo; rua=https://reports.test.org/in\"\n"
    "_dmarc.bare.test.org. TXT \"v=DMARC1; p=foo; rua=d@test.org\"\n"
    "_dmarc.twice.test.org. TXT \"v=DMARC1; p=reject; p=none\"\n"
    "_dmarc.sends.test.org. TXT \"v=DMARC1; p=none; "
    "rua=mailto:a@test.org,mailto:b@far.example!10m,mailto:c@near.example\"\n"
    "sends.test.org._report._dmarc.near.example. TXT \"v=DMARC1\"\n"
    "far.example. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "_dmarc.unrelated.test.org. TXT \"hello\"\n"
    "_dmarc.middle.deep.org. TXT \"v=DMARC1; p=reject; psd=n\"\n"
    "_dmarc.deep.org. TXT \"v=DMARC1; p=none\"\n"
    "_dmarc.registry.org. TXT \"v=DMARC1; p=quarantine; psd=y\"\n"
    "_dmarc.member.registry.org. TXT \"v=DMARC1; p=none\"\n";

static void expect(const char *domain, const Fault *faults, const char *expected)
{
    g_autofree char *sender = g_strconcat("me@", domain, NULL);
    g_autoptr(Facts) facts = world_facts(sender, NULL, NULL);
    g_test_message("%s", domain);
    world_expect((World){.zone = world_zone, .faults = faults}, "dmarc", "sender-domain", facts,
                 expected);
}

static void test_policies(void)
{
    expect("example.org", NULL, "dmarc.ok(p=reject (_dmarc.example.org))");
    expect("EXAMPLE.ORG", NULL, "dmarc.ok(p=reject (_dmarc.example.org))");
    expect("own.example.org", NULL, "dmarc.ok(p=none (_dmarc.own.example.org))");
    expect("sub.example.org", NULL, "dmarc.ok(sp=quarantine (_dmarc.example.org))");
    expect("a.b.c.d.e.f.g.h.i.example.org", NULL, "dmarc.ok(sp=quarantine (_dmarc.example.org))");
    expect("mixed.example.org", NULL, "dmarc.ok(p=quarantine (_dmarc.mixed.example.org))");
    expect("testing.example.org", NULL,
           "dmarc.ok(p=reject (_dmarc.testing.example.org)) dmarc.testing");
    expect("nopolicy.test.org", NULL, "dmarc.ok(p=none (_dmarc.nopolicy.test.org))");
    expect("none.test.org", NULL, "dmarc.missing");
    expect("unrelated.test.org", NULL, "dmarc.missing");
    expect("[192.0.2.1]", NULL, "dmarc.skipped");
}

static void test_broken(void)
{
    expect("two.example.org", NULL,
           "dmarc.invalid(several-records) dmarc.ok(sp=quarantine (_dmarc.example.org)) "
           "dmarc.differs(RFC 9989: quarantine, RFC 7489: -)");
    expect("quoted.test.org", NULL, "dmarc.invalid(quotes)");
    expect("useless.test.org", NULL, "dmarc.invalid(policy)");
    expect("badpolicy.test.org", NULL, "dmarc.invalid(policy)");
    expect("badversion.test.org", NULL, "dmarc.invalid(version)");
    expect("lower.test.org", NULL, "dmarc.invalid(version)");
}

/* RFC 9989 4.7: what is wrong behind a valid start is discarded, the rest holds. */
static void test_discarded(void)
{
    expect("rest.test.org", NULL,
           "dmarc.ok(p=reject (_dmarc.rest.test.org)) dmarc.part-ignored(bogus)");
    expect("pct.test.org", NULL,
           "dmarc.ok(p=reject (_dmarc.pct.test.org)) dmarc.part-ignored(pct=abc)");
    expect("tabs.test.org", NULL, "dmarc.ok(p=reject (_dmarc.tabs.test.org))");
    expect("capital.test.org", NULL, "dmarc.ok(p=none (_dmarc.capital.test.org))");
    expect("https.test.org", NULL, "dmarc.ok(p=none (_dmarc.https.test.org))");
    expect("bare.test.org", NULL, "dmarc.invalid(policy)");
    expect("twice.test.org", NULL,
           "dmarc.ok(p=reject (_dmarc.twice.test.org)) dmarc.part-ignored(p=none)");
}

/* Who takes another organisation's reports says so in its DNS; asked by the domain check only. */
static void test_destinations(void)
{
    g_autoptr(Facts) facts = world_facts("me@sends.test.org", NULL, NULL);
    world_expect((World){.zone = world_zone, .domain_check = TRUE}, "dmarc", "sender-domain", facts,
                 "dmarc.ok(p=none (_dmarc.sends.test.org)) dmarc.reports-unwanted(far.example)");
    expect("sends.test.org", NULL, "dmarc.ok(p=none (_dmarc.sends.test.org))");
}

/* psd=n names the organisation; psd=y says that it is one label below. The old way knows neither.
 */
static void test_organisation(void)
{
    expect("host.middle.deep.org", NULL,
           "dmarc.ok(p=reject (_dmarc.middle.deep.org)) "
           "dmarc.differs(RFC 9989: reject, RFC 7489: none)");
    expect("x.member.registry.org", NULL,
           "dmarc.ok(p=none (_dmarc.member.registry.org)) "
           "dmarc.differs(RFC 9989: none, RFC 7489: quarantine)");
    expect("other.registry.org", NULL, "dmarc.ok(p=quarantine (_dmarc.registry.org))");
}

static void test_not_told(void)
{
    const Fault own[] = {{"_dmarc.sub.example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("sub.example.org", own, "dmarc.could-not-ask(_dmarc.sub.example.org TXT: time-out)");
    const Fault above[] = {{"_dmarc.example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("own.example.org", above, "dmarc.ok(p=none (_dmarc.own.example.org))");
    const Fault registry[] = {{"_dmarc.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("none.test.org", registry, "dmarc.missing");
    expect("sub.example.org", above, "dmarc.could-not-ask(_dmarc.example.org TXT: time-out)");
}

static void test_one_round(void)
{
    g_autoptr(Facts) facts = world_facts("me@a.b.c.d.e.f.g.h.i.example.org", NULL, NULL);
    World world = {.zone = world_zone};
    g_ptr_array_unref(world_run(&world, "dmarc", "sender-domain", facts));
    g_assert_cmpuint(world.rounds, ==, 1);
    g_assert_cmpuint(world.questions, ==, 8);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/dmarc/policies", test_policies);
    g_test_add_func("/check/dmarc/broken", test_broken);
    g_test_add_func("/check/dmarc/discarded", test_discarded);
    g_test_add_func("/check/dmarc/destinations", test_destinations);
    g_test_add_func("/check/dmarc/organisation", test_organisation);
    g_test_add_func("/check/dmarc/not-told", test_not_told);
    g_test_add_func("/check/dmarc/one-round", test_one_round);
    return g_test_run();
}
