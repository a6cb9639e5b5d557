/* Markdown for Jira, GitLab, Zendesk and their like: headings, lists, fenced records. */
#include <string.h>

#include "tui/report/report_writer.h"
#include "tui/base/i18n.h"

/* Backslashes before all that CommonMark or GFM could read as markup, bare links included. */
static void append_escaped(GString *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        gboolean www = g_ascii_strncasecmp(p, "www.", 4) == 0;
        if (strchr("\\`*_{}[]()<>#+-.!|~&:@=$^", *p))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
        if (www) {
            g_string_append(out, "ww\\.");
            p += 3;
        }
    }
}

static gsize longest_run(const char *text, char c)
{
    gsize longest = 0, run = 0;
    for (const char *p = text; *p; p++) {
        run = *p == c ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    return longest;
}

static void append_run(GString *out, char c, gsize count)
{
    for (gsize i = 0; i < count; i++)
        g_string_append_c(out, c);
}

/* A code span, fenced by more backticks than the text has in a row (CommonMark 6.1). */
static void append_code_span(GString *out, const char *text)
{
    gsize fence = longest_run(text, '`') + 1;
    if (*text == '\0')
        return; /* two backticks would open another span */
    const char *pad = fence > 1 || *text == ' ' ? " " : "";
    /* A blank line would end it, and what follows would be read as markup. */
    g_autofree char *line = g_strdelimit(g_strdup(text), "\r\n", ' ');
    append_run(out, '`', fence);
    g_string_append_printf(out, "%s%s%s", pad, line, pad);
    append_run(out, '`', fence);
}

static void between(GString *out)
{
    g_string_append(out, "\n---\n\n");
}

static void title(GString *out, const char *text)
{
    g_string_append(out, "# ");
    append_escaped(out, text);
    g_string_append(out, "\n\n");
}

static void write_pairs(GString *out, const GArray *pairs)
{
    for (guint i = 0; i < pairs->len; i++) {
        const ReportPair *pair = &g_array_index(pairs, ReportPair, i);
        g_string_append(out, "- **");
        append_escaped(out, pair->label);
        g_string_append(out, "**");
        g_string_append(out, _(": "));
        if (pair->verbatim)
            append_code_span(out, pair->text);
        else
            append_escaped(out, pair->text);
        g_string_append_c(out, '\n');
    }
}

static void heading(GString *out, const char *text)
{
    g_string_append(out, "\n## ");
    append_escaped(out, text);
    g_string_append(out, "\n\n");
}

static void subheading(GString *out, const char *text)
{
    if (!g_str_has_suffix(out->str, "\n\n"))
        g_string_append_c(out, '\n');
    g_string_append(out, "### ");
    append_escaped(out, text);
    g_string_append(out, "\n\n");
}

static void paragraph(GString *out, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_string_append_c(out, '\n');
    for (char **line = lines; *line; line++) {
        append_escaped(out, g_strstrip(*line));
        g_string_append(out, line[1] && *line[1] && **line ? "  \n" : "\n");
    }
    g_string_append_c(out, '\n');
}

static void items(GString *out, const GPtrArray *texts, gboolean numbered)
{
    for (guint i = 0; i < texts->len; i++) {
        if (numbered)
            g_string_append_printf(out, "%u. ", i + 1);
        else
            g_string_append(out, "- ");
        append_escaped(out, texts->pdata[i]);
        g_string_append_c(out, '\n');
    }
}

static void finding(GString *out, const ReportFinding *shown)
{
    g_string_append(out, "- **");
    append_escaped(out, shown->word);
    g_string_append(out, "** ");
    append_escaped(out, shown->text);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < shown->evidence->len; i++) {
        g_string_append(out, "  - ");
        append_code_span(out, shown->evidence->pdata[i]);
        g_string_append_c(out, '\n');
    }
}

static void code(GString *out, const char *text)
{
    gsize fence = MAX(longest_run(text, '`') + 1, 3);
    append_run(out, '`', fence);
    g_string_append_printf(out, "\n%s\n", text);
    append_run(out, '`', fence);
    g_string_append_c(out, '\n');
}

/* Links are the catalogue's own; still nothing may end the <destination> early. */
static void links(GString *out, const GArray *array)
{
    for (guint i = 0; i < array->len; i++) {
        const ReportLink *link = &g_array_index(array, ReportLink, i);
        g_string_append(out, "- ");
        if (strpbrk(link->url, "<> \\")) {
            append_code_span(out, link->url);
        } else {
            g_string_append_c(out, '[');
            append_escaped(out, link->title);
            g_string_append_printf(out, "](<%s>)", link->url);
        }
        g_string_append_c(out, '\n');
    }
}

static void bars(GString *out, const GArray *array)
{
    for (guint i = 0; i < array->len; i++) {
        const ReportBar *bar = &g_array_index(array, ReportBar, i);
        g_string_append_printf(out, "- **%u** ", bar->count);
        append_escaped(out, bar->label);
        if (*bar->note) {
            g_string_append(out, _(": "));
            append_escaped(out, bar->note);
        }
        g_string_append_c(out, '\n');
    }
}

const ReportWriter report_markdown = {
    .between = between,
    .title = title,
    .answer = write_pairs,
    .heading = heading,
    .subheading = subheading,
    .paragraph = paragraph,
    .pairs = write_pairs,
    .items = items,
    .finding = finding,
    .code = code,
    .links = links,
    .bars = bars,
};
