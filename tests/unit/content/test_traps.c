/* The traps of naming a cause: where the code, the nearest word or the host that stands around says
 * one thing, and the truth is another. */
#include <string.h>

#include "content/catalogue/identify.h"

/* One refusal as the reader hands it over; NULL where the bounce does not say. */
typedef struct {
    const char *reply_code, *status, *diagnostic, *remote, *reporting;
} Refusal;

static Catalogue *catalogue;

static Facts *facts_of(const Refusal *refusal)
{
    Facts *facts = facts_new(KIND_FAILURE);
    facts->action = ACTION_FAILED;
    facts->speaker = SPEAKER_OTHER_SIDE;
    fact_set(&facts->reply_code, refusal->reply_code, 90);
    fact_set(&facts->enhanced_status, refusal->status, 90);
    fact_set(&facts->diagnostic, refusal->diagnostic, 90);
    fact_set(&facts->remote_mta_name, refusal->remote, 90);
    fact_set(&facts->reporting_mta, refusal->reporting, 90);
    g_free(facts->text);
    facts->text = g_strdup(refusal->diagnostic);
    return facts;
}

/* The best cause, lent by the catalogue; NULL: none. */
static const Cause *cause_of(const Refusal *refusal)
{
    g_autoptr(Facts) facts = facts_of(refusal);
    g_autoptr(GPtrArray) candidates = identify(catalogue, facts, NULL);
    return candidates->len > 0 ? ((Candidate *)g_ptr_array_index(candidates, 0))->cause : NULL;
}

static void assert_cause(const char *id, Refusal refusal)
{
    const Cause *cause = cause_of(&refusal);
    g_test_message("%s", refusal.diagnostic);
    g_assert_cmpstr(cause ? cause->id : NULL, ==, id);
}

static void assert_reason(const char *reason, Refusal refusal)
{
    const Cause *cause = cause_of(&refusal);
    g_test_message("%s: %s", refusal.diagnostic, cause ? cause->id : "none");
    g_assert_cmpstr(cause ? cause->reason : NULL, ==, reason);
}

static gboolean has_check(const Cause *cause, const char *check, const char *subject,
                          gboolean confirming)
{
    for (unsigned i = 0; i < cause->checks_count; i++) {
        const CauseCheck *own = &cause->checks[i];
        if (g_str_equal(own->check, check) && g_str_equal(own->subject, subject) &&
            (!confirming || own->confirms_count > 0))
            return TRUE;
    }
    return FALSE;
}

static void test_access_denied_is_an_unknown_user(void)
{
    assert_cause("microsoft-no-such-recipient",
                 (Refusal){"550", "5.4.1",
                           "550 5.4.1 Recipient address rejected: Access denied. "
                           "[AM0EUR02FT001.eop-EUR02.prod.protection.outlook.com]",
                           "example-net.mail.protection.outlook.com", NULL});
    assert_reason("norelaying",
                  (Refusal){"554", "5.4.1", "554 5.4.1 <a@example.net>: Relay access denied",
                            "mx.example.net", NULL});
}

static void test_ipv6_guidelines_are_reverse_dns(void)
{
    assert_cause(
        "google-reverse-dns",
        (Refusal){"550", "5.7.1",
                  "550-5.7.1 [2001:db8::9] Our system has detected that this message does not meet "
                  "IPv6 sending guidelines regarding PTR records and authentication. gsmtp",
                  "gmail-smtp-in.l.google.com", NULL});
    assert_cause(
        "google-unsolicited",
        (Refusal){"550", "5.7.1",
                  "550-5.7.1 [203.0.113.9] Our system has detected that this message is likely "
                  "unsolicited mail. gsmtp",
                  "gmail-smtp-in.l.google.com", NULL});
}

static void test_named_list_is_the_one_to_ask(void)
{
    Refusal refusal = {"554", "5.7.1",
                       "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using "
                       "bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?203.0.113.9",
                       "mx.example.net", NULL};
    const Cause *cause = cause_of(&refusal);
    g_assert_cmpstr(cause->id, ==, "spamcop-ip");
    g_assert_cmpuint(cause->checks[0].lists_count, ==, 1);
    g_assert_cmpstr(cause->checks[0].lists[0], ==, "bl.spamcop.net");
    g_assert_cmpint(cause->clean, ==, CLEAN_PROVES_NOTHING);
}

/* Private lists: a clean public one must never rule them out, and a listing there is no proof. */
static void test_private_lists_cannot_be_confirmed(void)
{
    static const Refusal private_lists[] = {
        {"421", "4.7.0", "421 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred",
         "mta5.am0.yahoodns.net", NULL},
        {"550", "5.7.1", "550 5.7.1 part of their network is on our block list (S3150).",
         "eur.olc.protection.outlook.com", NULL},
        {"554", "5.7.1", "554 5.7.1 [CS01] Message rejected due to local policy.",
         "mx01.mail.icloud.com", NULL},
        {"554", NULL, "554 IP=203.0.113.9 - None/bad reputation. (NOWL)", "mx00.t-online.de", NULL},
        {"554", NULL,
         "554 [203.0.113.9] is listed on Cloudmark CSI-Global. csi.cloudmark.com/en/reset",
         "mx.example.net", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(private_lists); i++) {
        const Cause *cause = cause_of(&private_lists[i]);
        g_test_message("%s: %s", private_lists[i].diagnostic, cause ? cause->id : "none");
        g_assert_nonnull(cause);
        g_assert_cmpint(cause->clean, ==, CLEAN_PROVES_NOTHING);
        g_assert_false(has_check(cause, "dnsbl", "source-ip", TRUE));
        g_assert_nonnull(cause->en->unproven);
        g_assert_nonnull(cause->zh_CN->unproven);
    }
    Refusal comcast = {"554", NULL, "554 203.0.113.9 blocked, BL000000", "mx1.comcast.net", NULL};
    g_assert_cmpint(cause_of(&comcast)->clean, ==, CLEAN_PROVES_NOTHING);
}

/* What is tested is the IP of the bounce: no cause may ask block lists about a domain's web or mail
 * IP. */
static void test_ip_checks_ask_the_sending_ip(void)
{
    for (guint i = 0; i < catalogue_size(catalogue); i++) {
        const Cause *cause = catalogue_at(catalogue, i);
        for (unsigned j = 0; j < cause->checks_count; j++)
            if (g_str_equal(cause->checks[j].check, "ptr"))
                g_assert_cmpstr(cause->checks[j].subject, ==, "source-ip");
    }
}

static void test_sender_rejected_means_what_follows(void)
{
    assert_cause("sender-address-malformed",
                 (Refusal){"550", NULL, "550 \"me\" sender rejected", "mx.example.net", NULL});
    assert_cause("cloudmark-sender-refused",
                 (Refusal){"550", NULL, "550 x1 - <me@example.org> sender rejected AUP#CDRBL",
                           "smtp.a.cloudfilter.net", NULL});
    assert_reason(
        "ratelimited",
        (Refusal){
            "452", NULL,
            "452 me@example.org sender rejected. Too many messages for this connection - ERR034",
            "mx.example.net", NULL});
}

static void test_whose_quota(void)
{
    assert_reason("mailboxfull",
                  (Refusal){"552", "5.2.2", "552 5.2.2 Over quota", "mx.example.net", NULL});
    assert_reason("mailboxfull",
                  (Refusal){"554", "5.2.2", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception",
                            "x.prod.outlook.com", NULL});
    assert_cause("microsoft-limits",
                 (Refusal){"550", "5.2.2", "550 5.2.2 Submission quota exceeded",
                           "x.prod.outlook.com", NULL});
    assert_cause("google-sending-limit",
                 (Refusal){"550", "5.4.5", "550-5.4.5 Daily user sending limit exceeded. gsmtp",
                           "smtp.gmail.com", NULL});
    assert_reason("systemfull", (Refusal){"452", "4.3.1", "452 4.3.1 Insufficient system storage",
                                          "mx.example.net", NULL});
}

static void test_repeated_codes_of_a_multiline_reply(void)
{
    assert_cause("google-dmarc-policy",
                 (Refusal){"550", "5.7.26",
                           "550-5.7.26 Unauthenticated email from example.org is not\n"
                           "550-5.7.26 accepted due to domain's DMARC\n550 5.7.26 policy. gsmtp",
                           "gmail-smtp-in.l.google.com", NULL});
}

/* Gmail's notice about a refusal by Yahoo names both; the remote host speaks. */
static void test_remote_host_speaks(void)
{
    assert_cause("yahoo-deferred",
                 (Refusal){"421", "4.7.0",
                           "421 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred",
                           "mta7.am0.yahoodns.net", "dns; googlemail.com"});
    Refusal generic = {"550", "5.7.26", "550 5.7.26 refused", "mx.example.net",
                       "dns; googlemail.com"};
    g_assert_false(g_str_has_prefix(cause_of(&generic)->id, "google"));
}

static void test_no_failures_are_told_apart(void)
{
    static const struct {
        InputKind kind;
        const char *id;
    } kinds[] = {
        {KIND_DELAY, "delay-notice"},         {KIND_DELIVERED, "delivered-notice"},
        {KIND_AUTO_REPLY, "automatic-reply"}, {KIND_REPORT, "feedback-report"},
        {KIND_BACKSCATTER, "backscatter"},    {KIND_PHISHING, "phishing-as-bounce"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(Facts) facts = facts_new(kinds[i].kind);
        g_autoptr(GPtrArray) candidates = identify(catalogue, facts, NULL);
        g_assert_cmpuint(candidates->len, >, 0);
        g_assert_cmpstr(((Candidate *)g_ptr_array_index(candidates, 0))->cause->id, ==,
                        kinds[i].id);
    }
}

/* A recipient's own list: nobody must be sent to a public block list for it. */
static void test_personal_lists(void)
{
    static const Refusal personal[] = {
        {"550", NULL, "550 Envelope blocked - User Entry - https://community.mimecast.com",
         "eu.mimecast.com", NULL},
        {"550", NULL, "550 Mail is rejected by recipients", "mx3.qq.com", NULL},
        {"550", "5.7.1", "550 5.7.1 Your message was rejected by this user", "mx.example.net",
         NULL},
        {"550", NULL, "550 \"you@example.net\" recipient rejected GL/BL", "mx.example.net", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(personal); i++) {
        const Cause *cause = cause_of(&personal[i]);
        g_test_message("%s: %s", personal[i].diagnostic, cause ? cause->id : "none");
        g_assert_nonnull(cause);
        g_assert_cmpstr(cause->category, ==, "recipient");
        g_assert_false(has_check(cause, "dnsbl", "source-ip", FALSE));
    }
}

static void test_refused_list_query_is_the_recipients_fault(void)
{
    static const char *const texts[] = {
        "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; "
        "Error: open "
        "resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53/",
        "550 203.0.113.9 rejected, see https://www.spamhaus.org/returnc/vol/",
        "554 5.7.1 blocked using multi.uribl.com, http://uribl.com/refused.shtml",
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        Refusal refusal = {"554", "5.7.1", texts[i], "mx.example.net", NULL};
        assert_cause("list-query-refused", refusal);
        g_assert_cmpstr(cause_of(&refusal)->acts, ==, "recipient-host");
    }
}

/* A published record is not this message's result: a clean DMARC or DKIM record rules nothing out.
 */
static void test_records_do_not_rule_out_authentication(void)
{
    static const Refusal refusals[] = {
        {"550", "5.7.26",
         "550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC "
         "policy. gsmtp",
         "gmail-smtp-in.l.google.com", NULL},
        {"550", "5.7.1", "550 5.7.1 rejected per DMARC policy", "mx.example.net", NULL},
        {"554", NULL, "554 DKIM signature verification failed", "mx.example.net", NULL},
        {"550", "5.7.515",
         "550 5.7.515 Access denied, sending domain example.org doesn't meet the required "
         "authentication level.",
         "x.prod.outlook.com", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        const Cause *cause = cause_of(&refusals[i]);
        g_assert_cmpstr(cause->reason, ==, "authfailure");
        g_assert_cmpint(cause->clean, ==, CLEAN_PROVES_NOTHING);
    }
}

/* That a key exists is the DKIM check's to say (it demands p=); the cause must ask it and nothing
 * else. */
static void test_dkim_is_confirmed_by_the_key_only(void)
{
    Refusal refusal = {"554", NULL, "554 DKIM signature verification failed", "mx.example.net",
                       NULL};
    const Cause *cause = cause_of(&refusal);
    g_assert_true(has_check(cause, "dkim", "dkim", TRUE));
    for (unsigned i = 0; i < cause->checks_count; i++)
        for (unsigned j = 0; j < cause->checks[i].confirms_count; j++)
            g_assert_cmpstr(cause->checks[i].confirms[j], !=, "dkim.ok");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    catalogue = catalogue_new();
    g_test_add_func("/traps/1-access-denied", test_access_denied_is_an_unknown_user);
    g_test_add_func("/traps/1-ipv6-guidelines", test_ipv6_guidelines_are_reverse_dns);
    g_test_add_func("/traps/2-named-list", test_named_list_is_the_one_to_ask);
    g_test_add_func("/traps/3-private-lists", test_private_lists_cannot_be_confirmed);
    g_test_add_func("/traps/4-sending-ip", test_ip_checks_ask_the_sending_ip);
    g_test_add_func("/traps/5-sender-rejected", test_sender_rejected_means_what_follows);
    g_test_add_func("/traps/6-whose-quota", test_whose_quota);
    g_test_add_func("/traps/7-multiline", test_repeated_codes_of_a_multiline_reply);
    g_test_add_func("/traps/8-who-speaks", test_remote_host_speaks);
    g_test_add_func("/traps/9-no-failure", test_no_failures_are_told_apart);
    g_test_add_func("/traps/10-personal-lists", test_personal_lists);
    g_test_add_func("/traps/11-refused-query", test_refused_list_query_is_the_recipients_fault);
    g_test_add_func("/traps/12-record-is-not-result", test_records_do_not_rule_out_authentication);
    g_test_add_func("/traps/13-dkim-key", test_dkim_is_confirmed_by_the_key_only);
    int result = g_test_run();
    catalogue_free(catalogue);
    return result;
}
