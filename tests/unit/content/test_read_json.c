/* Notifications of mail services as JSON, nested as each likes. */
#include "tests/unit/content/read_expect.h"

static const Expected events[] = {
    {.name = "SES within SNS",
     .input = "{\"Type\":\"Notification\",\"Message\":\"{\\\"notificationType\\\":\\\"Bounce\\\","
              "\\\"bounce\\\":{\\\"reportingMTA\\\":\\\"dns; out.example.org\\\","
              "\\\"bouncedRecipients\\\":[{\\\"emailAddress\\\":\\\"kim@example.net\\\","
              "\\\"status\\\":\\\"5.1.1\\\",\\\"action\\\":\\\"failed\\\","
              "\\\"diagnosticCode\\\":\\\"smtp; 550 5.1.1 nobody here\\\"},"
              "{\\\"emailAddress\\\":\\\"lee@example.net\\\"}]},"
              "\\\"mail\\\":{\\\"source\\\":\\\"me@example.org\\\","
              "\\\"destination\\\":[\\\"ok@example.net\\\"]}}\"}",
     .kind = KIND_FAILURE,
     .cases = 2,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1",
     .action = ACTION_FAILED},
    {.name = "a complaint",
     .input = "{\"eventType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":"
              "[{\"emailAddress\":\"kim@example.net\"}]},\"mail\":{\"source\":\"me@example.org\"}}",
     .kind = KIND_REPORT,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org"},
    {.name = "a delivery",
     .input = "{\"eventType\":\"Delivery\",\"delivery\":{\"recipients\":[\"kim@example.net\"],"
              "\"smtpResponse\":\"250 2.6.0 got it\"}}",
     .kind = KIND_DELIVERED,
     .cases = 1,
     .recipient = "kim@example.net",
     .status = "2.6.0",
     .action = ACTION_DELIVERED},
    {.name = "a list of events",
     .input = "[{\"email\":\"kim@example.net\",\"event\":\"deferred\",\"response\":"
              "\"451 4.7.1 come back later\",\"ip\":\"203.0.113.9\"}]",
     .kind = KIND_DELAY,
     .cases = 1,
     .recipient = "kim@example.net",
     .code = "451",
     .action = ACTION_DELAYED},
    {.name = "details below the recipient",
     .input =
         "{\"event-data\":{\"event\":\"failed\",\"recipient\":\"kim@example.net\",\"envelope\":"
         "{\"sender\":\"me@example.org\",\"sending-ip\":\"203.0.113.9\"},\"delivery-status\":"
         "{\"code\":552,\"enhanced-code\":\"5.2.2\",\"mx-host\":\"mx.example.net\","
         "\"message\":\"552 5.2.2 this box is full\"},\"message\":{\"headers\":"
         "{\"to\":\"other@example.net\"}}}}",
     .kind = KIND_FAILURE,
     .cases = 1,
     .recipient = "kim@example.net",
     .sender = "me@example.org",
     .code = "552",
     .status = "5.2.2",
     .host = "mx.example.net",
     .source_ip = "203.0.113.9"},
    {.name = "type and text in one field",
     .input = "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"Email\":\"kim@example.net\","
              "\"Details\":\"smtp;550 5.1.1 nobody of that name\",\"From\":\"me@example.org\"}",
     .kind = KIND_FAILURE,
     .recipient = "kim@example.net",
     .code = "550",
     .status = "5.1.1"},
    {.name = "broken by mail in the middle of a word",
     .input = "From: no-reply@sns.example.org\nTo: me@example.org\nSubject: Notification\n\n"
              "{\"notificationType\":\"Complaint\",\"complaint\":{\"complainedRecipients\":"
              "[{\"emailAddress\":\"kim@exa!\n mple.net\"}]}}\n\n--\nTo stop these, go away.\n",
     .kind = KIND_REPORT,
     .cases = 1,
     .recipient = "kim@example.net"},
    {.name = "JSON of something else",
     .input = "{\"order\":17,\"email\":\"kim@example.net\",\"paid\":true,\"note\":\"thank you\"}",
     .kind = KIND_NOT_A_BOUNCE},
    {.name = "broken JSON", .input = "{\"event\":\"bounce\",\"email\":", .kind = KIND_NOT_A_BOUNCE},
};

/* Nesting without end costs nothing and says nothing. */
static void test_depth(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 1500; i++)
        g_string_append(text, "{\"bounce\":");
    g_string_append(text, "{\"email\":\"kim@example.net\",\"event\":\"bounce\"}");
    for (guint i = 0; i < 1500; i++)
        g_string_append_c(text, '}');
    g_autoptr(GPtrArray) messages = read_bytes(text->str, text->len);
    g_assert_cmpuint(messages->len, ==, 1);
    g_assert_cmpuint(((Message *)messages->pdata[0])->cases->len, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    add_all("/json", events, G_N_ELEMENTS(events));
    g_test_add_func("/json/depth", test_depth);
    return g_test_run();
}
