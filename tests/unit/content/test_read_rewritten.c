/* Addresses that a mail system made of others. */
#include "content/reader/read_rewritten.h"

#include "content/reader/read.h"

typedef struct {
    const char *address;
    AddressForm form;
    const char *original, *forwarder;
} Example;

static const Example examples[] = {
    {"kim@example.net", ADDRESS_PLAIN, NULL, NULL},
    {"SRS0=Ab+/=XY=example.org=kim@forward.example", ADDRESS_SRS, "kim@example.org",
     "forward.example"},
    {"srs0+ab1c=xy=example.org=kim=lee@forward.example", ADDRESS_SRS, "kim=lee@example.org",
     "forward.example"},
    {"SRS1=9a=first.example==Ab1c=XY=example.org=kim@second.example", ADDRESS_SRS,
     "kim@example.org", "first.example"},
    {"SRS1=9a=first.example=-Ab1c=XY=example.org=kim@second.example", ADDRESS_SRS,
     "kim@example.org", "first.example"},
    {"box+SRS=4aldt=IX=example.org=kim@house.example", ADDRESS_SRS, "kim@example.org",
     "house.example"},
    {"SRS0=ab1c=xy=example.org@forward.example", ADDRESS_PLAIN, NULL, NULL},
    {"SRS0=ab1c=xyz=example.org=kim@forward.example", ADDRESS_PLAIN, NULL, NULL},
    {"SRS0=@forward.example", ADDRESS_PLAIN, NULL, NULL},
    {"SRS0@forward.example", ADDRESS_PLAIN, NULL, NULL},
    {"SRS1=a@forward.example", ADDRESS_PLAIN, NULL, NULL},
    {"prvs=1234abcdef=kim@example.org", ADDRESS_BATV, "kim@example.org", NULL},
    {"prvs=kim/1234abcdef@example.org", ADDRESS_BATV, "kim@example.org", NULL},
    {"btv1==0123abcd4==kim@example.org", ADDRESS_BATV, "kim@example.org", NULL},
    {"prvs=kim@example.org", ADDRESS_PLAIN, NULL, NULL},
    {"prvs=1234abcdef=@example.org", ADDRESS_PLAIN, NULL, NULL},
    {"news-return-7-kim=example.net@lists.example", ADDRESS_VERP, "kim@example.net", NULL},
    {"news-bounces+mary-ann=example.net@lists.example", ADDRESS_VERP, "mary-ann@example.net", NULL},
    {"bounces+4711-1f-kim=example.net@mail.example", ADDRESS_VERP, "kim@example.net", NULL},
    {"a=b@example.net", ADDRESS_PLAIN, NULL, NULL},
    {"a-b=c@example.net", ADDRESS_PLAIN, NULL, NULL},
    {"kim+caf_=lee=example.net@gmail.com", ADDRESS_FORWARDING, "kim@gmail.com", "gmail.com"},
    {"IMCEASMTP-lee+40example+2Enet@house.example", ADDRESS_ENCAPSULATED, "lee@example.net", NULL},
    {"IMCEAEX-_O=HOUSE_OU=FIRST+20GROUP_CN=RECIPIENTS_CN=KIM@house.example", ADDRESS_ENCAPSULATED,
     "/O=HOUSE/OU=FIRST GROUP/CN=RECIPIENTS/CN=KIM", NULL},
    {"IMCEAEX-a+0ab+zz+@house.example", ADDRESS_ENCAPSULATED, "a+0ab+zz+", NULL},
    {"imcea-a@house.example", ADDRESS_PLAIN, NULL, NULL},
    {"IMCEAEX-@house.example", ADDRESS_PLAIN, NULL, NULL},
    {"@", ADDRESS_PLAIN, NULL, NULL},
    {"", ADDRESS_PLAIN, NULL, NULL},
};

static void each_form_is_taken_apart(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(examples); i++) {
        g_autofree char *original = NULL, *forwarder = NULL;
        g_test_message("%s", examples[i].address);
        g_assert_cmpint(address_form(examples[i].address, &original, &forwarder), ==,
                        examples[i].form);
        g_assert_cmpstr(original, ==, examples[i].original);
        g_assert_cmpstr(forwarder, ==, examples[i].forwarder);
    }
    g_assert_cmpint(address_form(NULL, NULL, NULL), ==, ADDRESS_PLAIN);
    g_assert_cmpint(address_form("prvs=1234abcdef=kim@example.org", NULL, NULL), ==, ADDRESS_BATV);
}

/* A report on one recipient, the message in it with this envelope and this To:. */
static Facts *facts_of(const char *recipients, const char *envelope, const char *to)
{
    g_autofree char *text = g_strdup_printf(
        "From: MAILER-DAEMON@out.example.org\nTo: <%s>\nSubject: Undeliverable\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "
        "boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; out.example.org\n\n%sAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b\nContent-Type: message/rfc822\n\n"
        "Return-Path: <%s>\nFrom: me@example.org\nTo: %s\nSubject: plans\n\nWords.\n--b--\n",
        envelope, recipients, envelope, to);
    g_autoptr(GBytes) input = g_bytes_new(text, strlen(text));
    g_autoptr(GPtrArray) messages = read_input(input);
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 1);
    return facts_copy(message->cases->pdata[0]);
}

#define FINAL "Final-Recipient: rfc822; lee@example.net\n"

static void recipients_that_differ_are_a_forwarding(void)
{
    g_autoptr(Facts) other =
        facts_of("Original-Recipient: rfc822; kim@example.com\n" FINAL, "me@example.org", "x");
    g_assert_true(other->forwarded);
    g_autoptr(Facts) host = facts_of("Original-Recipient: rfc822; lee+news@mx.example.net\n" FINAL,
                                     "me@example.org", "x");
    g_assert_false(host->forwarded);
    g_autoptr(Facts) plain = facts_of(FINAL, "me@example.org", "kim@example.com");
    g_assert_false(plain->forwarded);
    g_assert_cmpuint(plain->rewritten->len, ==, 0);
}

static void an_srs_envelope_is_a_forwarding(void)
{
    g_autoptr(Facts) facts =
        facts_of(FINAL, "SRS0=Ab1c=XY=example.org=me@example.com", "kim@example.com");
    g_assert_true(facts->forwarded);
    g_assert_cmpstr(facts->original_recipient.text, ==, "kim@example.com");
    g_assert_cmpuint(facts->rewritten->len, ==, 1);
    const RewrittenAddress *sender = facts->rewritten->pdata[0];
    g_assert_cmpstr(sender->fact, ==, "sender");
    g_assert_cmpstr(sender->original.text, ==, "me@example.org");
    g_assert_cmpstr(sender->forwarder, ==, "example.com");
    g_assert_cmpuint(sender->original.end - sender->original.start, ==,
                     strlen("SRS0=Ab1c=XY=example.org=me@example.com"));
    g_autoptr(Facts) elsewhere =
        facts_of(FINAL, "SRS0=Ab1c=XY=example.org=me@example.com", "kim@example.org");
    g_assert_true(elsewhere->forwarded);
    g_assert_null(elsewhere->original_recipient.text);
}

static void an_envelope_with_the_recipient_tells_whom_it_was_written_to(void)
{
    g_autoptr(Facts) gmail = facts_of(FINAL, "kim+caf_=lee=example.net@gmail.com", "list");
    g_assert_true(gmail->forwarded);
    g_assert_cmpstr(gmail->original_recipient.text, ==, "kim@gmail.com");
    g_autoptr(Facts) list =
        facts_of(FINAL, "news-return-7-kim=example.com@lists.example", "news@lists.example");
    g_assert_true(list->forwarded);
    g_assert_cmpstr(list->original_recipient.text, ==, "kim@example.com");
    g_autoptr(Facts) same =
        facts_of("Final-Recipient: rfc822; mary-lee@example.net\n",
                 "news-return-7-mary-lee=example.net@lists.example", "news@lists.example");
    g_assert_false(same->forwarded);
    g_assert_null(same->original_recipient.text);
}

static void a_tag_against_forged_bounces_is_no_forwarding(void)
{
    g_autoptr(Facts) facts = facts_of(FINAL, "prvs=1234abcdef=me@example.org", "kim@example.com");
    g_assert_false(facts->forwarded);
    g_assert_cmpuint(facts->rewritten->len, ==, 1);
    g_autoptr(Facts) wrapped =
        facts_of("Final-Recipient: rfc822; IMCEASMTP-lee+40example+2Enet@house.example\n",
                 "me@example.org", "x");
    g_assert_cmpuint(wrapped->rewritten->len, ==, 1);
    const RewrittenAddress *recipient = wrapped->rewritten->pdata[0];
    g_assert_cmpstr(recipient->fact, ==, "recipient");
    g_assert_cmpstr(recipient->original.text, ==, "lee@example.net");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    g_test_add_func("/rewritten/forms", each_form_is_taken_apart);
    g_test_add_func("/rewritten/recipients", recipients_that_differ_are_a_forwarding);
    g_test_add_func("/rewritten/srs", an_srs_envelope_is_a_forwarding);
    g_test_add_func("/rewritten/envelope",
                    an_envelope_with_the_recipient_tells_whom_it_was_written_to);
    g_test_add_func("/rewritten/tag", a_tag_against_forged_bounces_is_no_forwarding);
    return g_test_run();
}
