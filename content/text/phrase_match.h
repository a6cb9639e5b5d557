/* Spotting known phrases in text, all of them in one pass, whatever the case, line breaks,
 * quoting marks, kinds of quotes and blanks. */
#ifndef CONTENT_TEXT_PHRASE_MATCH_H
#define CONTENT_TEXT_PHRASE_MATCH_H

#include <glib.h>

/* Text in a comparable shape: lower case (ASCII, Latin-1, Greek, Cyrillic), each run of blanks and
 * line breaks one blank, straight quotes, full-width ASCII narrow. offsets[i] is where byte i of
 * `bytes` stands in the original; there is one more at the end. */
typedef struct {
    char *bytes;
    guint32 *offsets;
    gsize length;
} FoldedText;

FoldedText *folded_text_new(const char *text, gsize length);
void folded_text_free(FoldedText *folded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FoldedText, folded_text_free)

/* A phrase in folded shape, at least 3 bytes. It is found at the begin of words only. */
typedef struct {
    const char *text;
    int meaning;
} SpotPhrase;

/* A phrase found: byte range in the original text. */
typedef struct {
    gsize start, end;
    int meaning;
} Spot;

typedef struct Spotter Spotter;

/* The texts of the `count` phrases must outlive the spotter. */
Spotter *spotter_new(const SpotPhrase *phrases, gsize count);
void spotter_free(Spotter *spotter);

/* All phrases in the text, in the order of where they start, the longest where several start.
 * GArray of Spot. */
GArray *spotter_find(const Spotter *spotter, const FoldedText *folded);

#endif
