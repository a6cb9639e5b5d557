#include "content/catalogue/catalogue_lint.h"
#include "content/base/suggestion.h"

#include <string.h>

/* A value that is walked into: where it stands and by which names. */
typedef struct {
    const cyaml_schema_value_t *schema;
    yaml_node_t *node;
    const char *key;    /* the mapping key that led here */
    const char *parent; /* the key above that one */
} Place;

static void walk(Lint *lint, const Place *place);

static const cyaml_schema_field_t *field_find(const cyaml_schema_field_t *fields, const char *key)
{
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

static void report_unknown_key(Lint *lint, const yaml_node_t *node,
                               const cyaml_schema_field_t *fields)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (; fields->key; fields++)
        g_ptr_array_add(known, (gpointer)(guintptr)fields->key);
    g_ptr_array_add(known, NULL);
    g_autofree char *hint =
        suggestion(lint_scalar(node), (const char *const *)(gpointer)known->pdata);
    lint_problem(lint, node, "unknown key \"%s\"%s", lint_scalar(node), hint);
}

static void walk_pairs(Lint *lint, const Place *place)
{
    const cyaml_schema_field_t *fields = place->schema->mapping.fields;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (yaml_node_pair_t *pair = place->node->data.mapping.pairs.start;
         pair < place->node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(lint->document, pair->key);
        yaml_node_t *value = yaml_document_get_node(lint->document, pair->value);
        const cyaml_schema_field_t *field = field_find(fields, lint_scalar(key));
        if (!field) {
            report_unknown_key(lint, key, fields);
            continue;
        }
        if (!g_hash_table_add(seen, (gpointer)(guintptr)field->key))
            lint_problem(lint, key, "\"%s\" stands here twice: remove one", field->key);
        Place inner = {&field->value, value, field->key, place->key};
        walk(lint, &inner);
    }
}

static void walk_mapping(Lint *lint, const Place *place)
{
    if (place->node->type != YAML_MAPPING_NODE) {
        lint_problem(lint, place->node,
                     "\"%s\" must hold keys and values: write \"key: value\" lines below it",
                     place->key ? place->key : "an entry");
        return;
    }
    walk_pairs(lint, place);
    for (const cyaml_schema_field_t *field = place->schema->mapping.fields; field->key; field++)
        if (!(field->value.flags & CYAML_FLAG_OPTIONAL) &&
            !lint_child(lint, place->node, field->key))
            lint_problem(lint, place->node, "%s lacks \"%s\": add it",
                         place->key ? place->key : "the entry", field->key);
}

static void walk_sequence(Lint *lint, const Place *place)
{
    if (place->node->type != YAML_SEQUENCE_NODE) {
        lint_problem(lint, place->node, "\"%s\" must be a list: write [%s]",
                     place->key ? place->key : "the file", *lint_scalar(place->node) ? "…" : "");
        return;
    }
    guint count = 0;
    for (yaml_node_t *item; (item = lint_item(lint, place->node, count)); count++) {
        Place inner = {place->schema->sequence.entry, item, place->key, place->parent};
        walk(lint, &inner);
    }
    if (count < place->schema->sequence.min)
        lint_problem(lint, place->node, "\"%s\" is empty: fill it or leave it out", place->key);
}

static void check_enumeration(Lint *lint, const Place *place)
{
    const char *word = lint_scalar(place->node);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (guint i = 0; i < place->schema->enumeration.count; i++) {
        const char *known = place->schema->enumeration.strings[i].str;
        if (strcmp(known, word) == 0)
            return;
        g_ptr_array_add(words, (gpointer)(guintptr)known);
    }
    g_ptr_array_add(words, NULL);
    g_autofree char *hint = suggestion(word, (const char *const *)(gpointer)words->pdata);
    g_autofree char *all = g_strjoinv(" ", (char **)words->pdata);
    lint_problem(lint, place->node, "\"%s\" is no %s%s: one of %s", word, place->key, hint, all);
}

static void check_number(Lint *lint, const Place *place)
{
    const char *text = lint_scalar(place->node);
    if (!*text || text[strspn(text, "0123456789")] || strlen(text) > 9)
        lint_problem(lint, place->node, "\"%s\" must be a number: write digits only", place->key);
}

static void walk_scalar(Lint *lint, const Place *place)
{
    if (place->node->type != YAML_SCALAR_NODE) {
        lint_problem(lint, place->node, "\"%s\" must be a text: put it in quotes", place->key);
        return;
    }
    if (place->schema->type == CYAML_ENUM)
        check_enumeration(lint, place);
    else if (place->schema->type != CYAML_STRING)
        check_number(lint, place);
    else if (!*lint_scalar(place->node))
        lint_problem(lint, place->node, "\"%s\" is empty: fill it or leave it out", place->key);
    else
        lint_value(lint, place->parent, place->key, place->node);
}

static void walk(Lint *lint, const Place *place)
{
    /* Ten lines of aliases to aliases would unfold to gigabytes. */
    if (!g_hash_table_add(lint->visited, place->node)) {
        lint_problem(lint, place->node, "aliases (*name) are not supported: write it out");
        return;
    }
    if (place->schema->type == CYAML_MAPPING)
        walk_mapping(lint, place);
    else if (place->schema->type == CYAML_SEQUENCE)
        walk_sequence(lint, place);
    else
        walk_scalar(lint, place);
}

void lint_schema(Lint *lint, const cyaml_schema_value_t *schema, yaml_node_t *node)
{
    Place top = {schema, node, NULL, NULL};
    walk(lint, &top);
}
