#include "read_expect.h"

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
    {.name = "an error box",
     .input = "An error occurred while sending mail. Outgoing server (SMTP) error. The server "
              "responded: 5.7.0 Please check that you log in.",
     .kind = KIND_CLIENT_ERROR},
};

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/read/kind", kinds, G_N_ELEMENTS(kinds));
    return g_test_run();
}
