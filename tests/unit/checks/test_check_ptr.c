/* Reverse DNS with forward confirmation. */
#include "tests/unit/checks/zone_world.h"

#include "checks/answers/address_range.h"
#include "checks/check/generic_name.h"

static const char world_zone[] =
    "2.0.192.in-addr.arpa. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "1.2.0.192.in-addr.arpa. PTR mail.example.org.\n"
    "2.2.0.192.in-addr.arpa. PTR other.example.org.\n"
    "3.2.0.192.in-addr.arpa. PTR nowhere.example.org.\n"
    "4.2.0.192.in-addr.arpa. PTR nowhere.example.org.\n"
    "4.2.0.192.in-addr.arpa. PTR four.example.org.\n"
    "5.2.0.192.in-addr.arpa. PTR 192-0-2-5.dsl.example.org.\n"
    "6.2.0.192.in-addr.arpa. CNAME 6.classless.example.org.\n"
    "7.2.0.192.in-addr.arpa. PTR mx.example.net.\n"
    "8.b.d.0.1.0.0.2.ip6.arpa. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR "
    "six.example.org.\n"
    "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "mail.example.org. A 192.0.2.1\n"
    "other.example.org. A 192.0.2.99\n"
    "four.example.org. A 192.0.2.4\n"
    "192-0-2-5.dsl.example.org. A 192.0.2.5\n"
    "6.classless.example.org. PTR mail6.example.org.\n"
    "mail6.example.org. A 192.0.2.6\n"
    "six.example.org. AAAA 2001:db8::1\n";

static void expect(const char *ip, const Fault *faults, const char *expected)
{
    g_autoptr(Facts) facts = world_facts(NULL, NULL, ip);
    world_expect((World){.zone = world_zone, .faults = faults}, "ptr", "source-ip", facts,
                 expected);
}

static void test_ptr(void)
{
    expect("192.0.2.1", NULL, "ptr.ok(mail.example.org)");
    expect("::ffff:192.0.2.1", NULL, "ptr.ok(mail.example.org)");
    expect("2001:DB8::1", NULL, "ptr.ok(six.example.org)");
    expect("192.0.2.2", NULL, "ptr.mismatch(other.example.org)");
    expect("192.0.2.3", NULL, "ptr.mismatch(nowhere.example.org)");
    expect("192.0.2.4", NULL, "ptr.ok(four.example.org)");
    expect("192.0.2.5", NULL,
           "ptr.ok(192-0-2-5.dsl.example.org) ptr.generic(192-0-2-5.dsl.example.org)");
    expect("192.0.2.6", NULL, "ptr.ok(mail6.example.org)");
    expect("192.0.2.9", NULL, "ptr.missing(9.2.0.192.in-addr.arpa)");
    expect("2001:db8::2", NULL,
           "ptr.missing(2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa)");
}

static void test_ptr_skipped(void)
{
    expect("10.1.2.3", NULL, "ptr.skipped(private)");
    expect("127.0.0.1", NULL, "ptr.skipped(loopback)");
    expect("fe80::1", NULL, "ptr.skipped(link-local)");
    expect("not an address", NULL, "ptr.skipped(not-an-address)");
}

static void test_ptr_not_told(void)
{
    const Fault reverse[] = {{"in-addr.arpa", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("192.0.2.1", reverse, "ptr.could-not-ask(1.2.0.192.in-addr.arpa PTR: time-out)");
    /* Outside of what the overlay knows. */
    expect("192.0.2.7", NULL, "ptr.could-not-ask(mx.example.net A: not asked)");
}

static void assert_range(const char *ip, const char *why)
{
    guint8 bytes[16];
    gsize length = address_parse(ip, bytes);
    g_assert_cmpuint(length, >, 0);
    g_assert_cmpstr(address_unreachable(bytes, length), ==, why);
}

static void test_ranges(void)
{
    static const char *const public_addresses[] = {
        "192.0.2.1",  "198.51.100.7", "203.0.113.9", "2001:db8::1", "172.32.0.1",
        "172.15.0.1", "100.128.0.1",  "11.0.0.1",    "8.8.8.8",     "[IPv6:2001:db8::1]"};
    for (gsize i = 0; i < G_N_ELEMENTS(public_addresses); i++)
        assert_range(public_addresses[i], NULL);
    assert_range("0.0.0.0", "unspecified");
    assert_range("10.255.255.255", "private");
    assert_range("172.31.255.255", "private");
    assert_range("192.168.0.1", "private");
    assert_range("[192.168.0.1]", "private");
    assert_range("::ffff:192.168.0.1", "private");
    assert_range("100.64.0.1", "shared");
    assert_range("169.254.1.1", "link-local");
    assert_range("224.0.0.1", "multicast");
    assert_range("255.255.255.255", "reserved");
    assert_range("::", "unspecified");
    assert_range("::1", "loopback");
    assert_range("fc00::1", "private");
    assert_range("ff02::1", "multicast");
}

static void test_generic_names(void)
{
    static const guint8 address[] = {203, 0, 113, 9};
    static const char *const generic[] = {
        "203-0-113-9.example.net",      "9.113.0.203.example.net", "ip203-0-113-9.example.net",
        "host-203.000.113.009.example", "cb007109.example.net",    "dynamic.example.net",
        "x.adsl.example.net",           "pool-7.example.net"};
    static const char *const own[] = {"mail.example.net", "mx203.example.net", "swimming.example",
                                      "mx9-113.example.net"};
    for (gsize i = 0; i < G_N_ELEMENTS(generic); i++)
        g_assert_true(name_is_generic(generic[i], address, 4));
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
        g_assert_false(name_is_generic(own[i], address, 4));
    g_assert_true(name_is_generic("dhcp7.example.net", address, 16));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/ptr", test_ptr);
    g_test_add_func("/check/ptr/skipped", test_ptr_skipped);
    g_test_add_func("/check/ptr/not-told", test_ptr_not_told);
    g_test_add_func("/check/ptr/ranges", test_ranges);
    g_test_add_func("/check/ptr/generic-names", test_generic_names);
    return g_test_run();
}
