/* The parts of the linter: what one run knows, and its rules. Public face: catalogue_lint(). */
#ifndef CONTENT_CATALOGUE_CATALOGUE_LINT_H
#define CONTENT_CATALOGUE_CATALOGUE_LINT_H

#include <cyaml/cyaml.h>
#include <glib.h>
#include <yaml.h>

#include "content/catalogue/catalogue.h"

typedef struct {
    const char *name; /* of the file */
    yaml_document_t *document;
    GPtrArray *problems; /* char* */
    GHashTable *visited; /* nodes: one that is met twice is an alias */
} Lint;

/* Appends "NAME:LINE: ..."; at most some hundred are kept. */
void lint_problem(Lint *lint, const yaml_node_t *node, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The value of a mapping's key, NULL where there is none. */
yaml_node_t *lint_child(const Lint *lint, const yaml_node_t *mapping, const char *key);
yaml_node_t *lint_item(const Lint *lint, const yaml_node_t *sequence,
                       guint index);              /* NULL: past the end */
const char *lint_scalar(const yaml_node_t *node); /* "" for what is no scalar, NULL too */

/* Keys, types and required fields by the schema, and each value by its key (lint_value). */
void lint_schema(Lint *lint, const cyaml_schema_value_t *schema, yaml_node_t *node);

/* One scalar under `key`, inside of a mapping or list that stands under `parent` (NULL at the top).
 */
void lint_value(Lint *lint, const char *parent, const char *key, const yaml_node_t *node);

/* The rules of one cause: their names, conditions and phrases. */
void lint_rules(Lint *lint, const yaml_node_t *cause);
/* Whether a line of its patterns holds more alternatives than a person can review: told by the
 * linter, no reason not to load a file. */
void lint_walls(Lint *lint, const yaml_node_t *cause);

/* What several keys of one cause must have in common. */
void lint_cause(Lint *lint, yaml_node_t *cause);

/* What remains to be done with a document that has no problem so far. */
typedef void (*LintFurther)(Lint *lint, const char *yaml, gsize length);
/* `further` may be NULL. GPtrArray of char*, yours. */
GPtrArray *lint_document_text(const char *yaml, gsize length, const char *name,
                              LintFurther further);

/* Everything but the examples: what catalogue_add() demands. GPtrArray of char*, yours. */
GPtrArray *catalogue_lint_form(const char *yaml, gsize length, const char *name);

#endif
