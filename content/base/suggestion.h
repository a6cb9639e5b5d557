/* What a misspelt word may have been meant to be. */
#ifndef CONTENT_BASE_SUGGESTION_H
#define CONTENT_BASE_SUGGESTION_H

#include <glib.h>

/* ": did you mean "title"?" or "", g_free(). `words` ends with NULL. */
char *suggestion(const char *word, const char *const *words);

#endif
