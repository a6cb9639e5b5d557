/* libFuzzer: whatever is read, the facts are valid UTF-8 and their places lie in the input. */
#include <stdint.h>
#include <string.h>

#include "content/reader/read.h"

static void check_fact(const Fact *fact, gsize size)
{
    g_assert_true(!fact->text || g_utf8_validate(fact->text, -1, NULL));
    if (!fact->text || fact->start == FACT_NOT_VERBATIM)
        return;
    g_assert_cmpuint(fact->start, <=, fact->end);
    g_assert_cmpuint(fact->end, <=, size);
}

static void check_facts(const Facts *facts, gsize size)
{
    const Fact *all[] = {&facts->recipient,
                         &facts->original_recipient,
                         &facts->sender,
                         &facts->reply_code,
                         &facts->enhanced_status,
                         &facts->diagnostic,
                         &facts->reporting_mta,
                         &facts->remote_mta_name,
                         &facts->remote_mta_ip,
                         &facts->source_ip,
                         &facts->helo,
                         &facts->subject};
    for (guint i = 0; i < G_N_ELEMENTS(all); i++)
        check_fact(all[i], size);
    g_assert_true(g_utf8_validate(facts->text, -1, NULL));
    g_assert_cmpint(facts->kind, <, KIND_COUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_init();
    g_autoptr(GBytes) input = g_bytes_new(data, size);
    g_autoptr(GPtrArray) messages = read_input(input);
    g_assert_cmpuint(messages->len, >, 0);
    for (guint i = 0; i < messages->len; i++) {
        const Message *message = messages->pdata[i];
        g_assert_cmpuint(message->cases->len, >, 0);
        for (guint j = 0; j < message->cases->len; j++)
            check_facts(message->cases->pdata[j], size);
    }
    g_autoptr(ReadGlance) glance = read_glance((const char *)data, size);
    g_assert_cmpint(glance->recipients, >=, 0);
    return 0;
}
