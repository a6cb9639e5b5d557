/* The checks of a domain: domain, address, mx. */
#include "tests/unit/checks/zone_world.h"

#define SOA(zone) zone " 3600 IN SOA ns1." zone " hostmaster." zone " 1 7200 3600 1209600 60\n"

static const char world_zone[] = SOA("example.org.")
    SOA("example.net.") ". 3600 IN SOA a.root. hostmaster.root. 1 7200 3600 1209600 60\n"
                        ". NS a.root.\n"
                        "example.org. MX 10 mx.example.org.\n"
                        "example.org. A 192.0.2.1\n"
                        "mx.example.org. A 192.0.2.25\n"
                        "mail.example.org. AAAA 2001:db8::1\n"
                        "null.example.org. MX 0 .\n"
                        "gone.example.org. MX 10 nowhere.example.org.\n"
                        "ip.example.org. MX 10 192.0.2.9.\n"
                        "alias.example.org. MX 10 www.example.org.\n"
                        "www.example.org. CNAME mx.example.org.\n"
                        "inside.example.org. MX 10 lan.example.org.\n"
                        "lan.example.org. A 192.168.0.5\n"
                        "inside6.example.org. MX 10 lan6.example.org.\n"
                        "lan6.example.org. AAAA fd00::5\n"
                        "mixed.example.org. MX 10 mx.example.org.\n"
                        "mixed.example.org. MX 20 nowhere.example.org.\n"
                        "mixed.example.org. MX 30 .\n"
                        "text.example.org. TXT hello\n"
                        "only6.example.org. MX 5 mail.example.org.\n"
                        "slow.example.org. MX 5 mx.example.net.\n"
                        "mx.example.net. A 192.0.2.26\n";

static void expect(const char *check, const char *domain, const Fault *faults, const char *expected)
{
    g_autofree char *sender = g_strconcat("me@", domain, NULL);
    g_autoptr(Facts) facts = world_facts(sender, NULL, NULL);
    world_expect((World){.zone = world_zone, .faults = faults}, check, "sender-domain", facts,
                 expected);
}

static void test_domain_known(void)
{
    expect("domain", "example.org", NULL, "domain.ok");
    expect("domain", "text.example.org", NULL, "domain.ok");
    expect("domain", "EXAMPLE.ORG.", NULL, "domain.ok");
    expect("domain", "no-such.invalid", NULL, "domain.nxdomain");
    expect("domain", "no-such.example.org", NULL,
           "domain.nxdomain(example.org) domain.parent-exists(example.org)");
    expect("domain", "a..example.org", NULL,
           "domain.nxdomain(example.org) domain.parent-exists(example.org)");
    expect("domain", "[192.0.2.1]", NULL, "domain.skipped");
    expect("domain", "192.0.2.1", NULL, "domain.skipped");
}

/* A domain that nobody uses: a hint beside the result, from its name servers or a wildcard. */
static void test_domain_parked(void)
{
    static const char zone[] =
        ". 60 IN SOA a. b. 1 2 3 4 60\n. NS a.\n"
        "named.example. A 203.0.113.80\nnamed.example. MX 5 mx.example.\n"
        "named.example. NS ns1.parking.example.\n"
        "wild.example. A 203.0.113.80\n*.wild.example. A 203.0.113.80\n"
        "mail.example. A 203.0.113.80\n*.mail.example. A 203.0.113.80\n"
        "mail.example. MX 5 mx.example.\n"
        "other.example. A 203.0.113.80\n*.other.example. A 203.0.113.81\n"
        "sold.example. A 203.0.113.80\nsold.example. NS ns1.sedoparking.com.\n";
    static const struct {
        const char *domain, *expected;
    } rows[] = {{"named.example", "domain.ok domain.parked(ns1.parking.example)"},
                {"wild.example", "domain.ok domain.parked(any-name)"},
                {"mail.example", "domain.ok"},
                {"other.example", "domain.ok"},
                {"sold.example", "domain.ok domain.parked(ns1.sedoparking.com)"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *sender = g_strconcat("me@", rows[i].domain, NULL);
        g_autoptr(Facts) facts = world_facts(sender, NULL, NULL);
        world_expect((World){.zone = zone}, "domain", "sender-domain", facts, rows[i].expected);
    }
}

static void test_domain_servfail(void)
{
    const Fault all[] = {{"example.org", 0, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("domain", "example.org", all, "domain.servfail(MX SERVFAIL)");
    const Fault mail[] = {{"example.org", TYPE_MX, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("domain", "example.org", mail, "domain.servfail(MX SERVFAIL)");
    const Fault soa[] = {{"example.org", TYPE_SOA, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("domain", "example.org", soa, "domain.ok");
    const Fault bogus[] = {{"example.org", 0, ANSWER_SERVFAIL, TRUE, 0}, {0}};
    expect("domain", "example.org", bogus, "domain.bogus(MX SERVFAIL)");
    const Fault expired[] = {{"example.org", 0, ANSWER_SERVFAIL, FALSE, 7}, {0}};
    expect("domain", "example.org", expired, "domain.bogus(MX SERVFAIL: Signature Expired)");
    const Fault lame[] = {{"example.org", 0, ANSWER_SERVFAIL, FALSE, 22}, {0}};
    expect("domain", "example.org", lame, "domain.lame(MX SERVFAIL: No Reachable Authority)");
}

static void test_domain_timeout(void)
{
    const Fault silent[] = {{"example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("domain", "example.org", silent, "domain.timeout(MX time-out)");
    const Fault lost[] = {{"example.org", TYPE_A, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("domain", "example.org", lost, "domain.ok");
    const Fault mail[] = {{"example.org", TYPE_A, ANSWER_TIMEOUT, FALSE, 0},
                          {"example.org", TYPE_MX, ANSWER_TIMEOUT, FALSE, 0},
                          {0}};
    expect("domain", "example.org", mail, "domain.timeout(MX time-out)");
}

/* Whatever the resolver does to every question is never the domain's fault. */
static void test_resolver_at_fault(void)
{
    static const AnswerStatus ways[] = {ANSWER_SERVFAIL,    ANSWER_REFUSED, ANSWER_TIMEOUT,
                                        ANSWER_UNREACHABLE, ANSWER_GARBLED, ANSWER_NOT_ASKED,
                                        ANSWER_BUDGET};
    static const char *const ids[] = {"domain", "mx", "address"};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
        for (gsize j = 0; j < G_N_ELEMENTS(ids); j++) {
            const Fault all[] = {{"", 0, ways[i], FALSE, 0}, {0}};
            World world = {.zone = world_zone, .faults = all};
            g_autoptr(Facts) facts = world_facts("me@example.org", NULL, NULL);
            g_autoptr(GPtrArray) findings = world_run(&world, ids[j], "sender-domain", facts);
            g_assert_cmpuint(findings->len, ==, 1);
            const Finding *finding = g_ptr_array_index(findings, 0);
            g_autofree char *id = g_strconcat(ids[j], ".could-not-ask", NULL);
            g_assert_cmpstr(finding->id, ==, id);
            g_assert_cmpint(finding->effect, ==,
                            ways[i] == ANSWER_NOT_ASKED ? EFFECT_SKIPPED : EFFECT_FAILED);
        }
    const Fault refused[] = {{"example.org", 0, ANSWER_REFUSED, FALSE, 0}, {0}};
    expect("domain", "example.org", refused, "domain.could-not-ask(example.org MX: REFUSED)");
}

static void test_address(void)
{
    expect("address", "example.org", NULL, "address.ok");
    expect("address", "mail.example.org", NULL, "address.ok");
    expect("address", "text.example.org", NULL, "address.missing");
    expect("address", "no-such.example.org", NULL, "address.missing");
    expect("address", "[192.0.2.1]", NULL, "address.skipped");
    World whole = {.zone = world_zone, .domain_check = TRUE};
    g_autoptr(Facts) facts = world_facts("me@only6.example.org", NULL, NULL);
    g_autoptr(GPtrArray) findings = world_run(&whole, "address", "sender-domain", facts);
    g_assert_cmpint(world_effect(findings, "address.missing"), ==, EFFECT_CLEAN);
    const Fault half[] = {{"text.example.org", TYPE_AAAA, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("address", "text.example.org", half,
           "address.could-not-ask(text.example.org AAAA: time-out)");
}

static void test_mx(void)
{
    expect("mx", "example.org", NULL, "mx.ok");
    expect("mx", "only6.example.org", NULL, "mx.ok mx.ipv6-only");
    expect("mx", "null.example.org", NULL, "mx.null");
    expect("mx", "mail.example.org", NULL, "mx.implicit");
    expect("mx", "text.example.org", NULL, "mx.missing");
    expect("mx", "no-such.example.org", NULL, "mx.missing");
    expect("mx", "gone.example.org", NULL, "mx.target-missing(nowhere.example.org)");
    expect("mx", "ip.example.org", NULL, "mx.target-ip(192.0.2.9)");
    expect("mx", "alias.example.org", NULL, "mx.target-cname(www.example.org)");
    expect("mx", "inside.example.org", NULL, "mx.target-private(lan.example.org 192.168.0.5)");
    expect("mx", "inside6.example.org", NULL, "mx.target-private(lan6.example.org fd00::5)");
    expect("mx", "lan.example.org", NULL,
           "mx.implicit mx.target-private(lan.example.org 192.168.0.5)");
    expect("mx", "mixed.example.org", NULL,
           "mx.target-missing(nowhere.example.org) mx.target-missing(.)");
    expect("mx", "[192.0.2.1]", NULL, "mx.skipped");
}

/* A resolver that has an address for everything: what does not exist still does not. */
static void test_rewriting_resolver(void)
{
    static const char zone[] = ". 60 IN SOA a. b. 1 2 3 4 60\n. NS a.\n*.example. A 203.0.113.80\n"
                               "no-such-name.invalid. A 203.0.113.80\n";
    const Fault denied[] = {{"gone.example", TYPE_MX, ANSWER_NXDOMAIN, FALSE, 0},
                            {"gone.example", TYPE_AAAA, ANSWER_NXDOMAIN, FALSE, 0},
                            {"gone.example", TYPE_SOA, ANSWER_NXDOMAIN, FALSE, 0},
                            {"gone.example", TYPE_NS, ANSWER_NXDOMAIN, FALSE, 0},
                            {0}};
    g_autoptr(Facts) facts = world_facts("me@gone.example", NULL, NULL);
    World world = {.zone = zone, .faults = denied};
    world_expect(world, "resolver", "resolver", facts, "resolver.rewriting(203.0.113.80)");
    world_expect(world, "domain", "sender-domain", facts, "domain.nxdomain");
    world_expect(world, "address", "sender-domain", facts, "address.missing");
    world_expect(world, "mx", "sender-domain", facts, "mx.missing");
    /* The same answers of a resolver that is honest otherwise: an odd name server, a domain that
     * exists. */
    const Fault honest[] = {
        denied[0], denied[1], denied[2], denied[3], {"invalid", 0, ANSWER_NXDOMAIN, FALSE, 0}, {0}};
    world.faults = honest;
    world_expect(world, "resolver", "resolver", facts, "");
    world_expect(world, "domain", "sender-domain", facts, "domain.ok");
    world_expect(world, "address", "sender-domain", facts, "address.ok");
    world_expect(world, "mx", "sender-domain", facts, "mx.implicit");
}

static void test_mx_not_told(void)
{
    const Fault target[] = {{"mx.example.net", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("mx", "slow.example.org", target, "mx.could-not-ask(mx.example.net A: time-out)");
    const Fault ipv6[] = {{"mx.example.net", TYPE_AAAA, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("mx", "slow.example.org", ipv6, "mx.ok");
    const Fault mx[] = {{"example.org", TYPE_MX, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("mx", "example.org", mx, "mx.could-not-ask(example.org MX: SERVFAIL)");
}

static void test_nothing_to_ask(void)
{
    g_autoptr(Facts) facts = world_facts(NULL, NULL, NULL);
    World world = {.zone = world_zone};
    world_expect(world, "mx", "recipient-domain", facts, "mx.skipped");
    world_expect(world, "domain", "recipient-domain", facts, "domain.skipped");
    world_expect(world, "address", "sender-domain", facts, "address.skipped");
    world_expect(world, "ptr", "source-ip", facts, "ptr.skipped");
}

/* The longest chain of dependent questions, and no more, is the number of rounds. */
static void test_rounds(void)
{
    g_autoptr(Facts) facts = world_facts("me@gone.example.org", NULL, NULL);
    World world = {.zone = world_zone};
    g_ptr_array_unref(world_run(&world, "mx", "sender-domain", facts));
    g_assert_cmpuint(world.rounds, ==, 2);
    g_ptr_array_unref(world_run(&world, "domain", "sender-domain", facts));
    g_assert_cmpuint(world.rounds, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/domain/known", test_domain_known);
    g_test_add_func("/check/domain/parked", test_domain_parked);
    g_test_add_func("/check/domain/servfail", test_domain_servfail);
    g_test_add_func("/check/domain/timeout", test_domain_timeout);
    g_test_add_func("/check/domain/resolver-at-fault", test_resolver_at_fault);
    g_test_add_func("/check/address", test_address);
    g_test_add_func("/check/mx", test_mx);
    g_test_add_func("/check/mx/not-told", test_mx_not_told);
    g_test_add_func("/check/rewriting-resolver", test_rewriting_resolver);
    g_test_add_func("/check/nothing-to-ask", test_nothing_to_ask);
    g_test_add_func("/check/rounds", test_rounds);
    return g_test_run();
}
