/* The name in the greeting. */
#include "tests/unit/checks/zone_world.h"

static const char world_zone[] = "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
                                 "mail.example.org. A 192.0.2.1\n"
                                 "mail.example.org. AAAA 2001:db8::1\n"
                                 "txt.example.org. TXT \"no address\"\n";

static void expect(const char *helo, const char *ip, const Fault *faults, const char *expected)
{
    g_autoptr(Facts) facts = world_facts(NULL, NULL, ip);
    fact_set(&facts->helo, helo, 100);
    g_test_message("%s", helo);
    world_expect((World){.zone = world_zone, .faults = faults}, "helo", "helo", facts, expected);
}

static void test_names(void)
{
    expect("mail.example.org", "192.0.2.1", NULL, "helo.ok");
    expect("MAIL.Example.ORG.", "2001:DB8::1", NULL, "helo.ok");
    expect("mail.example.org", NULL, NULL, "helo.ok");
    expect("mail.example.org", "192.0.2.9", NULL, "helo.mismatch(192.0.2.9)");
    expect("none.example.org", "192.0.2.1", NULL, "helo.missing");
    expect("txt.example.org", "192.0.2.1", NULL, "helo.missing");
}

static void test_not_a_name(void)
{
    expect("localhost", "192.0.2.1", NULL, "helo.not-a-name(helo-local)");
    expect("localhost.localdomain", "192.0.2.1", NULL, "helo.not-a-name(helo-local)");
    expect("server.local", "192.0.2.1", NULL, "helo.not-a-name(helo-local)");
    expect("DESKTOP-1", "192.0.2.1", NULL, "helo.not-a-name(helo-no-dot)");
    expect("192.0.2.1", "192.0.2.1", NULL, "helo.not-a-name(helo-ip)");
    expect("my_host.example.org", "192.0.2.1", NULL, "helo.not-a-name(character)");
    expect("[192.0.2.1]", "192.0.2.1", NULL, "helo.literal");
    expect(NULL, "192.0.2.1", NULL, "helo.skipped");
}

/* One half that cannot be asked hides nothing where the other half is enough. */
static void test_not_told(void)
{
    const Fault half[] = {{"mail.example.org", TYPE_AAAA, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("mail.example.org", "192.0.2.1", half, "helo.ok");
    expect("mail.example.org", "192.0.2.9", half,
           "helo.could-not-ask(mail.example.org AAAA: time-out)");
    const Fault all[] = {{"", 0, ANSWER_SERVFAIL, FALSE, 0}, {0}};
    expect("none.example.org", "192.0.2.1", all,
           "helo.could-not-ask(none.example.org A: SERVFAIL)");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/helo/names", test_names);
    g_test_add_func("/check/helo/not-a-name", test_not_a_name);
    g_test_add_func("/check/helo/not-told", test_not_told);
    return g_test_run();
}
