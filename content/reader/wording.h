/* What mail systems say, as lines of text: content/wording/LANGUAGE.txt. A file holds sections,
 * "[failed]", and below each its phrases, one a line; "# " at a line's begin or behind two blanks
 * begins a comment. A section is a Phrase (read_phrases.h) in small letters with hyphens; what
 * tells nothing (PHRASE_NONE) stands in [nothing]. */
#ifndef CONTENT_READER_WORDING_H
#define CONTENT_READER_WORDING_H

#include "content/reader/read_phrases.h"

/* Calls back with each phrase of the text and its meaning; `phrase` is lent for the call. Lines
 * that the linter complains of are left out. */
void wording_foreach(const char *text, gsize length,
                     void (*see)(const char *phrase, Phrase meaning, gpointer data), gpointer data);

/* Every mistake of the text as "NAME:LINE: what: mend": a section that is not known, a phrase that
 * is too short, not in folded shape (phrase_match.h), or in `seen` already, to which all are added
 * (a set of char*, which it must free). GPtrArray of char*, yours. */
GPtrArray *wording_lint(const char *text, gsize length, const char *name, GHashTable *seen);

#endif
