/* Every check, in every role, over answers that nobody would send: it ends, and what it says is in
 * order. */
#include "tests/unit/checks/zone_world.h"

static const char *const roles[] = {"sender-domain", "recipient-domain", "source-ip",
                                    "sender",        "recipient",        "links",
                                    "dkim",          "attachments",      "helo"};

static const char *const texts[] = {"a@example.org",
                                    "x@sub.example.co.uk",
                                    "@",
                                    "x@[192.0.2.1]",
                                    "203.0.113.9",
                                    "2001:db8::9",
                                    "::ffff:10.0.0.1",
                                    "a..b@c..d",
                                    "http://",
                                    "https://u:p@[2001:db8::1]:9/x",
                                    "http://x.example",
                                    "\xff\xfe",
                                    "a@\xe4\xbe\x8b.example",
                                    ".",
                                    "-",
                                    "x@xn--a.example",
                                    "mail.exe",
                                    "%00\\@\""};

static const char *pick(GRand *random)
{
    return texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))];
}

static Facts *sane_facts(void)
{
    Facts *facts = world_facts("me@sub.example.co.uk", "you@example.net", "203.0.113.9");
    g_ptr_array_add(facts->urls, fact_new("http://www.example.com/", 100));
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.co.uk", "s1"));
    fact_set(&facts->helo, "mail.sub.example.co.uk", 100);
    return facts;
}

static Facts *random_facts(GRand *random)
{
    Facts *facts = world_facts(pick(random), pick(random), pick(random));
    fact_set(&facts->helo, pick(random), 50);
    for (gint i = g_rand_int_range(random, 0, 4); i > 0; i--) {
        g_ptr_array_add(facts->urls, fact_new(pick(random), 50));
        g_ptr_array_add(facts->attachments, fact_new(pick(random), 50));
        g_ptr_array_add(facts->dkim, dkim_signature_new(pick(random), pick(random)));
    }
    return facts;
}

static GBytes *random_strings(GRand *random)
{
    static const char *const starts[] = {
        "v=DKIM1; p=", "v=DMARC1; p=", "v=spf1 ", "v=spf1 include:", "", "\"v=DMARC1"};
    g_autoptr(GString) text = g_string_new(starts[g_rand_int_range(random, 0, 6)]);
    for (gint i = g_rand_int_range(random, 0, 40); i > 0; i--)
        g_string_append_c(text, "abcAQ=/;: \\\"%{}\n\0\377.@-+1"[g_rand_int_range(random, 0, 24)]);
    return g_bytes_new(text->str, text->len);
}

static Record *random_record(GRand *random, const Question *question)
{
    static const char *const targets[] = {
        ".", "example.org", "192.0.2.1",     "mx.example.net", "a..b",
        "",  "::1",         "\\000.example", "10.in-addr.arpa"};
    Record *record = record_new(question->type, question->name, g_rand_int(random));
    record->text = g_strdup(targets[g_rand_int_range(random, 0, G_N_ELEMENTS(targets))]);
    if (question->type == TYPE_TXT)
        record->strings = random_strings(random);
    else if (question->type == TYPE_A || question->type == TYPE_AAAA) {
        record->address_length = question->type == TYPE_A ? 4 : 16;
        for (gsize i = 0; i < record->address_length; i++)
            record->address[i] =
                g_rand_boolean(random) ? 127 : (guint8)g_rand_int_range(random, 0, 256);
    } else
        record->target = g_strdup(record->text);
    return record;
}

static Answer *random_answer(GRand *random, const Question *question, gboolean only_failures)
{
    AnswerStatus status =
        only_failures ? (AnswerStatus)g_rand_int_range(random, ANSWER_SERVFAIL, ANSWER_BAD_NAME)
                      : (AnswerStatus)g_rand_int_range(random, ANSWER_OK, ANSWER_BAD_NAME);
    if (!only_failures && g_rand_boolean(random))
        status = ANSWER_OK;
    Answer *answer =
        answer_new(question->name, question->type, question->checking_disabled, status);
    gint count = status == ANSWER_OK ? g_rand_int_range(random, 0, 30) : 0;
    for (gint i = 0; i < count; i++)
        g_ptr_array_add(answer->records, random_record(random, question));
    answer->extended_error = g_rand_int_range(random, -1, 30);
    if (g_rand_int_range(random, 0, 8) == 0)
        answer->canonical_name = g_strdup("alias.example");
    return answer;
}

static void assert_in_order(const Check *check, const GPtrArray *findings, gboolean only_failures)
{
    g_assert_true(findings->len > 0 || check->quiet);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = g_ptr_array_index(findings, i);
        g_assert_cmpstr(finding->check, ==, check->id);
        g_assert_true(g_str_has_prefix(finding->id, check->id));
        g_assert_cmpint(finding->id[strlen(check->id)], ==, '.');
        g_assert_nonnull(finding->subject);
        g_assert_cmpint(finding->effect, >=, EFFECT_CONTEXT);
        /* SPF of a name that RFC 7208 4.3 does not let ask, and advice beside another finding, have
         * none. */
        if (finding->effect != EFFECT_SKIPPED && !finding->evidence->len &&
            !g_str_equal(check->id, "spf"))
            g_error("%s has no evidence", finding->id);
        if (only_failures && finding->effect != EFFECT_SKIPPED)
            g_assert_cmpstr(strchr(finding->id, '.'), ==, ".could-not-ask");
    }
}

static void run(GRand *random, const Check *check, const char *role, gboolean only_failures)
{
    g_autoptr(Facts) facts = only_failures ? sane_facts() : random_facts(random);
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    CheckContext context = {
        .role = role, .facts = facts, .answers = answers, .domain_check = g_rand_boolean(random)};
    guint rounds = 0;
    while (check->run(&context, findings) == CHECK_PENDING) {
        g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
        g_assert_cmpuint(wanted->len, >, 0);
        g_assert_cmpuint(++rounds, <, 200);
        for (guint i = 0; i < wanted->len; i++)
            answers_store(answers,
                          random_answer(random, g_ptr_array_index(wanted, i), only_failures));
        g_ptr_array_set_size(findings, 0);
    }
    assert_in_order(check, findings, only_failures);
}

/* False for what reads the bounce and asks nothing: an address literal as a greeting, too. */
static gboolean asks(const Check *check, const char *role)
{
    static const char *const readers[] = {"syntax", "typo", "attachment"};
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
        if (g_str_equal(check->id, readers[i]))
            return FALSE;
    return g_str_equal(role, "helo") || !g_str_equal(check->id, "helo");
}

static void run_all(gboolean only_failures)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(5782);
    for (guint round = 0; round < 200; round++)
        for (const Check *check = checks; check->id; check++)
            for (gsize i = 0; i < G_N_ELEMENTS(roles); i++)
                if (!only_failures || asks(check, roles[i]))
                    run(random, check, roles[i], only_failures);
}

static void test_any_answers(void)
{
    run_all(FALSE);
}

static void test_only_failures(void)
{
    run_all(TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/hostile/any-answers", test_any_answers);
    g_test_add_func("/check/hostile/only-failures", test_only_failures);
    return g_test_run();
}
