/* A file of settings: YAML, a mapping of names to words, lists of words, or mappings of names to
 * these. Whoever reads it decides which names there are. */
#ifndef CONTENT_BASE_SETTINGS_H
#define CONTENT_BASE_SETTINGS_H

#include <glib.h>

/* One setting. Exactly one of value, items and members is not NULL. */
typedef struct {
    char *name;
    guint line; /* from 1 */
    char *value;
    char **items;       /* NULL-terminated */
    GPtrArray *members; /* Setting* */
} Setting;

#define SETTINGS_ERROR settings_error_quark()
GQuark settings_error_quark(void);

/* Reads such a file. NULL without an error: it is not there, and need not be (`optional`). NULL and
 * *error ("FILE: what is wrong; what mends it") where it cannot be read, is no regular file, or is
 * larger than 64 KiB; it is never waited for. */
GBytes *settings_read(const char *path, gboolean optional, GError **error);

/* Setting* in the order of the file, yours; empty for an empty file. NULL and *error
 * ("FILE:LINE: what is wrong; what mends it") where it is no YAML, no mapping, nested deeper, has
 * aliases or several documents, names something twice, or is larger than 64 KiB. `name` is the
 * file's. */
GPtrArray *settings_parse(const char *yaml, gsize length, const char *name, GError **error);

/* yes, no, true, false, on, off, as YAML has them, to 1 or 0; -1: neither. */
int settings_truth(const char *value);

#endif
