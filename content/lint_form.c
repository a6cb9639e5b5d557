#include "content/catalogue_lint.h"

#include <string.h>

#include "content/catalogue_schema.h"

#define MOST_PROBLEMS 500

void lint_problem(Lint *lint, const yaml_node_t *node, const char *format, ...)
{
    if (lint->problems->len >= MOST_PROBLEMS)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(lint->problems,
                    g_strdup_printf("%s:%zu: %s", lint->name, node->start_mark.line + 1, what));
}

const char *lint_scalar(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : "";
}

yaml_node_t *lint_child(const Lint *lint, const yaml_node_t *mapping, const char *key)
{
    if (!mapping || mapping->type != YAML_MAPPING_NODE)
        return NULL;
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++)
        if (strcmp(lint_scalar(yaml_document_get_node(lint->document, pair->key)), key) == 0)
            return yaml_document_get_node(lint->document, pair->value);
    return NULL;
}

yaml_node_t *lint_item(const Lint *lint, const yaml_node_t *sequence, guint index)
{
    if (!sequence || sequence->type != YAML_SEQUENCE_NODE)
        return NULL;
    yaml_node_item_t *item = sequence->data.sequence.items.start + index;
    return item < sequence->data.sequence.items.top ? yaml_document_get_node(lint->document, *item)
                                                    : NULL;
}

/* Levenshtein's distance, given up beyond `most`. Words are short: ids and keys. */
static guint distance(const char *left, const char *right, guint most)
{
    guint row[40];
    gsize width = strlen(right), height = strlen(left);
    if (width >= G_N_ELEMENTS(row) || height >= G_N_ELEMENTS(row))
        return most + 1;
    for (guint x = 0; x <= width; x++)
        row[x] = x;
    for (gsize y = 0; y < height; y++) {
        guint corner = row[0];
        row[0] = (guint)y + 1;
        for (gsize x = 0; x < width; x++) {
            guint changed = corner + (left[y] != right[x]);
            corner = row[x + 1];
            row[x + 1] = MIN(changed, MIN(row[x], corner) + 1);
        }
    }
    return row[width];
}

char *lint_suggestion(const char *word, const char *const *words)
{
    const char *best = NULL;
    guint least = strlen(word) > 2 ? 3 : 1;
    for (; *words; words++) {
        guint own = distance(word, *words, least);
        if (own < least) {
            least = own;
            best = *words;
        }
    }
    return best ? g_strdup_printf(": did you mean \"%s\"?", best) : g_strdup("");
}

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
