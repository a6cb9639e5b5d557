/* Identifying many bounces of few wordings: the cause of a wording is found once. */
#ifndef CONTENT_CATALOGUE_IDENTIFY_MEMO_H
#define CONTENT_CATALOGUE_IDENTIFY_MEMO_H

#include "content/catalogue/catalogue.h"
#include "content/text/facts.h"

typedef struct IdentifyMemo IdentifyMemo;

/* The catalogue is lent. What is kept is bounded. */
IdentifyMemo *identify_memo_new(const Catalogue *catalogue);
void identify_memo_free(IdentifyMemo *memo);

/* What is known of a wording. */
typedef struct {
    const Cause *cause; /* the one that identify() ranks first, lent by the catalogue; NULL: none */
    GPtrArray
        *found; /* what the caller found in the words and wants kept, freed with it; or NULL */
} IdentifiedWording;

/* The wording of a refusal, lent until the next call. Two refusals are of one wording where nothing
 * tells them apart but their own recipient and sender, IPs and long marks (numbers of sessions and
 * queues), and the same mail system spoke. */
IdentifiedWording *identify_memo_find(IdentifyMemo *memo, const Facts *facts);

#endif
