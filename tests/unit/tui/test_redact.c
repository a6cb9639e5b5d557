/* Redaction: nothing personal survives, in any format; the same thing has one pseudonym everywhere.
 */
#include <jansson.h>
#include <locale.h>
#include <string.h>

#include "tui/base/document.h"
#include "tui/report/redact.h"
#include "tui/report/report.h"

static const char bounce[] =
    "From: Jo Ann Smith <jo.smith@example.org>\r\n"
    "To: \"Robert, Bob\" <bob+shop@example.net>,\r\n\tAlice <alice@example.net> (Alice Liddell)\r\n"
    "> Subject: Divorce papers of\r\n> \tthe Smiths\r\n"
    "Message-ID: <CAF-xyz.123@mail.example.org>\r\n"
    "References: <first-letter@example.org>\r\n <CAF-xyz.123@mail.example.org>\r\n"
    "X-Originating-IP: [198.51.100.77]\r\n"
    "Return-Path: <bounces+alice=example.net@lists.example>\r\n"
    "\r\n"
    "to=<bob@example.net>, orig_to=alice@example.net: user alice unknown, \xe5\x8f\x91\xe5\xbe\x80"
    "jo.smith@example.org\xe5\xa4\xb1\xe8\xb4\xa5\r\n"
    "see https://example.net/unsubscribe?who=alice%40example.net and alice=40example.net\r\n"
    "=?UTF-8?Q?jo=2Esmith?= wrote; a soft line break in ali=\r\nce@example.net here\r\n"
    /* base64 of "A secret for alice@example.net and jo.smith@example.org, in private.\n" */
    "QSBzZWNyZXQgZm9yIGFsaWNlQGV4YW1wbGUubmV0IGFuZCBqby5zbWl0aEBleGFtcGxlLm9yZywg\r\n"
    "aW4gcHJpdmF0ZS4K\r\n";

static const char *const personal[] = {"smith",   "Smith",        "alice",   "Alice",
                                       "bob",     "Robert",       "Liddell", "Divorce",
                                       "CAF-xyz", "first-letter", "Jo Ann",  "IGFsaWNlQGV4"};

static json_t *document(void)
{
    g_autofree char *base64 = g_base64_encode((const guchar *)bounce, strlen(bounce));
    json_t *made = json_pack(
        "{s:i,s:{s:s,s:s},s:{s:s,s:s,s:s,s:s,s:s},s:{s:s,s:s,s:s,s:s,s:s,s:[{s:s,s:i,s:i}]},s:s,s:["
        "{s:s,s:s,s:s,s:s,s:[{s:s,s:s}]}],s:s}",
        "whybounce", 1, "input", "base64", base64, "text", bounce, "facts", "recipient",
        "alice@example.net", "sender", "Jo.Smith@example.org", "subject",
        "Divorce papers of the Smiths", "diagnostic",
        "550 5.1.1 no such user alice (Divorce papers of the Smiths)", "source_ip", "198.51.100.77",
        "cause", "id", "user-unknown", "title", "No such user", "what",
        "There is no alice@example.net.", "reply", "Your mail to alice@example.net came back.",
        "note", "no such user alice", "matched", "text", "no such user alice", "start", 3, "end",
        20, "verdict", "confirmed", "findings", "check", "ptr", "id", "ptr.missing", "effect",
        "confirms", "text", "198.51.100.77 (of alice@example.net) has no name", "evidence",
        "question", "77.100.51.198.in-addr.arpa PTR", "answer", "NXDOMAIN", "acts", "sender");
    g_assert_nonnull(made);
    return made;
}

static void assert_clean(const char *what, const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(personal); i++)
        if (strstr(text, personal[i]) != NULL)
            g_error("\"%s\" survives in %s:\n%s", personal[i], what, text);
}

/* The words of every format, and what a reader gets out of the base64 in JSON. */
static void test_nothing_survives(void)
{
    json_auto_t *whole = document();
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ALL);
    json_auto_t *clean = redaction_document(redaction, whole);
    for (const char *const *format = report_formats(); *format != NULL; format++) {
        g_autofree char *report = report_render(*format, clean, LANGUAGE_ENGLISH);
        assert_clean(*format, report);
        g_assert_null(strstr(report, "198.51.100.77"));
        g_assert_null(strstr(report, "77.100.51.198"));
    }
    gsize length;
    g_autofree char *mail = (char *)g_base64_decode(document_text(clean, "input.base64"), &length);
    g_autofree char *text = g_strndup(mail, length);
    assert_clean("the bounce itself", text);
    g_assert_nonnull(strstr(text, "X-Originating-IP: [192.0.2.1]"));
}

static void test_stable(void)
{
    json_auto_t *whole = document();
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ADDRESSES);
    json_auto_t *clean = redaction_document(redaction, whole),
                *again = redaction_document(redaction, whole);
    g_assert_true(json_equal(clean, again));
    g_autofree char *recipient = g_strdup(document_text(clean, "facts.recipient"));
    g_assert_true(g_str_has_prefix(recipient, "user"));
    g_assert_true(g_str_has_suffix(recipient, "@example.net"));
    g_autofree char *what = g_strdup_printf("There is no %s.", recipient);
    g_assert_cmpstr(document_text(clean, "cause.what"), ==, what);
    g_autofree char *bare = g_strndup(recipient, strcspn(recipient, "@"));
    g_autofree char *note = g_strdup_printf("no such user %s", bare);
    g_assert_cmpstr(document_text(clean, "cause.note"), ==, note);
    g_autofree char *copied = redaction_text(redaction, "Dear alice@example.net,");
    g_autofree char *dear = g_strdup_printf("Dear %s,", recipient);
    g_assert_cmpstr(copied, ==, dear);
    g_assert_cmpstr(document_text(clean, "facts.source_ip"), ==, "198.51.100.77");
    g_assert_null(document_get(document_at(clean, "cause.matched", 0), "start"));
    g_assert_cmpstr(document_text(clean, "cause.id"), ==, "user-unknown");
}

static void test_list(void)
{
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ADDRESSES);
    json_auto_t *one = json_pack("{s:{s:s,s:s}}", "facts", "recipient", "alice@example.net",
                                 "subject", "A secret");
    redaction_learn(redaction, one);
    const GPtrArray *list = redaction_list(redaction);
    g_assert_cmpuint(list->len, ==, 2);
    const Replacement *subject = list->pdata[0], *address = list->pdata[1];
    g_assert_cmpstr(subject->original, ==, "A secret");
    g_assert_cmpstr(subject->pseudonym, ==, "(subject 1)");
    g_assert_cmpstr(address->original, ==, "alice@example.net");
    g_assert_cmpstr(address->pseudonym, ==, "user1@example.net");
}

/* Offices and hosts are no persons; with nothing to replace nothing changes. */
static void test_left_alone(void)
{
    static const char text[] = "postmaster of bob.example.org (mail server), 550 5.1.1 no user";
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ADDRESSES);
    g_autoptr(Redaction) none = redaction_new(REDACT_NONE);
    json_auto_t *people =
        json_pack("[s,s,s]", "bob@example.org", "postmaster@example.org", "mail@example.org");
    redaction_learn(redaction, people);
    g_autofree char *same = redaction_text(redaction, text), *whole = redaction_text(none, bounce);
    g_assert_cmpstr(same, ==, text);
    g_assert_cmpstr(whole, ==, bounce);
}

/* Secrets in all the places where they were once seen to come through. */
static const char letter[] =
    "From: \"Mail Delivery System\" <MAILER-DAEMON@mx.example.net>\n"
    "To: Kim Wool <kim.wool@example.org>\n"
    "Message-ID: <2026SECRETID77@mx.example.net>\n\n"
    "Dear Kim,\n"
    "message-id=2026SECRETID77, see https://support.google.com/mail/?p=NoSuchUser\n"
    "> Subject: Quarterly layoffs plan > From: Robert Zed <robz@example.org> > Date: x\n"
    "> {\"unsubscribe\":\"https:\\/\\/lists.example\\/unsub\\/tok555\\/secret-list\"}\n"
    "In-Reply-To: <BAREID5567>\n"
    "a report on layoffs: Quarterly layoffs plan, by Robert Zed, BAREID5567\n\n"
    "Best regards,\nRobert Zed\n";

static void test_hidden_places(void)
{
    static const char *const secrets[] = {"kim", "wool",   "secretid", "layoffs", "robz",
                                          "zed", "tok555", "Robert",   "BAREID",  "secret-list"};
    json_auto_t *whole = json_pack(
        "{s:s, s:{s:[s], s:s}, s:s}", "text", letter, "facts", "urls",
        "https://lists.example/u/tok555/secret-list?x=1", "diagnostic",
        "550 see https://lists.example/u/tok555/secret-list?x=1", "note",
        "It said: 550 see https://lists.example/u/tok555/secret-list?x=1. By Robert Zed.");
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ADDRESSES);
    json_auto_t *clean = redaction_document(redaction, whole);
    g_autofree char *text = json_dumps(clean, JSON_COMPACT);
    g_autofree char *lower = g_ascii_strdown(text, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++) {
        g_autofree char *secret = g_ascii_strdown(secrets[i], -1);
        char *again = strstr(lower, secret);
        /* "a report on layoffs" is a word of the letter, not its subject. */
        if (again != NULL && g_str_equal(secret, "layoffs"))
            again = strstr(again + 1, secret);
        if (again != NULL)
            g_error("\"%s\" survives: %s", secret, text);
    }
    g_assert_nonnull(strstr(text, "support.google.com/mail/?p=NoSuchUser"));
    g_assert_nonnull(strstr(text, "Best regards"));
}

/* A server with its port is nobody's address, nor is a machine's name a person's. */
static void test_no_persons(void)
{
    static const char text[] = "127.0.0.1@42668 [::1]@53 \"Mail Delivery System\" <a@b.example>";
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ADDRESSES);
    json_auto_t *document = json_pack("[s]", text);
    json_auto_t *clean = redaction_document(redaction, document);
    g_assert_cmpstr(json_string_value(json_array_get(clean, 0)), ==,
                    "127.0.0.1@42668 [::1]@53 \"Mail Delivery System\" <user1@b.example>");
}

/* Any bytes that JSON can hold. */
static void test_hostile(void)
{
    g_autoptr(Redaction) redaction = redaction_new(REDACT_ALL);
    GString *long_local = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(long_local, "a@=?((\"<");
    json_auto_t *strange = json_pack("[s,s,s,s,{s:s,s:i}]", "@@", "\"@x", "a@[", long_local->str,
                                     "base64", "%%%", "start", 1);
    json_auto_t *clean = redaction_document(redaction, strange);
    g_assert_cmpuint(json_array_size(clean), ==, 5);
    g_string_free(long_local, TRUE);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_setenv("LANGUAGE", "en", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/redact/nothing-survives", test_nothing_survives);
    g_test_add_func("/redact/stable", test_stable);
    g_test_add_func("/redact/list", test_list);
    g_test_add_func("/redact/left-alone", test_left_alone);
    g_test_add_func("/redact/hidden-places", test_hidden_places);
    g_test_add_func("/redact/no-persons", test_no_persons);
    g_test_add_func("/redact/hostile", test_hostile);
    return g_test_run();
}
