#include "content/text/facts.h"
#include "content/text/text_locate.h"
#include <string.h>

static void test_copy_is_deep(void)
{
    g_autoptr(Facts) facts = facts_new(KIND_FAILURE);
    fact_set(&facts->recipient, "a@example.net", 90);
    facts->recipient.start = 3;
    facts->recipient.end = 16;
    fact_set(&facts->date, "2026-01-02T03:04:05Z", 50);
    g_ptr_array_add(facts->dkim, dkim_signature_new("example.org", "s1"));
    g_ptr_array_add(facts->urls, fact_new("http://example.com/", 80));
    g_autoptr(Facts) copy = facts_copy(facts);
    fact_set(&facts->recipient, "b@example.net", 10);
    g_ptr_array_set_size(facts->urls, 0);
    g_assert_cmpstr(copy->recipient.text, ==, "a@example.net");
    g_assert_cmpuint(copy->recipient.start, ==, 3);
    g_assert_cmpint(copy->recipient.confidence, ==, 90);
    g_assert_cmpstr(copy->date.text, ==, "2026-01-02T03:04:05Z");
    g_assert_cmpstr(((DkimSignature *)copy->dkim->pdata[0])->selector, ==, "s1");
    g_assert_cmpstr(((Fact *)copy->urls->pdata[0])->text, ==, "http://example.com/");
    g_assert_cmpuint(facts->recipient.start, ==, FACT_NOT_VERBATIM);
}

static void test_set_and_clear(void)
{
    Fact *fact = fact_new("one", 500);
    g_assert_cmpint(fact->confidence, ==, 100);
    fact_set(fact, fact->text, 5);
    g_assert_cmpstr(fact->text, ==, "one");
    fact_set(fact, NULL, 5);
    g_assert_null(fact->text);
    g_assert_cmpint(fact->confidence, ==, 0);
    fact_free(fact);
}

static void test_address_domain(void)
{
    static const struct {
        const char *address, *domain;
    } table[] = {
        {"a@Example.NET.", "example.net"},
        {"\"a@b\"@example.org", "example.org"},
        {"me@[192.0.2.1]", "[192.0.2.1]"},
        {"me@192.0.2.1", "192.0.2.1"},
        {"me", NULL},
        {"me@", NULL},
        {"me@.", NULL},
        {NULL, NULL},
        {"a@ÄPFEL.example", "äpfel.example"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
        g_autofree char *domain = address_domain(table[i].address);
        g_assert_cmpstr(domain, ==, table[i].domain);
    }
}

static void test_names(void)
{
    for (InputKind kind = 0; kind < KIND_COUNT; kind++)
        g_assert_cmpint(kind_from_name(kind_name(kind)), ==, kind);
    g_assert_cmpint(kind_from_name("bounce"), ==, KIND_COUNT);
    g_assert_cmpint(kind_from_name(NULL), ==, KIND_COUNT);
    g_assert_cmpstr(action_name(ACTION_DELAYED), ==, "delayed");
    g_assert_null(action_name(ACTION_UNKNOWN));
}

static void locate(const char *input, const char *text, const char *expected)
{
    gsize start = 77, end = 78;
    gboolean found = text_locate(input, strlen(input), text, &start, &end);
    if (!expected) {
        g_assert_false(found);
        g_assert_cmpuint(start, ==, 77);
        return;
    }
    g_assert_true(found);
    g_autofree char *got = g_strndup(input + start, end - start);
    g_assert_cmpstr(got, ==, expected);
}

static void test_locate(void)
{
    locate("abc 550 no such\r\n    user here", "no such user", "no such\r\n    user");
    locate("> > 550 no\n> > such\n> > user", "no such user", "no\n> > such\n> > user");
    locate("550 no such user", "  550 no  such ", "550 no such");
    locate("550 no\xc2\xa0user", "no user", "no\xc2\xa0user");
    locate("a > b", "a > b", "a > b");
    locate("550 no such user", "no such mailbox", NULL);
    locate("anything", "", NULL);
    locate("", "x", NULL);
}

static void test_locate_is_linear(void)
{
    gsize length = 8 << 20;
    g_autofree char *input = g_malloc(length);
    memset(input, 'a', length);
    g_autofree char *needle = g_strnfill(4000, 'a');
    needle[3999] = 'b';
    gsize start, end;
    gint64 begun = g_get_monotonic_time();
    g_assert_false(text_locate(input, length, needle, &start, &end));
    g_assert_cmpint(g_get_monotonic_time() - begun, <, 5 * G_USEC_PER_SEC);
}

static void test_locator_far_into_the_input(void)
{
    GString *input = g_string_new(NULL);
    for (int i = 0; i < 3000; i++)
        g_string_append_printf(input, "> line %d of\n", i);
    g_autoptr(TextLocator) locator = text_locator_new(input->str, input->len);
    gsize start, end;
    g_assert_true(text_locator_find(locator, "line 2718 of line 2719", &start, &end));
    g_assert_cmpint(strncmp(input->str + start, "line 2718", 9), ==, 0);
    g_assert_cmpint(strncmp(input->str + end - 4, "2719", 4), ==, 0);
    g_assert_true(text_locator_find(locator, "line 5 of", &start, &end));
    g_assert_cmpint(strncmp(input->str + start, "line 5 of", 9), ==, 0);
    g_string_free(input, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/facts/copy-is-deep", test_copy_is_deep);
    g_test_add_func("/facts/set-and-clear", test_set_and_clear);
    g_test_add_func("/facts/address-domain", test_address_domain);
    g_test_add_func("/facts/names", test_names);
    g_test_add_func("/facts/locate", test_locate);
    g_test_add_func("/facts/locate-is-linear", test_locate_is_linear);
    g_test_add_func("/facts/locator-far-into-the-input", test_locator_far_into_the_input);
    return g_test_run();
}
