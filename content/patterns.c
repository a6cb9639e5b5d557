#define PCRE2_CODE_UNIT_WIDTH 8
#include "content/patterns.h"

#include <pcre2.h>
#include <string.h>

#include "content/literals.h"

/* Enough for any sane pattern on 64 KiB, a fraction of a second for the worst. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 4096

/* One literal of one clause, in a flat list. */
typedef struct {
    TrigramKey key;
    guint clause;
} Demand;

/* One alternative of a pattern (a|b|c), a pattern of its own: most fall at what they demand
 * literally, and what is left is small and fast. */
typedef struct {
    char *source;
    GArray *demands; /* Demand, clause after clause; NULL: none */
    gboolean compiled;
    pcre2_code *code;
} Branch;

struct Pattern {
    const char *source;
    PatternStyle style;
    gboolean plain; /* PATTERN_WHOLE without any pattern syntax: compared, never compiled */
    guint specificity;
    GPtrArray *branches; /* Branch* */
    pcre2_match_data *match;
    pcre2_match_context *context;
};

/* In a status code the dot is meant as a dot. */
static gboolean is_plain(const char *source)
{
    return source[strspn(source, "0123456789.")] == '\0';
}

static GArray *demands_of(const GPtrArray *clauses)
{
    GArray *demands = g_array_new(FALSE, FALSE, sizeof(Demand));
    for (guint i = 0; i < clauses->len; i++) {
        const GPtrArray *clause = g_ptr_array_index(clauses, i);
        for (guint j = 0; j < clause->len; j++) {
            Demand demand = {trigram_key(g_ptr_array_index(clause, j)), i};
            g_array_append_val(demands, demand);
        }
    }
    return demands;
}

static Branch *branch_new(const char *source, const GPtrArray *clauses)
{
    Branch *branch = g_new0(Branch, 1);
    branch->source = g_strdup(source);
    branch->demands = clauses ? demands_of(clauses) : NULL;
    return branch;
}

static void branch_free(gpointer data)
{
    Branch *branch = data;
    pcre2_code_free(branch->code);
    g_clear_pointer(&branch->demands, g_array_unref);
    g_free(branch->source);
    g_free(branch);
}

Pattern *pattern_new(const char *source, PatternStyle style)
{
    Pattern *pattern = g_new0(Pattern, 1);
    Literals literals;
    pattern->source = source;
    pattern->style = style;
    pattern->plain = style == PATTERN_WHOLE && is_plain(source);
    pattern->branches = g_ptr_array_new_with_free_func(branch_free);
    literals_of_pattern(source, &literals);
    /* "5.7.1" is more than "5\\.7\\.\\d+". */
    pattern->specificity = literals.minimum + (pattern->plain ? 1 : 0);
    for (guint i = 0; literals.branches && i < literals.branches->len; i++)
        g_ptr_array_add(pattern->branches, branch_new(g_ptr_array_index(literals.sources, i),
                                                      g_ptr_array_index(literals.branches, i)));
    if (!literals.branches)
        g_ptr_array_add(pattern->branches, branch_new(source, NULL));
    literals_clear(&literals);
    return pattern;
}

void pattern_free(Pattern *pattern)
{
    if (!pattern)
        return;
    g_ptr_array_unref(pattern->branches);
    pcre2_match_data_free(pattern->match);
    pcre2_match_context_free(pattern->context);
    g_free(pattern);
}

static pcre2_code *compile(const char *source, PatternStyle style, int *error, PCRE2_SIZE *offset)
{
    uint32_t options = PCRE2_CASELESS | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOTALL;
    if (style == PATTERN_WHOLE)
        options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    return pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, options, error, offset, NULL);
}

char *pattern_problem(const char *source)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code = compile(source, PATTERN_SEARCH, &error, &offset);
    if (code) {
        pcre2_code_free(code);
        return NULL;
    }
    PCRE2_UCHAR message[160];
    pcre2_get_error_message(error, message, sizeof message);
    return g_strdup_printf("%s at character %zu", (char *)message, (gsize)offset + 1);
}

static void prepare_match(Pattern *pattern)
{
    pattern->match = pcre2_match_data_create(1, NULL);
    pattern->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->context, HEAP_LIMIT_KIB);
}

static void prepare_branch(Branch *branch, PatternStyle style)
{
    int error;
    PCRE2_SIZE offset;
    branch->compiled = TRUE;
    branch->code = compile(branch->source, style, &error, &offset);
    /* Without JIT (hardened kernels forbid it) the interpreter does the same, slower. */
    if (branch->code)
        pcre2_jit_compile(branch->code, PCRE2_JIT_COMPLETE);
}

guint pattern_specificity(const Pattern *pattern)
{
    return pattern->specificity;
}

static gboolean may_match(const Branch *branch, const Trigrams *trigrams)
{
    if (!branch->demands || !trigrams)
        return TRUE;
    const Demand *demand = (const Demand *)(gpointer)branch->demands->data;
    const Demand *end = demand + branch->demands->len;
    while (demand < end) {
        guint clause = demand->clause;
        gboolean holds = FALSE;
        for (; demand < end && demand->clause == clause; demand++)
            holds = holds || trigrams_may_contain(trigrams, &demand->key);
        if (!holds)
            return FALSE;
    }
    return TRUE;
}

static gboolean branch_finds(Pattern *pattern, Branch *branch, const char *text, gsize length)
{
    if (!branch->compiled)
        prepare_branch(branch, pattern->style);
    if (!pattern->match)
        prepare_match(pattern);
    return branch->code && pcre2_match(branch->code, (PCRE2_SPTR)text, length, 0,
                                       PCRE2_NO_UTF_CHECK, pattern->match, pattern->context) >= 0;
}

gboolean pattern_find(Pattern *pattern, const char *text, gsize length, const Trigrams *trigrams,
                      gsize *start, gsize *end)
{
    if (pattern->plain)
        return strlen(pattern->source) == length && memcmp(pattern->source, text, length) == 0;
    for (guint i = 0; i < pattern->branches->len; i++) {
        Branch *branch = g_ptr_array_index(pattern->branches, i);
        if (!may_match(branch, trigrams) || !branch_finds(pattern, branch, text, length))
            continue;
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(pattern->match);
        if (start)
            *start = ends[0];
        if (end)
            *end = ends[1];
        return TRUE;
    }
    return FALSE;
}
