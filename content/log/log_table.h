/* Message tracking as tables with a row of names: Exchange's message tracking log, what
 * Get-MessageTrackingLog and the message trace of Microsoft 365 export. */
#ifndef CONTENT_LOG_LOG_TABLE_H
#define CONTENT_LOG_LOG_TABLE_H

#include "content/log/log_line.h"

enum { LOG_COLUMNS_MAX = 64 };

typedef enum {
    LOG_COLUMN_OTHER,
    LOG_COLUMN_TIME,
    LOG_COLUMN_MAIL, /* the message's id */
    LOG_COLUMN_RECIPIENT,
    LOG_COLUMN_EVENT,
    LOG_COLUMN_STATUS,
    LOG_COLUMN_SENDER,
    LOG_COLUMN_SERVER_NAME,
    LOG_COLUMN_COUNT
} LogColumn;

typedef struct {
    LogColumn columns[LOG_COLUMNS_MAX];
    guint count;
} LogTable;

/* Whether a line names the columns of such a table ("#Fields: ..." or the names alone): then they
 * are set. */
gboolean log_table_names(LogTable *table, LogText line);

/* The values of a row, by column: char* or NULL, g_free() each. */
void log_table_row(const LogTable *table, LogText row, char *values[LOG_COLUMN_COUNT]);

/* What an event means: FAILED, DELAYED, DELIVERED, or OTHER. */
LogAct log_table_act(const char *event);

#endif
