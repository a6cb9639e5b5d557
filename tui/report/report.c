#include "tui/report/report.h"

#include "content/base/safe_json.h"
#include "tui/report/report_writer.h"

typedef struct {
    const char *name, *suffix;
    const ReportWriter *writer; /* NULL: the document itself */
} ReportFormat;

static const ReportFormat formats[] = {
    {"text", "txt", &report_text},
    {"markdown", "md", &report_markdown},
    {"html", "html", &report_html},
    {"json", "json", NULL},
};

static const ReportFormat *find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
        if (g_strcmp0(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const char *const *report_formats(void)
{
    static const char *const names[] = {"text", "markdown", "html", "json", NULL};
    G_STATIC_ASSERT(G_N_ELEMENTS(names) == G_N_ELEMENTS(formats) + 1);
    return names;
}

gboolean report_format_exists(const char *name)
{
    return find(name) != NULL;
}

const ReportWriter *report_writer(const char *format)
{
    const ReportFormat *found = find(format);
    return found ? found->writer : NULL;
}

const char *report_suffix(const char *format)
{
    const ReportFormat *found = find(format);
    return found ? found->suffix : "txt";
}

char *report_open(const char *format, Language language)
{
    const ReportFormat *found = find(format);
    GString *out = g_string_new(NULL);
    if (found && found->writer && found->writer->open)
        found->writer->open(out, language);
    return g_string_free(out, FALSE);
}

static char *json_line(json_t *document)
{
    GString *line = g_string_new(NULL);
    safe_json_append(line, document);
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

char *report_case(const char *format, json_t *document, guint index)
{
    const ReportFormat *found = find(format);
    if (!found || !found->writer)
        return json_line(document);
    GString *out = g_string_new(NULL);
    if (index > 0)
        found->writer->between(out);
    report_write_case(found->writer, out, document);
    return g_string_free(out, FALSE);
}

char *report_table(const char *format, const GPtrArray *documents)
{
    const ReportFormat *found = find(format);
    GString *out = g_string_new(NULL);
    if (found && found->writer) {
        found->writer->between(out);
        report_write_table(found->writer, out, documents);
    }
    return g_string_free(out, FALSE);
}

char *report_close(const char *format)
{
    const ReportFormat *found = find(format);
    GString *out = g_string_new(NULL);
    if (found && found->writer && found->writer->close)
        found->writer->close(out);
    return g_string_free(out, FALSE);
}

char *report_render(const char *format, json_t *document, Language language)
{
    g_autofree char *head = report_open(format, language);
    g_autofree char *body = report_case(format, document, 0);
    g_autofree char *foot = report_close(format);
    return g_strconcat(head, body, foot, NULL);
}
