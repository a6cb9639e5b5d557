/* The entries of content/causes/ as tables: build/content/catalogue_built_in.c, written by
 * content/compiler/compile_catalogue.c. */
#ifndef CONTENT_CATALOGUE_CATALOGUE_BUILT_IN_H
#define CONTENT_CATALOGUE_CATALOGUE_BUILT_IN_H

#include "content/catalogue/catalogue.h"
#include "content/catalogue/pattern_parts.h"

extern const Cause catalogue_built_in[];
extern const guint catalogue_built_in_count;

/* Their patterns, taken apart: cause after cause, rule after rule, and of each rule what it demands
 * and forbids (rule_phrase.h), speaker, status, code. */
extern const PatternParts catalogue_built_in_patterns[];

#endif
