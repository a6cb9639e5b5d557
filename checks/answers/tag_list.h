/* Tag lists, RFC 6376 3.2: "v=DKIM1; k=rsa; p=...", as DKIM keys and DMARC policies are written. */
#ifndef CHECKS_ANSWERS_TAG_LIST_H
#define CHECKS_ANSWERS_TAG_LIST_H

#include <glib.h>

/* Reads a tag list into char* to char*, blanks around names and values removed. NULL where a part
 * is no "name=value" or a name stands twice; *problem is then "tag" or "duplicate-tag". *first is
 * the first tag's name, lent by the table, NULL in an empty list. Bytes that are no printable
 * ASCII, HT, CR, LF or UTF-8 are "character". */
GHashTable *tag_list_read(const char *text, gsize length, const char **first, const char **problem);

#endif
