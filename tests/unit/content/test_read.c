/* Whole inputs, as people paste and pipe them. */
#include "tests/unit/content/read_expect.h"

#define HEAD                                                                                       \
    "From: MAILER-DAEMON@out.example.org\nTo: me@example.org\nSubject: Undeliverable: plans\n"
#define REPORT                                                                                     \
    "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "             \
    "boundary=b\n\n"
#define STATUS                                                                                     \
    "Reporting-MTA: dns; out.example.org\n\nFinal-Recipient: rfc822; kim@example.net\n"            \
    "Action: failed\nStatus: 5.2.2\nRemote-MTA: dns; mx.example.net\n"                             \
    "Diagnostic-Code: smtp; 552 5.2.2 the box of this person is full\n"
#define RETURNED                                                                                   \
    "Return-Path: <me@example.org>\n"                                                              \
    "Received: from home.example.org (home.example.org [203.0.113.9]) by out.example.org with "    \
    "ESMTP; Fri, 20 Nov 2026 08:00:00 +0000\n"                                                     \
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; h=from; bh=AAAA; b=BBBB\n"            \
    "From: Me <me@example.org>\nTo: kim@example.net\nSubject: plans\n"                             \
    "Message-ID: <1@example.org>\n\nSee https://example.com/plans today.\n"
#define DSN                                                                                        \
    HEAD REPORT "--b\nContent-Type: text/plain\n\nThe mail below came back.\n\n"                   \
                "--b\nContent-Type: message/delivery-status\n\n" STATUS                            \
                "\n--b\nContent-Type: message/rfc822\n\n" RETURNED "\n--b--\n"

static const Expected inputs[] = {
    {.name = "DSN",
     .input = DSN,
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "552",
     .status = "5.2.2",
     .host = "mx.example.net",
     .source_ip = "203.0.113.9",
     .action = ACTION_FAILED},
    {.name = "DSN without its header",
     .input = "--b\nContent-Type: text/plain\n\nThe mail below came back.\n\n"
              "--b\nContent-Type: message/delivery-status\n\n" STATUS
              "\n--b\nContent-Type: message/rfc822\n\n" RETURNED "\n--b--\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "552",
     .status = "5.2.2"},
    {.name = "status fields pasted as text",
     .input = "This is what I got:\n\n" STATUS,
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "552",
     .status = "5.2.2",
     .host = "mx.example.net"},
    {.name = "Postfix",
     .input = HEAD "\nThis is the mail system at host out.example.org.\n\n"
                   "I'm sorry to have to inform you that your message could not\n"
                   "be delivered to one or more recipients.\n\n"
                   "<kim@example.net>: host mx.example.net[192.0.2.25] said: 550 5.7.1 go\n"
                   "    away (in reply to RCPT TO command)\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.7.1",
     .host = "mx.example.net",
     .ip = "192.0.2.25"},
    {.name = "Exim",
     .input = HEAD "X-Failed-Recipients: kim@example.net\n\n"
                   "A message that you sent could not be delivered to one or more of its\n"
                   "recipients. This is a permanent error. The following address(es) failed:\n\n"
                   "  kim@example.net\n"
                   "    host mx.example.net [192.0.2.25]\n"
                   "    SMTP error from remote mail server after RCPT TO:<kim@example.net>:\n"
                   "    550 5.1.1 nobody of that name\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1",
     .host = "mx.example.net",
     .ip = "192.0.2.25"},
    {.name = "Sendmail",
     .input = HEAD "\n   ----- The following addresses had permanent fatal errors -----\n"
                   "<kim@example.net>\n    (reason: 553 5.3.0 not from you)\n\n"
                   "   ----- Transcript of session follows -----\n"
                   "... while talking to mx.example.net.:\n>>> DATA\n<<< 553 5.3.0 not from you\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "553",
     .status = "5.3.0",
     .host = "mx.example.net"},
    {.name = "qmail",
     .input = HEAD "\nHi. This is the qmail-send program at out.example.org.\n"
                   "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
                   "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
                   "<kim@example.net>:\n192.0.2.25 does not like recipient.\n"
                   "Remote host said: 550 5.1.1 no such box\nGiving up on 192.0.2.25.\n\n"
                   "--- Below this line is a copy of the message.\n\n" RETURNED,
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "550",
     .status = "5.1.1",
     .ip = "192.0.2.25"},
    {.name = "Exchange",
     .input = HEAD "\nDelivery has failed to these recipients or groups:\n\n"
                   "kim@example.net (kim@example.net)\nThe address wasn't found.\n\n"
                   "Diagnostic information for administrators:\n\n"
                   "Generating server: ex.example.org\n\nkim@example.net\n"
                   "mx.example.net\nRemote Server returned '550 5.1.10 nobody by that address'\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.10"},
    {.name = "Gmail",
     .input =
         HEAD "\nAddress not found\n\nYour message wasn't delivered to kim@example.net because "
              "the address couldn't be found, or is unable to receive mail.\n\n"
              "The response from the remote server was:\n\n550 5.1.1 no account\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
    {.name = "quoted-printable",
     .input = HEAD "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                   "Content-Transfer-Encoding: quoted-printable\n\n"
                   "Your message could not be delivered to:\n\n<kim=40example.net>: 550 5.1.=\n"
                   "1 unbekannt=C3=BC\n",
     .kind = KIND_FAILURE,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
    {.name = "HTML only",
     .input = HEAD
     "MIME-Version: 1.0\nContent-Type: text/html\n\n<html><head><style>p{a:b}</style>"
     "</head><body><p>Your message could not be delivered to:</p>"
     "<p><b>&lt;kim@example.net&gt;</b>: 550 5.1.1 no&nbsp;such person</p></body></html>\n",
     .kind = KIND_FAILURE,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
    {.name = "forwarded",
     .input = "From: boss@example.org\nTo: help@example.org\nSubject: Fwd: Undeliverable\n\n"
              "What is this?\n\n---------- Forwarded message ---------\n"
              "From: Mail Delivery System <MAILER-DAEMON@out.example.org>\nTo: <boss@example.org>\n"
              "Subject: Undelivered Mail Returned to Sender\n\n"
              "<kim@example.net>: host mx.example.net[192.0.2.25] said: 550 5.1.1 no such person\n",
     .kind = KIND_FAILURE,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
};

/* Under UBSan: GMime gives no bytes at all for a part without any. */
/* Places in which addresses, replies and hosts stand. */
static const Expected places[] = {
    {.name = "each reply has its own end",
     .input = "Delivery has failed to these recipients:\n\nkim@example.net\n"
              "1/2/2026 - Server at mx.example.net returned '550 5.4.300 Message expired'\n"
              "1/1/2026 - Server at mx.example.net returned '451 4.4.0 later, please'\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .code = "550",
     .status = "5.4.300"},
    {.name = "the reason of a recipient before the session's replies",
     .input = "   ----- The following addresses had permanent fatal errors -----\n"
              "<kim@example.net>\n    (reason: 551 not one of ours)\n"
              "    (expanded from: <team@example.com>)\n\n"
              "   ----- Transcript of session follows -----\n"
              "<<< 450 come back later\n<<< 551 not one of ours\n"
              "551 5.1.6 <kim@example.net>... User has moved\n<<< 503 5.5.1 RCPT first\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "551",
     .status = "5.1.6"},
    {.name = "a session alone names the recipients",
     .input = HEAD "\n   ----- Transcript of session follows -----\n"
                   "While talking to mx.example.com:\n>>> MAIL From:<me@example.org>\n"
                   "<<< 501 <me@example.org>... no entry for open relays\n"
                   "554 <kim@example.com>... Remote protocol error\n"
                   "550 <lee@example.net>... 550 Host unknown\n",
     .kind = KIND_FAILURE,
     .cases = 2,
     .recipient = "kim@example.com",
     .code = "501",
     .host = "mx.example.com"},
    {.name = "a pipe made from an address",
     .input = HEAD "\nThe following address(es) failed:\n\n  |/usr/bin/filter\n"
                   "    (generated from kim@example.net)\n    The command returned 1\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "users of the domain that reports",
     .input = "From: MAILER-DAEMON@example.net\nTo: me@example.org\nSubject: Mail problem\n\n"
              "Sorry me@example.org. Your mail to the following recipients could not be delivered "
              "because they take no pictures:\n\tkim\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "the sender is greeted, the returned message tells the rest",
     .input =
         "Dear me@example.org,\n\nwe could not put it into the group (kites), as there is none "
         "of that name.\n\n----- Original message -----\n\n"
         "Received: from home.example.org (home.example.org [203.0.113.9])\n"
         "Return-Path: <me@example.org>\nFrom: me@example.org\nTo: kites@example.net\n",
     .kind = KIND_NOT_A_BOUNCE,
     .cases = 1,
     .recipient = "kites@example.net"},
    {.name = "a returned header that nothing announces",
     .input = "The message WAS NOT relayed to:\n<kim@example.net>:\n  550 5.1.1 no such person\n\n"
              "Return-Path: <me@example.org>\nFrom: Me <me@example.org>\nMessage-ID:\n"
              "  <ab.1@host.example.com>\nSubject: plans\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org"},
    {.name = "the sender's address within a folded reply",
     .input = "could not be delivered to one or more recipients:\n\n"
              "<kim@example.net>: host mx.example.net[192.0.2.25] said: 553\n"
              "    5.1.8 <me@example.org>... Domain of sender address\n"
              "    me@example.org does not exist (in reply to MAIL FROM command)\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "553",
     .host = "mx.example.net"},
    {.name = "two lists of one word each",
     .input = HEAD "\nUnknown user: kim@example.net\n\nRCPT TO generated following response:\n"
                   "553 5.3.0 <kim@example.net>... nobody\n\nUnknown user: lee@example.net\n\n"
                   "RCPT TO generated following response:\n553 5.3.0 <lee@example.net>... nobody\n",
     .kind = KIND_FAILURE,
     .cases = 2,
     .recipient = "kim@example.net"},
    {.name = "a host behind a verb",
     .input = "mx7.example.net rejected your message to the following email addresses:\n\n"
              "kim@example.net\n\nGenerating server: edge.example.org\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .host = "mx7.example.net"},
    {.name = "the reporting host is not the remote one",
     .input = "This is the mail system at host out.example.org.\n\n"
              "Your message could not be delivered to:\n\n<kim@example.net>: conversation with\n"
              "    _dc-mx.example.net[192.0.2.25] timed out\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .host = "_dc-mx.example.net",
     .ip = "192.0.2.25"},
};

static const Expected empty_part = {.name = "an empty part",
                                    .input = HEAD REPORT
                                    "--b\nContent-Type: text/plain\n\n--b\n"
                                    "Content-Type: message/delivery-status\n\n" STATUS "\n--b--\n",
                                    .kind = KIND_FAILURE,
                                    .recipient = "kim@example.net"};

static const Expected replies[] = {
    {.name = "sender's domain suspected",
     .input = "550 me@example.org suspected invalid sender domain, see https://example.com/help - "
              "ERR007\n",
     .kind = KIND_SMTP_REPLY,
     .sender = "me@example.org",
     .recipient = "",
     .code = "550"},
    {.name = "sender without a domain",
     .input = "550 user sender rejected\n",
     .kind = KIND_SMTP_REPLY,
     .sender = "user",
     .code = "550"},
    {.name = "recipient refused, in Chinese",
     .input = "550 a@example.net 收件人被拒绝 - ERR016\n",
     .kind = KIND_SMTP_REPLY,
     .recipient = "a@example.net",
     .code = "550"},
    {.name = "no reverse name",
     .input = "421 4.7.1 Reverse DNS for 203.0.113.9 failed\n",
     .kind = KIND_SMTP_REPLY,
     .source_ip = "203.0.113.9",
     .code = "421",
     .status = "4.7.1"},
    {.name = "the server's own address",
     .input = "552 Remote MTA 198.51.100.7: URL in this mail was found on a list\n",
     .kind = KIND_SMTP_REPLY,
     .source_ip = "",
     .code = "552"},
    {.name = "client host",
     .input =
         "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using bl.example.com\n",
     .kind = KIND_SMTP_REPLY,
     .source_ip = "203.0.113.9",
     .status = "5.7.1"},
    {.name = "IPv6 client",
     .input = "550 5.7.25 [2001:db8::19] has no name, refused\n",
     .kind = KIND_SMTP_REPLY,
     .source_ip = "2001:db8::19",
     .status = "5.7.25"},
    {.name = "several lines",
     .input = "550-5.7.26 not authenticated\n550-5.7.26 at all\n550 5.7.26 sorry\n",
     .kind = KIND_SMTP_REPLY,
     .code = "550",
     .status = "5.7.26"},
};

static void expect_dsn(const char *bytes, gsize length)
{
    g_autoptr(GPtrArray) messages = read_bytes(bytes, length);
    g_assert_cmpuint(messages->len, ==, 1);
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 1);
    const Facts *facts = message->cases->pdata[0];
    g_assert_cmpstr(kind_name(message->kind), ==, "failure");
    g_assert_cmpstr(facts->recipient.text, ==, "kim@example.net");
    g_assert_cmpstr(facts->sender.text, ==, "me@example.org");
    g_assert_cmpstr(facts->enhanced_status.text, ==, "5.2.2");
    g_assert_cmpstr(facts->reply_code.text, ==, "552");
    g_assert_cmpuint(facts->dkim->len, ==, 1);
    g_assert_cmpstr(((DkimSignature *)facts->dkim->pdata[0])->selector, ==, "s1");
    g_assert_cmpuint(facts->urls->len, ==, 1);
    g_assert_cmpstr(((Fact *)facts->urls->pdata[0])->text, ==, "https://example.com/plans");
}

/* The text with something else between its lines. */
static char *rejoined(const char *text, const char *separator)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    return g_strjoinv(separator, lines);
}

static void test_line_ends(void)
{
    static const char *const ends[] = {"\n", "\r\n", "\r", "\r\r\n", "\n> ", "\n> > ", "\r\n| "};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_test_message("line end %u", i);
        g_autofree char *joined = rejoined(DSN, ends[i]);
        g_autofree char *text =
            g_strconcat(strpbrk(ends[i], ">|") ? strpbrk(ends[i], ">|") : "", joined, NULL);
        expect_dsn(text, strlen(text));
    }
}

static void test_utf16(void)
{
    gsize length;
    g_autofree char *text =
        g_convert("\xef\xbb\xbf" DSN, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
    expect_dsn(text, length);
}

static void test_base64(void)
{
    static const char words[] = "Your message could not be delivered to:\n\n"
                                "<kim@example.net>: 550 5.1.1 nobody of that name lives here\n";
    g_autofree char *encoded = g_base64_encode((const guchar *)words, strlen(words));
    g_autofree char *declared = g_strconcat(
        HEAD "MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n",
        encoded, "\n", NULL);
    const char *inputs_of_it[] = {declared, encoded};
    for (guint i = 0; i < G_N_ELEMENTS(inputs_of_it); i++) {
        g_autoptr(GPtrArray) messages = read_bytes(inputs_of_it[i], strlen(inputs_of_it[i]));
        const Facts *facts = ((Message *)messages->pdata[0])->cases->pdata[0];
        g_assert_cmpstr(facts->recipient.text, ==, "kim@example.net");
        g_assert_cmpstr(facts->enhanced_status.text, ==, "5.1.1");
        g_assert_cmpuint(facts->recipient.start, ==, FACT_NOT_VERBATIM);
    }
}

/* Declared or not, the words come out as they were written. */
static void test_charsets(void)
{
    static const struct {
        const char *charset, *words;
    } table[] = {
        {"GB18030", "邮箱不存在，请检查收件人地址是否正确。退信原因：对方服务器拒绝接收您的邮件"},
        {"KOI8-R", "почтовый ящик не существует, письмо не было доставлено получателю"},
        {"ISO-8859-1", "la boîte à lettres n'existe pas, désolé"},
        {"UTF-8", "收件人不存在 получатель não existe"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++)
        for (guint declared = 0; declared < 2; declared++) {
            g_test_message("%s, declared: %u", table[i].charset, declared);
            g_autofree char *text = g_strdup_printf(
                HEAD "%s%s%s\n<kim@example.net>: 550 5.1.1 %s\n",
                declared ? "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\nContent-Type: "
                           "text/plain; charset="
                         : "",
                declared ? table[i].charset : "", declared ? "\n" : "", table[i].words);
            gsize length;
            g_autofree char *bytes =
                g_convert(text, -1, table[i].charset, "UTF-8", NULL, &length, NULL);
            g_autoptr(GPtrArray) messages = read_bytes(bytes, length);
            const Facts *facts = ((Message *)messages->pdata[0])->cases->pdata[0];
            g_assert_cmpstr(facts->recipient.text, ==, "kim@example.net");
            g_assert_nonnull(strstr(facts->diagnostic.text, table[i].words));
        }
}

static void test_several_recipients(void)
{
    static const char text[] = HEAD REPORT
        "--b\nContent-Type: text/plain\n\nNot all got it.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.org\n\n"
        "Final-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 who?\n\n"
        "Original-Recipient: rfc822; team@example.net\nFinal-Recipient: rfc822; b@example.com\n"
        "Action: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 full\n\n--b--\n";
    g_autoptr(GPtrArray) messages = read_bytes(text, strlen(text));
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 2);
    const Facts *first = message->cases->pdata[0], *second = message->cases->pdata[1];
    g_assert_cmpstr(first->recipient.text, ==, "a@example.net");
    g_assert_cmpstr(first->reply_code.text, ==, "550");
    g_assert_false(first->forwarded);
    g_assert_cmpstr(second->recipient.text, ==, "b@example.com");
    g_assert_cmpstr(second->original_recipient.text, ==, "team@example.net");
    g_assert_cmpstr(second->reply_code.text, ==, "452");
    g_assert_cmpint(second->action, ==, ACTION_DELAYED);
    g_assert_true(second->forwarded);
}

/* What is beyond a bound is counted: recipients of a list, and text. */
static void test_too_many(void)
{
    g_autoptr(GString) log = g_string_new(NULL);
    for (int i = 0; i < 1007; i++)
        g_string_append_printf(log,
                               "> Nov 20 08:00:00 mx postfix/smtp[9]: 4F: to=<u%d@example.net>, "
                               "dsn=5.1.1, status=bounced (no such user)\n",
                               i);
    g_autoptr(GPtrArray) messages = read_bytes(log->str, log->len);
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 1000);
    const Facts *last = message->cases->pdata[999];
    g_assert_cmpuint(last->left_out, ==, 7);
    g_assert_cmpuint(last->unread, ==, 0);
}

/* A log is no message: it has no such bound. */
static void test_log_is_whole(void)
{
    enum { LINES = 20000 };
    g_autoptr(GString) log = g_string_new(NULL);
    for (int i = 0; i < LINES; i++)
        g_string_append_printf(log,
                               "Nov 20 08:00:00 mx postfix/smtp[9]: 4F%05d: to=<u@example.net>, "
                               "dsn=5.1.1, status=bounced (no such user)\n",
                               i);
    g_autoptr(GPtrArray) messages = read_bytes(log->str, log->len);
    g_assert_cmpuint(messages->len, ==, LINES);
    const Message *last = messages->pdata[LINES - 1];
    g_assert_cmpuint(last->cases->len, ==, 1);
    const Facts *facts = last->cases->pdata[0];
    g_assert_cmpuint(facts->recipient.start, ==, log->len - strlen(strrchr(log->str, '<')) + 1);
}

/* Behind the 4,000th boundary line, and behind the 400th part, nothing is read: that is said. */
static void test_too_many_parts(void)
{
    static const guint counts[] = {300, 500, 4500};
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autoptr(GString) text =
            g_string_new(HEAD "MIME-Version: 1.0\n"
                              "Content-Type: multipart/mixed; boundary=b\n\n");
        for (guint part = 0; part < counts[i]; part++)
            g_string_append(text, "--b\nContent-Type: text/plain\n\n550 5.1.1 not a user\n");
        g_string_append(text, "--b--\n");
        g_autoptr(GPtrArray) messages = read_bytes(text->str, text->len);
        const Facts *facts = ((const Message *)messages->pdata[0])->cases->pdata[0];
        if (counts[i] < 400)
            g_assert_cmpuint(facts->unread, ==, 0);
        else
            g_assert_cmpuint(facts->unread, >, (counts[i] - 400) * strlen("550 5.1.1 not a user"));
        g_assert_cmpuint(facts->unread, <, text->len);
    }
}

static void test_too_long(void)
{
    enum { READ = 1 << 18, MORE = 12345 };
    g_autofree char *text = g_strnfill(READ + MORE, 'x');
    memcpy(text, "550 5.1.1 <kim@example.net> ", 28);
    g_autoptr(GPtrArray) messages = read_bytes(text, READ + MORE);
    const Message *message = messages->pdata[0];
    const Facts *facts = message->cases->pdata[0];
    g_assert_cmpuint(facts->left_out, ==, 0);
    g_assert_cmpuint(facts->unread, ==, MORE);
}

/* Fields in an order of their own, one final address that only its own house knows. */
static void test_fields_in_any_order(void)
{
    static const char text[] = HEAD REPORT
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; out.example.org\n\n"
        "Action: failed\nStatus: 5.0.0\nOriginal-recipient: rfc822;a@example.net\n"
        "Final-recipient: rfc822;a@store-3\n\n"
        "Action: delayed\nStatus: 4.2.2\nFinal-recipient: rfc822;b@example.com\n--b--\n";
    g_autoptr(GPtrArray) messages = read_bytes(text, strlen(text));
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 2);
    const Facts *first = message->cases->pdata[0], *second = message->cases->pdata[1];
    g_assert_cmpstr(first->recipient.text, ==, "a@example.net");
    g_assert_cmpstr(first->enhanced_status.text, ==, "5.0.0");
    g_assert_cmpint(first->action, ==, ACTION_FAILED);
    g_assert_cmpstr(second->recipient.text, ==, "b@example.com");
    g_assert_cmpstr(second->enhanced_status.text, ==, "4.2.2");
    g_assert_cmpint(second->action, ==, ACTION_DELAYED);
}

static void test_mbox(void)
{
    static const char text[] =
        "From MAILER-DAEMON Fri Nov 20 08:00:00 2026\n" DSN
        "\n\nFrom kim@example.net Fri Nov 20 09:00:00 2026\n"
        "From: kim@example.net\nTo: me@example.org\nSubject: lunch\n\nToday?\n";
    g_autoptr(GPtrArray) messages = read_bytes(text, strlen(text));
    g_assert_cmpuint(messages->len, ==, 2);
    const Message *first = messages->pdata[0], *second = messages->pdata[1];
    g_assert_cmpint(first->number, ==, 1);
    g_assert_cmpint(first->kind, ==, KIND_FAILURE);
    g_assert_cmpint(second->number, ==, 2);
    g_assert_cmpint(second->kind, ==, KIND_NOT_A_BOUNCE);
}

static void expect_place(const char *text, const Fact *fact)
{
    g_assert_cmpuint(fact->start, !=, FACT_NOT_VERBATIM);
    g_assert_cmpuint(fact->end - fact->start, ==, strlen(fact->text));
    g_assert_true(!memcmp(text + fact->start, fact->text, strlen(fact->text)));
}

static void test_places(void)
{
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n> "};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *text = rejoined(DSN, ends[i]);
        g_autoptr(GPtrArray) messages = read_bytes(text, strlen(text));
        const Facts *facts = ((Message *)messages->pdata[0])->cases->pdata[0];
        expect_place(text, &facts->recipient);
        expect_place(text, &facts->sender);
        expect_place(text, &facts->diagnostic);
        expect_place(text, &facts->remote_mta_name);
        expect_place(text, &facts->source_ip);
    }
}

/* A folded diagnostic is found over the fold. */
static void test_place_of_folded(void)
{
    static const char text[] =
        HEAD "\n<kim@example.net>: host mx.example.net[192.0.2.25] said: 550 5.7.1 "
             "go far\n    away now (in reply to RCPT TO command)\n";
    g_autoptr(GPtrArray) messages = read_bytes(text, strlen(text));
    const Facts *facts = ((Message *)messages->pdata[0])->cases->pdata[0];
    g_assert_nonnull(strstr(facts->diagnostic.text, "go far away now"));
    g_assert_cmpuint(facts->diagnostic.start, !=, FACT_NOT_VERBATIM);
    g_assert_true(g_str_has_prefix(text + facts->diagnostic.start, "550 5.7.1") ||
                  g_str_has_prefix(text + facts->diagnostic.start, "host mx"));
}

static void test_glance(void)
{
    g_autoptr(ReadGlance) glance = read_glance(DSN, strlen(DSN));
    g_assert_cmpint(glance->recipients, ==, 1);
    g_assert_cmpstr(glance->reply, ==, "552 5.2.2");
    g_autoptr(ReadGlance) nothing = read_glance("", 0);
    g_assert_cmpint(nothing->recipients, ==, 0);
    g_assert_null(nothing->reply);
}

/* A picture in which a reply's code stands by chance. */
static void test_noise(void)
{
    g_autoptr(GByteArray) noise = g_byte_array_new();
    for (guint i = 0; i < 40000; i++) {
        guint8 byte = (guint8)(i * 73 + i / 256);
        g_byte_array_append(noise, &byte, 1);
    }
    g_byte_array_append(noise, (const guint8 *)"\n550 5.1.1 <a@example.net>\n", 27);
    g_autoptr(GBytes) input = g_bytes_new(noise->data, noise->len);
    g_autoptr(GPtrArray) messages = read_input(input);
    g_assert_cmpuint(messages->len, ==, 1);
    const Message *message = messages->pdata[0];
    g_assert_cmpint(message->kind, ==, KIND_NOT_A_BOUNCE);
    g_assert_cmpuint(message->cases->len, ==, 1);
    g_assert_null(((const Facts *)message->cases->pdata[0])->reply_code.text);
}

/* An address over the longest is cut between letters: half a letter is in no fact. */
static void test_long_address(void)
{
    for (guint shift = 0; shift < 3; shift++) {
        g_autoptr(GString) text = g_string_new("kim@\u00fc");
        g_string_append_len(text, "xx", shift);
        for (guint i = 0; i < 200; i++)
            g_string_append(text, "\u4e2d");
        g_string_append(text, " 550 5.1.1 no such user");
        g_autoptr(GBytes) input = g_bytes_new(text->str, text->len);
        g_autoptr(GPtrArray) messages = read_input(input);
        const Message *message = messages->pdata[0];
        const Facts *facts = message->cases->pdata[0];
        g_assert_nonnull(facts->recipient.text);
        g_assert_true(g_utf8_validate(facts->recipient.text, -1, NULL));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/read/input", inputs, G_N_ELEMENTS(inputs));
    add_all("/read/input", &empty_part, 1);
    add_all("/read/place", places, G_N_ELEMENTS(places));
    add_all("/read/reply", replies, G_N_ELEMENTS(replies));
    g_test_add_func("/read/line ends and quoting", test_line_ends);
    g_test_add_func("/read/UTF-16", test_utf16);
    g_test_add_func("/read/base64", test_base64);
    g_test_add_func("/read/character sets", test_charsets);
    g_test_add_func("/read/several recipients", test_several_recipients);
    g_test_add_func("/read/a log is whole", test_log_is_whole);
    g_test_add_func("/read/too many", test_too_many);
    g_test_add_func("/read/too-many-parts", test_too_many_parts);
    g_test_add_func("/read/too long", test_too_long);
    g_test_add_func("/read/fields in any order", test_fields_in_any_order);
    g_test_add_func("/read/mbox", test_mbox);
    g_test_add_func("/read/places", test_places);
    g_test_add_func("/read/place of a folded text", test_place_of_folded);
    g_test_add_func("/read/glance", test_glance);
    g_test_add_func("/read/noise", test_noise);
    g_test_add_func("/read/long address", test_long_address);
    return g_test_run();
}
