/* A DNS record to publish, in the two dresses that people need. */
#ifndef TUI_REPORT_RECORD_TEXT_H
#define TUI_REPORT_RECORD_TEXT_H

#include <jansson.h>

/* The record {name,type,ttl,value} as lines of a zone file (RFC 1035 section 5): a TXT value quoted
 * and cut into strings of at most `columns` columns and 255 octets. Ends without a line end; NULL
 * where name, type or value is missing. g_free(). */
char *record_zone_lines(const json_t *record, int columns);

/* What a control panel asks for as "host": the name without the domain, "@" for the domain itself,
 * the whole name where it lies outside. g_free(); NULL where there is no name. */
char *record_host(const json_t *record, const char *domain);

/* The value without quotes, as control panels take it, made safe; NULL where it is missing.
 * g_free(). */
char *record_value(const json_t *record);

#endif
