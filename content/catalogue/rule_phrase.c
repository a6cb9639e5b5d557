/* Compiles a phrase of a rule, "user {words} not (found|known)", into a regular expression. */
#include "content/catalogue/rule_phrase.h"

#include <string.h>

#define DEEPEST 8
#define MOST_CHARACTERS 999

/* What stands at the edge of a piece: whether a word bound is to be asked for there. */
typedef enum {
    EDGE_WORD,  /* a letter, digit or underscore of ASCII: a bound */
    EDGE_OTHER, /* any other character: none */
    EDGE_MIXED, /* may be either: a bound where it is one of a word */
    EDGE_LOOSE  /* a gap, or a star: none */
} Edge;

typedef struct {
    const char *at;
    const WordList *lists;
    guint count, depth;
    GString *pattern;
    char **problem;
} Compiler;

typedef struct {
    const char *name, *pattern;
    Edge edge;
} Gap;

static const Gap gaps[] = {
    {"words", ".{0,60}", EDGE_LOOSE},
    {"word", "\\S{1,120}", EDGE_LOOSE},
    {"host", "[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63}){0,20}", EDGE_MIXED},
    {"address", "[^\\s<>@]{1,100}@[^\\s<>@]{1,255}", EDGE_LOOSE},
    {"ip", "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f:.]{0,30}:[0-9a-f:.]{1,45})", EDGE_LOOSE},
    {"number", "\\d{1,12}", EDGE_MIXED},
    {"digit", "\\d", EDGE_MIXED},
    {"char", ".", EDGE_LOOSE},
    {"edge", "\\b", EDGE_LOOSE},
    {"start", "^", EDGE_LOOSE},
    {"end", "$", EDGE_LOOSE},
};

static gboolean compile_sequence(Compiler *compiler);

static gboolean fail(Compiler *compiler, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean fail(Compiler *compiler, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *compiler->problem = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return FALSE;
}

static gboolean is_word(char byte)
{
    return g_ascii_isalnum(byte) || byte == '_';
}

/* A character of the phrase, after a backslash or not. */
static void add_literal(Compiler *compiler, Edge *last)
{
    const char *next = compiler->at + g_utf8_skip[(guchar)*compiler->at];
    if (strchr("\\^$.|?*+()[]{}#", *compiler->at))
        g_string_append_c(compiler->pattern, '\\');
    *last = is_word(*compiler->at) ? EDGE_WORD : EDGE_OTHER;
    for (; compiler->at < next && *compiler->at; compiler->at++)
        g_string_append_c(compiler->pattern, *compiler->at);
}

static gboolean compile_alternatives(Compiler *compiler, char closing)
{
    if (++compiler->depth > DEEPEST)
        return fail(compiler, "is nested too deeply: write several phrases");
    compiler->at++;
    g_string_append(compiler->pattern, "(?:");
    while (compile_sequence(compiler) && *compiler->at == '|') {
        g_string_append_c(compiler->pattern, '|');
        compiler->at++;
    }
    if (*compiler->problem)
        return FALSE;
    if (*compiler->at != closing)
        return fail(compiler,
                    "lacks a \"%c\": close what was opened, or put \\ before a bracket "
                    "that is meant as such",
                    closing);
    compiler->at++;
    compiler->depth--;
    g_string_append(compiler->pattern, closing == ']' ? ")?" : ")");
    return TRUE;
}

static const WordList *list_find(const Compiler *compiler, const char *name)
{
    for (guint i = 0; i < compiler->count; i++)
        if (strcmp(compiler->lists[i].name, name) == 0)
            return &compiler->lists[i];
    return NULL;
}

static gboolean compile_list(Compiler *compiler, const WordList *list)
{
    const char *back = compiler->at;
    if (++compiler->depth > DEEPEST)
        return fail(compiler, "names a list that names itself: write the words out");
    g_string_append(compiler->pattern, "(?:");
    for (guint i = 0; i < list->any_count; i++) {
        compiler->at = list->any[i];
        if (i > 0)
            g_string_append_c(compiler->pattern, '|');
        if (!compile_sequence(compiler))
            return FALSE;
        if (*compiler->at)
            return fail(compiler,
                        "names the list \"%s\", where \"%s\" has a bracket or bar too "
                        "many",
                        list->name, list->any[i]);
    }
    g_string_append_c(compiler->pattern, ')');
    compiler->at = back;
    compiler->depth--;
    return TRUE;
}

static guint read_number(const char *text, char **end)
{
    guint64 number = g_ascii_strtoull(text, end, 10);
    return (guint)MIN(number, MOST_CHARACTERS + 1);
}

/* "3-45" or "2": *least and *most; what follows it, NULL where it is no range. */
static const char *read_range(const char *text, guint *least, guint *most)
{
    char *end;
    if (!g_ascii_isdigit(*text))
        return NULL;
    *least = *most = read_number(text, &end);
    if (*end == '-' && g_ascii_isdigit(end[1]))
        *most = read_number(end + 1, &end);
    return *least <= *most && *most <= MOST_CHARACTERS ? end : NULL;
}

/* {..40}, {..40 short}, {letters 3-45}, {digits 1-3}, {0-3 times}; FALSE where `name` is none of
 * them. */
static gboolean add_counted(Compiler *compiler, const char *name, Edge *edge)
{
    guint least, most;
    const char *end;
    const char *kind = NULL;
    if (g_str_has_prefix(name, "..") && (end = read_range(name + 2, &least, &most)) &&
        (!*end || strcmp(end, " short") == 0)) {
        g_string_append_printf(compiler->pattern, ".{0,%u}%s", most, *end ? "?" : "");
        *edge = EDGE_LOOSE;
        return TRUE;
    }
    if (g_str_has_prefix(name, "letters ") && (end = read_range(name + 8, &least, &most)) && !*end)
        kind = "\\S";
    else if (g_str_has_prefix(name, "digits ") && (end = read_range(name + 7, &least, &most)) &&
             !*end)
        kind = "\\d";
    else if ((end = read_range(name, &least, &most)) && strcmp(end, " times") == 0 &&
             g_str_has_suffix(compiler->pattern->str, ")"))
        kind = "";
    if (!kind)
        return FALSE;
    g_string_append_printf(compiler->pattern, "%s{%u,%u}", kind, least, most);
    *edge = *kind == '\\' && kind[1] == 'S' ? EDGE_LOOSE : EDGE_MIXED;
    return TRUE;
}

static gboolean compile_brace(Compiler *compiler, Edge *edge)
{
    gsize length = strcspn(compiler->at, "}");
    if (!compiler->at[length])
        return fail(compiler, "lacks a \"}\": close the gap, or write \\{");
    g_autofree char *name = g_strndup(compiler->at + 1, length - 1);
    compiler->at += length + 1;
    for (guint i = 0; i < G_N_ELEMENTS(gaps); i++)
        if (strcmp(gaps[i].name, name) == 0) {
            g_string_append(compiler->pattern, gaps[i].pattern);
            *edge = gaps[i].edge;
            return TRUE;
        }
    if (add_counted(compiler, name, edge))
        return TRUE;
    const WordList *list = list_find(compiler, name);
    *edge = EDGE_MIXED;
    if (!list)
        return fail(compiler,
                    "has an unknown gap {%s}: see whybounce-catalogue(5), or name a list "
                    "of the rule's \"words\" so",
                    name);
    return compile_list(compiler, list);
}

/* One piece of a phrase; `*edge` is how it ends. */
static gboolean compile_piece(Compiler *compiler, Edge *edge)
{
    *edge = EDGE_MIXED;
    switch (*compiler->at) {
    case '(':
        return compile_alternatives(compiler, ')');
    case '[':
        return compile_alternatives(compiler, ']');
    case '{':
        return compile_brace(compiler, edge);
    case '*':
        compiler->at++;
        g_string_append(compiler->pattern, "\\w*");
        return TRUE;
    case '}':
        return fail(compiler, "has a \"}\" too many: write \\} for the character");
    case '\\':
        compiler->at++;
        if (!*compiler->at)
            return fail(compiler, "ends in a backslash: write \\\\ for the character");
        break;
    default:
        break;
    }
    add_literal(compiler, edge);
    return TRUE;
}

/* What stands between brackets and bars: no bounds there. */
static gboolean compile_sequence(Compiler *compiler)
{
    Edge edge;
    while (*compiler->at && !strchr("|)]", *compiler->at))
        if (!compile_piece(compiler, &edge))
            return FALSE;
    return TRUE;
}

/* A gap of any words: blanks beside it are for the eye. */
static gboolean is_wide_gap(const char *at)
{
    return g_str_has_prefix(at, "{..") || g_str_has_prefix(at, "{words}");
}

static const char *behind_blanks(const char *at)
{
    return at + strspn(at, " ");
}

/* How the piece at `at` begins. */
static Edge edge_before(const char *at)
{
    if (*at == '(' || *at == '[')
        return EDGE_MIXED;
    if (*at == '{') {
        for (guint i = 0; i < G_N_ELEMENTS(gaps); i++)
            if (g_str_has_prefix(at + 1, gaps[i].name) && at[1 + strlen(gaps[i].name)] == '}')
                return gaps[i].edge;
        return g_str_has_prefix(at, "{letters ") ? EDGE_LOOSE : EDGE_MIXED;
    }
    return is_word(*at == '\\' ? at[1] : *at) ? EDGE_WORD : EDGE_OTHER;
}

static void add_bound(GString *pattern, Edge edge, gboolean left)
{
    if (edge == EDGE_WORD)
        g_string_append(pattern, "\\b");
    else if (edge == EDGE_MIXED)
        g_string_append(pattern, left ? "(?:\\b|(?!\\w))" : "(?:\\b|(?<!\\w))");
}

/* One stretch between wide gaps, with its bounds. */
static gboolean compile_stretch(Compiler *compiler)
{
    Edge edge = EDGE_LOOSE;
    compiler->at = behind_blanks(compiler->at);
    if (*compiler->at == '*')
        compiler->at++;
    else
        add_bound(compiler->pattern, edge_before(compiler->at), TRUE);
    while (*compiler->at && !is_wide_gap(compiler->at)) {
        const char *next = behind_blanks(compiler->at + 1);
        if (*compiler->at == '*' && (!*next || is_wide_gap(next))) {
            compiler->at = next;
            edge = EDGE_LOOSE;
            continue;
        }
        if (*compiler->at == ' ' && is_wide_gap(behind_blanks(compiler->at))) {
            compiler->at = behind_blanks(compiler->at);
            continue;
        }
        if (strchr("|)]", *compiler->at))
            return fail(compiler, "has a \"%c\" too many: open it first, or put \\ before it",
                        *compiler->at);
        if (!compile_piece(compiler, &edge))
            return FALSE;
    }
    add_bound(compiler->pattern, edge, FALSE);
    return TRUE;
}

static gboolean compile_phrase(Compiler *compiler)
{
    Edge edge;
    while (compile_stretch(compiler)) {
        if (!*compiler->at)
            return TRUE;
        if (!compile_brace(compiler, &edge))
            return FALSE;
    }
    return FALSE;
}

char *rule_phrase_pattern(const char *phrase, const WordList *lists, guint count, char **problem)
{
    gsize length = strlen(phrase);
    *problem = NULL;
    if (length > 2 && phrase[0] == '/' && phrase[length - 1] == '/')
        return g_strdup_printf("(?:%.*s)", (int)(length - 2), phrase + 1);
    Compiler compiler = {phrase, lists, count, 0, g_string_new(NULL), problem};
    if (compile_phrase(&compiler))
        return g_string_free(compiler.pattern, FALSE);
    g_string_free(compiler.pattern, TRUE);
    return NULL;
}

guint rule_line_alternatives(const char *line)
{
    guint count = 1;
    gboolean class = FALSE, raw = *line == '/';
    for (; *line; line++) {
        if (*line == '\\' && line[1])
            line++;
        else if (raw && (*line == '[' || *line == ']'))
            class = *line == '[';
        else if (*line == '|' && !class)
            count++;
    }
    return count;
}

static void add_list(GPtrArray *patterns, char **list, guint count)
{
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(patterns, g_strdup(list[i]));
}

/* One pattern that any of the phrases satisfies; none where there are none. */
static void add_any(GPtrArray *patterns, const MatchRule *rule, char **phrases, guint count)
{
    if (count == 0)
        return;
    GString *any = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_autofree char *problem = NULL;
        g_autofree char *pattern =
            rule_phrase_pattern(phrases[i], rule->words, rule->words_count, &problem);
        g_string_append_printf(any, "%s%s", i > 0 ? "|" : "", pattern ? pattern : "(?!)");
    }
    g_ptr_array_add(patterns, g_string_free(any, FALSE));
}

GPtrArray *rule_demanded_patterns(const MatchRule *rule)
{
    GPtrArray *patterns = g_ptr_array_new_with_free_func(g_free);
    add_list(patterns, rule->text, rule->text_count);
    add_any(patterns, rule, rule->phrases, rule->phrases_count);
    add_any(patterns, rule, rule->also, rule->also_count);
    return patterns;
}

GPtrArray *rule_forbidden_patterns(const MatchRule *rule)
{
    GPtrArray *patterns = g_ptr_array_new_with_free_func(g_free);
    add_list(patterns, rule->not_text, rule->not_text_count);
    add_any(patterns, rule, rule->unless, rule->unless_count);
    return patterns;
}
