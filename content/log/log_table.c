/* Tables of message tracking: comma-separated values (RFC 4180) below their names. */
#include "content/log/log_table.h"

#include <string.h>

/* Letters only, lower case: "recipient-address", "RecipientAddress", "Recipient Address". */
static LogColumn column_of(const char *name)
{
    static const struct {
        const char *name;
        LogColumn column;
    } names[] = {{"recipientaddress", LOG_COLUMN_RECIPIENT},
                 {"recipients", LOG_COLUMN_RECIPIENT},
                 {"eventid", LOG_COLUMN_EVENT},
                 {"event", LOG_COLUMN_EVENT},
                 {"status", LOG_COLUMN_EVENT},
                 {"recipientstatus", LOG_COLUMN_STATUS},
                 {"detail", LOG_COLUMN_STATUS},
                 {"senderaddress", LOG_COLUMN_SENDER},
                 {"sender", LOG_COLUMN_SENDER},
                 {"datetime", LOG_COLUMN_TIME},
                 {"timestamp", LOG_COLUMN_TIME},
                 {"received", LOG_COLUMN_TIME},
                 {"messageid", LOG_COLUMN_MAIL},
                 {"serverhostname", LOG_COLUMN_SERVER_NAME}};
    g_autoptr(GString) letters = g_string_new(NULL);
    for (; *name; name++)
        if (g_ascii_isalpha(*name))
            g_string_append_c(letters, g_ascii_tolower(*name));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (!strcmp(letters->str, names[i].name))
            return names[i].column;
    return LOG_COLUMN_OTHER;
}

/* The next value of a row, and *row behind its comma; its text is NULL at the end. g_free(). */
static char *next_value(LogText *row)
{
    if (!row->text)
        return NULL;
    GString *value = g_string_new(NULL);
    gsize at = 0;
    gboolean quoted = row->length && row->text[0] == '"';
    for (at += quoted ? 1 : 0; at < row->length && (quoted || row->text[at] != ','); at++) {
        char next = at + 1 < row->length ? row->text[at + 1] : '\0';
        if (quoted && row->text[at] == '"' && next != '"') {
            quoted = FALSE;
            continue;
        }
        at += quoted && row->text[at] == '"' ? 1 : 0;
        g_string_append_c(value, row->text[at]);
    }
    *row = at < row->length ? log_text_from(*row, at + 1) : (LogText){0};
    return g_string_free(value, FALSE);
}

gboolean log_table_names(LogTable *table, LogText line)
{
    LogText row = log_text_begins(line, "#Fields:") ? log_text_from(line, 8) : line;
    gboolean has[LOG_COLUMN_COUNT] = {FALSE};
    if (!row.length || !memchr(row.text, ',', row.length))
        return FALSE;
    LogTable named = {.count = 0};
    while (row.text && named.count < LOG_COLUMNS_MAX) {
        g_autofree char *name = next_value(&row);
        has[named.columns[named.count++] = column_of(name)] = TRUE;
    }
    if (!has[LOG_COLUMN_RECIPIENT] || !has[LOG_COLUMN_EVENT])
        return FALSE;
    *table = named;
    return TRUE;
}

void log_table_row(const LogTable *table, LogText row, char *values[LOG_COLUMN_COUNT])
{
    for (guint i = 0; i < LOG_COLUMN_COUNT; i++)
        values[i] = NULL;
    for (guint i = 0; row.text && i < table->count; i++) {
        char **value = &values[table->columns[i]];
        g_free(*value);
        *value = next_value(&row);
    }
}

LogAct log_table_act(const char *event)
{
    static const struct {
        const char *word;
        LogAct act;
    } words[] = {{"FAIL", LOG_FAILED},     {"BADMAIL", LOG_FAILED},    {"DEFER", LOG_DELAYED},
                 {"PENDING", LOG_DELAYED}, {"DELIVER", LOG_DELIVERED}, {"SEND", LOG_DELIVERED},
                 {"EXPAND", LOG_DELIVERED}};
    for (guint i = 0; event && i < G_N_ELEMENTS(words); i++)
        if (!g_ascii_strncasecmp(event, words[i].word, strlen(words[i].word)))
            return words[i].act;
    return LOG_OTHER;
}
