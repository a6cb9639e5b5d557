/* resolv.conf, and the addresses of servers. */
#include "checks/dns/dns_server.h"
#include "checks/dns/resolv_conf.h"

#include <netinet/in.h>
#include <string.h>

static ResolvConf *parse(const char *text)
{
    return resolv_conf_parse(text, strlen(text));
}

static char *servers_of(const ResolvConf *conf)
{
    GString *line = g_string_new(NULL);
    for (guint i = 0; i < conf->servers->len; i++)
        g_string_append_printf(line, "%s ", (char *)g_ptr_array_index(conf->servers, i));
    return g_string_free(line, FALSE);
}

static void assert_servers(const char *text, const char *expected)
{
    g_autoptr(ResolvConf) conf = parse(text);
    g_autofree char *servers = servers_of(conf);
    g_assert_cmpstr(servers, ==, expected);
}

static void test_servers(void)
{
    assert_servers("", "127.0.0.1 ");
    assert_servers("search example.org\n", "127.0.0.1 ");
    assert_servers("nameserver 192.0.2.1\nnameserver\t2001:db8::1\r\n nameserver fe80::1%lo",
                   "192.0.2.1 2001:db8::1 fe80::1%lo ");
    assert_servers("# nameserver 192.0.2.1\n;nameserver 192.0.2.2\nnameserver 192.0.2.3 # mine\n",
                   "192.0.2.3 ");
    assert_servers("nameserver\nnameservers 192.0.2.1\n", "127.0.0.1 ");

    g_autoptr(GString) many = g_string_new(NULL);
    for (int i = 0; i < 1000; i++)
        g_string_append(many, "nameserver 192.0.2.1\n");
    g_autoptr(ResolvConf) conf = parse(many->str);
    g_assert_cmpuint(conf->servers->len, <=, 8);
}

static void test_options(void)
{
    g_autoptr(ResolvConf) none = parse("nameserver 192.0.2.1\n");
    g_assert_cmpuint(none->timeout, ==, 0);
    g_assert_cmpuint(none->attempts, ==, 0);
    g_assert_false(none->rotate || none->use_tcp || none->trust_ad);

    g_autoptr(ResolvConf) some = parse("options timeout:3 rotate\noptions attempts:4 trust-ad\n"
                                       "options edns0 use-vc ndots:2\n");
    g_assert_cmpuint(some->timeout, ==, 3);
    g_assert_cmpuint(some->attempts, ==, 4);
    g_assert_true(some->rotate && some->use_tcp && some->trust_ad);

    g_autoptr(ResolvConf) wild = parse("options timeout:99999999999999999999 attempts:-1\n");
    g_assert_cmpuint(wild->timeout, ==, 30);
    g_assert_cmpuint(wild->attempts, >=, 1);
    g_assert_cmpuint(wild->attempts, <=, 5);
    g_autoptr(ResolvConf) zero = parse("options timeout: attempts:x\n");
    g_assert_cmpuint(zero->timeout, ==, 1);
}

static void test_bytes(void)
{
    static const char bytes[] = "nameserver 192.0.2.1\n\0\xff\xfenameserver 192.0.2.2\n";
    g_autoptr(ResolvConf) conf = resolv_conf_parse(bytes, sizeof bytes);
    g_assert_cmpuint(conf->servers->len, >=, 1);
    g_autoptr(ResolvConf) missing = resolv_conf_load("/nonexistent/resolv.conf");
    g_autofree char *servers = servers_of(missing);
    g_assert_cmpstr(servers, ==, "127.0.0.1 ");
}

static void assert_server(const char *text, const char *label, int family, guint16 port)
{
    g_autoptr(GError) error = NULL;
    DnsServer *server = dns_server_new(text, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(server->label, ==, label);
    g_assert_cmpint(server->address.ss_family, ==, family);
    /* The port stands at the same place in both families. */
    g_assert_cmpuint(ntohs(((struct sockaddr_in *)&server->address)->sin_port), ==, port);
    dns_server_free(server);
}

static void test_addresses(void)
{
    assert_server("192.0.2.1", "192.0.2.1", AF_INET, 53);
    assert_server("192.0.2.1@53", "192.0.2.1", AF_INET, 53);
    assert_server("127.0.0.1@5300", "127.0.0.1@5300", AF_INET, 5300);
    assert_server("2001:db8::1", "2001:db8::1", AF_INET6, 53);
    assert_server("2001:db8::1@5300", "2001:db8::1@5300", AF_INET6, 5300);
    assert_server("[2001:db8::1]@5300", "2001:db8::1@5300", AF_INET6, 5300);
    assert_server("[2001:db8::1]:5300", "2001:db8::1@5300", AF_INET6, 5300);
    assert_server("[::1]", "::1", AF_INET6, 53);
}

static void test_scope(void)
{
    DnsServer *server = dns_server_new("fe80::1%lo", NULL);
    g_assert_nonnull(server);
    const struct sockaddr_in6 *address = (const struct sockaddr_in6 *)&server->address;
    g_assert_cmpuint(address->sin6_scope_id, !=, 0);
    dns_server_free(server);
}

static void test_loopback(void)
{
    const struct {
        const char *text;
        gboolean loopback;
    } cases[] = {{"127.0.0.53", TRUE}, {"::1", TRUE}, {"192.0.2.1", FALSE}, {"2001:db8::1", FALSE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DnsServer *server = dns_server_new(cases[i].text, NULL);
        g_assert_cmpint(server->loopback, ==, cases[i].loopback);
        dns_server_free(server);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/resolv-conf/servers", test_servers);
    g_test_add_func("/resolv-conf/options", test_options);
    g_test_add_func("/resolv-conf/bytes", test_bytes);
    g_test_add_func("/resolv-conf/addresses", test_addresses);
    g_test_add_func("/resolv-conf/scope", test_scope);
    g_test_add_func("/resolv-conf/loopback", test_loopback);
    return g_test_run();
}
