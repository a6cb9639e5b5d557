/* One HTML file: style inline, light and dark, no script, nothing loaded from anywhere. */
#include <string.h>

#include "tui/report/report_writer.h"
#include "tui/base/i18n.h"

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#ccc;--soft:#f3f3f3;"
    "--bad:#a40000;--good:#1b6e1b;--note:#7a5200}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#161616;--line:#444;"
    "--soft:#242424;--bad:#ff8a80;--good:#8fd98f;--note:#f0c674}}\n"
    "body{color:var(--ink);background:var(--paper);font:1rem/1.5 sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;border-bottom:1px solid "
    "var(--line)}h3{font-size:1rem}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:bold}"
    "dd{margin:0}\n"
    "code,pre{background:var(--soft);font-family:monospace}pre{padding:.6rem;white-space:pre-wrap}"
    "\n"
    ".answer{border-left:.3rem solid var(--line);padding-left:1rem}\n"
    ".effect{font-weight:bold}.confirms,.contradicts{color:var(--bad)}.clean{color:var(--good)}"
    ".context,.failed{color:var(--note)}\n"
    ".bars{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem .8rem}"
    ".bars dt{font-weight:normal;text-align:right}\n"
    ".bars i{display:block;height:.5rem;background:var(--note);min-width:1px}\n"
    "@media print{body{max-width:none;margin:0}.bars i{print-color-adjust:exact}}\n"
    "article+article{border-top:3px double var(--line);margin-top:3rem}\n";

/* g_markup_escape_text() also writes a valid character reference for what XML forbids. */
static void append_escaped(GString *out, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(out, escaped);
}

static void append_element(GString *out, const char *element, const char *text)
{
    g_string_append_printf(out, "<%s>", element);
    append_escaped(out, text);
    g_string_append_printf(out, "</%s>", element);
}

/* language_name() as BCP 47 has it. */
static void open(GString *out, Language language)
{
    g_autofree char *tag = g_strdelimit(g_strdup(language_name(language)), "_", '-');
    g_string_append_printf(out,
                           "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                           "<meta http-equiv=\"Content-Security-Policy\" "
                           "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width\">\n"
                           "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
                           tag);
    append_escaped(out, _("Why did this mail bounce?"));
    g_string_append_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<article>\n",
                           style);
}

static void between(GString *out)
{
    g_string_append(out, "</article>\n<article>\n");
}

static void close_file(GString *out)
{
    g_string_append(out, "</article>\n</body>\n</html>\n");
}

static void title(GString *out, const char *text)
{
    append_element(out, "h1", text);
    g_string_append_c(out, '\n');
}

static void append_pairs(GString *out, const GArray *pairs)
{
    for (guint i = 0; i < pairs->len; i++) {
        const ReportPair *pair = &g_array_index(pairs, ReportPair, i);
        append_element(out, "dt", pair->label);
        g_string_append(out, pair->verbatim ? "<dd dir=\"auto\"><code>" : "<dd>");
        append_escaped(out, pair->text);
        g_string_append(out, pair->verbatim ? "</code></dd>\n" : "</dd>\n");
    }
}

static void answer(GString *out, const GArray *pairs)
{
    g_string_append(out, "<dl class=\"answer\">\n");
    append_pairs(out, pairs);
    g_string_append(out, "</dl>\n");
}

static void write_pairs(GString *out, const GArray *pairs)
{
    g_string_append(out, "<dl>\n");
    append_pairs(out, pairs);
    g_string_append(out, "</dl>\n");
}

static void heading(GString *out, const char *text)
{
    append_element(out, "h2", text);
    g_string_append_c(out, '\n');
}

static void subheading(GString *out, const char *text)
{
    append_element(out, "h3", text);
    g_string_append_c(out, '\n');
}

static void paragraph(GString *out, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_string_append(out, "<p>");
    for (char **line = lines; *line; line++) {
        append_escaped(out, *line);
        if (line[1])
            g_string_append(out, "<br>\n");
    }
    g_string_append(out, "</p>\n");
}

static void items(GString *out, const GPtrArray *texts, gboolean numbered)
{
    g_string_append(out, numbered ? "<ol>\n" : "<ul>\n");
    for (guint i = 0; i < texts->len; i++) {
        append_element(out, "li", texts->pdata[i]);
        g_string_append_c(out, '\n');
    }
    g_string_append(out, numbered ? "</ol>\n" : "</ul>\n");
}

/* The effect becomes a class; it is one of a few words unless the document was made by someone
 * else. */
static const char *class_of(const char *effect)
{
    static const char *const known[] = {"confirms", "contradicts", "context", "clean",
                                        "cannot",   "failed",      "skipped"};
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (g_str_equal(known[i], effect))
            return known[i];
    return "other";
}

static void finding(GString *out, const ReportFinding *shown)
{
    g_string_append_printf(out, "<p><span class=\"effect %s\">", class_of(shown->effect));
    append_escaped(out, shown->word);
    g_string_append(out, "</span> ");
    append_escaped(out, shown->text);
    g_string_append(out, "</p>\n");
    if (shown->evidence->len == 0)
        return;
    g_string_append(out, "<ul>\n");
    for (guint i = 0; i < shown->evidence->len; i++) {
        g_string_append(out, "<li>");
        append_element(out, "code", shown->evidence->pdata[i]);
        g_string_append(out, "</li>\n");
    }
    g_string_append(out, "</ul>\n");
}

static void code(GString *out, const char *text)
{
    append_element(out, "pre", text);
    g_string_append_c(out, '\n');
}

static void links(GString *out, const GArray *array)
{
    g_string_append(out, "<ul>\n");
    for (guint i = 0; i < array->len; i++) {
        const ReportLink *link = &g_array_index(array, ReportLink, i);
        g_string_append(out, "<li><a rel=\"noreferrer\" href=\"");
        append_escaped(out, link->url);
        g_string_append(out, "\">");
        append_escaped(out, link->title);
        g_string_append(out, "</a></li>\n");
    }
    g_string_append(out, "</ul>\n");
}

static void bars(GString *out, const GArray *array)
{
    g_string_append(out, "<dl class=\"bars\">\n");
    for (guint i = 0; i < array->len; i++) {
        const ReportBar *bar = &g_array_index(array, ReportBar, i);
        guint share = bar->most ? (guint)((guint64)bar->count * 100 / bar->most) : 0;
        g_string_append_printf(out, "<dt>%u</dt><dd>", bar->count);
        append_escaped(out, bar->label);
        g_string_append_printf(out, "<i style=\"width:%u%%\"></i>", share);
        if (*bar->note)
            append_element(out, "small", bar->note);
        g_string_append(out, "</dd>\n");
    }
    g_string_append(out, "</dl>\n");
}

const ReportWriter report_html = {
    .open = open,
    .between = between,
    .title = title,
    .answer = answer,
    .heading = heading,
    .subheading = subheading,
    .paragraph = paragraph,
    .pairs = write_pairs,
    .items = items,
    .finding = finding,
    .code = code,
    .links = links,
    .bars = bars,
    .close = close_file,
};
