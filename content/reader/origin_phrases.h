/* What is said of where a mail came from: data for origin_words.h. */
#ifndef CONTENT_READER_ORIGIN_PHRASES_H
#define CONTENT_READER_ORIGIN_PHRASES_H

typedef struct {
    const char *text; /* a phrase with slots in braces; NULL ends a table */
    int confidence;   /* of what it tells, 0 to 100 */
} OriginPhrase;

extern const OriginPhrase origin_phrases[];         /* of mail systems */
extern const OriginPhrase origin_persons_phrases[]; /* of people, about themselves */

#endif
