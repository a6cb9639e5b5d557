#include "content/base/yaml_config.h"
#include "content/catalogue/catalogue_private.h"

#include "content/catalogue/catalogue_built_in.h"
#include "content/catalogue/catalogue_lint.h"
#include "content/catalogue/catalogue_schema.h"
#include "content/text/facts.h"
#include "content/catalogue/rule_index.h"
#include "content/catalogue/rule_phrase.h"

/* Where words of the documentation fit, they are what the person will look up. */
#define DOCUMENTED_BONUS 100

/* A loaded file: what cyaml_free() wants back. */
typedef struct {
    Cause *causes;
    guint count;
} Batch;

struct Catalogue {
    GPtrArray *batches;
    GPtrArray *causes;   /* const Cause*: built in, or lent by the batches */
    GHashTable *indexes; /* id to index in causes */
    GPtrArray *rules;    /* PreparedRule* */
    RuleIndex *index;    /* of them */
};

const CauseText *cause_text(const Cause *cause, Language language)
{
    return language == LANGUAGE_CHINESE ? cause->zh_CN : cause->en;
}

static void batch_free(gpointer data)
{
    Batch *batch = data;
    cyaml_free(&yaml_config, &catalogue_schema, batch->causes, batch->count);
    g_free(batch);
}

static Batch *batch_load(const char *yaml, gsize length)
{
    Batch *batch = g_new0(Batch, 1);
    cyaml_err_t result =
        cyaml_load_data((const uint8_t *)yaml, length, &yaml_config, &catalogue_schema,
                        (cyaml_data_t **)&batch->causes, &batch->count);
    if (result == CYAML_OK)
        return batch;
    g_free(batch);
    return NULL;
}

/* `*parts` is where the parts of these patterns stand, and goes on behind them; NULL: they are to
 * be taken apart. */
static GPtrArray *prepare_patterns(char **sources, guint count, PatternStyle style,
                                   const PatternParts **parts)
{
    if (count == 0)
        return NULL;
    GPtrArray *patterns = g_ptr_array_new_full(count, (GDestroyNotify)pattern_free);
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(patterns, *parts ? pattern_of_parts((*parts)++, style)
                                         : pattern_new(sources[i], style));
    return patterns;
}

/* Of the built-in rules the phrases have become patterns at build time. */
static void prepare_words(PreparedRule *prepared, const PatternParts **parts)
{
    const MatchRule *rule = prepared->rule;
    guint demanded = rule->text_count + (rule->phrases_count > 0) + (rule->also_count > 0);
    guint forbidden = rule->not_text_count + (rule->unless_count > 0);
    if (!*parts) {
        prepared->demanded = rule_demanded_patterns(rule);
        prepared->forbidden = rule_forbidden_patterns(rule);
    }
    prepared->text =
        prepare_patterns(prepared->demanded ? (char **)prepared->demanded->pdata : NULL, demanded,
                         PATTERN_SEARCH, parts);
    prepared->not_text =
        prepare_patterns(prepared->forbidden ? (char **)prepared->forbidden->pdata : NULL,
                         forbidden, PATTERN_SEARCH, parts);
}

static guint prepare_kinds(const MatchRule *rule)
{
    guint kinds = 0;
    for (guint i = 0; i < rule->kind_count; i++)
        kinds |= 1u << kind_from_name(rule->kind[i]);
    if (rule->kind_count == 0)
        kinds = 1u << KIND_FAILURE | 1u << KIND_DELAY | 1u << KIND_SMTP_REPLY |
                1u << KIND_LOG_LINE | 1u << KIND_CLIENT_ERROR;
    return kinds;
}

/* A list of alternatives demands no more than its least demanding member. */
static guint least_specificity(const GPtrArray *patterns)
{
    guint least = 0;
    for (guint i = 0; patterns && i < patterns->len; i++) {
        guint own = pattern_specificity(g_ptr_array_index(patterns, i));
        least = i == 0 ? own : MIN(least, own);
    }
    return least;
}

static guint rule_specificity(const PreparedRule *prepared, gboolean documented)
{
    guint sum = least_specificity(prepared->status) + least_specificity(prepared->code);
    for (guint i = 0; prepared->text && i < prepared->text->len; i++)
        sum += pattern_specificity(g_ptr_array_index(prepared->text, i));
    if (documented)
        sum += DOCUMENTED_BONUS;
    /* A named speaker tells more than its host name's length. */
    return sum + (prepared->speaker ? 10 : 0) + (prepared->not_text ? 1 : 0);
}

/* "spamhaus.org", "mail\\.i\\.ua": a dot between letters. */
static gboolean names_a_host(const char *pattern)
{
    for (const char *at = pattern; *at; at++) {
        const char *dot = *at == '\\' ? at + 1 : at;
        if (*dot == '.' && at > pattern && g_ascii_isalnum(at[-1]) && g_ascii_isalpha(dot[1]))
            return TRUE;
    }
    return FALSE;
}

static gboolean any_names_a_host(char **list, guint count)
{
    for (guint i = 0; i < count; i++)
        if (names_a_host(list[i]))
            return TRUE;
    return FALSE;
}

/* What one provider is known by may be a name: a token, or words that hold a host. */
static gboolean rule_sees_names(const MatchRule *rule)
{
    if (rule->level != LEVEL_PROVIDER)
        return rule->level >= LEVEL_TOKEN;
    for (guint i = 0; i < rule->words_count; i++)
        if (any_names_a_host(rule->words[i].any, rule->words[i].any_count))
            return TRUE;
    return any_names_a_host(rule->phrases, rule->phrases_count) ||
           any_names_a_host(rule->also, rule->also_count) ||
           any_names_a_host(rule->text, rule->text_count);
}

static PreparedRule *rule_prepare(const MatchRule *rule, guint cause, gboolean documented,
                                  const PatternParts **parts)
{
    PreparedRule *prepared = g_new0(PreparedRule, 1);
    prepared->cause = cause;
    prepared->rule = rule;
    prepared->kinds = prepare_kinds(rule);
    prepared->sees_names = rule_sees_names(rule);
    prepare_words(prepared, parts);
    prepared->speaker = prepare_patterns(rule->speaker, rule->speaker_count, PATTERN_SEARCH, parts);
    prepared->status = prepare_patterns(rule->status, rule->status_count, PATTERN_WHOLE, parts);
    prepared->code = prepare_patterns(rule->code, rule->code_count, PATTERN_WHOLE, parts);
    prepared->specificity = rule_specificity(prepared, documented);
    return prepared;
}

static void rule_free(gpointer data)
{
    PreparedRule *prepared = data;
    GPtrArray *lists[] = {prepared->text, prepared->not_text, prepared->speaker, prepared->status,
                          prepared->code};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        g_clear_pointer(&lists[i], g_ptr_array_unref);
    g_clear_pointer(&prepared->demanded, g_ptr_array_unref);
    g_clear_pointer(&prepared->forbidden, g_ptr_array_unref);
    g_free(prepared);
}

static void drop_rules_of(Catalogue *catalogue, guint cause)
{
    for (guint i = catalogue->rules->len; i-- > 0;)
        if (((PreparedRule *)g_ptr_array_index(catalogue->rules, i))->cause == cause)
            g_ptr_array_remove_index(catalogue->rules, i);
}

static void catalogue_put(Catalogue *catalogue, const Cause *cause, const PatternParts **parts)
{
    gpointer known;
    guint index = catalogue->causes->len;
    if (g_hash_table_lookup_extended(catalogue->indexes, cause->id, NULL, &known)) {
        index = GPOINTER_TO_UINT(known);
        drop_rules_of(catalogue, index);
        catalogue->causes->pdata[index] = (gpointer)(guintptr)cause;
    } else {
        g_ptr_array_add(catalogue->causes, (gpointer)(guintptr)cause);
    }
    /* The key lives in the entry, so a replaced entry takes its key along. */
    g_hash_table_replace(catalogue->indexes, cause->id, GUINT_TO_POINTER(index));
    for (guint i = 0; i < cause->rules_count; i++)
        g_ptr_array_add(catalogue->rules,
                        rule_prepare(&cause->rules[i], index, cause->documented_count > 0, parts));
}

static void index_rules(Catalogue *catalogue)
{
    rule_index_free(catalogue->index);
    catalogue->index = rule_index_new(catalogue->rules);
}

static void catalogue_take(Catalogue *catalogue, Batch *batch)
{
    const PatternParts *none = NULL;
    g_ptr_array_add(catalogue->batches, batch);
    for (guint i = 0; i < batch->count; i++)
        catalogue_put(catalogue, &batch->causes[i], &none);
    index_rules(catalogue);
}

static Catalogue *catalogue_empty(void)
{
    Catalogue *catalogue = g_new0(Catalogue, 1);
    catalogue->batches = g_ptr_array_new_with_free_func(batch_free);
    catalogue->causes = g_ptr_array_new();
    catalogue->indexes = g_hash_table_new(g_str_hash, g_str_equal);
    catalogue->rules = g_ptr_array_new_with_free_func(rule_free);
    return catalogue;
}

Catalogue *catalogue_new(void)
{
    Catalogue *catalogue = catalogue_empty();
    const PatternParts *parts = catalogue_built_in_patterns;
    for (guint i = 0; i < catalogue_built_in_count; i++)
        catalogue_put(catalogue, &catalogue_built_in[i], &parts);
    index_rules(catalogue);
    return catalogue;
}

void catalogue_free(Catalogue *catalogue)
{
    if (!catalogue)
        return;
    rule_index_free(catalogue->index);
    g_ptr_array_unref(catalogue->rules);
    g_hash_table_unref(catalogue->indexes);
    g_ptr_array_unref(catalogue->causes);
    g_ptr_array_unref(catalogue->batches);
    g_free(catalogue);
}

gboolean catalogue_add(Catalogue *catalogue, const char *yaml, gsize length, const char *name,
                       GError **error)
{
    g_autoptr(GPtrArray) problems = catalogue_lint_form(yaml, length, name);
    if (problems->len > 0) {
        g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                            g_ptr_array_index(problems, 0));
        return FALSE;
    }
    Batch *batch = batch_load(yaml, length);
    if (!batch) {
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, "%s: not a list of causes", name);
        return FALSE;
    }
    catalogue_take(catalogue, batch);
    return TRUE;
}

guint catalogue_size(const Catalogue *catalogue)
{
    return catalogue->causes->len;
}

const Cause *catalogue_at(const Catalogue *catalogue, guint index)
{
    return index < catalogue->causes->len ? g_ptr_array_index(catalogue->causes, index) : NULL;
}

const Cause *catalogue_find(const Catalogue *catalogue, const char *id)
{
    gpointer index;
    if (!id || !g_hash_table_lookup_extended(catalogue->indexes, id, NULL, &index))
        return NULL;
    return catalogue_at(catalogue, GPOINTER_TO_UINT(index));
}

const GPtrArray *catalogue_rules(const Catalogue *catalogue)
{
    return catalogue->rules;
}

const RuleIndex *catalogue_rule_index(const Catalogue *catalogue)
{
    return catalogue->index;
}
