/* What identify.c needs of a catalogue: its rules with their patterns prepared. */
#ifndef CONTENT_CATALOGUE_CATALOGUE_PRIVATE_H
#define CONTENT_CATALOGUE_CATALOGUE_PRIVATE_H

#include "content/catalogue/catalogue.h"
#include "content/catalogue/patterns.h"
#include "content/catalogue/rule_index.h"

/* A rule ready to run. Each GPtrArray is of Pattern*, NULL where the rule has no such condition. */
typedef struct {
    guint cause; /* index in the catalogue */
    const MatchRule *rule;
    guint kinds;         /* a bit per InputKind */
    gboolean sees_names; /* its words may stand inside a host name or an address */
    guint
        specificity; /* how much of the bounce the rule must see at least; breaks ties in a level */
    GPtrArray *text, *not_text, *speaker, *status, *code;
    GPtrArray *demanded,
        *forbidden; /* char*: what text and not_text lend; NULL for built-in ones */
} PreparedRule;

/* PreparedRule*, in the order of the catalogue. */
const GPtrArray *catalogue_rules(const Catalogue *catalogue);
/* Over the same. */
const RuleIndex *catalogue_rule_index(const Catalogue *catalogue);

#endif
