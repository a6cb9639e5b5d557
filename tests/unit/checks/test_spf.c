/* SPF in its parts: records and where they are wrong, macros, the trace and its counts, merging,
 * and the child that libspf2 runs in. */
#include "checks/confine/confined_child.h"
#include "checks/spf/spf.h"
#include "checks/spf/spf_macro.h"
#include "checks/spf/spf_record.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void store_text(Answers *answers, const char *name, const char *text)
{
    Answer *answer = answer_new(name, TYPE_TXT, FALSE, ANSWER_OK);
    Record *record = record_new(TYPE_TXT, name, 300);
    record->text = g_strdup_printf("\"%s\"", text);
    record->strings = g_bytes_new(text, strlen(text));
    g_ptr_array_add(answer->records, record);
    answers_store(answers, answer);
}

static void store_address(Answers *answers, const char *name, const guint8 bytes[4])
{
    Answer *answer = answer_new(name, TYPE_A, FALSE, ANSWER_OK);
    Record *record = record_new(TYPE_A, name, 300);
    memcpy(record->address, bytes, 4);
    record->address_length = 4;
    g_ptr_array_add(answer->records, record);
    answers_store(answers, answer);
}

/* All that was noted does not exist. Returns how many. */
static guint store_nothing(Answers *answers)
{
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    for (guint i = 0; i < wanted->len; i++) {
        const Question *question = g_ptr_array_index(wanted, i);
        answers_store(answers, answer_new(question->name, question->type, FALSE, ANSWER_NXDOMAIN));
    }
    return wanted->len;
}

static SpfResult *evaluate(Answers *answers, const char *ip, const char *sender)
{
    const char *domain = strchr(sender, '@') + 1;
    for (int round = 0; round < 60; round++) {
        SpfResult *result = spf_check_host(answers, ip, domain, sender, "mail.example.org", NULL);
        if (result->code != SPF_PENDING)
            return result;
        spf_result_free(result);
        g_assert_cmpuint(store_nothing(answers), >, 0);
    }
    g_assert_not_reached();
}

static SpfRecord *parse(const char *text)
{
    return spf_record_parse(text, strlen(text));
}

static void expect_problem(const char *text, gsize at, const char *problem, const char *word)
{
    g_autoptr(SpfRecord) record = parse(text);
    g_assert_cmpstr(record->problem, ==, problem);
    g_assert_cmpuint(record->problem_at, ==, at);
    g_assert_cmpstr(record->problem_word, ==, word);
}

static void test_positions(void)
{
    expect_problem("v=spf1 inculde:_spf.example.net -all", 7, "\"inculde\" is not a mechanism",
                   "inculde:_spf.example.net");
    expect_problem("v=spf1  mx  ip4:192.0.2.300 -all", 16, "\"192.0.2.300\" is not an IPv4 address",
                   "ip4:192.0.2.300");
    expect_problem("v=spf1 a:203.0.113.9 -all", 19,
                   "\"9\" cannot be the last label of a name (an address is written with ip4: or "
                   "ip6:)",
                   "a:203.0.113.9");
    expect_problem("v=spf1 ip4:192.0.2.0/33", 21, "prefix length 33 is over 32",
                   "ip4:192.0.2.0/33");
    expect_problem("v=spf1 exists:%{x}.example.net", 14, "unknown macro letter",
                   "exists:%{x}.example.net");
    expect_problem("v=spf1 exists:%{d0}.example.net", 14, "a macro that keeps 0 parts",
                   "exists:%{d0}.example.net");
    expect_problem("v=spf1 mx exp=a.example exp=b.example", 24, "exp= stands in the record twice",
                   "exp=b.example");
    expect_problem("v=spf1 m\xc3\xa4x", 8, "byte 0xc3 is not printable ASCII", "\\195");
    expect_problem("v=spf1 -all;", 8, "\"all;\" is not a mechanism", "-all;");
}

static void test_terms(void)
{
    g_autoptr(SpfRecord) record =
        parse("V=SPF1 ?A:mail.example.org/24//64 ~MX -ip6:2001:db8::/32 redirect=_spf.example.net");
    g_assert_null(record->problem);
    g_assert_cmpuint(record->terms->len, ==, 4);
    const SpfTerm *a = g_ptr_array_index(record->terms, 0);
    g_assert_cmpint(a->kind, ==, SPF_TERM_A);
    g_assert_cmpint(a->qualifier, ==, SPF_NEUTRAL);
    g_assert_cmpstr(a->domain, ==, "mail.example.org");
    g_assert_cmpint(a->prefix4, ==, 24);
    g_assert_cmpint(a->prefix6, ==, 64);
    const SpfTerm *ip6 = g_ptr_array_index(record->terms, 2);
    g_assert_cmpint(ip6->qualifier, ==, SPF_FAIL);
    g_assert_cmpint(ip6->prefix6, ==, 32);
    g_assert_cmpuint(ip6->network[0], ==, 0x20);
    g_assert_cmpuint(ip6->position, ==, 38);
    g_assert_nonnull(record->redirect);
    g_assert_null(record->all);
}

static void test_selection(void)
{
    g_assert_true(spf_record_is("v=spf1", 6));
    g_assert_true(spf_record_is("V=sPf1 -all", 11));
    g_assert_false(spf_record_is("v=spf10 -all", 12));
    g_assert_false(spf_record_is(" v=spf1 -all", 12));
    g_assert_false(spf_record_is("v=spf", 5));
}

/* The examples of RFC 7208 7.4. */
static void test_macros(void)
{
    static const char *const examples[][2] = {
        {"%{s}", "strong-bad@email.example.com"},
        {"%{o}", "email.example.com"},
        {"%{d4}", "email.example.com"},
        {"%{d2}", "example.com"},
        {"%{d1}", "com"},
        {"%{dr}", "com.example.email"},
        {"%{d2r}", "example.email"},
        {"%{l-}", "strong.bad"},
        {"%{lr-}", "bad.strong"},
        {"%{l1r-}", "strong"},
        {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
        {"%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"},
        {"%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"},
        {"a%%b%_c%-d", "a%b c%20d"},
        {"%{S}", "strong-bad%40email.example.com"}};
    SpfMacroValues values = {.sender = "strong-bad@email.example.com",
                             .local_part = "strong-bad",
                             .sender_domain = "email.example.com",
                             .domain = "email.example.com",
                             .validated = "unknown",
                             .helo = "mail.example.com",
                             .receiver = "unknown"};
    g_assert_true(spf_address_parse("192.0.2.3", &values.ip));
    for (guint i = 0; i < G_N_ELEMENTS(examples); i++) {
        g_autofree char *text = spf_macro_explain(examples[i][0], &values);
        g_assert_cmpstr(text, ==, examples[i][1]);
    }
    g_assert_true(spf_address_parse("2001:db8::cb01", &values.ip));
    g_autofree char *name = spf_macro_name("%{ir}.%{v}._spf.%{d2}", &values);
    g_assert_cmpstr(name, ==,
                    "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf."
                    "example.com");
}

static void test_long_expansion(void)
{
    g_autoptr(GString) sender_domain = g_string_new("example.org");
    g_autoptr(GString) spec = g_string_new(NULL);
    for (int i = 0; i < 2000; i++) {
        g_string_prepend(sender_domain, "label.");
        g_string_append(spec, "%{o}.");
    }
    g_string_append(spec, "end.example.net.");
    SpfMacroValues values = {.sender_domain = sender_domain->str};
    g_autofree char *name = spf_macro_name(spec->str, &values);
    g_assert_cmpuint(strlen(name), <=, 253);
    g_assert_cmpuint(strlen(name), >, 240);
    g_assert_true(g_str_has_suffix(name, ".label.example.org.end.example.net"));
    g_assert_true(g_str_has_prefix(name, "label."));
}

static void expect_step(const SpfResult *result, guint index, int depth, const char *term,
                        const char *outcome, int lookups)
{
    g_assert_cmpuint(index, <, result->steps->len);
    const SpfStep *step = g_ptr_array_index(result->steps, index);
    g_assert_cmpint(step->depth, ==, depth);
    g_assert_cmpstr(step->term, ==, term);
    g_assert_cmpstr(step->outcome, ==, outcome);
    g_assert_cmpint(step->lookups, ==, lookups);
}

static void test_trace(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org",
               "v=spf1 a:nowhere.example.org include:_spf.example.net ip4:192.0.2.1 "
               "include:_more.example.net -all");
    store_text(answers, "_spf.example.net", "v=spf1 exists:%{i}.example.net -ip4:192.0.2.0/24 mx");
    store_text(answers, "_more.example.net", "v=spf1 mx a include:_more.example.net");
    g_autoptr(SpfResult) result = evaluate(answers, "192.0.2.1", "me@example.org");
    g_assert_cmpint(result->code, ==, SPF_PASS);
    g_assert_cmpstr(result->mechanism, ==, "ip4:192.0.2.1");
    g_assert_cmpstr(result->domain, ==, "example.org");
    expect_step(result, 0, 0, "a:nowhere.example.org", "void", 1);
    expect_step(result, 1, 0, "include:_spf.example.net", "no match", 2);
    expect_step(result, 2, 1, "exists:%{i}.example.net", "void", 3);
    expect_step(result, 3, 1, "-ip4:192.0.2.0/24", "match", 3);
    expect_step(result, 4, 1, "mx", "not reached", 4);
    expect_step(result, 5, 0, "ip4:192.0.2.1", "match", 4);
    expect_step(result, 6, 0, "include:_more.example.net", "not reached", 5);
    expect_step(result, 7, 1, "mx", "not reached", 6);
    expect_step(result, 8, 1, "a", "not reached", 7);
    expect_step(result, 9, 1, "include:_more.example.net", "not reached", 8);
    expect_step(result, 10, 0, "-all", "not reached", 8);
    g_assert_cmpuint(result->steps->len, ==, 11);
    g_assert_cmpint(result->lookups, ==, 8);
    g_assert_cmpint(result->lookups_spent, ==, 3);
    g_assert_cmpint(result->voids, ==, 2);
}

/* The eleventh look-up makes the result; the others are still counted. */
static void test_count_past_the_limit(void)
{
    g_autoptr(Answers) answers = answers_new();
    static const guint8 elsewhere[4] = {198, 51, 100, 1};
    store_text(answers, "example.org",
               "v=spf1 include:eight.example.net include:eight.example.net -all");
    store_text(answers, "eight.example.net", "v=spf1 a a a a a a a a");
    store_address(answers, "eight.example.net", elsewhere);
    g_autoptr(SpfResult) result = evaluate(answers, "192.0.2.1", "me@example.org");
    g_assert_cmpint(result->code, ==, SPF_PERMERROR);
    g_assert_cmpstr(result->problem_id, ==, "lookups");
    g_assert_cmpint(result->lookups, ==, 18);
    g_assert_cmpint(result->lookups_spent, ==, 11);
}

/* Every record includes all others twice: counting must end. */
static void test_hostile_tree(void)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(GString) text = g_string_new("v=spf1");
    for (int i = 0; i < 40; i++)
        g_string_append_printf(text, " include:n%d.example.net include:n%d.example.net", i, i);
    for (int i = 0; i < 40; i++) {
        g_autofree char *name = g_strdup_printf("n%d.example.net", i);
        store_text(answers, name, text->str);
    }
    g_autoptr(SpfResult) result = evaluate(answers, "192.0.2.1", "me@n0.example.net");
    g_assert_cmpint(result->code, ==, SPF_PERMERROR);
    g_assert_cmpint(result->lookups, <=, 150);
    g_assert_cmpuint(result->steps->len, <=, 400);
}

/* The tree's questions are noted together: as many rounds as it is deep. */
static void test_prefetch(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org",
               "v=spf1 mx a:a.example.org include:one.example.net include:two.example.net "
               "exists:%{i}.x.example.org ptr -all");
    g_autoptr(SpfResult) result =
        spf_check_host(answers, "192.0.2.1", "example.org", "me@example.org", NULL, NULL);
    g_assert_cmpint(result->code, ==, SPF_PENDING);
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    g_assert_cmpuint(wanted->len, ==, 6);
}

/* mx with a host that has no address, twice, and one void term: 1 by terms, 3 by look-ups. */
static void test_void_readings(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org", "v=spf1 a:no.example.org mx ip4:192.0.2.1 -all");
    Answer *mx = answer_new("example.org", TYPE_MX, FALSE, ANSWER_OK);
    for (int i = 0; i < 2; i++) {
        Record *record = record_new(TYPE_MX, "example.org", 300);
        record->target = g_strdup_printf("mx%d.example.org", i);
        g_ptr_array_add(mx->records, record);
    }
    answers_store(answers, mx);
    g_autoptr(SpfResult) result = evaluate(answers, "192.0.2.1", "me@example.org");
    g_assert_cmpint(result->code, ==, SPF_PASS);
    g_assert_cmpint(result->strict_code, ==, SPF_PERMERROR);
    g_assert_cmpint(result->voids, ==, 1);
    g_assert_cmpint(result->voids_inner, ==, 2);
}

/* RFC 8616: a U-label domain is asked for and expanded as its A-label; a local part beyond ASCII
 * never matches. */
static void test_international(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "xn--bcher-kva.example",
               "v=spf1 exists:%{l}.users.example ip4:192.0.2.1 exp=%{d} -all");
    g_autoptr(SpfResult) result = evaluate(answers, "192.0.2.1",
                                           "j\xc3\xb6rg@b\xc3\xbc"
                                           "cher.example");
    g_assert_cmpint(result->code, ==, SPF_PASS);
    g_assert_cmpint(result->voids, ==, 0);
}

static void test_without_address(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org", "v=spf1 mx include:_spf.example.net -all");
    store_text(answers, "_spf.example.net", "v=spf1 a mx -all");
    g_autoptr(SpfResult) result = evaluate(answers, NULL, "me@example.org");
    g_assert_cmpint(result->code, ==, SPF_NEUTRAL);
    g_assert_cmpint(result->lookups, ==, 4);
    g_assert_cmpint(result->lookups_spent, ==, 0);
}

static void expect_merged(const char *record, const char *ip, const char *expected)
{
    g_autofree char *merged = spf_merge_address(record, ip);
    g_assert_cmpstr(merged, ==, expected);
    if (merged == NULL)
        return;
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org", merged);
    g_autoptr(SpfResult) result = evaluate(answers, ip, "me@example.org");
    g_assert_cmpint(result->code, ==, SPF_PASS);
}

static void test_merge(void)
{
    expect_merged(NULL, "192.0.2.7", "v=spf1 ip4:192.0.2.7 ~all");
    expect_merged("v=spf1 -all", "192.0.2.7", "v=spf1 ip4:192.0.2.7 -all");
    expect_merged("v=spf1 ip4:198.51.100.1  include:_spf.example.net ~all", "192.0.2.7",
                  "v=spf1 ip4:198.51.100.1 ip4:192.0.2.7 include:_spf.example.net ~all");
    expect_merged("v=spf1 -ip4:192.0.2.0/24 +all", "192.0.2.7",
                  "v=spf1 ip4:192.0.2.7 -ip4:192.0.2.0/24 +all");
    expect_merged("v=spf1", "2001:DB8:0::7", "v=spf1 ip6:2001:db8::7");
    expect_merged("v=spf1 redirect=_spf.example.net", "::ffff:192.0.2.7",
                  "v=spf1 ip4:192.0.2.7 redirect=_spf.example.net");
    expect_merged("v=spf1 ip4:192.0.2.0/24 -all", "192.0.2.7", "v=spf1 ip4:192.0.2.0/24 -all");
    expect_merged("v=spf1 inculde:_spf.example.net -all", "192.0.2.7", NULL);
    expect_merged("v=spf10 -all", "192.0.2.7", NULL);
    expect_merged("v=spf1 -all", "here", NULL);
}

static SpfResultCode ask_libspf2(const char *record, char **why)
{
    g_autoptr(Answers) answers = answers_new();
    SpfResultCode code = SPF_PENDING;
    store_text(answers, "example.org", record);
    *why = NULL;
    for (int round = 0; round < 20 && code == SPF_PENDING && *why == NULL; round++) {
        code = spf_second_opinion(answers, "192.0.2.1", "example.org", "me@example.org", NULL, why);
        store_nothing(answers);
    }
    return code;
}

static void expect_opinion(const char *record, SpfResultCode code)
{
    g_autofree char *why = NULL;
    g_assert_cmpint(ask_libspf2(record, &why), ==, code);
    g_assert_null(why);
}

static void expect_guarded(const char *record, const char *reason)
{
    g_autofree char *why = NULL;
    g_assert_cmpint(ask_libspf2(record, &why), ==, SPF_PENDING);
    g_assert_cmpstr(why, ==, reason);
}

static void test_second_opinion(void)
{
    expect_opinion("v=spf1 ip4:192.0.2.1 -all", SPF_PASS);
    expect_opinion("v=spf1 mx -all exp=why.example.org", SPF_FAIL);
    expect_opinion("v=spf1 ?all", SPF_NEUTRAL);
    expect_opinion("v=spf1 inculde:x.example -all", SPF_PERMERROR);
    expect_opinion("no record", SPF_NONE);
    /* Where it leaves the RFC: /0 is a syntax error to it. */
    expect_opinion("v=spf1 ip4:192.0.2.1/0 -all", SPF_PERMERROR);
}

/* CVE-2023-42118 wants a hundred macros or kilobytes of them. */
static void test_second_opinion_guard(void)
{
    g_autoptr(GString) macros = g_string_new("v=spf1 exists:");
    g_autoptr(GString) longer = g_string_new("v=spf1");
    for (int i = 0; i < 127; i++)
        g_string_append(macros, "%{d}");
    g_string_append(macros, ".example.net -all");
    for (int i = 0; i < 200; i++)
        g_string_append(longer, " ip4:192.0.2.1");
    expect_guarded(macros->str, "a record with more than 60 macros");
    expect_guarded(longer->str, "a record of more than 2,048 bytes");
    expect_guarded("v=spf1 a:\x80.example.net -all", "a record with bytes that are not printable");
}

static void write_word(int output, gpointer data)
{
    g_assert_cmpint((int)write(output, data, strlen(data)), >, 0);
}

static void crash(int output, gpointer data)
{
    (void)output;
    (void)data;
    abort();
}

static void hang(int output, gpointer data)
{
    (void)output;
    (void)data;
    for (;;)
        pause();
}

static void flood(int output, gpointer data)
{
    (void)data;
    static const char block[4096];
    while (write(output, block, sizeof block) > 0)
        ;
}

static void half_then_crash(int output, gpointer data)
{
    write_word(output, data);
    abort();
}

static void no_other_descriptors(int output, gpointer data)
{
    const int *outer = data;
    char word = write(*outer, "x", 1) < 0 ? 'y' : 'n';
    g_assert_cmpint((int)write(output, &word, 1), ==, 1);
}

static void expect_child(ConfinedWork work, const char *text, const char *reason)
{
    const char *why = NULL;
    g_autofree char *word = g_strdup("some words");
    gint64 start = g_get_monotonic_time();
    g_autofree char *output = confined_child_run(work, word, 300, &why);
    g_assert_cmpstr(output, ==, text);
    g_assert_cmpstr(why, ==, reason);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static void test_child(void)
{
    expect_child(write_word, "some words", NULL);
    expect_child(crash, NULL, "crash");
    expect_child(half_then_crash, NULL, "crash");
    expect_child(hang, NULL, "time-out");
    expect_child(flood, NULL, "too much output");
}

static void test_child_is_alone(void)
{
    const char *why;
    int outer = fcntl(STDERR_FILENO, F_DUPFD, 20);
    g_autofree char *output = confined_child_run(no_other_descriptors, &outer, 2000, &why);
    close(outer);
    g_assert_cmpstr(output, ==, "y");
}

/* One evaluation for a diagnosis, begun when the whole tree is known, and the same for all. */
static void test_once(void)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org", "v=spf1 include:_spf.example.org -all");
    g_assert_null(spf_evaluate_once(answers, "192.0.2.1", "example.org", "a@example.org", "mail"));
    store_text(answers, "_spf.example.org", "v=spf1 ip4:192.0.2.1 -all");
    const SpfResult *first =
        spf_evaluate_once(answers, "192.0.2.1", "example.org", "a@example.org", "mail");
    g_assert_cmpint(first->code, ==, SPF_PASS);
    g_assert_true(first ==
                  spf_evaluate_once(answers, "192.0.2.1", "example.org", "a@example.org", "mail"));
    const SpfResult *other =
        spf_evaluate_once(answers, "192.0.2.2", "example.org", "a@example.org", "mail");
    g_assert_true(first != other);
    g_assert_cmpint(other->code, ==, SPF_FAIL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spf/record/positions", test_positions);
    g_test_add_func("/spf/record/terms", test_terms);
    g_test_add_func("/spf/record/selection", test_selection);
    g_test_add_func("/spf/macro/examples", test_macros);
    g_test_add_func("/spf/macro/long-expansion", test_long_expansion);
    g_test_add_func("/spf/evaluate/trace", test_trace);
    g_test_add_func("/spf/evaluate/count-past-the-limit", test_count_past_the_limit);
    g_test_add_func("/spf/evaluate/hostile-tree", test_hostile_tree);
    g_test_add_func("/spf/evaluate/prefetch", test_prefetch);
    g_test_add_func("/spf/evaluate/void-readings", test_void_readings);
    g_test_add_func("/spf/evaluate/international", test_international);
    g_test_add_func("/spf/evaluate/once", test_once);
    g_test_add_func("/spf/evaluate/without-address", test_without_address);
    g_test_add_func("/spf/merge", test_merge);
    g_test_add_func("/spf/second-opinion/results", test_second_opinion);
    g_test_add_func("/spf/second-opinion/guard", test_second_opinion_guard);
    g_test_add_func("/spf/child/ends", test_child);
    g_test_add_func("/spf/child/alone", test_child_is_alone);
    return g_test_run();
}
