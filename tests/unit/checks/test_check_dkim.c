/* DKIM keys as they are published, whole and broken; keys are made afresh. */
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "tests/unit/checks/zone_world.h"

#include "checks/auth/dkim_key.h"

static char *key_2048, *key_1024, *key_512;

static char *make_key(guint bits)
{
    EVP_PKEY *key = EVP_RSA_gen(bits);
    g_assert_nonnull(key);
    guint8 *der = NULL;
    int length = i2d_PUBKEY(key, &der);
    char *text = g_base64_encode(der, (gsize)length);
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return text;
}

/* The bare RSAPublicKey that RFC 6376 3.6.1 speaks of. */
static char *make_bare_key(void)
{
    EVP_PKEY *key = EVP_RSA_gen(1024);
    guint8 *der = NULL;
    int length = i2d_PublicKey(key, &der);
    char *text = g_base64_encode(der, (gsize)length);
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return text;
}

static void assert_problem(const char *text, const char *problem)
{
    DkimKey key = dkim_key_read(text, strlen(text));
    g_test_message("%s", text);
    g_assert_cmpstr(key.problem, ==, problem);
    g_assert_true((key.state == DKIM_KEY_INVALID) == (problem != NULL));
}

static void assert_problem_with_key(const char *format, const char *problem)
{
    g_auto(GStrv) parts = g_strsplit(format, "KEY", 2);
    g_autofree char *text = g_strjoinv(key_2048, parts);
    assert_problem(text, problem);
}

static void test_good_keys(void)
{
    static const char *const good[] = {"v=DKIM1; k=rsa; p=KEY",
                                       "p=KEY",
                                       "v=DKIM1;p=KEY;",
                                       " v = DKIM1 ; p = KEY ; n=a note",
                                       "v=DKIM1; h=sha1:sha256; s=email; t=s; p=KEY",
                                       "v=DKIM1; n=\"the old one\"; p=KEY",
                                       "k=rsa; s=*; p=KEY; unknown=x"};
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        assert_problem_with_key(good[i], NULL);
    g_autofree char *bare = make_bare_key();
    g_autofree char *record = g_strconcat("v=DKIM1; p=", bare, NULL);
    DkimKey key = dkim_key_read(record, strlen(record));
    g_assert_cmpuint(key.bits, ==, 1024);
    const char ed25519[] = "v=DKIM1; k=ed25519; p=TR5kp32Xp7iXvZO1yOWwJoDBHSMGFk+u0YgCGx5FylQ=";
    key = dkim_key_read(ed25519, strlen(ed25519));
    g_assert_cmpint(key.state, ==, DKIM_KEY_OK);
    g_assert_cmpstr(key.type, ==, "ed25519");
}

static void test_breakages(void)
{
    assert_problem_with_key("\"v=DKIM1; p=KEY\"", "quotes");
    assert_problem_with_key("v=DKIM1\\; k=rsa\\; p=KEY", "escaped");
    assert_problem_with_key("v=DKIM1; p=-----BEGIN-----KEY", "pem");
    assert_problem_with_key("v=DKIM2; p=KEY", "version");
    assert_problem_with_key("k=rsa; v=DKIM1; p=KEY", "version");
    assert_problem_with_key("v=DKIM1; k=dsa; p=KEY", "key-type");
    assert_problem_with_key("v=DKIM1; h=sha1; p=KEY", "hash");
    assert_problem_with_key("v=DKIM1; s=tlsrpt; p=KEY", "service");
    assert_problem_with_key("v=DKIM1; p=KEY; p=KEY", "duplicate-tag");
    assert_problem_with_key("v=DKIM1 k=rsa p=KEY", "version");
    assert_problem_with_key("v=DKIM1; rsa; p=KEY", "tag");
    assert_problem_with_key("v=DKIM1; p=KEY*", "base64");
    assert_problem("v=DKIM1; k=rsa", "no-key");
    assert_problem("v=DKIM1", "cut-at-semicolon");
    assert_problem("\342\200\234v=DKIM1; p=AAAA\342\200\235", "quotes");
    assert_problem_with_key("v=DKIM1; p=\"KEY", "quotes");
    assert_problem_with_key("v=DKIM1; k=rsa; \" \"p=KEY", "quotes");
    assert_problem("v=DKIM1; p=AAAA", "key-data");
    assert_problem("v=DKIM1; k=ed25519; p=AAAA", "cut");
    assert_problem("v=DKIM1; p=\001", "character");
    assert_problem("\377\376", "character");
    g_autofree char *half = g_strndup(key_2048, 200);
    g_autofree char *cut = g_strconcat("v=DKIM1; p=", half, NULL);
    assert_problem(cut, "cut");
    g_autofree char *panel = g_strdup_printf("v=DKIM1; k=rsa; p=%.*s", 255 - 18, key_2048);
    assert_problem(panel, "cut-at-255");
    assert_problem("v=DKIM1; p=MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkwj2aAR5mTEahWnpiKnMgkB46+JJjL2o"
                   "fwPa93l914nc7K6LvEpO7pPUrK1y8TfcoTVgnRbKZaJs0Sjo61K3lA==",
                   "key-data");
}

/* Any bytes at all: nothing but an answer may come of them. */
static void test_hostile_bytes(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(6376);
    for (guint round = 0; round < 20000; round++) {
        char bytes[64];
        gsize length = (gsize)g_rand_int_range(random, 0, sizeof bytes);
        for (gsize i = 0; i < length; i++)
            bytes[i] = "v=DKIM1;kpAQ8M\"\\ \0\377-=;="[g_rand_int_range(random, 0, 24)];
        DkimKey key = dkim_key_read(bytes, length);
        g_assert_true((key.state == DKIM_KEY_INVALID) == (key.problem != NULL));
        dkim_key_looks_like(bytes, length);
    }
}

static void append_txt(GString *zone, const char *name, const char *format, const char *key)
{
    g_auto(GStrv) parts = g_strsplit(format, "KEY", 2);
    g_autofree char *text = g_strjoinv(key, parts);
    g_string_append_printf(zone, "%s._domainkey.example.org. 60 IN TXT", name);
    for (gsize at = 0; at < strlen(text); at += 250)
        g_string_append_printf(zone, " \"%.250s\"", text + at);
    g_string_append_c(zone, '\n');
}

static char *make_zone(void)
{
    GString *zone = g_string_new("example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n");
    append_txt(zone, "good", "v=DKIM1; k=rsa; p=KEY", key_2048);
    append_txt(zone, "old", "v=DKIM1; k=rsa; p=KEY", key_1024);
    append_txt(zone, "weak", "v=DKIM1; k=rsa; p=KEY", key_512);
    append_txt(zone, "test", "v=DKIM1; t=y; p=KEY", key_1024);
    append_txt(zone, "gone", "v=DKIM1; p=KEY", "");
    append_txt(zone, "two", "v=DKIM1; p=KEY", key_1024);
    append_txt(zone, "two", "v=DKIM1; p=KEY", key_2048);
    append_txt(zone, "split", "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQEFAAOC", "");
    append_txt(zone, "split", "AQ8AMIIBCgKCAQEAvxyzAQ8AMIIBCgKCAQEA", "");
    append_txt(zone, "beside", "v=DKIM1; k=rsa; p=KEY", key_2048);
    append_txt(zone, "beside", "google-site-verification=abcdefghijklmnop", "");
    append_txt(zone, "other", "v=spf1 -all", "");
    append_txt(zone, "google", "v=DKIM1; p=KEY", key_1024);
    g_autofree char *spaced = g_strdup_printf("%.60s %s", key_1024, key_1024 + 60);
    append_txt(zone, "blanks", "v=DKIM1; p=KEY", spaced);
    g_string_append(zone, "alias._domainkey.example.org. CNAME good._domainkey.example.org.\n"
                          "dangling._domainkey.example.org. CNAME nowhere.example.org.\n"
                          "bare.example.org. A 192.0.2.1\n");
    return g_string_free(zone, FALSE);
}

static void expect(const char *selector, const Fault *faults, const char *expected)
{
    g_autofree char *zone = make_zone();
    g_autoptr(Facts) facts = world_facts("me@example.org", NULL, NULL);
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.org", selector));
    world_expect((World){.zone = zone, .faults = faults}, "dkim", "dkim", facts, expected);
    world_expect((World){.zone = zone, .faults = faults}, "dkim", "sender-domain", facts, expected);
}

static void test_lookups(void)
{
    expect("good", NULL, "dkim.ok(rsa 2048)");
    expect("alias", NULL, "dkim.ok(rsa 2048)");
    expect("old", NULL, "dkim.ok(rsa 1024) dkim.old");
    expect("weak", NULL, "dkim.weak(rsa 512)");
    expect("test", NULL, "dkim.ok(rsa 1024) dkim.testing dkim.old");
    expect("blanks", NULL, "dkim.ok(rsa 1024) dkim.blanks dkim.old");
    expect("gone", NULL, "dkim.revoked");
    expect("two", NULL, "dkim.invalid(several-records)");
    expect("split", NULL, "dkim.invalid(split-into-records)");
    expect("beside", NULL, "dkim.ok(rsa 2048)");
    expect("other", NULL, "dkim.invalid(not-a-key)");
    expect("none", NULL, "dkim.missing");
    g_autoptr(Facts) elsewhere = world_facts("me@bare.example.org", NULL, NULL);
    g_autofree char *zone = make_zone();
    g_ptr_array_add(elsewhere->dkim, dkim_signature_new("bare.example.org", "s1"));
    world_expect((World){.zone = zone}, "dkim", "dkim", elsewhere,
                 "dkim.missing dkim.nothing-below");
    expect("dangling", NULL,
           "dkim.missing(nowhere.example.org) dkim.dangling(nowhere.example.org)");
    const Fault silent[] = {{"good._domainkey.example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect("good", silent, "dkim.could-not-ask(good._domainkey.example.org TXT: time-out)");
}

/* Without a signature the usual selectors are a hint in the domain check, and nothing else is
 * asked. */
static void test_probe(void)
{
    g_autofree char *zone = make_zone();
    g_autoptr(Facts) facts = world_facts("me@example.org", NULL, NULL);
    World world = {.zone = zone, .domain_check = TRUE};
    world_expect(world, "dkim", "dkim", facts, "dkim.ok(rsa 1024) dkim.old");
    world_expect(world, "dkim", "sender-domain", facts, "dkim.ok(rsa 1024) dkim.old");
    world.domain_check = FALSE;
    world_expect(world, "dkim", "dkim", facts, "dkim.skipped");
    g_autoptr(Facts) bare = world_facts("me@bare.example.org", NULL, NULL);
    world.domain_check = TRUE;
    g_autoptr(GPtrArray) findings = world_run(&world, "dkim", "dkim", bare);
    g_assert_cmpint(world_effect(findings, "dkim.selector-unknown"), ==, EFFECT_CANNOT);
    const Fault all[] = {{"", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    world.faults = all;
    world_expect(world, "dkim", "dkim", bare,
                 "dkim.could-not-ask(_domainkey.bare.example.org TXT: time-out)");
}

static void test_other_domain(void)
{
    g_autofree char *zone = make_zone();
    g_autoptr(Facts) facts = world_facts("me@other.example", NULL, NULL);
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.org", "good"));
    world_expect((World){.zone = zone}, "dkim", "sender-domain", facts, "dkim.skipped");
    world_expect((World){.zone = zone}, "dkim", "dkim", facts, "dkim.ok(rsa 2048)");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    key_2048 = make_key(2048);
    key_1024 = make_key(1024);
    key_512 = make_key(512);
    g_test_add_func("/check/dkim/good-keys", test_good_keys);
    g_test_add_func("/check/dkim/breakages", test_breakages);
    g_test_add_func("/check/dkim/hostile-bytes", test_hostile_bytes);
    g_test_add_func("/check/dkim/lookups", test_lookups);
    g_test_add_func("/check/dkim/probe", test_probe);
    g_test_add_func("/check/dkim/other-domain", test_other_domain);
    int result = g_test_run();
    g_free(key_2048);
    g_free(key_1024);
    g_free(key_512);
    return result;
}
