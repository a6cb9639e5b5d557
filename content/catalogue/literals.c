#include "content/catalogue/literals.h"

#include <string.h>

#include "content/catalogue/trigrams.h"

/* Shorter literals sort nothing out. */
#define WORTH 3
#define DEEPEST 32

typedef struct {
    const char *at;
    gboolean lost; /* met syntax that this reader does not follow */
    int depth;
} Reader;

/* A branch while it is read, and the literal run at its end. */
typedef struct {
    GString *run;
    GPtrArray *clauses;
    guint minimum;
    gboolean beyond_ascii; /* whether a clause says so */
} Sequence;

typedef enum { ITEM_LITERAL, ITEM_CASED, ITEM_CLASS, ITEM_EMPTY, ITEM_GROUP } ItemKind;

typedef struct {
    ItemKind kind;
    const char *start; /* ITEM_LITERAL, ITEM_CASED: the character */
    gsize length;
    Literals group;
} Item;

static void read_alternatives(Reader *reader, Literals *result);

static GPtrArray *list_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

static void add_clause(GPtrArray *clauses, const char *literal)
{
    GPtrArray *clause = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(clause, g_strdup(literal));
    g_ptr_array_add(clauses, clause);
}

static void end_run(Sequence *sequence)
{
    if (sequence->run->len >= WORTH)
        add_clause(sequence->clauses, sequence->run->str);
    g_string_truncate(sequence->run, 0);
}

static gsize shortest(const GPtrArray *clause)
{
    gsize least = G_MAXSIZE;
    for (guint i = 0; i < clause->len; i++)
        least = MIN(least, strlen(g_ptr_array_index(clause, i)));
    return least;
}

/* The clause that sorts most out: the one with the longest literals. NULL where there is none. */
static const GPtrArray *best_clause(const GPtrArray *branch)
{
    const GPtrArray *best = NULL;
    for (guint i = 0; i < branch->len; i++) {
        const GPtrArray *clause = g_ptr_array_index(branch, i);
        if (!best || shortest(clause) > shortest(best))
            best = clause;
    }
    return best;
}

/* A group's branches as one clause of the sequence around it: a literal of each. */
static void add_any_of(Sequence *sequence, const GPtrArray *branches)
{
    GPtrArray *clause = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < branches->len; i++) {
        const GPtrArray *own = best_clause(g_ptr_array_index(branches, i));
        if (!own) {
            g_ptr_array_unref(clause);
            return;
        }
        for (guint j = 0; j < own->len; j++)
            g_ptr_array_add(clause, g_strdup(g_ptr_array_index(own, j)));
    }
    g_ptr_array_add(sequence->clauses, clause);
}

static void add_group(Sequence *sequence, const Literals *group)
{
    sequence->minimum += group->minimum;
    if (!group->branches)
        return;
    if (group->branches->len > 1) {
        add_any_of(sequence, group->branches);
        return;
    }
    const GPtrArray *branch = g_ptr_array_index(group->branches, 0);
    for (guint i = 0; i < branch->len; i++)
        g_ptr_array_add(sequence->clauses, g_ptr_array_ref(g_ptr_array_index(branch, i)));
}

static void read_class(Reader *reader, Item *item)
{
    item->kind = ITEM_CLASS;
    reader->at++;
    reader->at += *reader->at == '^';
    reader->at += *reader->at == ']';
    while (*reader->at && *reader->at != ']') {
        if (reader->at[0] == '[' && reader->at[1] == ':') {
            const char *end = strstr(reader->at, ":]");
            reader->at = end ? end + 1 : reader->at;
        }
        reader->at += reader->at[0] == '\\' && reader->at[1] ? 2 : 1;
    }
    reader->lost |= *reader->at != ']';
    reader->at += *reader->at == ']';
}

static void read_escape(Reader *reader, Item *item)
{
    char letter = reader->at[1];
    if (letter && strchr("bBAzZG", letter)) {
        item->kind = ITEM_EMPTY;
    } else if (letter && strchr("dDwWsShHvVRN", letter)) {
        item->kind = ITEM_CLASS;
    } else if (letter && !g_ascii_isalnum(letter) && (guchar)letter < 0x80) {
        item->kind = ITEM_LITERAL;
        item->start = reader->at + 1;
        item->length = 1;
    } else {
        reader->lost = TRUE;
        return;
    }
    reader->at += 2;
}

/* After "(?": true where the group only looks (or comments) and demands nothing. */
static gboolean read_group_opening(Reader *reader)
{
    static const char *const plain[] = {":", ">", "|"};
    for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
        if (g_str_has_prefix(reader->at, plain[i])) {
            reader->at++;
            return FALSE;
        }
    if (*reader->at == '=' || *reader->at == '!') {
        reader->at++;
        return TRUE;
    }
    if (reader->at[0] == '<' && (reader->at[1] == '=' || reader->at[1] == '!')) {
        reader->at += 2;
        return TRUE;
    }
    reader->lost = TRUE;
    return TRUE;
}

static void read_group(Reader *reader, Item *item)
{
    gboolean looks = FALSE;
    item->kind = ITEM_GROUP;
    reader->at++;
    if (*reader->at == '?') {
        reader->at++;
        looks = read_group_opening(reader);
    } else if (*reader->at == '*') {
        reader->lost = TRUE;
    }
    if (reader->lost || ++reader->depth > DEEPEST) {
        reader->lost = TRUE;
        return;
    }
    read_alternatives(reader, &item->group);
    reader->depth--;
    reader->lost |= *reader->at != ')';
    reader->at += *reader->at == ')';
    if (looks) {
        literals_clear(&item->group);
        item->kind = ITEM_EMPTY;
    }
}

/* The prefilter folds ASCII only: other letters with two cases are no fixed bytes, but beyond ASCII
 * in both, save for two signs (U+017F, U+212A) that are other forms of s and k. */
static ItemKind kind_of_character(gunichar character)
{
    gunichar lower = g_unichar_tolower(character), upper = g_unichar_toupper(character);
    if (character < 0x80 || lower == upper)
        return ITEM_LITERAL;
    return lower < 0x80 || upper < 0x80 ? ITEM_CLASS : ITEM_CASED;
}

static void read_character(Reader *reader, Item *item)
{
    const char *next = reader->at + g_utf8_skip[(guchar)*reader->at];
    item->kind = kind_of_character(g_utf8_get_char(reader->at));
    item->start = reader->at;
    item->length = (gsize)(next - reader->at);
    reader->at = next;
}

static void read_item(Reader *reader, Item *item)
{
    switch (*reader->at) {
    case '[':
        read_class(reader, item);
        break;
    case '\\':
        read_escape(reader, item);
        break;
    case '(':
        read_group(reader, item);
        break;
    case '.':
        item->kind = ITEM_CLASS;
        reader->at++;
        break;
    case '^':
    case '$':
        item->kind = ITEM_EMPTY;
        reader->at++;
        break;
    default:
        read_character(reader, item);
    }
}

/* Reads "?", "*", "+", "{n,m}" with its lazy or possessive mark. `*least` is how often the item
 * occurs at least; true where the item is quantified at all. */
static gboolean read_quantifier(Reader *reader, guint *least)
{
    *least = 1;
    char sign = *reader->at;
    if (sign == '{' && (g_ascii_isdigit(reader->at[1]) || reader->at[1] == ',')) {
        *least = (guint)MIN(g_ascii_strtoull(reader->at + 1, NULL, 10), 1);
        reader->at += strcspn(reader->at, "}");
        reader->lost |= *reader->at != '}';
        reader->at += *reader->at == '}';
    } else if (sign && strchr("?*+", sign)) {
        *least = sign == '+';
        reader->at++;
    } else {
        return FALSE;
    }
    reader->at += *reader->at == '?' || *reader->at == '+';
    return TRUE;
}

static void add_item(Sequence *sequence, const Item *item, gboolean quantified, guint least)
{
    if (item->kind == ITEM_EMPTY)
        return;
    if (item->kind == ITEM_LITERAL && least > 0) {
        g_string_append_len(sequence->run, item->start, (gssize)item->length);
        sequence->minimum += (guint)item->length;
    }
    if (item->kind != ITEM_LITERAL || quantified)
        end_run(sequence);
    if (item->kind == ITEM_CASED && least > 0 && !sequence->beyond_ascii) {
        add_clause(sequence->clauses, TRIGRAM_BEYOND_ASCII);
        sequence->beyond_ascii = TRUE;
    }
    if (item->kind == ITEM_GROUP && least > 0)
        add_group(sequence, &item->group);
}

/* Reads one branch; its clauses, yours. */
static GPtrArray *read_sequence(Reader *reader, guint *minimum)
{
    Sequence sequence = {.run = g_string_new(NULL), .clauses = list_new()};
    while (*reader->at && *reader->at != '|' && *reader->at != ')' && !reader->lost) {
        Item item = {0};
        guint least;
        read_item(reader, &item);
        gboolean quantified = !reader->lost && read_quantifier(reader, &least);
        if (!reader->lost)
            add_item(&sequence, &item, quantified, quantified ? least : 1);
        literals_clear(&item.group);
    }
    end_run(&sequence);
    g_string_free(sequence.run, TRUE);
    *minimum = sequence.minimum;
    return sequence.clauses;
}

static void read_alternatives(Reader *reader, Literals *result)
{
    result->branches = list_new();
    result->sources = g_ptr_array_new_with_free_func(g_free);
    result->minimum = G_MAXUINT;
    for (;;) {
        guint minimum;
        const char *start = reader->at;
        g_ptr_array_add(result->branches, read_sequence(reader, &minimum));
        g_ptr_array_add(result->sources, g_strndup(start, (gsize)(reader->at - start)));
        result->minimum = MIN(result->minimum, minimum);
        if (*reader->at != '|' || reader->lost)
            return;
        reader->at++;
    }
}

void literals_of_pattern(const char *pattern, Literals *literals)
{
    Reader reader = {.at = pattern};
    *literals = (Literals){0};
    read_alternatives(&reader, literals);
    if (!reader.lost && !*reader.at)
        return;
    g_clear_pointer(&literals->branches, g_ptr_array_unref);
    g_clear_pointer(&literals->sources, g_ptr_array_unref);
}

void literals_clear(Literals *literals)
{
    g_clear_pointer(&literals->branches, g_ptr_array_unref);
    g_clear_pointer(&literals->sources, g_ptr_array_unref);
    literals->minimum = 0;
}
