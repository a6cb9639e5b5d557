#include "content/catalogue/catalogue_lint.h"

#include <string.h>

#include "content/catalogue/identify.h"
#include "content/reader/read.h"

/* What the first case of an example is taken for, "nothing" where no entry fits. */
static const char *first_cause(const Catalogue *catalogue, const char *example)
{
    g_autoptr(GBytes) input = g_bytes_new_static(example, strlen(example));
    g_autoptr(GPtrArray) messages = read_input(input);
    const Message *message = g_ptr_array_index(messages, 0);
    g_autoptr(GPtrArray) found = identify(catalogue, g_ptr_array_index(message->cases, 0), input);
    return found->len > 0 ? ((const Candidate *)g_ptr_array_index(found, 0))->cause->id : "nothing";
}

static void run_examples(Lint *lint, const Catalogue *catalogue)
{
    const yaml_node_t *root = yaml_document_get_root_node(lint->document), *cause, *example;
    for (guint i = 0; (cause = lint_item(lint, root, i)); i++) {
        const char *id = lint_scalar(lint_child(lint, cause, "id"));
        const yaml_node_t *match = lint_child(lint, cause, "match");
        const yaml_node_t *mismatch = lint_child(lint, cause, "mismatch");
        for (guint j = 0; (example = lint_item(lint, match, j)); j++) {
            const char *first = first_cause(catalogue, lint_scalar(example));
            if (strcmp(first, id) != 0)
                lint_problem(lint, example,
                             "this example of %s is taken for %s: make the rules tell them apart",
                             id, first);
        }
        for (guint j = 0; (example = lint_item(lint, mismatch, j)); j++)
            if (strcmp(first_cause(catalogue, lint_scalar(example)), id) == 0)
                lint_problem(lint, example, "%s takes this example for its own: narrow its rules",
                             id);
    }
}

/* Beside the built-in entries: an example must win against them, too. */
static void lint_examples(Lint *lint, const char *yaml, gsize length)
{
    const yaml_node_t *root = yaml_document_get_root_node(lint->document), *cause;
    for (guint i = 0; (cause = lint_item(lint, root, i)); i++)
        lint_walls(lint, cause);
    g_autoptr(Catalogue) catalogue = catalogue_new();
    read_init();
    if (catalogue_add(catalogue, yaml, length, lint->name, NULL))
        run_examples(lint, catalogue);
}

GPtrArray *catalogue_lint(const char *yaml, gsize length, const char *name)
{
    return lint_document_text(yaml, length, name, lint_examples);
}
