/* One record to publish out of what stands there. */
#include "checks/spf/spf.h"
#include "checks/spf/spf_repair_word.h"

#include <string.h>

static void expect_word(const char *word, const char *mended)
{
    g_autofree char *text = spf_mend_word(word);
    g_assert_cmpstr(text, ==, mended);
}

static void test_words(void)
{
    expect_word("include:_spf.example.net", "include:_spf.example.net");
    expect_word("inculde:_spf.example.net", "include:_spf.example.net");
    expect_word("?INLCUDE:_spf.example.net", "?include:_spf.example.net");
    expect_word("include=_spf.example.net", "include:_spf.example.net");
    expect_word("redirect:_spf.example.net", "redirect=_spf.example.net");
    expect_word("ip:192.0.2.1", "ip4:192.0.2.1");
    expect_word("ipv4:192.0.2.0/24", "ip4:192.0.2.0/24");
    expect_word("ip4=192.0.2.1", "ip4:192.0.2.1");
    expect_word("+192.0.2.1", "+ip4:192.0.2.1");
    expect_word("2001:db8::1", "ip6:2001:db8::1");
    expect_word("ip4:2001:db8::1", "ip6:2001:db8::1");
    expect_word("ip6:192.0.2.1", "ip4:192.0.2.1");
    expect_word("a:192.0.2.1", "ip4:192.0.2.1");
    expect_word("ip4:mail.example.org", "a:mail.example.org");
    expect_word("mx,", "mx");
    expect_word("-all;", "-all");
    expect_word("~all\"", "~all");
    expect_word("-all.", "-all");
    /* Nobody can tell. */
    expect_word("foo:bar", NULL);
    expect_word("192.0.2.300", NULL);
    expect_word("ip4:192.0.2.300", NULL);
    expect_word("a:museum", NULL);
    expect_word("include:", NULL);
    expect_word(";", NULL);
    expect_word("exists:%{x}.example.net", NULL);
}

static void store_text(Answers *answers, const char *name, const char *const *texts)
{
    Answer *answer = answer_new(name, TYPE_TXT, FALSE, texts[0] ? ANSWER_OK : ANSWER_NO_DATA);
    for (; *texts != NULL; texts++) {
        Record *record = record_new(TYPE_TXT, name, 300);
        record->strings = g_bytes_new(*texts, strlen(*texts));
        g_ptr_array_add(answer->records, record);
    }
    answers_store(answers, answer);
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void expect(const char *const *published, const char *ip, const char *mended)
{
    g_autoptr(Answers) answers = answers_new();
    store_text(answers, "example.org", published);
    store_text(answers, "_spf.example.net", TEXTS("v=spf1 ip4:198.51.100.0/24 -all"));
    store_text(answers, "gone.example.net", TEXTS("no record"));
    g_autofree char *text = spf_mend(answers, "example.org", ip, "", NULL);
    g_assert_cmpstr(text, ==, mended);
}

static void test_address(void)
{
    expect(TEXTS("v=spf1 include:_spf.example.net -all"), "192.0.2.7",
           "v=spf1 ip4:192.0.2.7 include:_spf.example.net -all");
    /* Private addresses never go into a record; what is right is left alone. */
    expect(TEXTS("v=spf1 include:_spf.example.net -all"), "10.0.0.1", NULL);
    expect(TEXTS("v=spf1 include:_spf.example.net -all"), "198.51.100.7", NULL);
    expect(TEXTS("v=spf1 include:_spf.example.net -all"), NULL, NULL);
}

static void test_two_records(void)
{
    expect(TEXTS("v=spf1 mx include:_spf.example.net -all", "v=spf1 ip4:192.0.2.7 MX ~all"), NULL,
           "v=spf1 mx include:_spf.example.net ip4:192.0.2.7 ~all");
    /* The address needs no term of its own when one of them covers it. */
    expect(TEXTS("v=spf1 include:_spf.example.net -all", "v=spf1 a:host.example.org -all"),
           "198.51.100.7", "v=spf1 include:_spf.example.net a:host.example.org -all");
    expect(TEXTS("v=spf1 ip4:192.0.2.7 -all", "v=spf1 redirect=_spf.example.net"), NULL,
           "v=spf1 ip4:192.0.2.7 include:_spf.example.net -all");
    expect(TEXTS("v=spf1 mx ~all", "v=spf1 +all"), NULL, "v=spf1 mx ~all");
}

static void test_broken_records(void)
{
    expect(TEXTS("v=spf1 inculde:_spf.example.net ip4: 192.0.2.7 -all;"), NULL,
           "v=spf1 include:_spf.example.net ip4:192.0.2.7 -all");
    expect(TEXTS("v=spf1 include:gone.example.net include:_spf.example.net -all"), NULL,
           "v=spf1 include:_spf.example.net -all");
    expect(TEXTS("v=spf1 redirect=_spf.example.net ~all"), NULL, "v=spf1 ~all");
    expect(TEXTS("v=spf1 nonsense -all"), "192.0.2.7", NULL);
}

/* Quotes, dashes and blanks of word processors. A sign that cannot be read never becomes "all". */
static void test_foreign_bytes(void)
{
    expect(TEXTS("\"v=spf1 mx -all\""), NULL, "v=spf1 mx -all");
    expect(TEXTS("v=spf1; mx; -all"), NULL, "v=spf1 mx -all");
    expect(TEXTS("v=spf1 mx \xe2\x80\x93"
                 "all"),
           NULL, "v=spf1 mx -all");
    expect(TEXTS("v=spf1\xc2\xa0mx -all"), NULL, "v=spf1 mx -all");
    expect(TEXTS("v=spf1 mx \xef\xbc\x8d"
                 "all"),
           NULL, "v=spf1 mx ~all");
}

/* With so many includes of one look-up each. */
static void expect_with_includes(guint includes, const char *ip, gboolean mended)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(GString) record = g_string_new("v=spf1");
    for (guint i = 0; i < includes; i++) {
        g_autofree char *name = g_strdup_printf("s%u.example.net", i);
        g_string_append_printf(record, " include:%s", name);
        store_text(answers, name, TEXTS("v=spf1 ip4:198.51.100.1 -all"));
    }
    g_string_append(record, " -all");
    store_text(answers, "example.org", TEXTS(record->str));
    g_autofree char *text = spf_mend(answers, "example.org", ip, "", NULL);
    g_assert_cmpint(text != NULL, ==, mended);
    if (mended)
        g_assert_true(g_str_has_prefix(text, "v=spf1 ip4:192.0.2.7 include:s0."));
}

/* RFC 7208 4.6.4: what would take more than ten is not offered, though this address would pass
 * before the limit strikes. */
static void test_limit(void)
{
    expect_with_includes(9, "192.0.2.7", TRUE);
    expect_with_includes(10, "192.0.2.7", TRUE);
    expect_with_includes(11, "192.0.2.7", FALSE);
    expect_with_includes(12, "192.0.2.7", FALSE);
    expect_with_includes(11, NULL, FALSE);
}

static void test_first_record(void)
{
    expect(TEXTS("hello"), "192.0.2.7", "v=spf1 ip4:192.0.2.7 ~all");
    expect(TEXTS("hello"), NULL, NULL);
    g_autoptr(Answers) answers = answers_new();
    Answer *mx = answer_new("example.org", TYPE_MX, FALSE, ANSWER_OK);
    Record *record = record_new(TYPE_MX, "example.org", 300);
    record->target = g_strdup("mail.example.org");
    g_ptr_array_add(mx->records, record);
    answers_store(answers, mx);
    answers_store(answers, answer_new("example.org", TYPE_TXT, FALSE, ANSWER_NXDOMAIN));
    g_autofree char *text = spf_mend(answers, "example.org", "192.0.2.7", "", NULL);
    g_assert_cmpstr(text, ==, "v=spf1 mx ip4:192.0.2.7 ~all");
}

static void test_not_known(void)
{
    g_autoptr(Answers) answers = answers_new();
    g_assert_null(spf_mend(answers, "example.org", "192.0.2.7", "", NULL));
    answers_store(answers, answer_new("example.org", TYPE_TXT, FALSE, ANSWER_TIMEOUT));
    g_assert_null(spf_mend(answers, "example.org", "192.0.2.7", "", NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/spf-mend/words", test_words);
    g_test_add_func("/spf-mend/address", test_address);
    g_test_add_func("/spf-mend/two-records", test_two_records);
    g_test_add_func("/spf-mend/limit", test_limit);
    g_test_add_func("/spf-mend/broken-records", test_broken_records);
    g_test_add_func("/spf-mend/foreign-bytes", test_foreign_bytes);
    g_test_add_func("/spf-mend/first-record", test_first_record);
    g_test_add_func("/spf-mend/not-known", test_not_known);
    return g_test_run();
}
