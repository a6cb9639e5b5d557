/* The overlay: zone text in, what an authority would say out. */
#include "checks/answers/domain_name.h"
#include "checks/dns/source.h"

#include <string.h>

static const char world[] = "$TTL 300\n"
                            "; two zones and loose names in one file\n"
                            "$ORIGIN example.org.\n"
                            "@ 3600 IN SOA ns1 hostmaster ( 1 7200 3600 1209600\n"
                            "      60 ) ; minimum\n"
                            "  NS ns1\n"
                            "  MX 10 Mail\n"
                            "  MX 20 mx.example.net.\n"
                            "  TXT \"v=spf1 \" \"-all\"\n"
                            "mail A 192.0.2.25\n"
                            "  AAAA 2001:db8::25\n"
                            "www CNAME web\n"
                            "web CNAME mail\n"
                            "out CNAME host.example.com.\n"
                            "a CNAME b\n"
                            "b CNAME a\n"
                            "deep.down TXT x\n"
                            "* TXT wild\n"
                            "sub NS ns.sub\n"
                            "ns.sub A 192.0.2.53\n"
                            "$ORIGIN example.net.\n"
                            "@ IN SOA ns1.example.org. hostmaster.example.org. 1 2 3 4 5\n"
                            "mx A 192.0.2.26\n"
                            "$ORIGIN .\n"
                            "loose.example.com. 60 IN TXT \"loose\"\n"
                            "alias.example.com CNAME mx.example.net\n";

/* GLib's own g_assert_cmpmem() does not compile without sign conversions. */
static void assert_bytes(gconstpointer bytes, gsize length, const char *expected, gsize size)
{
    g_assert_cmpuint(length, ==, size);
    g_assert_true(memcmp(bytes, expected, size) == 0);
}

static void keep(Answer *answer, gpointer data)
{
    Answer **slot = data;
    g_assert_null(*slot);
    *slot = answer;
}

static Answer *ask(Source *source, const char *name, guint16 type)
{
    Answer *answer = NULL;
    g_autofree char *normalised = domain_name_normalise(name);
    Question question = {.name = normalised, .type = type};
    source->ask(source, &question, g_get_monotonic_time() + G_USEC_PER_SEC, keep, &answer);
    g_assert_nonnull(answer);
    g_assert_cmpstr(answer->question.name, ==, normalised);
    return answer;
}

static Source *overlay(const char *text)
{
    g_autoptr(GError) error = NULL;
    Source *source =
        source_overlay_new(text, strlen(text), "world.zone", source_offline_new(), &error);
    g_assert_no_error(error);
    return source;
}

static void assert_answer(const char *name, guint16 type, AnswerStatus status, const char *summary)
{
    Source *source = overlay(world);
    g_autoptr(Answer) answer = ask(source, name, type);
    g_autofree char *line = answer_summary(answer);
    g_assert_cmpstr(line, ==, summary);
    g_assert_cmpint(answer->status, ==, status);
    source_free(source);
}

static void test_records(void)
{
    assert_answer("example.org", TYPE_MX, ANSWER_OK, "10 Mail.example.org.; 20 mx.example.net.");
    assert_answer("mail.example.org", TYPE_AAAA, ANSWER_OK, "2001:db8::25");
    assert_answer("mx.example.net", TYPE_A, ANSWER_OK, "192.0.2.26");
    assert_answer("EXAMPLE.org.", TYPE_NS, ANSWER_OK, "ns1.example.org.");
}

static void test_fields(void)
{
    Source *source = overlay(world);
    g_autoptr(Answer) mx = ask(source, "example.org", TYPE_MX);
    const Record *first = g_ptr_array_index(mx->records, 0);
    g_assert_cmpstr(first->target, ==, "mail.example.org");
    g_assert_cmpuint(first->preference, ==, 10);
    g_assert_cmpuint(first->ttl, ==, 300);
    g_assert_cmpuint(mx->ttl, ==, 300);
    g_assert_cmpstr(mx->server, ==, "world.zone");

    g_autoptr(Answer) txt = ask(source, "example.org", TYPE_TXT);
    const Record *spf = g_ptr_array_index(txt->records, 0);
    gsize length;
    const char *bytes = g_bytes_get_data(spf->strings, &length);
    assert_bytes(bytes, length, "v=spf1 -all", 11);

    g_autoptr(Answer) a = ask(source, "mail.example.org", TYPE_A);
    const Record *address = g_ptr_array_index(a->records, 0);
    assert_bytes(address->address, address->address_length, "\xc0\x00\x02\x19", 4);
    source_free(source);
}

static void test_negative(void)
{
    assert_answer("mail.example.org", TYPE_TXT, ANSWER_NO_DATA, "no such record");
    assert_answer("nothing.example.net", TYPE_A, ANSWER_NXDOMAIN, "NXDOMAIN");
    /* An empty non-terminal exists, and hides the wildcard from what is below it. */
    assert_answer("down.example.org", TYPE_TXT, ANSWER_NO_DATA, "no such record");
    assert_answer("other.down.example.org", TYPE_TXT, ANSWER_NXDOMAIN, "NXDOMAIN");

    Source *source = overlay(world);
    g_autoptr(Answer) answer = ask(source, "nothing.example.net", TYPE_A);
    g_assert_cmpuint(answer->ttl, ==, 5);
    g_autoptr(Answer) none = ask(source, "mail.example.org", TYPE_TXT);
    g_assert_cmpuint(none->ttl, ==, 60);
    source_free(source);
}

static void test_wildcard(void)
{
    assert_answer("anything.example.org", TYPE_TXT, ANSWER_OK, "\"wild\"");
    assert_answer("two.labels.example.org", TYPE_TXT, ANSWER_OK, "\"wild\"");
    assert_answer("anything.example.org", TYPE_A, ANSWER_NO_DATA, "no such record");
    Source *source = overlay(world);
    g_autoptr(Answer) answer = ask(source, "anything.example.org", TYPE_TXT);
    const Record *record = g_ptr_array_index(answer->records, 0);
    g_assert_cmpstr(record->owner, ==, "anything.example.org");
    source_free(source);
}

static void test_aliases(void)
{
    assert_answer("www.example.org", TYPE_A, ANSWER_OK, "CNAME mail.example.org.: 192.0.2.25");
    assert_answer("www.example.org", TYPE_TXT, ANSWER_NO_DATA,
                  "CNAME mail.example.org.: no such record");
    assert_answer("www.example.org", TYPE_CNAME, ANSWER_OK, "web.example.org.");
    assert_answer("alias.example.com", TYPE_A, ANSWER_OK, "CNAME mx.example.net.: 192.0.2.26");
    assert_answer("a.example.org", TYPE_A, ANSWER_SERVFAIL, "CNAME a.example.org.: SERVFAIL");
    assert_answer("out.example.org", TYPE_A, ANSWER_NOT_ASKED,
                  "CNAME host.example.com.: not asked");
}

static void test_outside(void)
{
    assert_answer("loose.example.com", TYPE_TXT, ANSWER_OK, "\"loose\"");
    assert_answer("loose.example.com", TYPE_A, ANSWER_NOT_ASKED, "not asked");
    assert_answer("example.com", TYPE_A, ANSWER_NOT_ASKED, "not asked");
    assert_answer("host.sub.example.org", TYPE_A, ANSWER_NOT_ASKED, "not asked");
    assert_answer("ns.sub.example.org", TYPE_A, ANSWER_OK, "192.0.2.53");
}

/* One overlay over another: the lower one stands for what is published. */
static void test_on_top(void)
{
    Source *published = overlay("$ORIGIN example.com.\n"
                                "@ SOA ns hostmaster 1 2 3 4 5\n"
                                "www CNAME host.example.net.\n"
                                "txt TXT old\n");
    static const char draft[] = "host.example.net. A 192.0.2.80\n"
                                "txt.example.com. TXT new\n"
                                "key.sub.example.com. TXT k\n";
    Source *source = source_overlay_new(draft, strlen(draft), "draft", published, NULL);
    g_autoptr(Answer) www = ask(source, "www.example.com", TYPE_A);
    g_autofree char *line = answer_summary(www);
    g_assert_cmpstr(line, ==, "CNAME host.example.net.: 192.0.2.80");
    g_autoptr(Answer) txt = ask(source, "txt.example.com", TYPE_TXT);
    const Record *record = g_ptr_array_index(txt->records, 0);
    g_assert_cmpstr(record->text, ==, "\"new\"");
    /* Below knows nothing of these names; with the draft published they would exist. */
    g_autoptr(Answer) between = ask(source, "sub.example.com", TYPE_TXT);
    g_assert_cmpint(between->status, ==, ANSWER_NO_DATA);
    g_autoptr(Answer) other = ask(source, "key.sub.example.com", TYPE_A);
    g_assert_cmpint(other->status, ==, ANSWER_NO_DATA);
    g_autoptr(Answer) missing = ask(source, "missing.example.com", TYPE_A);
    g_assert_cmpint(missing->status, ==, ANSWER_NXDOMAIN);
    source_free(source);
}

static void assert_error(const char *text, gsize length, const char *start)
{
    g_autoptr(GError) error = NULL;
    Source *source = source_overlay_new(text, length, "f.zone", source_offline_new(), &error);
    g_assert_null(source);
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, start));
}

#define ASSERT_ERROR(text, start) assert_error(text, sizeof(text) - 1, start)

static void test_errors(void)
{
    ASSERT_ERROR("example.org. A 192.0.2.1\n\nexample.org. A 192.0.2\n", "f.zone:3: ");
    ASSERT_ERROR("example.org. MX mail\n", "f.zone:1: ");
    ASSERT_ERROR("; x\nexample.org. NONSENSE x\n", "f.zone:2: ");
    ASSERT_ERROR("; x\n@ SOA ns h 1 2 3 4 5\n", "f.zone:2: \"@\" without $ORIGIN");
    ASSERT_ERROR("$INCLUDE /etc/passwd\n", "f.zone:1: $INCLUDE");
    ASSERT_ERROR("a. CH TXT x\n", "f.zone:1: only class IN");
    ASSERT_ERROR("a. A 192.0.2.1\n\0b. A 192.0.2.2\n", "f.zone:1: a NUL byte");
    ASSERT_ERROR("a. A 192.0.2.1\na. TXT \"no end\n\n\nb. A 192.0.2.1\n", "f.zone:2: ");
    ASSERT_ERROR("a. SOA a. b. ( 1 2\n3 4 5\n\n", "f.zone:1: ");
}

static void test_shapes(void)
{
    Source *source = overlay("");
    g_autoptr(Answer) none = ask(source, "example.org", TYPE_A);
    g_assert_cmpint(none->status, ==, ANSWER_NOT_ASKED);
    source_free(source);

    source = overlay("\r\n; CR LF and no line end\r\nexample.org. IN A 192.0.2.1\r\n"
                     "example.org. 5 IN A 192.0.2.2");
    g_autoptr(Answer) both = ask(source, "example.org", TYPE_A);
    g_assert_cmpuint(both->records->len, ==, 2);
    g_assert_cmpuint(both->ttl, ==, 5);
    source_free(source);

    source = overlay(". SOA a. b. 1 2 3 4 5\norg. NS ns.org.\n");
    g_autoptr(Answer) top = ask(source, "example.com", TYPE_A);
    g_assert_cmpint(top->status, ==, ANSWER_NXDOMAIN);
    g_autoptr(Answer) delegated = ask(source, "example.org", TYPE_A);
    g_assert_cmpint(delegated->status, ==, ANSWER_NOT_ASKED);
    source_free(source);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/overlay/records", test_records);
    g_test_add_func("/overlay/fields", test_fields);
    g_test_add_func("/overlay/negative", test_negative);
    g_test_add_func("/overlay/wildcard", test_wildcard);
    g_test_add_func("/overlay/aliases", test_aliases);
    g_test_add_func("/overlay/outside", test_outside);
    g_test_add_func("/overlay/on-top", test_on_top);
    g_test_add_func("/overlay/errors", test_errors);
    g_test_add_func("/overlay/shapes", test_shapes);
    return g_test_run();
}
