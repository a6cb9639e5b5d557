/* The words that the engine puts into a case document: a sentence per finding id, names of
 * verdicts, actors, categories, kinds, checks. Data in content/phrases/ (YAML), both languages side
 * by side. */
#ifndef CONTENT_BASE_PHRASES_H
#define CONTENT_BASE_PHRASES_H

#include <glib.h>
#include "content/base/language.h"

/* The phrase of a key ("finding.ptr.missing", "verdict.confirmed", "actor.sender-host",
 * "check.mx", "default.source_ip"), or the key itself where there is none. Lent for the process. */
const char *phrase(Language language, const char *key);
gboolean phrase_exists(const char *key);

/* The names of a group, as the files have them: of "check" the ids "domain", "mx", ... Ended by
 * NULL; lent for the process; a group that there is not has no names. What the catalogue may name
 * is thereby what there is a word for. */
const char *const *phrase_names(const char *group);

/* Replaces each {name} in `text` by values[name]; a name without a value by the phrase
 * "default.NAME", with a capital where it begins a sentence. GHashTable of char* to char*. g_free()
 * the result. */
char *phrase_fill(Language language, const char *text, GHashTable *values);

#endif
