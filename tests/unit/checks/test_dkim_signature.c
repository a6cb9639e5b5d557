/* The signature of a returned message, verified by libopendkim where the build has it. */
#include "tests/unit/checks/signed_message.h"

static const char zone[] = "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
                           "s1._domainkey.example.org." KEY_RECORD("v=DKIM1; k=rsa; ");
static const char strict_zone[] = "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
                                  "s1._domainkey.example.org." KEY_RECORD("v=DKIM1; t=s; ");

static Facts *facts_of(const char *signature, const char *header, const char *body)
{
    Facts *facts = world_facts("ann@example.org", "bob@example.net", NULL);
    g_autofree char *message =
        g_strdup_printf("DKIM-Signature: %s\n%s\n%s", signature, header, body);
    facts->returned = g_bytes_new(message, strlen(message));
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.org", "s1"));
    return facts;
}

static void expect(const char *signature, const char *header, const char *body,
                   const char *expected)
{
    g_autoptr(Facts) facts = facts_of(signature, header, body);
    g_autofree char *all = g_strdup_printf("dkim.ok(rsa 1024) dkim.old %s", expected);
    world_expect((World){.zone = zone}, "dkim", "dkim", facts, all);
}

static void test_verdicts(void)
{
    expect(SIGNATURE, SIGNED_HEADER, SIGNED_BODY, "dkim.signature-ok");
    expect(SIGNATURE, SIGNED_HEADER, "", "dkim.signature-header");
    expect(SIGNATURE, SIGNED_HEADER, SIGNED_BODY "-- \nA footer\n", "dkim.signature-header");
    expect(SIGNATURE, "Subject: another\n" SIGNED_HEADER, SIGNED_BODY, "dkim.signature-ok");
    expect(SIGNATURE, SIGNED_HEADER "Subject: another\n", SIGNED_BODY, "dkim.signature-fails");
    expect(SIGNATURE_EXPIRED, SIGNED_HEADER, SIGNED_BODY, "dkim.signature-ok");
}

/* Receivers ask first whether they take such a signature at all. */
static void expect_refused(const char *signature, const char *arrival, const char *expected)
{
    g_autoptr(Facts) facts = facts_of(signature, SIGNED_HEADER, SIGNED_BODY);
    fact_set(&facts->arrival_date, arrival, 100);
    g_autofree char *all = g_strdup_printf("dkim.ok(rsa 1024) dkim.old%s", expected);
    world_expect((World){.zone = zone}, "dkim", "dkim", facts, all);
}

static void test_refused(void)
{
    expect_refused("v=1; a=rsa-sha1; d=example.org; s=s1; h=from; bh=x; b=x", NULL,
                   " dkim.signature-refused(rsa-sha1)");
    expect_refused("v=1; a=ed25519-sha256; d=example.org; s=s1; h=from; bh=x; b=x", NULL,
                   " dkim.signature-refused(other-key-type)");
    expect_refused(SIGNATURE_EXPIRED, "2026-11-24T08:00:00Z", " dkim.signature-refused(expired)");
    expect_refused(SIGNATURE_EXPIRED, "2023-11-14T22:14:00Z",
                   dkim_signatures_verifiable() ? " dkim.signature-ok"
                                                : " dkim.signature-unchecked(no-verifier)");
}

static void test_bad_key(void)
{
    g_autoptr(Facts) facts = facts_of(SIGNATURE, SIGNED_HEADER, SIGNED_BODY);
    world_expect((World){.zone = "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"}, "dkim", "dkim",
                 facts, "dkim.missing dkim.nothing-below");
    const Fault silent[] = {{"s1._domainkey.example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    world_expect((World){.zone = zone, .faults = silent}, "dkim", "dkim", facts,
                 "dkim.could-not-ask(s1._domainkey.example.org TXT: time-out)");
}

/* t=s and i= of a subdomain. */
static void test_subdomain(void)
{
    g_autoptr(Facts) facts = facts_of(SIGNATURE_OF_SUBDOMAIN, SIGNED_HEADER, SIGNED_BODY);
    DkimSignature *signature = facts->dkim->pdata[0];
    signature->identity = g_strdup("@news.example.org");
    world_expect((World){.zone = zone}, "dkim", "dkim", facts,
                 "dkim.ok(rsa 1024) dkim.old dkim.signature-ok");
    world_expect((World){.zone = strict_zone}, "dkim", "dkim", facts,
                 "dkim.ok(rsa 1024) dkim.old dkim.subdomain(@news.example.org)");
}

/* From the bytes of a bounce to the verdict: nothing on the way may change what was signed. */
static void test_from_bounce(void)
{
    static const char bounce[] =
        "From: MAILER-DAEMON@mx.example.net\nTo: ann@example.org\nSubject: failed\n"
        "MIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nCould not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
        "Final-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.7.20\n"
        "Diagnostic-Code: smtp; 550 5.7.20 No passing DKIM signature found\n\n"
        "--b\nContent-Type: message/rfc822\n\nReceived: by mx.example.net; now\n"
        "DKIM-Signature: " SIGNATURE "\n" SIGNED_HEADER "\n" SIGNED_BODY "\n--b--\n";
    g_autoptr(GBytes) input = g_bytes_new_static(bounce, strlen(bounce));
    g_autoptr(GPtrArray) messages = read_input(input);
    const Facts *facts = ((const Message *)messages->pdata[0])->cases->pdata[0];
    g_assert_cmpstr(facts->from.text, ==, "ann@example.org");
    world_expect((World){.zone = zone}, "dkim", "dkim", facts,
                 "dkim.ok(rsa 1024) dkim.old dkim.signature-ok");
}

/* Any bytes at all: a crash of the library must stay in its child. */
static void test_hostile(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(6376);
    for (guint round = 0; round < 200; round++) {
        g_autofree char *message =
            g_strdup_printf("DKIM-Signature: %s\n%s\n%s", SIGNATURE, SIGNED_HEADER, SIGNED_BODY);
        gsize length = strlen(message);
        for (guint i = 0; i < 4; i++)
            message[g_rand_int_range(random, 0, (gint32)length)] =
                (char)g_rand_int_range(random, 0, 256);
        g_autoptr(Facts) facts = facts_of(SIGNATURE, SIGNED_HEADER, SIGNED_BODY);
        g_bytes_unref(facts->returned);
        facts->returned = g_bytes_new(message, length);
        World world = {.zone = zone};
        g_ptr_array_unref(world_run(&world, "dkim", "dkim", facts));
    }
}

/* A build that cannot says so. */
static void test_without_library(void)
{
    g_autoptr(Facts) facts = facts_of(SIGNATURE, SIGNED_HEADER, SIGNED_BODY);
    World world = {.zone = zone};
    g_autoptr(GPtrArray) findings = world_run(&world, "dkim", "dkim", facts);
    g_autofree char *summary = world_summary(findings);
    g_assert_cmpstr(summary, ==,
                    "dkim.ok(rsa 1024) dkim.old dkim.signature-unchecked(no-verifier)");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    g_test_add_func("/dkim/signature/refused", test_refused);
    if (dkim_signatures_verifiable()) {
        g_test_add_func("/dkim/signature/verdicts", test_verdicts);
        g_test_add_func("/dkim/signature/bad-key", test_bad_key);
        g_test_add_func("/dkim/signature/subdomain", test_subdomain);
        g_test_add_func("/dkim/signature/from-bounce", test_from_bounce);
        g_test_add_func("/dkim/signature/hostile", test_hostile);
    } else {
        g_test_add_func("/dkim/signature/without-library", test_without_library);
    }
    return g_test_run();
}
