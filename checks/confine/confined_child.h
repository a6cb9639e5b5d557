/* Running a piece of work that may crash, hang or run away in a process of its own. */
#ifndef CHECKS_CONFINE_CONFINED_CHILD_H
#define CHECKS_CONFINE_CONFINED_CHILD_H

#include <glib.h>

/* Runs in the child: writes its result to `output` and returns. It must not touch anything else. */
typedef void (*ConfinedWork)(int output, gpointer data);

enum { CONFINED_OUTPUT_LIMIT = 65536 };

/* Forks, lowers the child's limits (memory, CPU, no files, no descriptors but the pipe, no core),
 * runs `work` there and returns what it wrote, g_free() it, NUL-terminated. NULL where it crashed,
 * ran longer than `milliseconds`, or wrote more than CONFINED_OUTPUT_LIMIT; *why (static words)
 * says which. The child is reaped in any case. */
char *confined_child_run(ConfinedWork work, gpointer data, guint milliseconds, const char **why);

#endif
