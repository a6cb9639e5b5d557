/* What a paste went through before it came here. */
#include "content/text/paste_repair.h"

#include "content/reader/read.h"

typedef void (*Straightener)(GString *text);

static void assert_becomes(Straightener straighten, const char *text, const char *expected)
{
    GString *line = g_string_new(text);
    straighten(line);
    g_assert_cmpstr(line->str, ==, expected);
    g_assert_cmpuint(line->len, ==, strlen(expected));
    g_string_free(line, TRUE);
}

static void a_margin_goes(void)
{
    assert_becomes(text_take_off_margin, "  a\n    b\n\n  c", "a\n  b\n\nc");
    assert_becomes(text_take_off_margin, "\ta\n\t\n\tb\n", "a\n\nb\n");
    assert_becomes(text_take_off_margin, " a\nb\n\n", " a\nb\n\n");
    assert_becomes(text_take_off_margin, "", "");
    assert_becomes(text_take_off_margin, "   ", "");
}

static void a_line_of_blanks_is_empty_where_no_line_is(void)
{
    assert_becomes(text_take_off_margin, "Subject: a\n  \nb\n", "Subject: a\n\nb\n");
    assert_becomes(text_take_off_margin, "Subject: a\n  \nb\n\nc\n", "Subject: a\n  \nb\n\nc\n");
}

static void no_break_blanks_go_where_they_are_many(void)
{
    assert_becomes(text_plain_many_blanks, "To:\u00a0a\u00a0b\u200b", "To: a b");
    assert_becomes(text_plain_many_blanks, "a b c d e f\u00a0g", "a b c d e f\u00a0g");
    assert_becomes(text_plain_many_blanks, ">\u200b a\u200b b", "> a b");
    assert_becomes(text_plain_many_blanks, "DKIM-Signature: a\u200b b",
                   "DKIM-Signature: a\u200b b");
    assert_becomes(text_plain_many_blanks, "\xc2\xa0\xff", "\xc2\xa0\xff"); /* not UTF-8 */
}

static void doubled_line_ends_go(void)
{
    assert_becomes(text_take_off_double_spacing, "a\n\nb\n\n\n\nc\n\nd\n\ne\n\nf\n\ng\n",
                   "a\nb\n\nc\nd\ne\nf\ng\n");
    assert_becomes(text_take_off_double_spacing, "\n\na\n\nb\n\n\n\nc\n\nd\n\ne\n\nf\n\ng",
                   "a\nb\n\nc\nd\ne\nf\ng");
    /* paragraphs of one line each; a single line end somewhere; too few lines to tell */
    static const char *const others[] = {"a\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng\n",
                                         "a\n\nb\n\n\n\nc\nd\n\ne\n\nf\n\ng\n\nh\n",
                                         "a\n\nb\n\n\n\nc\n", "", "\n\n\n"};
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        assert_becomes(text_take_off_double_spacing, others[i], others[i]);
}

static void characters_without_width_go(void)
{
    g_autofree char *text = g_strdup("user\u200b@exam\u00adple.net\u202fis unknown\ufeff");
    gsize length = text_plain_blanks(text);
    g_assert_cmpstr(text, ==, "user@example.net is unknown");
    g_assert_cmpuint(length, ==, strlen(text));
}

static void the_source_of_a_page_is_decoded(void)
{
    assert_becomes(text_take_off_entities, "&lt;a&#64;example.net&gt; &amp; &nope; &",
                   "<a@example.net> & &nope; &");
    assert_becomes(text_take_off_entities, "<p> &lt;a&gt;", "<p> &lt;a&gt;");
    assert_becomes(text_take_off_entities, "a=1&amp;b=2", "a=1&amp;b=2");
}

static const Facts *read_one(const char *text, GPtrArray **messages)
{
    g_autoptr(GBytes) input = g_bytes_new(text, strlen(text));
    *messages = read_input(input);
    const Message *message = g_ptr_array_index(*messages, 0);
    g_assert_cmpuint(message->cases->len, ==, 1);
    return g_ptr_array_index(message->cases, 0);
}

static void all_are_read_alike(void)
{
    static const char *const pastes[] = {
        "    <user@example.net>:\n    host mx.example.net said: 550 5.1.1 no such user\n",
        "> \u00a0<user@example.net>:\n> \u00a0host\u00a0mx.example.net "
        "said:\u00a0550\u00a05.1.1\u00a0no "
        "such\u00a0user\n",
        "&lt;user@example.net&gt;:\nhost mx.example.net said: 550 5.1.1 no such user\n",
        "<user\u200b@example.net>:\nhost mx.example.net said: 550 5.1.1 no such user\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS(pastes); i++) {
        g_autoptr(GPtrArray) messages = NULL;
        const Facts *facts = read_one(pastes[i], &messages);
        g_assert_cmpstr(facts->recipient.text, ==, "user@example.net");
        g_assert_cmpstr(facts->enhanced_status.text, ==, "5.1.1");
        g_assert_cmpstr(facts->remote_mta_name.text, ==, "mx.example.net");
    }
}

static void a_header_of_lines_with_blanks_ends(void)
{
    g_autoptr(GPtrArray) messages = NULL;
    const Facts *facts = read_one("From: MAILER-DAEMON@example.org  \nTo: me@example.org  \n"
                                  "Subject: Undelivered Mail  \n  \n<user@example.net>:  \n"
                                  "host mx.example.net said: 550 5.1.1 no such user  \n",
                                  &messages);
    g_assert_cmpstr(facts->recipient.text, ==, "user@example.net");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    read_init();
    g_test_add_func("/straighten/double", doubled_line_ends_go);
    g_test_add_func("/straighten/margin", a_margin_goes);
    g_test_add_func("/straighten/blank-lines", a_line_of_blanks_is_empty_where_no_line_is);
    g_test_add_func("/straighten/no-break", no_break_blanks_go_where_they_are_many);
    g_test_add_func("/straighten/width", characters_without_width_go);
    g_test_add_func("/straighten/entities", the_source_of_a_page_is_decoded);
    g_test_add_func("/straighten/alike", all_are_read_alike);
    g_test_add_func("/straighten/header", a_header_of_lines_with_blanks_ends);
    return g_test_run();
}
