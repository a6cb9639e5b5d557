/* What a domain demands of encryption. */
#include "tests/unit/checks/zone_world.h"

static const char world_zone[] =
    "example. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "full.example. MX 10 mx.full.example.\n"
    "_mta-sts.full.example. TXT \"v=STSv1; id=20261124\"\n"
    "_smtp._tls.full.example. TXT \"v=TLSRPTv1; rua=mailto:tls@full.example\"\n"
    "_25._tcp.mx.full.example. TLSA 3 1 1 "
    "0000000000000000000000000000000000000000000000000000000000000000\n"
    "bare.example. MX 10 mx.bare.example.\n"
    "_mta-sts.bare.example. TXT \"something else\"\n"
    "two.example. MX 0 .\n"
    "_mta-sts.two.example. TXT \"v=STSv1; id=1\"\n"
    "_mta-sts.two.example. TXT \"v=STSv1; id=2\"\n"
    "_mta-sts.noid.example. TXT \"v=STSv1;\"\n"
    "_mta-sts.torn.example. TXT \"v=STSv1; id\"\n";

static void expect(const char *domain, const Fault *faults, const char *expected)
{
    g_autofree char *recipient = g_strconcat("you@", domain, NULL);
    g_autoptr(Facts) facts = world_facts(NULL, recipient, NULL);
    g_test_message("%s", domain);
    world_expect((World){.zone = world_zone, .faults = faults}, "transport", "recipient-domain",
                 facts, expected);
}

static void test_transport(void)
{
    expect("full.example", NULL,
           "transport.mta-sts(https://mta-sts.full.example/.well-known/mta-sts.txt) "
           "transport.dane-unsigned(mx.full.example) "
           "transport.tls-rpt(mailto:tls@full.example)");
    expect("bare.example", NULL, "transport.none");
    expect("gone.example", NULL, "transport.none");
    expect("two.example", NULL, "transport.mta-sts-invalid(several-records)");
    expect("noid.example", NULL, "transport.mta-sts-invalid(no-id)");
    expect("torn.example", NULL, "transport.mta-sts-invalid(tag)");
    expect("[192.0.2.1]", NULL, "transport.skipped");
}

static void test_not_told(void)
{
    const Fault sts[] = {{"_mta-sts.full.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("full.example", sts, "transport.could-not-ask(_mta-sts.full.example TXT: time-out)");
    const Fault report[] = {{"_smtp._tls.full.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("full.example", report,
           "transport.mta-sts(https://mta-sts.full.example/.well-known/mta-sts.txt) "
           "transport.dane-unsigned(mx.full.example)");
}

/* A TLSA answer that fails is no absence of a demand: senders that use DANE may not deliver. */
static void test_failing_dane(void)
{
    const Fault broken[] = {{"_25._tcp.mx.bare.example", 0, ANSWER_SERVFAIL, FALSE, 9}, {0}};
    expect("bare.example", broken, "transport.tlsa-fails(mx.bare.example)");
    const Fault slow[] = {{"_25._tcp.mx.bare.example", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("bare.example", slow,
           "transport.could-not-ask(_25._tcp.mx.bare.example TLSA: time-out)");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/transport", test_transport);
    g_test_add_func("/check/transport/failing-dane", test_failing_dane);
    g_test_add_func("/check/transport/not-told", test_not_told);
    return g_test_run();
}
