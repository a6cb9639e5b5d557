/* `whybounce guide [NAME]`: a guide or a term of the glossary as plain text. */
#ifndef TUI_CLI_GUIDE_RUN_H
#define TUI_CLI_GUIDE_RUN_H

#include <glib.h>
#include "content/base/language.h"

/* A guide or glossary entry, wrapped to `columns`; first the entry, then the guide, where both have
 * that name. NULL where there is none. g_free(). */
char *guide_render(const char *name, Language language, int columns);

/* Prints what `names` name, or the list of guides and terms where there are none. An exit code of
 * <sysexits.h>. */
int guide_run(char *const *names, Language language);

#endif
