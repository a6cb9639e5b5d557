/* How far what reads mail is locked in on this system, in words. */
#ifndef TUI_BASE_SANDBOX_WORDS_H
#define TUI_BASE_SANDBOX_WORDS_H

#include <glib.h>

/* One line on what `holds` (SandboxHolds of checks/confine/sandbox.h), in the chosen language.
 * g_free(). */
char *sandbox_words(guint holds);

#endif
