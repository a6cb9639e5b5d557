#define PCRE2_CODE_UNIT_WIDTH 8
#include "content/catalogue/patterns.h"

#include <pcre2.h>
#include <string.h>

/* Enough for any sane pattern on 64 KiB, a fraction of a second for the worst. */
#define MATCH_LIMIT 200000
#define HEAP_LIMIT_KIB 4096
/* Machine code pays when so many bytes have been searched without it: making it takes as long. */
#define BYTES_BEFORE_JIT 4096

/* What a branch becomes when it is first tried. */
typedef struct {
    pcre2_code *code; /* NULL where the source does not compile */
    gboolean compiled, machine_code;
    gsize searched; /* bytes, without machine code */
} Program;

struct Pattern {
    const PatternParts *parts;
    PatternParts *own; /* the same, where they are not lent */
    PatternStyle style;
    gboolean plain;    /* PATTERN_WHOLE without any pattern syntax: compared, never compiled */
    Program *programs; /* one for each branch; NULL before the first use */
};

/* In a status code the dot is meant as a dot. */
static gboolean is_plain(const char *source)
{
    return source[strspn(source, "0123456789.")] == '\0';
}

Pattern *pattern_of_parts(const PatternParts *parts, PatternStyle style)
{
    Pattern *pattern = g_new0(Pattern, 1);
    pattern->parts = parts;
    pattern->style = style;
    pattern->plain = style == PATTERN_WHOLE && is_plain(parts->source);
    return pattern;
}

Pattern *pattern_new(const char *source, PatternStyle style)
{
    PatternParts *parts = pattern_parts_new(source);
    Pattern *pattern = pattern_of_parts(parts, style);
    pattern->own = parts;
    return pattern;
}

void pattern_free(Pattern *pattern)
{
    if (!pattern)
        return;
    for (guint i = 0; pattern->programs && i < pattern->parts->branch_count; i++)
        pcre2_code_free(pattern->programs[i].code);
    g_free(pattern->programs);
    pattern_parts_free(pattern->own);
    g_free(pattern);
}

const PatternParts *pattern_parts(const Pattern *pattern)
{
    return pattern->plain ? NULL : pattern->parts;
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

/* Of all patterns: content/ runs in one thread. */
static pcre2_match_data *match_data(void)
{
    static pcre2_match_data *data;
    if (!data)
        data = pcre2_match_data_create(1, NULL);
    return data;
}

static pcre2_match_context *match_limits(void)
{
    static pcre2_match_context *context;
    if (context)
        return context;
    context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(context, MATCH_LIMIT);
    pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
    return context;
}

/* "5.7.1" is more than "5\\.7\\.\\d+". */
guint pattern_specificity(const Pattern *pattern)
{
    return pattern->parts->minimum + (pattern->plain ? 1 : 0);
}

static gboolean may_match(const PatternBranch *branch, const Trigrams *trigrams)
{
    if (!trigrams || !branch->demand_count)
        return TRUE;
    const PatternDemand *demand = branch->demands, *end = demand + branch->demand_count;
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

/* Without JIT (hardened kernels forbid it) the interpreter does the same, slower; it also has the
 * room that JIT code may run out of. */
static gboolean program_finds(Program *program, const char *text, gsize length)
{
    pcre2_match_data *data = match_data();
    program->searched += program->machine_code ? 0 : length;
    if (program->searched > BYTES_BEFORE_JIT && !program->machine_code) {
        pcre2_jit_compile(program->code, PCRE2_JIT_COMPLETE);
        program->machine_code = TRUE;
    }
    int found = pcre2_match(program->code, (PCRE2_SPTR)text, length, 0, PCRE2_NO_UTF_CHECK, data,
                            match_limits());
    if (found == PCRE2_ERROR_JIT_STACKLIMIT)
        found = pcre2_match(program->code, (PCRE2_SPTR)text, length, 0,
                            PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, match_limits());
    return found >= 0;
}

static gboolean branch_finds(Pattern *pattern, guint index, const char *text, gsize length)
{
    if (!pattern->programs)
        pattern->programs = g_new0(Program, pattern->parts->branch_count);
    Program *program = &pattern->programs[index];
    if (!program->compiled) {
        int error;
        PCRE2_SIZE offset;
        program->compiled = TRUE;
        program->code =
            compile(pattern->parts->branches[index].source, pattern->style, &error, &offset);
    }
    return program->code && program_finds(program, text, length);
}

/* Whether the digits and dots that the source of a whole text begins with are not those of the
 * text: most codes differ there. */
static gboolean begins_otherwise(const char *source, const char *text, gsize length)
{
    for (gsize at = 0; at < length; at++) {
        gboolean dot = source[0] == '\\' && source[1] == '.';
        if (!dot && !g_ascii_isdigit(*source))
            return FALSE;
        char byte = dot ? '.' : *source;
        source += dot ? 2 : 1;
        if (*source && strchr("?*+{", *source))
            return FALSE;
        if (byte != text[at])
            return TRUE;
    }
    return FALSE;
}

/* Cheap: most branches fall here, before anything is compiled. */
static gboolean branch_may_match(const Pattern *pattern, const PatternBranch *branch,
                                 const char *text, gsize length, const Trigrams *trigrams)
{
    if (pattern->style == PATTERN_WHOLE)
        return !begins_otherwise(branch->source, text, length);
    return may_match(branch, trigrams);
}

gboolean pattern_find(Pattern *pattern, const char *text, gsize length, const Trigrams *trigrams,
                      gsize *start, gsize *end)
{
    const PatternParts *parts = pattern->parts;
    if (pattern->plain)
        return strlen(parts->source) == length && memcmp(parts->source, text, length) == 0;
    for (guint i = 0; i < parts->branch_count; i++) {
        if (!branch_may_match(pattern, &parts->branches[i], text, length, trigrams) ||
            !branch_finds(pattern, i, text, length))
            continue;
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match_data());
        if (start)
            *start = ends[0];
        if (end)
            *end = ends[1];
        return TRUE;
    }
    return FALSE;
}
