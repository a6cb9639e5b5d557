/* Message tracking as tables: Exchange's message tracking log, what Get-MessageTrackingLog and
 * Microsoft 365's message trace export as CSV (RFC 4180). */
#ifndef CONTENT_READER_READ_TRACKING_H
#define CONTENT_READER_READ_TRACKING_H

#include "content/text/facts.h"

/* Adds a Facts (KIND_LOG_LINE) for each recipient that a row tells the fate of, the last row of
 * each counting. The columns are named by a "#Fields:" line or by the first line of the table. Adds
 * nothing where no line names a recipient's column and an event's. */
void tracking_read(const char *text, gsize length, GPtrArray *cases);

#endif
