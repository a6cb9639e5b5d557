/* Answers kept and given again. */
#include <string.h>

#include "checks/dns/answer_json.h"
#include "checks/case/case_recording.h"
#include "checks/dnsbl/dnsbl_lists.h"
#include "checks/dns/source.h"
#include "checks/dns/source_recording.h"

static void assert_same_record(const Record *one, const Record *other)
{
    g_assert_cmpuint(one->type, ==, other->type);
    g_assert_cmpuint(one->ttl, ==, other->ttl);
    g_assert_cmpstr(one->owner, ==, other->owner);
    g_assert_cmpstr(one->text, ==, other->text);
    g_assert_cmpstr(one->target, ==, other->target);
    g_assert_cmpuint(one->preference, ==, other->preference);
    g_assert_cmpuint(one->address_length, ==, other->address_length);
    g_assert_true(memcmp(one->address, other->address, sizeof one->address) == 0);
    g_assert_true(!one->strings == !other->strings);
    g_assert_true(!one->strings || g_bytes_equal(one->strings, other->strings));
}

static void assert_same(const Answer *one, const Answer *other)
{
    g_assert_true(question_equal(&one->question, &other->question));
    g_assert_cmpint(one->status, ==, other->status);
    g_assert_cmpuint(one->records->len, ==, other->records->len);
    for (guint i = 0; i < one->records->len; i++)
        assert_same_record(one->records->pdata[i], other->records->pdata[i]);
    g_assert_cmpstr(one->canonical_name, ==, other->canonical_name);
    g_assert_cmpstr(one->alias, ==, other->alias);
    g_assert_cmpstr(one->zone, ==, other->zone);
    g_assert_cmpstr(one->server, ==, other->server);
    g_assert_cmpuint(one->ttl, ==, other->ttl);
    g_assert_cmpint(one->asked_at, ==, other->asked_at);
    g_assert_cmpuint(one->round_trip, ==, other->round_trip);
    g_assert_cmpuint(one->tries, ==, other->tries);
    g_assert_true(one->tcp == other->tcp && one->authoritative == other->authoritative &&
                  one->authenticated == other->authenticated);
    g_assert_cmpint(one->extended_error, ==, other->extended_error);
    g_assert_cmpstr(one->extended_text, ==, other->extended_text);
    g_autofree char *summary = answer_summary(one), *again = answer_summary(other);
    g_assert_cmpstr(summary, ==, again);
}

static void assert_round_trip(const Answer *answer)
{
    json_t *json = answer_to_json(answer);
    g_autoptr(Answer) again = answer_from_json(json);
    g_assert_nonnull(again);
    assert_same(answer, again);
    json_decref(json);
}

static void on_answer(Answer *answer, gpointer data)
{
    *(Answer **)data = answer;
}

static Answer *ask(Source *source, const char *name, guint16 type)
{
    g_autofree char *copy = g_strdup(name);
    Question question = {.name = copy, .type = type};
    Answer *answer = NULL;
    source->ask(source, &question, G_MAXINT64, on_answer, &answer);
    g_assert_nonnull(answer);
    return answer;
}

static const char zone[] = "example.org. 60 IN SOA ns1. h. 1 2 3 4 60\n"
                           "example.org. A 192.0.2.1\n"
                           "example.org. A 192.0.2.2\n"
                           "example.org. AAAA 2001:db8::1\n"
                           "example.org. MX 10 Mail.Example.net.\n"
                           "example.org. MX 0 .\n"
                           "example.org. NS ns1.example.org.\n"
                           "example.org. TXT \"v=spf1 \" \"-all\"\n"
                           "example.org. TXT \"\\000\\001\\\"\\\\ \\255;(\\010)\"\n"
                           "example.org. TXT \"\"\n"
                           "_25._tcp.example.org. TLSA 3 1 1 "
                           "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
                           "alias.example.org. CNAME other.example.org.\n"
                           "other.example.org. CNAME example.org.\n"
                           "a\\046b\\032c.example.org. TXT \"odd name\"\n";

static void test_records(void)
{
    static const guint16 types[] = {TYPE_A,   TYPE_AAAA, TYPE_MX,  TYPE_NS,
                                    TYPE_TXT, TYPE_SOA,  TYPE_PTR, TYPE_TLSA};
    static const char *const names[] = {"example.org", "alias.example.org", "_25._tcp.example.org",
                                        "none.example.org", "a\\.b\\032c.example.org"};
    Source *source = source_overlay_new(zone, strlen(zone), "world", source_offline_new(), NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        for (gsize j = 0; j < G_N_ELEMENTS(types); j++) {
            g_autoptr(Answer) answer = ask(source, names[i], types[j]);
            assert_round_trip(answer);
        }
    source_free(source);
}

static void test_ways(void)
{
    for (AnswerStatus status = ANSWER_OK; status <= ANSWER_BAD_NAME; status++) {
        g_autoptr(Answer) answer = answer_new("Example.ORG", 65280, TRUE, status);
        answer->question.servers = g_strdup("192.0.2.53 2001:db8::53");
        answer->question.non_recursive = status & 1;
        answer->zone = g_strdup("org");
        answer->ttl = 4294967295u;
        answer->round_trip = 31000;
        answer->tries = 3;
        answer->tcp = answer->authoritative = answer->authenticated = status & 1;
        answer->extended_error = status & 1 ? 0 : -1;
        answer->extended_text = status & 1 ? g_strdup("why not") : NULL;
        assert_round_trip(answer);
    }
}

/* Whatever is recorded is given again; what is not has not been asked. */
static void test_sources(void)
{
    Source *below = source_overlay_new(zone, strlen(zone), "world", source_offline_new(), NULL);
    g_autoptr(Answers) kept = answers_new();
    Source *recorder = source_recorder_new(below, kept);
    g_autoptr(Answer) first = ask(recorder, "example.org", TYPE_MX);
    g_assert_cmpuint(answers_known(kept), ==, 1);
    json_t *array = json_array();
    json_array_append_new(array, answer_to_json(first));
    json_array_append_new(array, answer_to_json(first));
    json_array_append_new(array, json_string("none"));
    Source *recording = source_recording_new(array);
    g_autoptr(Answer) again = ask(recording, "example.org", TYPE_MX);
    assert_same(first, again);
    g_autoptr(Answer) other = ask(recording, "example.org", TYPE_A);
    g_assert_cmpint(other->status, ==, ANSWER_NOT_ASKED);
    json_decref(array);
    source_free(recording);
    source_free(recorder);
    source_free(below);
}

/* A key is a secret: it stands in no recorded case, and the case is replayed all the same. */
static void test_keys(void)
{
    static const char row[] =
        "- {zone: zen.spamhaus.org, name: ZEN, state: on, at: private.example, "
        "key: secretsecret}\n";
    g_assert_true(dnsbl_lists_add(row, strlen(row), "my.yaml", NULL));
    const char name[] = "2.0.0.127.secretsecret.private.example";
    g_autoptr(Answer) answer = answer_new(name, TYPE_A, FALSE, ANSWER_OK);
    g_ptr_array_add(answer->records, record_from_text(TYPE_A, name, 60, "127.0.0.2"));
    json_t *array = json_array();
    json_array_append_new(array, answer_to_json(answer));
    g_autofree char *text = json_dumps(array, 0);
    g_assert_null(strstr(text, "secret"));
    Source *recording = source_recording_new(array);
    g_autoptr(Answer) again = ask(recording, name, TYPE_A);
    g_assert_cmpint(again->status, ==, ANSWER_OK);
    g_assert_cmpstr(again->question.name, ==, name);
    json_decref(array);
    source_free(recording);
}

static void test_case_document_is(void)
{
    static const char *const cases[] = {"{\"whybounce\": 1}", "\n {\"x\": 2, \"whybounce\": 9}",
                                        "{\"whybounce\":1,\"inp"};
    static const char *const others[] = {"",
                                         "{",
                                         "{}",
                                         "[1]",
                                         "{\"notificationType\":\"Bounce\"}",
                                         "550 5.1.1 whybounce",
                                         "{\"whybounce"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_true(case_document_is(cases[i], strlen(cases[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(case_document_is(others[i], strlen(others[i])));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recording/records", test_records);
    g_test_add_func("/recording/ways", test_ways);
    g_test_add_func("/recording/sources", test_sources);
    g_test_add_func("/recording/keys", test_keys);
    g_test_add_func("/recording/case-document-is", test_case_document_is);
    return g_test_run();
}
