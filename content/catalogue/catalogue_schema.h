/* The shape of a catalogue file for libcyaml: a list of Cause. The linter walks the same tables. */
#ifndef CONTENT_CATALOGUE_CATALOGUE_SCHEMA_H
#define CONTENT_CATALOGUE_CATALOGUE_SCHEMA_H

#include <cyaml/cyaml.h>

extern const cyaml_schema_value_t catalogue_schema;

#endif
