/* Files of content/ compiled into the program (GResource), so that it runs from anywhere. */
#ifndef CONTENT_BASE_EMBEDDED_H
#define CONTENT_BASE_EMBEDDED_H

#include <glib.h>

/* The bytes of "causes/documented-quota.yaml" and the like; NULL where there is no such file. */
GBytes *embedded_file(const char *path);
/* The names in "causes" and the like, sorted; NULL-terminated, g_strfreev(). */
char **embedded_folder(const char *path);

#endif
