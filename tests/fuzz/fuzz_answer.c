/* libFuzzer: a server's reply, any bytes behind a header and question that fit. What comes out
 * keeps what answers.h promises. The first octet chooses the type that was asked. */
#include <stdint.h>
#include <string.h>

#include "checks/dns/dns_codec.h"
#include "checks/answers/domain_name.h"

enum { HEADER = 12 };

static const guint16 types[] = {TYPE_A,  TYPE_NS,  TYPE_CNAME, TYPE_SOA,  TYPE_PTR,
                                TYPE_MX, TYPE_TXT, TYPE_AAAA,  TYPE_TLSA, 65280};

static void assert_name(const char *name)
{
    g_autofree char *again = domain_name_normalise(name);
    g_assert_cmpstr(again, ==, name);
}

static void assert_record(const Answer *answer, const Record *record)
{
    g_assert_cmpuint(record->type, ==, answer->question.type);
    g_assert_nonnull(record->text);
    assert_name(record->owner);
    if (record->target)
        assert_name(record->target);
    if (record->type == TYPE_MX || record->type == TYPE_CNAME || record->type == TYPE_NS ||
        record->type == TYPE_PTR)
        g_assert_nonnull(record->target);
    if (record->type == TYPE_TXT)
        g_assert_nonnull(record->strings);
    if (record->type == TYPE_A)
        g_assert_cmpuint(record->address_length, ==, 4);
    if (record->type == TYPE_AAAA)
        g_assert_cmpuint(record->address_length, ==, 16);
}

static void assert_answer(const Answer *answer)
{
    g_assert_cmpint(answer->status == ANSWER_OK, ==, answer->records->len > 0);
    for (guint i = 0; i < answer->records->len; i++)
        assert_record(answer, g_ptr_array_index(answer->records, i));
    if (answer->canonical_name)
        assert_name(answer->canonical_name);
    if (answer->extended_text)
        g_assert_true(g_utf8_validate(answer->extended_text, -1, NULL));
    g_autofree char *summary = answer_summary(answer);
    g_assert_nonnull(summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "www.example.org";
    if (size < 1 || size > G_MAXUINT16)
        return -1;
    Question question = {.name = name,
                         .type = types[data[0] % G_N_ELEMENTS(types)],
                         .non_recursive = (data[0] & 0x40) != 0};
    DnsRequestOptions options = {.edns = TRUE, .recurse = TRUE};
    g_autoptr(DnsRequest) request = dns_request_new(&question, options);
    g_autoptr(GByteArray) reply = g_byte_array_new();
    g_byte_array_append(reply, data + 1, (guint)(size - 1));

    /* Flags and counts stay as the input has them. */
    if (reply->len >= HEADER + request->question_length) {
        memcpy(reply->data, request->wire, 2);
        reply->data[2] = (guint8)((reply->data[2] & 0x07) | 0x80);
        reply->data[4] = 0;
        reply->data[5] = 1;
        memcpy(reply->data + HEADER, request->wire + HEADER, request->question_length);
    }
    Answer *answer = NULL;
    DnsReplyKind kind = dns_reply_read(request, reply->data, reply->len, data[0] & 0x80, &answer);
    if (kind == DNS_REPLY_ANSWER)
        assert_answer(answer);
    else if (kind == DNS_REPLY_ALIAS)
        assert_name(answer->canonical_name);
    else
        g_assert_null(answer);
    answer_free(answer);
    return 0;
}
