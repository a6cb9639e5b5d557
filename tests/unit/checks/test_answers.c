/* Names, the store of answers, reverse names, summaries. */
#include "checks/answers/answers.h"
#include "checks/answers/domain_name.h"

#include <string.h>

/* GLib's own g_assert_cmpmem() does not compile without sign conversions. */
static void assert_bytes(gconstpointer bytes, gsize length, const char *expected, gsize size)
{
    g_assert_cmpuint(length, ==, size);
    g_assert_true(memcmp(bytes, expected, size) == 0);
}

static void assert_normal(const char *text, const char *expected)
{
    g_autofree char *name = domain_name_normalise(text);
    g_assert_cmpstr(name, ==, expected);
}

static void test_names(void)
{
    assert_normal("Example.ORG.", "example.org");
    assert_normal("example.org", "example.org");
    assert_normal(".", ".");
    assert_normal("_DMARC.example.org", "_dmarc.example.org");
    assert_normal("B\xc3\xbc"
                  "cher.example",
                  "xn--bcher-kva.example");
    assert_normal("_dmarc.b\xc3\xbc"
                  "cher.example",
                  "_dmarc.xn--bcher-kva.example");
    assert_normal("\xe4\xbe\x8b\xe5\xad\x90\xe3\x80\x82\xe6\xb5\x8b\xe8\xaf\x95", /* 例子。测试 */
                  "xn--fsqu00a.xn--0zwm56d");
    assert_normal("a\\.b.example", "a\\046b.example");
    assert_normal("a\\046B.example", "a\\046b.example");
    assert_normal("a b.example", "a\\032b.example");
    assert_normal("\\255x.example", "\\255x.example");
}

static void test_bad_names(void)
{
    static const char *const bad[] = {"",    "..",        "a..b",       ".a",
                                      "a\\", "a\\25.org", "a\\256.org", "\xff.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_normal(bad[i], NULL);
    assert_normal(NULL, NULL);

    char label[65];
    memset(label, 'a', 64);
    label[64] = '\0';
    assert_normal(label, NULL);
    label[63] = '\0';
    assert_normal(label, label);

    /* 253 characters are the most that fit 255 octets. */
    g_autofree char *fits = g_strdup_printf("%s.%s.%s.%.61s", label, label, label, label);
    assert_normal(fits, fits);
    g_autofree char *over = g_strdup_printf("%s.%s.%s.%.62s", label, label, label, label);
    assert_normal(over, NULL);
}

static void test_within(void)
{
    g_assert_true(domain_name_is_within("a.example.org", "example.org"));
    g_assert_true(domain_name_is_within("example.org", "example.org"));
    g_assert_true(domain_name_is_within("example.org", "."));
    g_assert_false(domain_name_is_within("badexample.org", "example.org"));
    g_assert_false(domain_name_is_within("org", "example.org"));
    g_assert_cmpstr(domain_name_parent("a.b"), ==, "b");
    g_assert_cmpstr(domain_name_parent("b"), ==, ".");
    g_assert_null(domain_name_parent("."));
}

static void test_wire(void)
{
    guint8 wire[DOMAIN_NAME_WIRE_LIMIT];
    g_assert_cmpuint(domain_name_to_wire("aB.c", wire), ==, 6);
    assert_bytes(wire, 6, "\2aB\1c", 6);
    g_autofree char *back = domain_name_from_wire(wire, 6);
    g_assert_cmpstr(back, ==, "ab.c");
    g_assert_null(domain_name_from_wire(wire, 5));
    g_assert_null(domain_name_from_wire((const guint8 *)"\xc0\x0c", 2));
}

static void test_rounds(void)
{
    g_autoptr(Answers) answers = answers_new();
    g_assert_null(answers_get(answers, "Example.org.", TYPE_MX));
    g_assert_null(answers_get(answers, "example.org", TYPE_MX));
    answers_want(answers, "example.ORG", TYPE_A);
    g_assert_null(answers_get_unchecked(answers, "example.org", TYPE_MX));

    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    g_assert_cmpuint(wanted->len, ==, 3);
    const Question *first = g_ptr_array_index(wanted, 0);
    const Question *last = g_ptr_array_index(wanted, 2);
    g_assert_cmpstr(first->name, ==, "example.org");
    g_assert_cmpuint(first->type, ==, TYPE_MX);
    g_assert_false(first->checking_disabled);
    g_assert_true(last->checking_disabled);

    g_assert_null(answers_get(answers, "example.org", TYPE_MX));
    g_autoptr(GPtrArray) again = answers_take_wanted(answers);
    g_assert_cmpuint(again->len, ==, 0);

    Answer *answer = answer_new("example.org", TYPE_MX, FALSE, ANSWER_NO_DATA);
    answers_store(answers, answer);
    answers_store(answers, answer_new("example.org", TYPE_MX, FALSE, ANSWER_NXDOMAIN));
    g_assert_true(answers_get(answers, "EXAMPLE.org", TYPE_MX) == answer);
    g_assert_cmpint(answer->status, ==, ANSWER_NO_DATA);
    g_assert_cmpuint(answers_known(answers), ==, 1);
}

/* What was stored before anybody asked is known at once. */
static void test_stored_first(void)
{
    g_autoptr(Answers) answers = answers_new();
    answers_store(answers, answer_new("example.org", TYPE_A, FALSE, ANSWER_OK));
    g_assert_nonnull(answers_get(answers, "example.org", TYPE_A));
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    g_assert_cmpuint(wanted->len, ==, 0);
}

static void test_beyond(void)
{
    g_autoptr(Answers) answers = answers_new();
    const Answer *bad = answers_get(answers, "a..b", TYPE_A);
    g_assert_nonnull(bad);
    g_assert_cmpint(bad->status, ==, ANSWER_BAD_NAME);
    g_assert_cmpstr(bad->question.name, ==, "a..b");
    g_assert_true(answers_get(answers, "a..b", TYPE_A) == bad);

    guint asked = 0;
    const Answer *over = NULL;
    for (; asked < 100000 && !over; asked++) {
        g_autofree char *name = g_strdup_printf("n%u.example", asked);
        over = answers_get(answers, name, TYPE_A);
    }
    g_assert_nonnull(over);
    g_assert_cmpint(over->status, ==, ANSWER_BUDGET);
    g_assert_null(answers_get(answers, "n0.example", TYPE_A));
}

static void count(const Answer *answer, gpointer data)
{
    GString *seen = data;
    g_string_append_printf(seen, "%s ", answer->question.name);
}

static void test_foreach(void)
{
    g_autoptr(Answers) answers = answers_new();
    answers_want(answers, "a", TYPE_A);
    answers_store(answers, answer_new("b", TYPE_A, FALSE, ANSWER_OK));
    answers_store(answers, answer_new("a", TYPE_A, FALSE, ANSWER_OK));
    g_autoptr(GString) seen = g_string_new(NULL);
    answers_foreach(answers, count, seen);
    g_assert_cmpstr(seen->str, ==, "b a ");
}

static void test_reverse(void)
{
    g_autofree char *v4 = reverse_name("192.0.2.1", NULL);
    g_assert_cmpstr(v4, ==, "1.2.0.192.in-addr.arpa");
    g_autofree char *listed = reverse_name("192.0.2.1", "list.example");
    g_assert_cmpstr(listed, ==, "1.2.0.192.list.example");
    g_autofree char *v6 = reverse_name("2001:db8::1f", NULL);
    g_assert_cmpstr(v6, ==,
                    "f.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    g_assert_null(reverse_name("192.0.2", NULL));
    g_assert_null(reverse_name("", NULL));
    g_assert_null(reverse_name(NULL, NULL));
}

static void test_summary(void)
{
    g_autoptr(Answer) answer = answer_new("example.org", TYPE_A, FALSE, ANSWER_SERVFAIL);
    answer->extended_error = 6;
    answer->extended_text = g_strdup("bogus");
    g_autofree char *line = answer_summary(answer);
    g_assert_cmpstr(line, ==, "SERVFAIL (EDE 6: bogus)");
    for (int status = ANSWER_OK; status <= ANSWER_BAD_NAME; status++)
        g_assert_cmpstr(answer_status_name((AnswerStatus)status), !=, "unknown");
    g_assert_true(answer_status_known(ANSWER_NXDOMAIN));
    g_assert_false(answer_status_known(ANSWER_REFUSED));
    g_assert_cmpstr(type_name(TYPE_MX), ==, "MX");
    g_assert_cmpstr(type_name(65280), ==, "TYPE65280");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/answers/names", test_names);
    g_test_add_func("/answers/bad-names", test_bad_names);
    g_test_add_func("/answers/within", test_within);
    g_test_add_func("/answers/wire", test_wire);
    g_test_add_func("/answers/rounds", test_rounds);
    g_test_add_func("/answers/stored-first", test_stored_first);
    g_test_add_func("/answers/beyond", test_beyond);
    g_test_add_func("/answers/foreach", test_foreach);
    g_test_add_func("/answers/reverse", test_reverse);
    g_test_add_func("/answers/summary", test_summary);
    return g_test_run();
}
