/* Which rules a text may satisfy at all, told from its trigrams at once: of a thousand rules some
 * dozen are left to be tried. */
#ifndef CONTENT_CATALOGUE_RULE_INDEX_H
#define CONTENT_CATALOGUE_RULE_INDEX_H

#include "content/catalogue/trigrams.h"

typedef struct RuleIndex RuleIndex;

/* `rules` (PreparedRule*, content/catalogue/catalogue_private.h) is lent while this runs. */
RuleIndex *rule_index_new(const GPtrArray *rules);
void rule_index_free(RuleIndex *index); /* NULL is fine */

/* The indexes of the rules whose words a text with these trigrams may hold, ascending; rules that
 * demand no words are among them. GArray of guint, yours. */
GArray *rule_index_find(const RuleIndex *index, const Trigrams *trigrams);

#endif
