/* The program's own words on the floors below tui/, in the language that words_init() has set.
 * Words about a case are not here: they stand in the catalogue and the phrases. */
#ifndef CONTENT_BASE_GETTEXT_H
#define CONTENT_BASE_GETTEXT_H

#include <libintl.h>

#define _(text) dgettext("whybounce", text)
/* Marks a text in a table; translated where it is shown. */
#define N_(text) (text)

#endif
