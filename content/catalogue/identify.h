/* Identifying: facts to ranked causes, with the rule and the words that fired. */
#ifndef CONTENT_CATALOGUE_IDENTIFY_H
#define CONTENT_CATALOGUE_IDENTIFY_H

#include "content/catalogue/catalogue.h"
#include "content/text/facts.h"

typedef struct {
    char *text;
    gsize start, end; /* byte range in the input, FACT_NOT_VERBATIM where it does not stand there */
} MatchedText;

typedef struct {
    const Cause *cause;    /* lent by the catalogue */
    const MatchRule *rule; /* lent by the catalogue */
    GPtrArray *matched;    /* MatchedText*, the words that fired */
    int rank;              /* higher is better; comparable within one result only */
} Candidate;

/* Returns Candidate* best first, each cause once by its best rule; empty where nothing fits
 * (possible only without any reply code or status). `input` is what the facts were read from, to
 * place the matched words; may be NULL. A line, and typed text, that was taken for
 * KIND_NOT_A_BOUNCE is tried as KIND_SMTP_REPLY, since people type error words without their code.
 * Bounded time: patterns run under match limits, a pattern over its limit counts as not matching.
 * Yours: g_ptr_array_unref().
 */
GPtrArray *identify(const Catalogue *catalogue, const Facts *facts, GBytes *input);

/* Puts a cause first that something other than its rules has found, on `words` of the diagnostic;
 * `input` as above. It is told by the name of its first rule. */
void identify_prefer(GPtrArray *candidates, const Cause *cause, const Facts *facts, GBytes *input,
                     const char *words);

/* Whether words, and not codes or the kind alone, found one of the candidates. */
gboolean identify_heard_words(const GPtrArray *candidates);

#endif
