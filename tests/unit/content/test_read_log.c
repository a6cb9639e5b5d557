#include "tests/unit/content/read_expect.h"

static const Expected lines[] = {
    {.name = "Exchange message tracking",
     .input =
         "#Software: Microsoft Exchange Server\n"
         "#Fields: date-time,client-ip,server-hostname,source,event-id,recipient-address,"
         "recipient-status,message-subject,sender-address\n"
         "2026-11-20T08:15:01Z,10.0.0.5,EX1,SMTP,RECEIVE,kim@example.net,,plans,me@example.org\n"
         "2026-11-20T08:15:02Z,10.0.0.5,EX1,SMTP,FAIL,kim@example.net,\"[{LED=550 5.1.1 "
         "<kim@example.net>: nobody, \"\"here\"\"};{MSG=};{FQDN=mx.example.net};"
         "{IP=192.0.2.25}]\",plans,me@example.org\n",
     .kind = KIND_LOG_LINE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "550",
     .status = "5.1.1",
     .host = "mx.example.net",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
    {.name = "a message trace as CSV",
     .input = "\"Received\",\"SenderAddress\",\"RecipientAddress\",\"Subject\",\"Status\"\n"
              "\"11/20/2026\",\"me@example.org\",\"kim@example.net\",\"plans, new\",\"Failed\"\n"
              "\"11/20/2026\",\"me@example.org\",\"lee@example.net\",\"plans\",\"Delivered\"\n",
     .kind = KIND_LOG_LINE,
     .cases = 2,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .action = ACTION_FAILED},
    {.name = "qmail names the recipient in another line",
     .input = "@40 starting delivery 12: msg 345 to remote kim@example.net\n"
              "@40 delivery 12: failure: 192.0.2.25_does_not_like_recipient./Remote_host_said:"
              "_550_5.1.1_nobody/\n",
     .kind = KIND_LOG_LINE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "550",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
    {.name = "Sendmail with the server's reply",
     .input = "Nov 20 08:15:01 out sendmail[9]: AB12: to=<kim@example.net>, relay=mx.example.net. "
              "[192.0.2.25], dsn=5.1.1, reply=550 5.1.1 nobody of that name, stat=User unknown\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
    {.name = "an arrow makes no log line of Exim",
     .input = "550 5.7.350 Remote server said it was spam -> 554 5.7.1 go away\n",
     .kind = KIND_SMTP_REPLY,
     .code = "550"},
    {.name = "a letter beyond ASCII in a local part",
     .input = "<j\u00fcrgen@example.net>: 550 5.1.1 nobody of that name\n",
     .kind = KIND_SMTP_REPLY,
     .recipient = "j\u00fcrgen@example.net"},
    {.name = "Exim, failed",
     .input =
         "2026-11-20 08:15:01 1tDk2a-00001x-AB ** kim@example.net F=<me@example.org> R=dnslookup "
         "T=remote_smtp H=mx.example.net [192.0.2.25]: SMTP error from remote mail server after "
         "RCPT TO:<kim@example.net>: 550 5.1.1 nobody of that name\n",
     .kind = KIND_LOG_LINE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "550",
     .status = "5.1.1",
     .host = "mx.example.net",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
    {.name = "Exim, deferred",
     .input = "2026-11-20 08:15:01 1tDk2a-00001x-AB == kim@example.net R=dnslookup T=remote_smtp "
              "defer (110): Connection timed out\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .action = ACTION_DELAYED},
    {.name = "Exim, an alias",
     .input = "2026-11-20 08:15:01 1tDk2a-00001x-AB ** kim@example.net <team@example.com> R=r T=t "
              "H=mx.example.net [192.0.2.25]: 552 5.2.2 full\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .code = "552",
     .action = ACTION_FAILED},
    {.name = "Exim, rejected",
     .input = "2026-11-20 08:15:01 H=out.example.org (laptop.example.org) [203.0.113.9] "
              "F=<me@example.org> rejected RCPT <kim@example.net>: 550 relaying is not for you\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "550",
     .source_ip = "203.0.113.9",
     .action = ACTION_FAILED},
    {.name = "Postfix, bounced",
     .input =
         "Nov 20 08:15:01 out postfix/smtp[411]: 4XyZ1Q2w3e: to=<kim@example.net>, "
         "orig_to=<team@example.org>, relay=mx.example.net[192.0.2.25]:25, delay=1.2, "
         "delays=0/0/1/0.2, dsn=5.7.1, status=bounced (host mx.example.net[192.0.2.25] said: 554 "
         "5.7.1 not wanted here (in reply to end of DATA command))\n",
     .kind = KIND_LOG_LINE,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "554",
     .status = "5.7.1",
     .host = "mx.example.net",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
    {.name = "Postfix, deferred",
     .input =
         "Nov 20 08:15:01 out postfix/smtp[411]: 4XyZ1Q2w3e: to=<kim@example.net>, relay=none, "
         "delay=30, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.25]:25: "
         "Connection refused)\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .status = "4.4.1",
     .action = ACTION_DELAYED},
    {.name = "Postfix, refused before a queue",
     .input = "Nov 20 08:15:01 in postfix/smtpd[99]: NOQUEUE: reject: RCPT from "
              "out.example.org[203.0.113.9]: 450 4.7.25 no name for your address; "
              "from=<me@example.org> to=<kim@example.net> proto=ESMTP helo=<out.example.org>\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "450",
     .status = "4.7.25",
     .source_ip = "203.0.113.9",
     .action = ACTION_FAILED},
    {.name = "Sendmail",
     .input =
         "Nov 20 08:15:01 out sendmail[77]: x2A1b2c3: to=<kim@example.net>, "
         "ctladdr=<me@example.org> "
         "(10/10), delay=00:00:02, mailer=esmtp, relay=mx.example.net. [192.0.2.25], dsn=5.1.1, "
         "stat=User unknown\n",
     .kind = KIND_LOG_LINE,
     .recipient = "kim@example.net",
     .status = "5.1.1",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
    {.name = "qmail",
     .input = "@4000000067400000 delivery 7: failure: "
              "192.0.2.25_does_not_like_recipient./Remote_host_said:_550_5.1.1_no_such_box_here/"
              "Giving_up_on_192.0.2.25./\n",
     .kind = KIND_LOG_LINE,
     .code = "550",
     .status = "5.1.1",
     .ip = "192.0.2.25",
     .action = ACTION_FAILED},
};

/* The last line about a recipient counts; others keep their place; other lines are passed over. */
static void test_last_line_counts(void)
{
    static const char log[] =
        "Nov 20 08:00:00 out postfix/qmgr[1]: 4XyZ: from=<me@example.org>, size=9, nrcpt=2\n"
        "Nov 20 08:00:01 out postfix/smtp[2]: 4XyZ: to=<a@example.net>, relay=none, dsn=4.4.1, "
        "status=deferred (timed out)\n"
        "Nov 20 08:00:02 out postfix/smtp[2]: 4XyZ: to=<b@example.net>, relay=none, dsn=5.4.4, "
        "status=bounced (no host)\n"
        "Nov 20 08:09:00 out postfix/smtp[2]: 4XyZ: to=<a@example.net>, relay=none, dsn=2.0.0, "
        "status=sent (250 ok)\n";
    g_autoptr(GPtrArray) messages = read_bytes(log, strlen(log));
    const Message *message = messages->pdata[0];
    g_assert_cmpuint(message->cases->len, ==, 2);
    const Facts *first = message->cases->pdata[0], *second = message->cases->pdata[1];
    g_assert_cmpstr(first->recipient.text, ==, "a@example.net");
    g_assert_cmpint(first->action, ==, ACTION_DELIVERED);
    g_assert_cmpstr(second->recipient.text, ==, "b@example.net");
    g_assert_cmpint(second->action, ==, ACTION_FAILED);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/read/log", lines, G_N_ELEMENTS(lines));
    g_test_add_func("/read/log/the last line counts", test_last_line_counts);
    return g_test_run();
}
