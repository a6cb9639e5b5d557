#include "content/text/read_fields.h"
#include "content/text/read_text.h"
#include <gmime/gmime.h>
#include <string.h>

/* What no mail lacks all of. */
static const char *const usual_names[] = {
    "Return-Path",
    "Received",
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Delivered-To",
    "Reply-To",
    "Sender",
    "X-Failed-Recipients",
    "DKIM-Signature",
    "Auto-Submitted",
    "X-Mailer",
    "Precedence",
};

static void field_free(gpointer data)
{
    Field *field = data;
    g_free(field->name);
    g_free(field->value);
    g_free(field);
}

gsize field_name_length(const char *line, gsize length)
{
    gsize i = 0;
    while (i < length && i < 80 && (g_ascii_isalnum(line[i]) || line[i] == '-' || line[i] == '_'))
        i++;
    gsize name = i;
    while (i < length && (line[i] == ' ' || line[i] == '\t'))
        i++;
    return name && i < length && line[i] == ':' ? name : 0;
}

static const char *line_end(const char *line, const char *stop)
{
    const char *end = memchr(line, '\n', (gsize)(stop - line));
    return end ? end : stop;
}

static gboolean is_blank(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\r'))
        line++;
    return line == end;
}

/* Appends without the blanks around, one blank before. */
static void append_folded(GString *value, const char *line, const char *end)
{
    while (line < end && g_ascii_isspace(*line))
        line++;
    while (end > line && g_ascii_isspace(end[-1]))
        end--;
    if (value->len && end > line)
        g_string_append_c(value, ' ');
    g_string_append_len(value, line, end - line);
}

/* The end of a field that begins at `line`: behind its last continuation. */
static const char *read_field(const char *line, gsize name, const char *stop, GPtrArray *fields)
{
    const char *end = line_end(line, stop);
    const char *colon = memchr(line + name, ':', (gsize)(end - line) - name);
    GString *value = g_string_new(NULL);
    append_folded(value, colon + 1, end);
    const char *next = end < stop ? end + 1 : stop;
    while (next < stop && (*next == ' ' || *next == '\t')) {
        end = line_end(next, stop);
        if (is_blank(next, end))
            break;
        append_folded(value, next, end);
        next = end < stop ? end + 1 : stop;
    }
    if (fields->len < FIELDS_MAX) {
        Field *field = g_new(Field, 1);
        field->name = g_strndup(line, name);
        field->value = g_string_free(value, FALSE);
        g_ptr_array_add(fields, field);
    } else {
        g_string_free(value, TRUE);
    }
    return next;
}

GPtrArray *fields_read(const char *text, gsize length, gsize *used)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(field_free);
    const char *stop = text + length, *line = text;
    while (line < stop) {
        const char *end = line_end(line, stop);
        if (is_blank(line, end)) {
            line = end < stop ? end + 1 : stop;
            break;
        }
        gsize name = field_name_length(line, (gsize)(end - line));
        if (!name)
            break;
        line = read_field(line, name, stop, fields);
    }
    if (used)
        *used = (gsize)(line - text);
    return fields;
}

const char *fields_get(const GPtrArray *fields, const char *name)
{
    for (guint i = 0; fields && i < fields->len; i++) {
        const Field *field = g_ptr_array_index(fields, i);
        if (g_ascii_strcasecmp(field->name, name) == 0)
            return field->value;
    }
    return NULL;
}

char *field_decode(const char *value)
{
    g_autofree char *text = text_from_bytes(value, strlen(value), NULL);
    if (!strstr(text, "=?"))
        return g_steal_pointer(&text);
    g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, text);
    return g_utf8_make_valid(decoded, -1);
}

static gboolean is_usual(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(usual_names); i++)
        if (strlen(usual_names[i]) == length &&
            g_ascii_strncasecmp(usual_names[i], name, length) == 0)
            return TRUE;
    return FALSE;
}

/* Counts fields and usual fields in the lines of a header. */
static gboolean looks_like_header(const char *line, const char *stop)
{
    guint fields = 0, usual = 0;
    for (guint lines = 0; line < stop && lines < 200; lines++) {
        const char *end = line_end(line, stop);
        gsize name = field_name_length(line, (gsize)(end - line));
        gboolean more = *line == ' ' || *line == '\t';
        if (is_blank(line, end) || (!name && !more))
            break;
        fields += name > 0;
        usual += name && is_usual(line, name);
        line = end < stop ? end + 1 : stop;
    }
    return fields >= 2 && usual >= 1;
}

gboolean fields_at_start(const char *text, gsize length, gsize *start)
{
    const char *stop = text + length, *line = text;
    while (line < stop &&
           (is_blank(line, line_end(line, stop)) || g_str_has_prefix(line, "From "))) {
        const char *end = line_end(line, stop);
        line = end < stop ? end + 1 : stop;
    }
    *start = (gsize)(line - text);
    return line < stop && !g_ascii_isspace(*line) && looks_like_header(line, stop);
}
