/* What all rules of the linter stand on: the nodes of the document, and the list of problems. */
#include <string.h>

#include "content/catalogue/catalogue_lint.h"

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
