/* The case's own values for the placeholders of the catalogue's texts. */
#ifndef CHECKS_JUDGE_PLACEHOLDERS_H
#define CHECKS_JUDGE_PLACEHOLDERS_H

#include "checks/check/check.h"

/* char* to char*, only what is known: of the facts, of the findings, and of `answers` what is
 * published and to be merged with. g_hash_table_unref(). */
GHashTable *placeholder_values(const Facts *facts, GPtrArray *findings, Answers *answers);

/* True if every placeholder of the text has a value: only then is a record exact. */
gboolean placeholders_known(const char *text, GHashTable *values);

#endif
