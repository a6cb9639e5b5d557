/* Letters: a person asks for help, with the bounce or its words in between. */
#include "tests/unit/content/read_expect.h"

#define ASKS "Hello,\n\none of our customers gets this, can you help?\n\n"
#define SIGNS "\n\nKind regards,\nAda Berg\nHelp Desk\nada@helpdesk.example | +49 30 1234567\n"

static const Expected letters[] = {
    {.name = "a reply",
     .input = ASKS "550 5.1.1 <kim@example.net>: Recipient address rejected" SIGNS,
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .status = "5.1.1"},
    {.name = "a notice",
     .input = ASKS "Delivery to the following recipients failed:\n\n    kim@example.net\n" SIGNS,
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "a signature behind two dashes",
     .input = "Delivery to the following recipients failed:\n\nkim@example.net\n\n-- \nAda Berg\n"
              "ada@helpdesk.example\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "Chinese",
     .input = "您好，客户收到退信：\n\n550 5.1.1 <kim@example.net> User unknown\n\n谢谢！\n小明\n"
              "ming@helpdesk.example\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "the notice below the signature",
     .input = "Can you help?\n\nThanks,\nAda\nada@helpdesk.example\n\n"
              "Delivery to the following recipients failed:\n\nkim@example.net\n",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "a mail system that says thanks",
     .input = "Your message could not be delivered. Thank you.\n\n"
              "The following addresses failed:\n\nkim@example.net\nlee@example.net\n",
     .kind = KIND_FAILURE,
     .cases = 2,
     .recipient = "kim@example.net"},
};

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/read/letter", letters, G_N_ELEMENTS(letters));
    return g_test_run();
}
