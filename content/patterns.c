#define PCRE2_CODE_UNIT_WIDTH 8
#include "content/patterns.h"

#include <pcre2.h>
#include <string.h>

#include "content/literals.h"

/* Enough for any sane pattern on 64 KiB, a fraction of a second for the worst. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 4096

struct Pattern {
    const char *source;
    PatternStyle style;
    gboolean plain; /* PATTERN_WHOLE without any pattern syntax: compared, never compiled */
    gboolean compiled;
    Literals literals;
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
};

/* In a status code the dot is meant as a dot. */
static gboolean is_plain(const char *source)
{
    return source[strspn(source, "0123456789.")] == '\0';
}

Pattern *pattern_new(const char *source, PatternStyle style)
{
    Pattern *pattern = g_new0(Pattern, 1);
    pattern->source = source;
    pattern->style = style;
    pattern->plain = style == PATTERN_WHOLE && is_plain(source);
    literals_of_pattern(source, &pattern->literals);
    return pattern;
}

void pattern_free(Pattern *pattern)
{
    if (!pattern)
        return;
    literals_clear(&pattern->literals);
    pcre2_code_free(pattern->code);
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

static void prepare(Pattern *pattern)
{
    int error;
    PCRE2_SIZE offset;
    pattern->compiled = TRUE;
    pattern->code = compile(pattern->source, pattern->style, &error, &offset);
    if (!pattern->code)
        return;
    /* Without JIT (hardened kernels forbid it) the interpreter does the same, slower. */
    pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    pattern->match = pcre2_match_data_create(1, NULL);
    pattern->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(pattern->context, MATCH_LIMIT);
    pcre2_set_heap_limit(pattern->context, HEAP_LIMIT_KIB);
}

guint pattern_specificity(const Pattern *pattern)
{
    /* "5.7.1" is more than "5\\.7\\.\\d+". */
    return pattern->literals.minimum + (pattern->plain ? 1 : 0);
}

static gboolean may_match(const Pattern *pattern, const Trigrams *trigrams)
{
    const GPtrArray *any = pattern->literals.any;
    if (!any || !trigrams)
        return TRUE;
    for (guint i = 0; i < any->len; i++) {
        const char *literal = g_ptr_array_index(any, i);
        if (trigrams_may_contain(trigrams, literal, strlen(literal)))
            return TRUE;
    }
    return FALSE;
}

gboolean pattern_find(Pattern *pattern, const char *text, gsize length, const Trigrams *trigrams,
                      gsize *start, gsize *end)
{
    if (pattern->plain)
        return strlen(pattern->source) == length && memcmp(pattern->source, text, length) == 0;
    if (!may_match(pattern, trigrams))
        return FALSE;
    if (!pattern->compiled)
        prepare(pattern);
    if (!pattern->code)
        return FALSE;
    if (pcre2_match(pattern->code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, pattern->match,
                    pattern->context) < 0)
        return FALSE;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(pattern->match);
    if (start)
        *start = ends[0];
    if (end)
        *end = ends[1];
    return TRUE;
}
