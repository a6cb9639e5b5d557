/* The phrases of match rules: a line of words with gaps, which becomes a regular expression. The
 * language is told in whybounce-catalogue(5). */
#ifndef CONTENT_CATALOGUE_RULE_PHRASE_H
#define CONTENT_CATALOGUE_RULE_PHRASE_H

#include <glib.h>

#include "content/catalogue/catalogue.h"

/* More alternatives in one line nobody can review. */
#define MOST_ALTERNATIVES 12

/* The pattern that `phrase` stands for, without alternatives at its top, g_free() it. `lists` are
 * the word lists that it may name. NULL on a mistake, which *problem (not NULL) then says in one
 * line with its mend, g_free() it. */
char *rule_phrase_pattern(const char *phrase, const WordList *lists, guint count, char **problem);

/* How many alternatives a line of a rule offers: one more than it has bars outside of escapes and
 * of [brackets] of a regular expression. */
guint rule_line_alternatives(const char *line);

/* The patterns of a rule, each of which must match: `text`, and one each for `phrases` and `also`.
 * Of char*, yours; a phrase with a mistake never matches. */
GPtrArray *rule_demanded_patterns(const MatchRule *rule);
/* Those of which none may match: `not_text`, and one for `unless`. */
GPtrArray *rule_forbidden_patterns(const MatchRule *rule);

#endif
