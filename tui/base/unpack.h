/* Compressed inputs (gzip, xz, zstd, bzip2), unpacked by libarchive in a locked-in process of its
 * own: what is in them may be hostile, too. */
#ifndef TUI_BASE_UNPACK_H
#define TUI_BASE_UNPACK_H

#include <glib.h>

typedef struct Unpacking Unpacking;

/* Whether the file that is open begins as a compressed one. A pipe does not tell. */
gboolean unpack_is(int fd);

/* Starts unpacking `fd`, which is closed here. The descriptor to read from goes to *out. NULL with
 * *error, where it cannot be started or this was built without libarchive. */
Unpacking *unpack_start(int fd, const char *shown_name, int *out, GError **error);

/* Once all was read: false with *error where the input ended too early or is damaged. */
gboolean unpack_ended_well(Unpacking *unpacking, GError **error);
/* Ends it at any time; NULL is fine. */
void unpack_free(Unpacking *unpacking);

#endif
