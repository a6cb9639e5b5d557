/* What the linter demands of the rules of a cause: names, conditions, and phrases that compile and
 * can be reviewed. */
#include <string.h>

#include "content/catalogue/catalogue_lint.h"
#include "content/catalogue/patterns.h"
#include "content/catalogue/rule_phrase.h"

/* A longer regular expression is no "short one". */
#define MOST_RAW 160

static const char *const phrase_keys[] = {"phrases", "also", "unless"};

static gboolean holds_any(const Lint *lint, const yaml_node_t *mapping, const char *const *keys)
{
    for (; *keys; keys++)
        if (lint_child(lint, mapping, *keys))
            return TRUE;
    return FALSE;
}

static void words_clear(gpointer data)
{
    g_free(((WordList *)data)->any);
}

/* The rule's word lists as phrases ask for them; their words stay the document's. */
static GArray *words_of(const Lint *lint, const yaml_node_t *rule)
{
    GArray *lists = g_array_new(FALSE, TRUE, sizeof(WordList));
    const yaml_node_t *words = lint_child(lint, rule, "words"), *entry, *word;
    g_array_set_clear_func(lists, words_clear);
    for (guint i = 0; (entry = lint_item(lint, words, i)); i++) {
        const yaml_node_t *any = lint_child(lint, entry, "any");
        g_autoptr(GPtrArray) texts = g_ptr_array_new();
        for (guint j = 0; (word = lint_item(lint, any, j)); j++)
            g_ptr_array_add(texts, (gpointer)(guintptr)lint_scalar(word));
        WordList list = {.name = (char *)(guintptr)lint_scalar(lint_child(lint, entry, "name")),
                         .any_count = texts->len};
        g_ptr_array_add(texts, NULL);
        list.any = (char **)g_ptr_array_steal(texts, NULL);
        g_array_append_val(lists, list);
    }
    return lists;
}

static void check_line(Lint *lint, const yaml_node_t *line)
{
    guint alternatives = rule_line_alternatives(lint_scalar(line));
    if (alternatives > MOST_ALTERNATIVES)
        lint_problem(lint, line,
                     "%u alternatives in one line: write several lines, at most %d each",
                     alternatives, MOST_ALTERNATIVES);
}

static void check_phrase(Lint *lint, const yaml_node_t *node, const GArray *words)
{
    const char *phrase = lint_scalar(node);
    g_autofree char *problem = NULL;
    check_line(lint, node);
    if (*phrase == '/' && strlen(phrase) > MOST_RAW)
        lint_problem(lint, node, "a regular expression of %zu characters: at most %d, or phrases",
                     strlen(phrase), MOST_RAW);
    g_autofree char *pattern =
        rule_phrase_pattern(phrase, (const WordList *)(gpointer)words->data, words->len, &problem);
    if (!pattern) {
        lint_problem(lint, node, "the phrase \"%s\" %s", phrase, problem);
        return;
    }
    problem = pattern_problem(pattern);
    if (problem)
        lint_problem(lint, node, "bad pattern \"%s\": %s", phrase, problem);
}

static void check_words(Lint *lint, const yaml_node_t *rule, const GArray *words)
{
    const yaml_node_t *lists = lint_child(lint, rule, "words"), *list, *word;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; (list = lint_item(lint, lists, i)); i++) {
        const char *name = lint_scalar(lint_child(lint, list, "name"));
        const yaml_node_t *any = lint_child(lint, list, "any");
        if (!g_hash_table_add(names, (gpointer)(guintptr)name))
            lint_problem(lint, list, "two word lists are named \"%s\": rename one", name);
        for (guint j = 0; (word = lint_item(lint, any, j)); j++)
            check_phrase(lint, word, words);
    }
}

static void check_rule(Lint *lint, const yaml_node_t *rule)
{
    g_autoptr(GArray) words = words_of(lint, rule);
    const yaml_node_t *phrase;
    check_words(lint, rule, words);
    for (guint i = 0; i < G_N_ELEMENTS(phrase_keys); i++) {
        const yaml_node_t *phrases = lint_child(lint, rule, phrase_keys[i]);
        for (guint j = 0; (phrase = lint_item(lint, phrases, j)); j++)
            check_phrase(lint, phrase, words);
    }
}

void lint_rules(Lint *lint, const yaml_node_t *cause)
{
    static const char *const conditions[] = {"phrases", "also", "text", "speaker",
                                             "status",  "code", "kind", NULL};
    const yaml_node_t *rules = lint_child(lint, cause, "rules");
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    yaml_node_t *rule;
    for (guint i = 0; (rule = lint_item(lint, rules, i)); i++) {
        const char *name = lint_scalar(lint_child(lint, rule, "name"));
        if (!g_hash_table_add(names, (gpointer)(guintptr)name))
            lint_problem(lint, rule, "two rules are named \"%s\": rename one", name);
        if (!holds_any(lint, rule, conditions))
            lint_problem(lint, rule, "rule \"%s\" has no condition: add phrases, status or code",
                         name);
        check_rule(lint, rule);
    }
}

/* Patterns of older files stay loadable; the linter asks to write them as phrases. */
void lint_walls(Lint *lint, const yaml_node_t *cause)
{
    static const char *const keys[] = {"text", "not_text", "speaker", "status", "code"};
    const yaml_node_t *rules = lint_child(lint, cause, "rules"), *rule, *line;
    for (guint i = 0; (rule = lint_item(lint, rules, i)); i++)
        for (guint j = 0; j < G_N_ELEMENTS(keys); j++) {
            const yaml_node_t *lines = lint_child(lint, rule, keys[j]);
            for (guint k = 0; (line = lint_item(lint, lines, k)); k++)
                check_line(lint, line);
        }
}
