#include <glib.h>
#include <locale.h>
#include <string.h>

#include "tui/report/record_text.h"
#include "tui/report/report.h"
#include "tui/base/width.h"

#define COLUMNS 76

static const char ordinary[] =
    "{'whybounce':1,'lang':'en','input':{'source':'-','message':1,'kind':'failure'},"
    "'words':{'category':'Outgoing','verdict':'Confirmed','acts':'You','kind':'A failure'},"
    "'facts':{'recipient':'jo@example.net','sender':'me@example.org','sender_domain':'example.org',"
    "'reply_code':550,'enhanced_status':null,"
    "'diagnostic':'550 suspected invalid sender domain - ERR007',"
    "'remote_mta':{'name':'mx.example.net','ip':'192.0.2.1'}},"
    "'category':'outgoing','cause':{'id':'x','title':'The domain has neither MX nor A',"
    "'what':'The server refused your domain.','why':'It looked for MX and A and found none.',"
    "'unproven':null,'avoid':['Do not send again.'],'reply':'Dear "
    "customer,\\nwait.','note':'ERR007',"
    "'links':[{'title':'RFC 5321','url':'https://www.rfc-editor.org/rfc/rfc5321'},"
    "{'title':'bad','url':'javascript:alert(1)'}],"
    "'matched':[{'text':'ERR007','start':1,'end':2}]},"
    "'alternatives':[{'id':'other','title':'Something else'}],"
    "'verdict':'confirmed','verdict_reason':'example.org has no MX.','acts':'sender',"
    "'findings':[{'check':'mx','id':'mx.missing','subject':'example.org','effect':'confirms',"
    "'text':'example.org has no MX.','evidence':[{'question':'example.org "
    "MX','server':'127.0.0.1@53',"
    "'answer':'NODATA','ttl':300,'time':'2026-11-24T07:00:00Z'}]},"
    "{'check':'ptr','id':'ptr.skipped','subject':'','effect':'skipped','evidence':[]}],"
    "'fixes':[{'who':'you','title':'Publish an MX record','steps':['Open the zone.','Add it.'],"
    "'record':{'name':'example.org','type':'MX','ttl':3600,'value':'10 mail.example.org.'},"
    "'proved':true}]}";

/* JSON with ' for ", to be readable here. */
static json_t *parse(const char *text)
{
    g_autofree char *json = g_strdelimit(g_strdup(text), "'", '"');
    json_error_t error;
    json_t *document = json_loads(json, JSON_DECODE_ANY, &error);
    if (!document)
        g_error("%s at %d", error.text, error.position);
    return document;
}

static char *render(const char *format, const char *text)
{
    json_t *document = parse(text);
    char *report = report_render(format, document, LANGUAGE_ENGLISH);
    json_decref(document);
    return report;
}

static void expect_within_columns(const char *report)
{
    g_auto(GStrv) lines = g_strsplit(report, "\n", -1);
    for (char **line = lines; *line; line++)
        if (text_width(*line, -1) > COLUMNS)
            g_error("%d columns: %s", text_width(*line, -1), *line);
}

static void expect_contains(const char *report, const char *part)
{
    if (!strstr(report, part))
        g_error("\"%s\" is not in:\n%s", part, report);
}

static void test_text(void)
{
    g_autofree char *report = render("text", ordinary);
    expect_within_columns(report);
    g_assert_true(g_str_has_prefix(report, "jo@example.net: The domain has neither MX nor A\n"));
    expect_contains(report, "Confirmed. example.org has no MX.");
    expect_contains(
        report, "[PROOF] example.org has no MX.\n    example.org MX @127.0.0.1@53: NODATA (TTL");
    expect_contains(report, "\n    example.org. 3600 IN MX 10 mail.example.org.\n");
    expect_contains(report, "mx.example.net [192.0.2.1]");
    expect_contains(report, "  2. Add it.\n");
    expect_contains(report, "https://www.rfc-editor.org/rfc/rfc5321");
    g_assert_null(strstr(report, "javascript"));
}

static guint lines_before_blank(const char *report)
{
    const char *blank = strstr(report, "\n\n");
    guint lines = 1;
    for (const char *p = report; p < blank; p++)
        lines += *p == '\n';
    return lines;
}

/* However long its texts, the verdict stands in 12 lines, and nothing of it is lost further down.
 */
static void test_verdict_first(void)
{
    g_autofree char *words = g_strnfill(4000, 'x');
    for (gsize i = 6; i < 4000; i += 7)
        words[i] = ' ';
    memcpy(words + 3990, "the-end", 7);
    g_autofree char *text =
        g_strdup_printf("{'cause':{'title':'%s','what':'%s','why':'%s'},'verdict':'confirmed','"
                        "verdict_reason':'%s',"
                        "'acts':'%s','fixes':[{'title':'%s','steps':[]}],'findings':[]}",
                        words, words, words, words, words, words);
    g_autofree char *report = render("text", text);
    expect_within_columns(report);
    g_assert_cmpuint(lines_before_blank(report), ==, 12);
    expect_contains(report, "the-end");
    g_autofree char *short_report = render("text", ordinary);
    g_assert_cmpuint(lines_before_blank(short_report), <=, 12);
}

static void test_chinese_columns(void)
{
    g_autoptr(GString) han = g_string_new(NULL);
    for (int i = 0; i < 300; i++)
        g_string_append(han, i % 9 == 8 ? "。" : "域名");
    g_autofree char *text =
        g_strdup_printf("{'cause':{'title':'%s','what':'%s','reply':'%s'},'verdict':'confirmed'}",
                        han->str, han->str, han->str);
    g_autofree char *report = render("text", text);
    expect_within_columns(report);
    expect_contains(report, "域名");
}

static void test_nothing_known(void)
{
    static const char *const documents[] = {
        "{}",
        "[]",
        "null",
        "{'cause':null,'findings':null,'fixes':null,'facts':null,'words':null}",
        ("{'cause':3,'findings':[1,'a',null,{}],'fixes':[[],{},{'steps':7,'record':[]},"
         "{'record':{'name':1}}],'facts':'x','words':[],'verdict':{},'alternatives':[1,{}]}"),
    };
    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++)
        for (const char *const *format = report_formats(); *format; format++) {
            g_autofree char *report = render(*format, documents[i]);
            g_assert_cmpuint(strlen(report), >, 1);
        }
}

#define HOSTILE                                                                                    \
    "<script>alert(1)</script>`x` *b* [a](http://evil.example) | \\u001b[2J \\u202e "              \
    "www.evil.example"

static char *hostile(const char *format)
{
    return render(
        format, "{'facts':{'recipient':'" HOSTILE "','diagnostic':'" HOSTILE "'},"
                "'cause':{'title':'t','reply':'" HOSTILE "','matched':[{'text':'" HOSTILE "'}]},"
                "'verdict':'" HOSTILE "','findings':[{'effect':'" HOSTILE "','text':'" HOSTILE
                "','evidence':[{'question':'" HOSTILE "','answer':'" HOSTILE "'}]}],"
                "'fixes':[{'title':'" HOSTILE "','steps':['" HOSTILE "'],'record':{'name':'" HOSTILE
                "','type':'" HOSTILE "','value':'" HOSTILE "'}}]}");
}

/* The line of the words that the bounce quotes, of a document with this kind and this action. */
static gboolean quotes_as(const char *label, const char *kind, const char *facts)
{
    g_autofree char *json =
        g_strdup_printf("{'whybounce':1,'input':{'source':'-','message':1,'kind':'%s'},"
                        "'facts':{'diagnostic':'the words',%s},'findings':[],'fixes':[]}",
                        kind, facts);
    g_autofree char *report = render("text", json);
    g_autofree char *line = g_strdup_printf("\n%s +the words\n", label);
    return g_regex_match_simple(line, report, 0, 0);
}

static void test_refusal_only_where_refused(void)
{
    g_assert_true(quotes_as("Refusal", "failure", "'action':'failed','reply_code':550"));
    g_assert_true(quotes_as("Refusal", "failure", "'action':null"));
    g_assert_true(quotes_as("Answer", "delay", "'action':'delayed','reply_code':451"));
    g_assert_true(quotes_as("Answer", "delivered", "'action':'delivered','reply_code':250"));
    g_assert_true(quotes_as("Text", "not-a-bounce", "'action':null,'recipient':'kim@example.net'"));
}

/* A text that tells no cause: what it lacks, and how to get it. */
static void test_missing_piece(void)
{
    g_autofree char *weak =
        render("text", "{'whybounce':1,'input':{'kind':'not-a-bounce'},'cause':null,"
                       "'facts':{'recipient':'jo@example.net','diagnostic':'it came back'}}");
    g_assert_nonnull(strstr(weak, "whybounce guide headers"));
    g_autofree char *strong = render("text", ordinary);
    g_assert_null(strstr(strong, "whybounce guide headers"));
}

/* Offline, each question once and in one line; a domain check heads no bounce. */
static void test_not_asked(void)
{
#define NOT_ASKED(check, question)                                                                 \
    "{'check':'" check "','id':'" check ".could-not-ask','subject':'example.org',"                 \
    "'effect':'skipped','text':'no','detail':'" question ": not asked','evidence':[]}"
    g_autofree char *report = render(
        "text",
        "{'whybounce':1,'input':{'kind':'not-a-bounce'},'cause':null,"
        "'facts':{'recipient':null,'sender':'postmaster@example.org',"
        "'sender_domain':'example.org'},'findings':[" NOT_ASKED(
            "domain", "example.org MX") "," NOT_ASKED("mx",
                                                      "example.org MX") "," NOT_ASKED("spf",
                                                                                      "example.org "
                                                                                      "TXT") "]}");
    g_assert_nonnull(strstr(report, "Nothing was looked up: example.org MX, example.org TXT."));
    g_assert_null(strstr(report, "The bounce"));
    g_assert_null(strstr(report, "postmaster@"));
}

static void test_hostile(void)
{
    for (const char *const *format = report_formats(); *format; format++) {
        g_autofree char *report = hostile(*format);
        g_assert_null(strchr(report, 0x1b));
        g_assert_null(strstr(report, "\u202e"));
    }
    g_autofree char *html = hostile("html");
    g_assert_null(strstr(html, "<script"));
    g_assert_null(strstr(html, "href="));
    g_autofree char *markdown = hostile("markdown");
    g_auto(GStrv) lines = g_strsplit(markdown, "\n", -1);
    for (char **line = lines; *line; line++)
        if (strstr(*line, "](") && !strchr(*line, '`'))
            g_error("a link: %s", *line);
}

static void test_html(void)
{
    g_autofree char *report = render("html", ordinary);
    expect_contains(report, "<html lang=\"en\">");
    expect_contains(report, "prefers-color-scheme");
    expect_contains(report, "<span class=\"effect confirms\">PROOF</span>");
    g_assert_null(strstr(report, "javascript"));
    json_t *document = parse(ordinary);
    g_autofree char *chinese = report_open("html", LANGUAGE_CHINESE);
    expect_contains(chinese, "<html lang=\"zh-CN\">");
    g_autofree char *second = report_case("html", document, 1);
    g_assert_true(g_str_has_prefix(second, "</article>\n<article>"));
    json_decref(document);
}

static void test_markdown(void)
{
    g_autofree char *report = render("markdown", ordinary);
    g_assert_true(g_str_has_prefix(report, "# jo\\@example\\.net\\: The domain"));
    expect_contains(report, "```\nexample.org. 3600 IN MX 10 mail.example.org.\n```");
    expect_contains(report, "](<https://www.rfc-editor.org/rfc/rfc5321>)");
}

static void test_json(void)
{
    json_t *document = parse(ordinary);
    g_autofree char *line = report_case("json", document, 3);
    json_t *again = json_loads(line, 0, NULL);
    g_assert_true(json_equal(document, again));
    g_assert_true(strchr(line, '\n') == line + strlen(line) - 1);
    json_decref(again);
    json_decref(document);
}

static void expect_zone(const char *record, int columns, const char *wanted)
{
    json_t *json = parse(record);
    g_autofree char *lines = record_zone_lines(json, columns);
    g_assert_cmpstr(lines, ==, wanted);
    json_decref(json);
}

static void test_record_zone(void)
{
    expect_zone("{'name':'a.example','type':'TXT','value':'v=spf1 -all'}", 72,
                "a.example. 3600 IN TXT \"v=spf1 -all\"");
    expect_zone("{'name':'a.example.','type':'TXT','ttl':60,'value':'say \\\"hi\\\\'}", 72,
                "a.example. 60 IN TXT \"say \\\"hi\\\\\"");
    expect_zone("{'name':'x; evil','type':'A','ttl':1,'value':'192.0.2.1'}", 72,
                "x\\059\\032evil. 1 IN A 192.0.2.1");
    expect_zone("{'name':'a.example','type':'MX'}", 72, NULL);
    expect_zone("{'name':'a','type':'TXT','value':'0123456789012345678901234567890123456789'}", 30,
                "a. 3600 IN TXT (\n    \"012345678901234567890\"\n    \"1234567890123456789\" )");
}

/* What the strings say together is the value, whatever its length. */
static void test_record_long(void)
{
    g_autofree char *value = g_strnfill(1000, 'k');
    g_autofree char *text = g_strdup_printf("{'name':'a','type':'TXT','value':'%s'}", value);
    json_t *json = parse(text);
    g_autofree char *lines = record_zone_lines(json, 72);
    expect_within_columns(lines);
    g_autoptr(GString) joined = g_string_new(NULL);
    gboolean inside = FALSE;
    for (const char *p = lines; *p; p++) {
        inside ^= *p == '"';
        if (inside && *p != '"')
            g_string_append_c(joined, *p);
    }
    g_assert_cmpstr(joined->str, ==, value);
    json_decref(json);
}

static void expect_host(const char *name, const char *domain, const char *wanted)
{
    json_t *record = json_pack("{s:s}", "name", name);
    g_autofree char *host = record_host(record, domain);
    g_assert_cmpstr(host, ==, wanted);
    json_decref(record);
}

static void test_record_host(void)
{
    expect_host("example.org.", "example.org", "@");
    expect_host("_dmarc.Example.org", "example.org", "_dmarc");
    expect_host("notexample.org", "example.org", "notexample.org");
    expect_host("9.113.0.203.in-addr.arpa.", "example.org", "9.113.0.203.in-addr.arpa");
    expect_host("example.org", NULL, "example.org");
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/text", test_text);
    g_test_add_func("/report/verdict-first", test_verdict_first);
    g_test_add_func("/report/chinese-columns", test_chinese_columns);
    g_test_add_func("/report/nothing-known", test_nothing_known);
    g_test_add_func("/report/refusal-only-where-refused", test_refusal_only_where_refused);
    g_test_add_func("/report/missing-piece", test_missing_piece);
    g_test_add_func("/report/not-asked", test_not_asked);
    g_test_add_func("/report/hostile", test_hostile);
    g_test_add_func("/report/html", test_html);
    g_test_add_func("/report/markdown", test_markdown);
    g_test_add_func("/report/json", test_json);
    g_test_add_func("/record/zone", test_record_zone);
    g_test_add_func("/record/long", test_record_long);
    g_test_add_func("/record/host", test_record_host);
    return g_test_run();
}
