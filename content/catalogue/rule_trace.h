/* Which rules fired and which came near, phrase by phrase: for people who write rules. */
#ifndef CONTENT_CATALOGUE_RULE_TRACE_H
#define CONTENT_CATALOGUE_RULE_TRACE_H

#include "content/catalogue/identify.h"

/* A rule whose words are all in the text. */
typedef struct {
    const Cause *cause; /* lent by the catalogue, as `rule` */
    const MatchRule *rule;
    const char *phrase; /* of the rule, lent: the first that was found */
    char *found;        /* the words that it was found in */
    const char *lacks;  /* NULL: it fired; else what it wants of the bounce beside: "kind", "code",
                         * "status", "speaker"; "unless": words that forbid it are there; "rank":
                         * another rule of the cause, or of a better one, says more */
    guint place;        /* of one that fired among the candidates */
    const char *forbidding; /* "unless": the phrase that was found, lent; else NULL */
} RuleTrace;

/* At most 60, those that fired first. `candidates` are what identify() made of the same facts.
 * GPtrArray of RuleTrace*, yours. */
GPtrArray *rule_trace(const Catalogue *catalogue, const Facts *facts, const GPtrArray *candidates);

#endif
