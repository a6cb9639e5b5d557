/* What the command line names: files, Maildirs, the standard input. */
#ifndef TUI_BASE_INPUTS_H
#define TUI_BASE_INPUTS_H

#include <glib.h>

enum { INPUT_MAX = 256 * 1024 * 1024 }; /* bytes of one input */

typedef struct {
    char *name; /* as given; "-" is the standard input */
    char *path; /* NULL: the standard input */
} Input;

void input_free(Input *input);

/* Input* in order, the messages of a Maildir (a folder with cur/ or new/) each for itself, by name.
 * A folder that is none: NULL and *error, one line that names the mend. */
GPtrArray *inputs_list(char *const *names, GError **error);

/* All bytes; at most 256 MiB. NULL with *error. */
GBytes *input_read(const Input *input, GError **error);

#endif
