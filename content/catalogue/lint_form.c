#include "content/catalogue/catalogue_lint.h"

#include <string.h>

#include "content/catalogue/catalogue_schema.h"

static void check_ids(Lint *lint, const yaml_node_t *root)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    yaml_node_t *cause;
    for (guint i = 0; (cause = lint_item(lint, root, i)); i++) {
        yaml_node_t *id = lint_child(lint, cause, "id");
        if (id && !g_hash_table_add(seen, (gpointer)(guintptr)lint_scalar(id)))
            lint_problem(lint, id, "the id \"%s\" is taken by an entry above: choose another",
                         lint_scalar(id));
    }
}

static void lint_document(Lint *lint, yaml_node_t *root)
{
    lint_schema(lint, &catalogue_schema, root);
    yaml_node_t *cause;
    for (guint i = 0; (cause = lint_item(lint, root, i)); i++)
        lint_cause(lint, cause);
    check_ids(lint, root);
}

static void report_syntax(Lint *lint, const yaml_parser_t *parser)
{
    const char *context = parser->context ? parser->context : "";
    g_ptr_array_add(
        lint->problems,
        g_strdup_printf("%s:%zu: not YAML: %s %s: look at indentation, colons and quotes here",
                        lint->name, parser->problem_mark.line + 1,
                        parser->problem ? parser->problem : "cannot be read", context));
}

GPtrArray *lint_document_text(const char *yaml, gsize length, const char *name, LintFurther further)
{
    yaml_parser_t parser;
    yaml_document_t document;
    Lint lint = {name, &document, g_ptr_array_new_with_free_func(g_free),
                 g_hash_table_new(NULL, NULL)};
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const guchar *)yaml, length);
    if (!yaml_parser_load(&parser, &document)) {
        report_syntax(&lint, &parser);
    } else {
        yaml_node_t *root = yaml_document_get_root_node(&document);
        if (root)
            lint_document(&lint, root);
        else
            g_ptr_array_add(
                lint.problems,
                g_strdup_printf("%s:1: the file is empty: write a list of causes", name));
        if (further && lint.problems->len == 0)
            further(&lint, yaml, length);
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    g_hash_table_unref(lint.visited);
    return lint.problems;
}

GPtrArray *catalogue_lint_form(const char *yaml, gsize length, const char *name)
{
    return lint_document_text(yaml, length, name, NULL);
}
