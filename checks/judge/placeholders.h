/* The case's own values for the placeholders of the catalogue's texts. */
#ifndef CHECKS_JUDGE_PLACEHOLDERS_H
#define CHECKS_JUDGE_PLACEHOLDERS_H

#include "checks/judge/diagnosis_private.h"

/* char* to char*, only what is known; g_hash_table_unref(). */
GHashTable *placeholder_values(const Diagnosis *diagnosis, GPtrArray *findings);

/* True if every placeholder of the text has a value: only then is a record exact. */
gboolean placeholders_known(const char *text, GHashTable *values);

#endif
