/* The wire: what we send, and which of the bytes that come back we believe. */
#include "checks/dns/dns_codec.h"

#include <string.h>

enum { HEADER = 12, FLAGS = 2, FLAGS_LOW = 3, ANSWERS_LOW = 7, AUTHORITIES_LOW = 9 };

static DnsRequest *request_new(const char *name, guint16 type, DnsRequestOptions options)
{
    g_autofree char *copy = g_strdup(name);
    Question question = {.name = copy, .type = type};
    return dns_request_new(&question, options);
}

static const DnsRequestOptions plain = {FALSE, FALSE, TRUE};

/* A reply to `request`: its header and question, flags set, then `answers` records of `bytes`. */
static GByteArray *reply_new(const DnsRequest *request, guint8 flags, guint8 rcode, guint8 answers,
                             const char *bytes, gsize length)
{
    GByteArray *reply = g_byte_array_new();
    g_byte_array_append(reply, request->wire, (guint)(HEADER + request->question_length));
    reply->data[FLAGS] = (guint8)(0x80 | flags);
    reply->data[FLAGS_LOW] = (guint8)(0x80 | rcode);
    memset(reply->data + 6, 0, 6);
    reply->data[ANSWERS_LOW] = answers;
    g_byte_array_append(reply, (const guint8 *)bytes, (guint)length);
    return reply;
}

#define REPLY(request, flags, rcode, answers, bytes)                                               \
    reply_new(request, flags, rcode, answers, bytes, sizeof(bytes) - 1)

static DnsReplyKind read_kind(const DnsRequest *request, const GByteArray *reply, gboolean tcp)
{
    Answer *answer = NULL;
    DnsReplyKind kind = dns_reply_read(request, reply->data, reply->len, tcp, &answer);
    g_assert_cmpint(answer != NULL, ==, kind == DNS_REPLY_ANSWER || kind == DNS_REPLY_ALIAS);
    answer_free(answer);
    return kind;
}

static Answer *read_answer(const DnsRequest *request, const GByteArray *reply)
{
    Answer *answer = NULL;
    DnsReplyKind kind = dns_reply_read(request, reply->data, reply->len, FALSE, &answer);
    g_assert_cmpint(kind, ==, DNS_REPLY_ANSWER);
    return answer;
}

/* A, TTL 60, 192.0.2.1, at the name of the question */
#define ADDRESS "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1"

static void test_request(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_MX, plain);
    static const guint8 question[] = "\7example\3org\0\0\x0f\0\1";
    g_assert_cmpuint(request->length, ==, HEADER + sizeof question - 1);
    g_assert_cmpuint(request->question_length, ==, sizeof question - 1);
    g_assert_true(memcmp(request->wire + HEADER, question, sizeof question - 1) == 0);
    g_assert_cmpuint(request->wire[FLAGS] & 1, ==, 1);
    g_assert_cmpuint(request->wire[5], ==, 1);

    g_autoptr(DnsRequest) authority =
        request_new("example.org", TYPE_MX, (DnsRequestOptions){FALSE, TRUE, FALSE});
    g_assert_cmpuint(authority->wire[FLAGS] & 1, ==, 0);
    g_assert_cmpuint(authority->wire[11], ==, 1); /* the OPT record */
    g_assert_cmpuint(authority->length, ==, request->length + 11);

    char name[] = "example.org";
    Question unchecked = {.name = name, .type = TYPE_MX, .checking_disabled = TRUE};
    g_autoptr(DnsRequest) disabled = dns_request_new(&unchecked, plain);
    g_assert_cmpuint(disabled->wire[FLAGS_LOW] & 0x10, ==, 0x10);
}

/* Ids and the letters' case must not be guessable: they differ from request to request. */
static void test_random(void)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(NULL, NULL);
    guint upper = 0, lower = 0;
    for (int i = 0; i < 200; i++) {
        g_autoptr(DnsRequest) request = request_new("a-name-of-many-letters.example.org", TYPE_A,
                                                    (DnsRequestOptions){TRUE, TRUE, TRUE});
        g_hash_table_add(ids, GUINT_TO_POINTER(request->wire[0] << 8 | request->wire[1]));
        for (gsize at = HEADER; at < HEADER + request->question_length - 4; at++) {
            upper += g_ascii_isupper(request->wire[at]);
            lower += g_ascii_islower(request->wire[at]);
        }
    }
    g_assert_cmpuint(g_hash_table_size(ids), >, 190);
    g_assert_cmpuint(upper, >, 2 * lower / 3);
    g_assert_cmpuint(lower, >, 2 * upper / 3);
}

static void test_foreign(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) reply = REPLY(request, 0, 0, 1, ADDRESS);
    g_assert_cmpint(read_kind(request, reply, FALSE), ==, DNS_REPLY_ANSWER);
    /* Any bit of id, QR, opcode, count or question that differs. */
    static const struct {
        gsize at;
        guint8 bit;
    } flips[] = {{0, 1}, {1, 0x80},   {FLAGS, 0x80},   {FLAGS, 0x08},    {5, 2},
                 {5, 1}, {HEADER, 1}, {HEADER + 3, 2}, {HEADER + 14, 1}, {HEADER + 16, 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(flips); i++) {
        reply->data[flips[i].at] ^= flips[i].bit;
        g_assert_cmpint(read_kind(request, reply, FALSE), ==, DNS_REPLY_FOREIGN);
        reply->data[flips[i].at] ^= flips[i].bit;
    }
    for (guint length = 0; length < HEADER + request->question_length; length++) {
        Answer *answer = NULL;
        g_assert_cmpint(dns_reply_read(request, reply->data, length, FALSE, &answer), ==,
                        DNS_REPLY_FOREIGN);
    }
}

static void test_case(void)
{
    g_autoptr(DnsRequest) mixed = request_new("a-name-of-many-letters.example.org", TYPE_A,
                                              (DnsRequestOptions){TRUE, FALSE, TRUE});
    g_autoptr(GByteArray) reply = REPLY(mixed, 0, 0, 1, ADDRESS);
    g_autoptr(Answer) answer = read_answer(mixed, reply);
    const Record *record = g_ptr_array_index(answer->records, 0);
    g_assert_cmpstr(record->owner, ==, "a-name-of-many-letters.example.org");
    reply->data[HEADER + 1] ^= 0x20;
    g_assert_cmpint(read_kind(mixed, reply, FALSE), ==, DNS_REPLY_CASE_LOST);

    g_autoptr(DnsRequest) lower = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) shouting = REPLY(lower, 0, 0, 1, ADDRESS);
    shouting->data[HEADER + 1] ^= 0x20;
    g_assert_cmpint(read_kind(lower, shouting, FALSE), ==, DNS_REPLY_ANSWER);
}

/* A compressed target points into the question: our random letters must not show in it. */
static void test_case_in_records(void)
{
    g_autoptr(DnsRequest) mixed =
        request_new("example.org", TYPE_MX, (DnsRequestOptions){TRUE, FALSE, TRUE});
    g_autoptr(GByteArray) reply =
        REPLY(mixed, 0, 0, 1, "\xc0\x0c\0\x0f\0\1\0\0\0\x3c\0\7\0\x0a\2mx\xc0\x0c");
    g_autoptr(Answer) answer = read_answer(mixed, reply);
    const Record *record = g_ptr_array_index(answer->records, 0);
    g_assert_cmpstr(record->text, ==, "10 mx.example.org.");
}

static void test_statuses(void)
{
    static const struct {
        guint8 rcode;
        AnswerStatus status;
    } cases[] = {{0, ANSWER_NO_DATA},  {1, ANSWER_REFUSED}, {2, ANSWER_SERVFAIL},
                 {3, ANSWER_NXDOMAIN}, {4, ANSWER_REFUSED}, {5, ANSWER_REFUSED},
                 {9, ANSWER_REFUSED}};
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) reply = REPLY(request, 0, cases[i].rcode, 0, "");
        g_autoptr(Answer) answer = read_answer(request, reply);
        g_assert_cmpint(answer->status, ==, cases[i].status);
    }
}

static void test_edns_retreat(void)
{
    g_autoptr(DnsRequest) request =
        request_new("example.org", TYPE_A, (DnsRequestOptions){FALSE, TRUE, TRUE});
    g_autoptr(GByteArray) formerr = REPLY(request, 0, 1, 0, "");
    g_assert_cmpint(read_kind(request, formerr, FALSE), ==, DNS_REPLY_NO_EDNS);
    g_byte_array_set_size(formerr, HEADER);
    memset(formerr->data + 4, 0, 8);
    g_assert_cmpint(read_kind(request, formerr, FALSE), ==, DNS_REPLY_NO_EDNS);
    /* A bare header that says that all is well belongs to nothing. */
    formerr->data[FLAGS_LOW] = 0x80;
    g_assert_cmpint(read_kind(request, formerr, FALSE), ==, DNS_REPLY_FOREIGN);
}

static void test_extended_error(void)
{
    g_autoptr(DnsRequest) request =
        request_new("example.org", TYPE_A, (DnsRequestOptions){FALSE, TRUE, TRUE});
    g_autoptr(GByteArray) reply =
        REPLY(request, 0, 2, 0, "\0\0\x29\4\xd0\0\0\0\0\0\x0b\0\x0f\0\7\0\6bogu\xff");
    reply->data[11] = 1;
    g_autoptr(Answer) answer = read_answer(request, reply);
    g_assert_cmpint(answer->extended_error, ==, 6);
    g_assert_true(g_utf8_validate(answer->extended_text, -1, NULL));
    g_assert_true(g_str_has_prefix(answer->extended_text, "bogu"));
}

static void test_truncated(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) reply = REPLY(request, 2, 0, 0, "");
    g_assert_cmpint(read_kind(request, reply, FALSE), ==, DNS_REPLY_TRUNCATED);
    g_assert_cmpint(read_kind(request, reply, TRUE), ==, DNS_REPLY_UNREADABLE);
}

static void test_flags(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) reply = REPLY(request, 4, 0x20, 1, ADDRESS);
    g_autoptr(Answer) answer = read_answer(request, reply);
    g_assert_true(answer->authoritative);
    g_assert_true(answer->authenticated);
    g_assert_cmpuint(answer->ttl, ==, 60);
}

/* Records of other names and types in the answer section are nobody's answer. */
static void test_bystanders(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) reply =
        REPLY(request, 0, 0, 2, "\1x\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\x63" ADDRESS);
    g_autoptr(Answer) answer = read_answer(request, reply);
    g_assert_cmpuint(answer->records->len, ==, 1);
    g_autofree char *line = answer_summary(answer);
    g_assert_cmpstr(line, ==, "192.0.2.1");
}

/* Only the records of somebody else are no answer; with the question's own beside them they are
 * left out, and with an SOA "no" is said all the same. */
static void test_other_owner(void)
{
#define OTHER "\5other\3org\0\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\2"
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) other = REPLY(request, 0, 0, 1, OTHER);
    g_assert_cmpint(read_kind(request, other, FALSE), ==, DNS_REPLY_UNREADABLE);
    g_autoptr(GByteArray) both = REPLY(request, 0, 0, 2, OTHER ADDRESS);
    g_autoptr(Answer) answer = read_answer(request, both);
    g_assert_cmpint(answer->status, ==, ANSWER_OK);
    g_assert_cmpuint(answer->records->len, ==, 1);
    g_autoptr(GByteArray) none = REPLY(request, 0, 0, 0, "");
    g_autoptr(Answer) no_data = read_answer(request, none);
    g_assert_cmpint(no_data->status, ==, ANSWER_NO_DATA);
}

static void test_alias(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) reply =
        REPLY(request, 0, 0, 1, "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\4\1y\xc0\x0c");
    Answer *answer = NULL;
    g_assert_cmpint(dns_reply_read(request, reply->data, reply->len, FALSE, &answer), ==,
                    DNS_REPLY_ALIAS);
    g_assert_cmpstr(answer->canonical_name, ==, "y.example.org");
    answer_free(answer);

    g_autoptr(GByteArray) circle =
        REPLY(request, 0, 0, 1, "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\2\xc0\x0c");
    g_autoptr(Answer) failed = read_answer(request, circle);
    g_assert_cmpint(failed->status, ==, ANSWER_SERVFAIL);
}

static void test_unreadable(void)
{
    g_autoptr(DnsRequest) request = request_new("example.org", TYPE_A, plain);
    g_autoptr(GByteArray) cut = REPLY(request, 0, 0, 1, "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0");
    g_assert_cmpint(read_kind(request, cut, FALSE), ==, DNS_REPLY_UNREADABLE);
    g_autoptr(GByteArray) loop =
        REPLY(request, 0, 0, 1, "\xc0\x1d\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1");
    g_assert_cmpint(read_kind(request, loop, FALSE), ==, DNS_REPLY_UNREADABLE);
    g_autoptr(GByteArray) short_address =
        REPLY(request, 0, 0, 1, "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\2\xc0\0");
    g_assert_cmpint(read_kind(request, short_address, FALSE), ==, DNS_REPLY_UNREADABLE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/codec/request", test_request);
    g_test_add_func("/codec/random", test_random);
    g_test_add_func("/codec/foreign", test_foreign);
    g_test_add_func("/codec/case", test_case);
    g_test_add_func("/codec/case-in-records", test_case_in_records);
    g_test_add_func("/codec/statuses", test_statuses);
    g_test_add_func("/codec/edns-retreat", test_edns_retreat);
    g_test_add_func("/codec/extended-error", test_extended_error);
    g_test_add_func("/codec/truncated", test_truncated);
    g_test_add_func("/codec/flags", test_flags);
    g_test_add_func("/codec/bystanders", test_bystanders);
    g_test_add_func("/codec/other-owner", test_other_owner);
    g_test_add_func("/codec/alias", test_alias);
    g_test_add_func("/codec/unreadable", test_unreadable);
    return g_test_run();
}
