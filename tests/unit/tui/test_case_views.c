/* Pictures of a case: the tree of a trace, the way of the mail, what changed since the last run. */
#include <jansson.h>
#include <locale.h>
#include <string.h>

#include "tui/report/case_changes.h"
#include "tui/base/document.h"
#include "tui/report/route.h"
#include "tui/report/trace_tree.h"

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);
    if (json == NULL)
        g_error("%s at %d", error.text, error.position);
    return json;
}

static char *tree_of(json_t *finding, gboolean ascii)
{
    g_autoptr(GPtrArray) lines = trace_tree(finding, ascii);
    GString *text = g_string_new(NULL);
    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const TraceLine *line = lines->pdata[i];
        g_string_append_printf(text, "%s%s%s%s\n", line->branch, *line->branch != '\0' ? " " : "",
                               line->text, line->beyond ? " !" : "");
    }
    return g_string_free(text, FALSE);
}

static void add_step(json_t *trace, int depth, const char *term, const char *outcome, int lookups)
{
    json_array_append_new(trace, json_pack("{s:i,s:s,s:s,s:s,s:i,s:i}", "depth", depth, "subject",
                                           "example.org", "term", term, "outcome", outcome,
                                           "lookups", lookups, "voids", 0));
}

static void test_tree(void)
{
    json_auto_t *finding = json_pack("{s:[]}", "trace");
    json_t *trace = json_object_get(finding, "trace");
    add_step(trace, 0, "include:a", "no match", 1);
    add_step(trace, 1, "include:b", "no match", 2);
    add_step(trace, 2, "mx", "no match", 3);
    add_step(trace, 1, "ip4:192.0.2.1", "no match", 3);
    add_step(trace, 0, "-all", "match", 3);
    g_autofree char *ascii = tree_of(finding, TRUE), *drawn = tree_of(finding, FALSE);
    g_assert_cmpstr(ascii, ==,
                    "example.org: look-ups 3 of the 10 allowed\n"
                    "|- include:a: no match  [3 look-ups]\n"
                    "|  |- include:b: no match  [2 look-ups]\n"
                    "|  |  `- mx: no match  [1 look-up]\n"
                    "|  `- ip4:192.0.2.1: no match\n"
                    "`- -all: match\n");
    g_assert_nonnull(strstr(drawn, "│  ├─ include:b"));
    g_assert_nonnull(strstr(drawn, "└─ -all"));
}

/* The look-up that is one too many is marked, and only that one. */
static void test_tree_beyond(void)
{
    json_auto_t *finding = json_pack("{s:[]}", "trace");
    for (int i = 1; i <= 12; i++)
        add_step(json_object_get(finding, "trace"), 0, "mx", "no match", i);
    g_autoptr(GPtrArray) lines = trace_tree(finding, TRUE);
    g_assert_true(((TraceLine *)lines->pdata[0])->beyond);
    for (guint i = 1; i <= 12; i++)
        g_assert_cmpint(((TraceLine *)lines->pdata[i])->beyond, ==, i == 11);
}

static void test_tree_strange(void)
{
    json_auto_t *none = parse("{}"), *empty = parse("{\"trace\":[]}");
    json_auto_t *strange =
        parse("{\"trace\":[{\"depth\":-5},7,null,{\"depth\":100000,\"lookups\":-1,\"term\":3}]}");
    g_assert_null(trace_tree(none, TRUE));
    g_assert_null(trace_tree(empty, TRUE));
    g_autofree char *text = tree_of(strange, FALSE);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static char *path_of(const char *document)
{
    json_auto_t *json = parse(document);
    g_autoptr(GPtrArray) lines = mail_path(json, TRUE);
    GString *text = g_string_new(NULL);
    for (guint i = 0; lines != NULL && i < lines->len; i++) {
        const PathLine *line = lines->pdata[i];
        g_string_append_printf(text, "%s|%s\n", line->label != NULL ? line->label : "", line->text);
    }
    return g_string_free(text, FALSE);
}

#define FACTS                                                                                      \
    "\"facts\":{\"sender\":\"me@example.org\",\"recipient\":\"a@example.net\",\"action\":"         \
    "\"failed\","                                                                                  \
    "\"source_ip\":\"192.0.2.25\",\"helo\":\"mail.example.org\",\"recipient_domain\":"             \
    "\"example.net\",\"remote_mta\":{\"name\":\"MX2.example.net\"}}"

/* Each MX in a line, the one that spoke marked, the link before it broken. */
static void test_path(void)
{
    g_autofree char *text = path_of(
        "{" FACTS ",\"cause\":{\"id\":\"x\",\"title\":\"No PTR\",\"reason\":\"requireptr\"},"
        "\"findings\":[{\"evidence\":[{\"question\":\"example.net MX\",\"answer\":"
        "\"10 mx1.example.net., 20 mx2.example.net.\"}]},"
        "{\"effect\":\"confirms\",\"text\":\"There is no PTR.\"}]}");
    g_assert_cmpstr(text, ==,
                    "Sender's program|me@example.org\n||\n"
                    "Sending host|mail.example.org [192.0.2.25]\n||\n"
                    "|X  broken here: There is no PTR.\n||\n"
                    "MX|10 mx1.example.net\n|20 mx2.example.net  (said so)\n||\n"
                    "Mailbox|a@example.net\n");
}

static void test_path_link(void)
{
    static const struct {
        const char *rest;
        MailLink link;
    } cases[] = {
        {"\"cause\":{\"id\":\"x\",\"reason\":\"userunknown\"}", LINK_TO_MAILBOX},
        {"\"cause\":{\"id\":\"x\",\"reason\":\"blocked\"}", LINK_TO_MX},
        {"\"cause\":{\"id\":\"x\",\"reason\":\"blocked\"},\"verdict\":\"ruled-out\"", LINK_NONE},
        {"\"cause\":{\"id\":\"x\",\"reason\":\"norelaying\"},\"facts\":{\"speaker\":\"our-side\"}",
         LINK_TO_HOST},
        {"\"cause\":{\"id\":\"x\",\"reason\":\"blocked\"},\"facts\":{\"action\":\"delayed\"}",
         LINK_NONE},
        {"\"cause\":null", LINK_NONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strdup_printf("{%s}", cases[i].rest);
        json_auto_t *document = parse(text);
        g_assert_cmpint(mail_path_broken(document), ==, cases[i].link);
    }
    json_auto_t *nothing = parse("{\"facts\":{\"recipient\":\"a@example.net\"}}");
    g_assert_null(mail_path(nothing, TRUE));
}

#define FINDING(id, effect, more)                                                                  \
    "{\"check\":\"ptr\",\"role\":\"source-ip\",\"subject\":\"192.0.2.1\",\"title\":\"PTR\","       \
    "\"id\":"                                                                                      \
    "\"" id "\",\"effect\":\"" effect "\",\"text\":\"text of " id "\"" more "}"

static void test_changes(void)
{
    json_auto_t *before =
        parse("{\"findings\":[" FINDING("ptr.missing", "confirms", "") "," FINDING(
            "ptr.old-remark", "context", ",\"advice\":true") "]}");
    json_auto_t *after = parse("{\"findings\":[" FINDING("ptr.ok", "clean", "") "]}");
    const json_t *now = document_at(after, "findings", 0);
    g_assert_cmpstr(document_text(case_change_before(before, now), "id"), ==, "ptr.missing");
    g_assert_null(case_change_before(after, now));
    g_assert_null(case_change_before(NULL, now));
    json_auto_t *changes = case_changes(before, after), *none = case_changes(after, after);
    g_assert_cmpuint(json_array_size(none), ==, 0);
    g_assert_cmpuint(json_array_size(changes), ==, 2);
    const json_t *first = json_array_get(changes, 0), *second = json_array_get(changes, 1);
    g_assert_cmpstr(document_text(first, "before.effect"), ==, "confirms");
    g_assert_cmpstr(document_text(first, "after.id"), ==, "ptr.ok");
    g_assert_cmpstr(document_text(second, "before.id"), ==, "ptr.old-remark");
    g_assert_null(document_get(second, "after"));
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_setenv("LANGUAGE", "en", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-views/tree", test_tree);
    g_test_add_func("/case-views/tree-beyond", test_tree_beyond);
    g_test_add_func("/case-views/tree-strange", test_tree_strange);
    g_test_add_func("/case-views/path", test_path);
    g_test_add_func("/case-views/path-link", test_path_link);
    g_test_add_func("/case-views/changes", test_changes);
    return g_test_run();
}
