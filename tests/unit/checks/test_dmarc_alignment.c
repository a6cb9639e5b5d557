/* Whether SPF or DKIM passes for a domain that belongs to the one in From:, and the sentence why
 * DMARC failed. */
#include "tests/unit/checks/signed_message.h"

#include "checks/case/finding_words.h"

static const char world_zone[] =
    "org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "net. 60 IN SOA ns1. h. 1 2 3 4 60\n"
    "_dmarc.example.org. TXT \"v=DMARC1; p=reject; sp=quarantine; np=reject\"\n"
    "example.org. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
    "example.org. A 192.0.2.1\n"
    "bounce.example.org. TXT \"v=spf1 ip4:192.0.2.1 ~all\"\n"
    "sub.example.org. A 192.0.2.1\n"
    "_dmarc.strict.example.org. TXT \"v=DMARC1; p=reject; aspf=s; adkim=s\"\n"
    "_dmarc.testing.example.org. TXT \"v=DMARC1; p=reject; t=y\"\n"
    "mailer.net. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
    "bare.org. A 192.0.2.1\n"
    "_dmarc.own.parts.org. TXT \"v=DMARC1; p=reject; psd=n\"\n"
    "bounce.parts.org. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
    "s1._domainkey.example.org." KEY_RECORD("v=DKIM1; ") "s1._domainkey.mailer.net." KEY_RECORD(
        "v=DKIM1; ") "gone._domainkey.example.org. TXT \"v=DKIM1; p=\"\n"
                     "quoted._domainkey.example.org. TXT \"\\\"v=DKIM1; p=\\\"\"\n";

#define POLICY "dmarc.ok(p=reject (_dmarc.example.org)) "
#define IP "192.0.2.1"

/* A message: From:, envelope sender, sending IP, "SELECTOR DOMAIN" of its signature. */
typedef struct {
    const char *from, *sender, *ip, *signature;
} Sent;

static Facts *facts_of(const Sent *sent)
{
    Facts *facts = world_facts(sent->sender, "bob@example.net", sent->ip);
    fact_set(&facts->from, sent->from, 100);
    facts->sender_is_from = !sent->sender;
    if (!sent->sender)
        fact_set(&facts->sender, sent->from, 100);
    if (sent->signature) {
        g_auto(GStrv) words = g_strsplit(sent->signature, " ", 2);
        g_ptr_array_add(facts->dkim, dkim_signature_new(words[1], words[0]));
    }
    return facts;
}

static void expect_with(const Fault *faults, Sent sent, const char *expected)
{
    g_autoptr(Facts) facts = facts_of(&sent);
    g_test_message("%s %s %s", sent.from, sent.sender, sent.signature);
    world_expect((World){.zone = world_zone, .faults = faults}, "dmarc", "sender-domain", facts,
                 expected);
}

static void expect(Sent sent, const char *expected)
{
    expect_with(NULL, sent, expected);
}

static void test_spf(void)
{
    expect((Sent){"a@example.org", "a@example.org", IP, NULL},
           POLICY "dmarc.aligned(spf-pass:example.org; dkim-none)");
    expect((Sent){"a@example.org", "b@bounce.example.org", IP, NULL},
           POLICY "dmarc.aligned(spf-pass:bounce.example.org; dkim-none)");
    expect((Sent){"a@example.org", "b@mailer.net", IP, NULL},
           POLICY "dmarc.failed(spf-other-domain:mailer.net; dkim-none; policy-reject)");
    expect((Sent){"a@example.org", "a@example.org", "192.0.2.9", NULL},
           POLICY "dmarc.failed(spf-not-pass:example.org (fail); dkim-none; policy-reject)");
    expect((Sent){"a@example.org", "a@bounce.example.org", "192.0.2.9", NULL},
           POLICY "dmarc.failed(spf-not-pass:bounce.example.org (softfail); dkim-none; "
                  "policy-reject)");
    expect((Sent){"a@example.org", "a@example.org", NULL, NULL},
           POLICY "dmarc.undecided(spf-no-address:example.org; dkim-none)");
    expect((Sent){"a@example.org", NULL, IP, NULL},
           POLICY "dmarc.undecided(spf-no-sender; dkim-none)");
    const Fault silent[] = {{"bounce.example.org", TYPE_TXT, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect_with(silent, (Sent){"a@example.org", "b@bounce.example.org", IP, NULL},
                POLICY "dmarc.undecided(spf-unknown:bounce.example.org; dkim-none)");
}

/* RFC 7208 2.4: of the null sender it is the HELO name. */
static void test_null_sender(void)
{
    Sent sent = {"a@example.org", "<>", IP, NULL};
    g_autoptr(Facts) facts = facts_of(&sent);
    fact_set(&facts->helo, "bounce.example.org", 100);
    world_expect((World){.zone = world_zone}, "dmarc", "sender-domain", facts,
                 POLICY "dmarc.aligned(spf-pass:bounce.example.org; dkim-none)");
}

static void test_dkim(void)
{
    expect((Sent){"a@example.org", "b@mailer.net", IP, "s1 mailer.net"},
           POLICY "dmarc.failed(spf-other-domain:mailer.net; dkim-other-domain:mailer.net; "
                  "policy-reject)");
    expect((Sent){"a@example.org", "b@mailer.net", IP, "s1 example.org"},
           POLICY "dmarc.undecided(spf-other-domain:mailer.net; dkim-unproven:example.org)");
    expect((Sent){"a@example.org", "b@mailer.net", IP, "none example.org"},
           POLICY "dmarc.failed(spf-other-domain:mailer.net; "
                  "dkim-no-key:none._domainkey.example.org; policy-reject)");
    expect((Sent){"a@example.org", "b@mailer.net", IP, "gone example.org"},
           POLICY "dmarc.failed(spf-other-domain:mailer.net; "
                  "dkim-revoked:gone._domainkey.example.org; policy-reject)");
    expect((Sent){"a@example.org", "b@mailer.net", IP, "quoted example.org"},
           POLICY "dmarc.failed(spf-other-domain:mailer.net; "
                  "dkim-broken:quoted._domainkey.example.org; policy-reject)");
    const Fault silent[] = {{"s1._domainkey.example.org", 0, ANSWER_TIMEOUT, FALSE, 0}, {0}};
    expect_with(silent, (Sent){"a@example.org", "b@mailer.net", IP, "s1 example.org"},
                POLICY "dmarc.undecided(spf-other-domain:mailer.net; dkim-unknown:example.org)");
}

/* A signature that verifies proves that DKIM passed, whatever SPF says. */
static void test_proven_signature(void)
{
    Sent sent = {"ann@example.org", "b@mailer.net", IP, "s1 example.org"};
    g_autoptr(Facts) facts = facts_of(&sent);
    static const char message[] = "DKIM-Signature: " SIGNATURE "\n" SIGNED_HEADER "\n";
    facts->returned = g_bytes_new_static(message, strlen(message));
    world_expect((World){.zone = world_zone}, "dmarc", "sender-domain", facts,
                 dkim_signatures_verifiable()
                     ? POLICY "dmarc.aligned(spf-other-domain:mailer.net; dkim-pass:example.org)"
                     : POLICY "dmarc.undecided(spf-other-domain:mailer.net; "
                              "dkim-unproven:example.org)");
}

static void test_strict(void)
{
    expect((Sent){"a@strict.example.org", "b@example.org", IP, "s1 example.org"},
           "dmarc.ok(p=reject (_dmarc.strict.example.org)) "
           "dmarc.failed(spf-not-strict:example.org; dkim-not-strict:example.org; policy-reject)");
}

static void test_policies(void)
{
    expect((Sent){"a@sub.example.org", "b@mailer.net", IP, NULL},
           "dmarc.ok(sp=quarantine (_dmarc.example.org)) "
           "dmarc.failed(spf-other-domain:mailer.net; dkim-none; policy-quarantine)");
    expect((Sent){"a@nowhere.example.org", "b@mailer.net", IP, NULL},
           "dmarc.ok(np=reject (_dmarc.example.org)) "
           "dmarc.differs(RFC 9989: reject, RFC 7489: quarantine) "
           "dmarc.failed(spf-other-domain:mailer.net; dkim-none; policy-reject)");
    expect((Sent){"a@testing.example.org", "b@mailer.net", IP, NULL},
           "dmarc.ok(p=reject (_dmarc.testing.example.org)) dmarc.testing "
           "dmarc.failed(spf-other-domain:mailer.net; dkim-none; policy-quarantine)");
    expect((Sent){"a@bare.org", "b@mailer.net", IP, NULL},
           "dmarc.missing dmarc.unaligned(spf-other-domain:mailer.net; dkim-none)");
}

/* psd=n makes "own.parts.org" an organisation of its own, for those who walk the tree. */
static void test_standards_differ(void)
{
    expect((Sent){"a@own.parts.org", "b@bounce.parts.org", IP, NULL},
           "dmarc.ok(p=reject (_dmarc.own.parts.org)) "
           "dmarc.failed(spf-pass:bounce.parts.org; dkim-none; policy-reject) "
           "dmarc.alignment-differs(RFC 9989: fail, RFC 7489: pass)");
}

static void test_sentence(void)
{
    Sent sent = {"a@example.org", "b@mailer.net", IP, "s1 mailer.net"};
    g_autoptr(Facts) facts = facts_of(&sent);
    World world = {.zone = world_zone};
    g_autoptr(GPtrArray) findings = world_run(&world, "dmarc", "sender-domain", facts);
    g_autofree char *english = finding_sentence(findings->pdata[1], LANGUAGE_ENGLISH);
    g_assert_cmpstr(english, ==,
                    "DMARC fails for example.org: SPF vouches for the envelope sender only, and "
                    "that is of another domain, mailer.net; the DKIM signature is of another "
                    "domain, mailer.net; its policy asks receivers to refuse such mail.");
    g_autofree char *chinese = finding_sentence(findings->pdata[1], LANGUAGE_CHINESE);
    g_assert_cmpstr(
        chinese, ==,
        "example.org 的 DMARC 未通过：SPF 只验证信封发件人，而它属于另一个域名 "
        "mailer.net；DKIM 签名属于另一个域名 mailer.net；其策略要求收件方拒收这类邮件。");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dmarc/alignment/spf", test_spf);
    g_test_add_func("/dmarc/alignment/null-sender", test_null_sender);
    g_test_add_func("/dmarc/alignment/dkim", test_dkim);
    g_test_add_func("/dmarc/alignment/proven-signature", test_proven_signature);
    g_test_add_func("/dmarc/alignment/strict", test_strict);
    g_test_add_func("/dmarc/alignment/policies", test_policies);
    g_test_add_func("/dmarc/alignment/standards-differ", test_standards_differ);
    g_test_add_func("/dmarc/alignment/sentence", test_sentence);
    return g_test_run();
}
