#include "tests/unit/content/read_expect.h"

static const Expected kinds[] = {
    {.name = "failure",
     .input = "From: Mail Delivery System <MAILER-DAEMON@out.example.org>\nTo: me@example.org\n"
              "Subject: Undelivered Mail Returned to Sender\n\n"
              "<kim@example.net>: host mx.example.net[192.0.2.25] said: 550 5.1.1 no such person\n",
     .kind = KIND_FAILURE},
    {.name = "delay",
     .input =
         "From: Mail Delivery System <MAILER-DAEMON@out.example.org>\nTo: me@example.org\n"
         "Subject: Delayed Mail (still being retried)\nMIME-Version: 1.0\n"
         "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
         "--b\nContent-Type: text/plain\n\nYour message could not be delivered yet. It will be "
         "retried.\n"
         "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.org\n\n"
         "Final-Recipient: rfc822; kim@example.net\nAction: delayed\nStatus: 4.4.1\n--b--\n",
     .kind = KIND_DELAY,
     .recipient = "kim@example.net",
     .status = "4.4.1",
     .action = ACTION_DELAYED},
    {.name = "delivered",
     .input =
         "From: MAILER-DAEMON@mx.example.net\nTo: me@example.org\nSubject: Successful delivery\n"
         "MIME-Version: 1.0\n"
         "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
         "--b\nContent-Type: text/plain\n\nYour message arrived.\n"
         "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
         "Final-Recipient: rfc822; kim@example.net\nAction: delivered\nStatus: 2.0.0\n--b--\n",
     .kind = KIND_DELIVERED,
     .action = ACTION_DELIVERED},
    {.name = "auto-reply",
     .input = "From: Kim <kim@example.net>\nTo: me@example.org\nSubject: Re: Thursday\n"
              "Auto-Submitted: auto-replied\n\nI am on leave until Monday.\n",
     .kind = KIND_AUTO_REPLY},
    {.name = "feedback report",
     .input =
         "From: fbl@example.net\nTo: abuse@example.org\nSubject: complaint\nMIME-Version: 1.0\n"
         "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
         "--b\nContent-Type: text/plain\n\nSomebody complained of this mail.\n"
         "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
         "User-Agent: Example/1\n\n--b\nContent-Type: message/rfc822\n\nFrom: me@example.org\n"
         "Subject: News\n\nHi\n--b--\n",
     .kind = KIND_REPORT},
    {.name = "backscatter",
     .input =
         "From: MAILER-DAEMON@mx.example.net\nTo: me@example.org\nSubject: failure notice\n"
         "MIME-Version: 1.0\n"
         "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
         "--b\nContent-Type: text/plain\n\nNobody of that name.\n"
         "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n"
         "Final-Recipient: rfc822; kim@example.net\nAction: failed\nStatus: 5.1.1\n"
         "--b\nContent-Type: message/rfc822\n\n"
         "Received: from box.example.com (unknown [198.51.100.77]) by mx.example.net; Fri, 20 Nov "
         "2026 08:00:00 +0000\n"
         "Received-SPF: fail (mx.example.net: 198.51.100.77 may not send)\n"
         "Message-ID: <1@box.example.com>\nFrom: me@example.org\nSubject: pills\n\nbuy\n--b--\n",
     .kind = KIND_BACKSCATTER},
    {.name = "phishing",
     .input = "From: Mail Delivery <post@example.com>\nTo: me@example.org\n"
              "Subject: Mail delivery failed\n\n"
              "Five pending messages are on hold. Release them now: http://example.com/go\n"
              "Verify your password within 24 hours.\n",
     .kind = KIND_PHISHING},
    {.name = "a bare reply",
     .input = "550 5.1.1 nobody here\n",
     .kind = KIND_SMTP_REPLY,
     .code = "550"},
    {.name = "a log line",
     .input = "2026-11-20 08:15:01 1tDk2a-00001x-AB ** kim@example.net R=r T=t: all hosts gone\n",
     .kind = KIND_LOG_LINE},
    {.name = "a personal mail",
     .input = "From: Kim <kim@example.net>\nTo: me@example.org\nSubject: Thursday\n\n"
              "Shall we have lunch on Thursday?\n",
     .kind = KIND_NOT_A_BOUNCE},
    {.name = "nothing", .input = "", .kind = KIND_NOT_A_BOUNCE, .cases = 1, .recipient = ""},
    {.name = "blanks", .input = " \n\n\t\n", .kind = KIND_NOT_A_BOUNCE, .recipient = ""},
    {.name = "delayed in the words, no report",
     .input = "From: MAILER-DAEMON@out.example.org\nTo: me@example.org\nSubject: warning\n\n"
              "A message is delayed for the following list of recipients:\n\nkim@example.net: no "
              "answer\n\nThis is only a temporary failure report.\n",
     .kind = KIND_DELAY,
     .recipient = "kim@example.net",
     .action = ACTION_DELAYED},
    {.name = "delayed, in Spanish",
     .input = "La entrega a estos destinatarios o grupos se ha retrasado:\n\nkim@example.net\n\n"
              "Este mensaje no se ha entregado todavía.\n",
     .kind = KIND_DELAY,
     .recipient = "kim@example.net",
     .action = ACTION_DELAYED},
    {.name = "arrived, in the words of Microsoft 365",
     .input =
         "Delivery to these recipients or groups is complete, but no delivery notification was "
         "sent by the destination server:\n\nkim@example.net (kim@example.net)\n",
     .kind = KIND_DELIVERED,
     .recipient = "kim@example.net",
     .action = ACTION_DELIVERED},
    {.name = "refused by a mailbox's own machine",
     .input = "From: Mail System <admin@example.net>\nTo: me@example.org\n"
              "Subject: Automatically rejected mail\nMIME-Version: 1.0\nContent-Type: "
              "multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n"
              "Content-Type: text/plain\n\nYour message to <kim@example.net> was automatically "
              "rejected:\nquota\n--b\nContent-Type: message/disposition-notification\n\n"
              "Final-Recipient: rfc822; kim@example.net\n"
              "Disposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n",
     .kind = KIND_FAILURE,
     .recipient = "kim@example.net"},
    {.name = "read by a person",
     .input = "From: Kim <kim@example.net>\nTo: me@example.org\nSubject: Read: plans\n"
              "MIME-Version: 1.0\nContent-Type: multipart/report; "
              "report-type=disposition-notification; boundary=b\n\n--b\n"
              "Content-Type: text/plain\n\nYour message was read on Friday.\n--b\n"
              "Content-Type: message/disposition-notification\n\n"
              "Final-Recipient: rfc822; kim@example.net\n"
              "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
     .kind = KIND_AUTO_REPLY},
    {.name = "a newsletter about bounces",
     .input = "From: News <news@example.com>\nTo: me@example.org\nSubject: Bounces\n"
              "List-Unsubscribe: <https://example.com/u>\n\nDear reader,\n\nthis week: what 550 "
              "5.7.26 means and why a mailbox is full.\n",
     .kind = KIND_NOT_A_BOUNCE},
    {.name = "words before the reply make it more than a reply",
     .input = "Die Nachricht kam nicht an.\n\nAntwort:\n\n550 5.1.1 nobody of that name\n",
     .kind = KIND_FAILURE},
    {.name = "a reply of several lines that fails to verify the sender",
     .input = "550-Verification failed for <me@example.org>\n550-could not deliver mail to "
              "me@example.org. It may not exist.\n550 Sender verify failed\n",
     .kind = KIND_SMTP_REPLY,
     .recipient = "",
     .sender = "me@example.org"},
    {.name = "phishing about a quota",
     .input =
         "From: IT <it@example.com>\nTo: me@example.org\nSubject: Mailbox full\n\nYour mailbox "
         "exceeded its storage limit. Click here to upgrade your quota. Failure to do so will "
         "lead to deactivation of your email account.\n",
     .kind = KIND_PHISHING},
    {.name = "an error box in German",
     .input = "Senden der Nachricht fehlgeschlagen.\nDie Verbindung mit dem Postausgang-Server "
              "(SMTP) brach ab.\n",
     .kind = KIND_CLIENT_ERROR},
    {.name = "an error box",
     .input = "An error occurred while sending mail. Outgoing server (SMTP) error. The server "
              "responded: 5.7.0 Please check that you log in.",
     .kind = KIND_CLIENT_ERROR},
};

/* Which automatic answer it is. */
static void test_answers(void)
{
    static const struct {
        const char *input;
        AnswerKind answer;
    } table[] = {
        {"From: kites-bounces@example.net\nTo: me@example.org\nSubject: Your message to kites\n\n"
         "Your mail is being held until the list moderator can review it for approval.\n",
         ANSWER_MODERATION},
        {"From: owner-kites@example.net\nTo: kites-approval@example.net\n"
         "Subject: BOUNCE kites@example.net: Non-member submission from [me@example.org]\n\nHi\n",
         ANSWER_MODERATION},
        {"From: kim@example.net\nTo: me@example.org\nSubject: Your message\n\nPlease show that you "
         "are a real person: to have your message delivered, reply to this one.\n",
         ANSWER_CHALLENGE},
        {"From: kim@example.net\nTo: me@example.org\nSubject: Automatic reply: plans\n\nBack on "
         "Monday.\n",
         ANSWER_AWAY},
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autoptr(GPtrArray) messages = read_bytes(table[i].input, strlen(table[i].input));
        const Message *message = messages->pdata[0];
        const Facts *facts = message->cases->pdata[0];
        g_assert_cmpstr(kind_name(message->kind), ==, "auto-reply");
        g_assert_cmpstr(answer_name(facts->answer), ==, answer_name(table[i].answer));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/read/kind", kinds, G_N_ELEMENTS(kinds));
    g_test_add_func("/kind/answers", test_answers);
    return g_test_run();
}
