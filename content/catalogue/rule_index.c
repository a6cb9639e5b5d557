#include "content/catalogue/rule_index.h"

#include "content/catalogue/catalogue_private.h"

#define PLACES (1 << TRIGRAM_BITS)
#define WORD 64

/* A rule that hangs on a trigram, and the next one that does. */
typedef struct {
    guint rule, next; /* `next` is an index into the chain; 0: none */
} Hook;

struct RuleIndex {
    guint rule_count;
    guint64 *undemanding; /* a bit per rule that no trigram may rule out */
    Trigrams hooks;       /* the trigrams that rules hang on */
    guint32 *first;       /* per trigram, an index into `chain` */
    GArray *chain;        /* Hook; the first is none */
};

static void count_pattern(guint16 *counts, const PatternParts *parts)
{
    for (guint i = 0; parts && i < parts->branch_count; i++) {
        const PatternBranch *branch = &parts->branches[i];
        for (guint j = 0; j < branch->demand_count; j++) {
            const TrigramKey *key = &branch->demands[j].key;
            for (guint k = 0; k < key->count; k++)
                if (counts[key->places[k]] < G_MAXUINT16)
                    counts[key->places[k]]++;
        }
    }
}

/* How many literals of the catalogue hold each trigram: what is rare there is rare in mail. */
static guint16 *count_all(const GPtrArray *rules)
{
    guint16 *counts = g_new0(guint16, PLACES);
    for (guint i = 0; i < rules->len; i++) {
        const PreparedRule *rule = g_ptr_array_index(rules, i);
        for (guint j = 0; rule->text && j < rule->text->len; j++)
            count_pattern(counts, pattern_parts(g_ptr_array_index(rule->text, j)));
    }
    return counts;
}

/* The rarest trigram of a literal; a literal too short for one has none, and *count is 0. */
static guint16 rarest(const guint16 *counts, const TrigramKey *key, guint *count)
{
    guint16 best = 0;
    *count = 0;
    for (guint i = 0; i < key->count; i++) {
        guint own = counts[key->places[i]];
        if (*count && own >= *count)
            continue;
        best = key->places[i];
        *count = own;
    }
    return best;
}

/* One hook for each literal of the clause that begins at `demand`: one of them is in any text that
 * satisfies it. How often they occur together; 0: some literal has no hook. */
static guint hook_clause(const guint16 *counts, const PatternDemand *demand,
                         const PatternDemand *end, GArray *hooks)
{
    guint sum = 0, clause = demand->clause;
    for (; demand < end && demand->clause == clause; demand++) {
        guint count;
        guint16 hook = rarest(counts, &demand->key, &count);
        if (!count)
            return 0;
        g_array_append_val(hooks, hook);
        sum += count;
    }
    return sum;
}

/* Appends the hooks of the branch's best clause. How often they occur; 0: it has none. */
static guint hook_branch(const guint16 *counts, const PatternBranch *branch, GArray *hooks)
{
    guint best = 0, start = hooks->len;
    if (!branch->demand_count)
        return 0;
    g_autoptr(GArray) tried = g_array_new(FALSE, FALSE, sizeof(guint16));
    const PatternDemand *end = branch->demands + branch->demand_count;
    for (const PatternDemand *demand = branch->demands; demand < end; demand++) {
        if (demand > branch->demands && demand->clause == demand[-1].clause)
            continue;
        g_array_set_size(tried, 0);
        guint sum = hook_clause(counts, demand, end, tried);
        if (!sum || (best && sum >= best))
            continue;
        best = sum;
        g_array_set_size(hooks, start);
        g_array_append_vals(hooks, tried->data, tried->len);
    }
    return best;
}

/* Hooks of which a text that the pattern matches holds at least one. */
static guint hook_pattern(const guint16 *counts, const PatternParts *parts, GArray *hooks)
{
    guint sum = 0;
    for (guint i = 0; i < parts->branch_count; i++) {
        guint own = hook_branch(counts, &parts->branches[i], hooks);
        if (!own)
            return 0;
        sum += own;
    }
    return sum;
}

/* The hooks of the rule's most demanding pattern; empty where no pattern demands anything. */
static GArray *hooks_of(const guint16 *counts, const PreparedRule *rule)
{
    guint best = 0;
    GArray *hooks = g_array_new(FALSE, FALSE, sizeof(guint16));
    for (guint i = 0; rule->text && i < rule->text->len; i++) {
        const PatternParts *parts = pattern_parts(g_ptr_array_index(rule->text, i));
        GArray *tried = g_array_new(FALSE, FALSE, sizeof(guint16));
        guint sum = parts ? hook_pattern(counts, parts, tried) : 0;
        if (sum && (!best || sum < best)) {
            GArray *worse = hooks;
            hooks = tried;
            tried = worse;
            best = sum;
        }
        g_array_unref(tried);
    }
    return hooks;
}

static void hang(RuleIndex *index, guint rule, guint16 place)
{
    Hook hook = {rule, index->first[place]};
    index->first[place] = index->chain->len;
    index->hooks.bits[place / WORD] |= G_GUINT64_CONSTANT(1) << place % WORD;
    g_array_append_val(index->chain, hook);
}

static void set_bit(guint64 *bits, guint at)
{
    bits[at / WORD] |= G_GUINT64_CONSTANT(1) << at % WORD;
}

static guint words_of(guint rule_count)
{
    return rule_count / WORD + 1;
}

RuleIndex *rule_index_new(const GPtrArray *rules)
{
    RuleIndex *index = g_new0(RuleIndex, 1);
    g_autofree guint16 *counts = count_all(rules);
    Hook none = {0};
    index->rule_count = rules->len;
    index->undemanding = g_new0(guint64, words_of(rules->len));
    index->first = g_new0(guint32, PLACES);
    index->chain = g_array_new(FALSE, FALSE, sizeof(Hook));
    g_array_append_val(index->chain, none);
    for (guint i = 0; i < rules->len; i++) {
        g_autoptr(GArray) hooks = hooks_of(counts, g_ptr_array_index(rules, i));
        if (!hooks->len)
            set_bit(index->undemanding, i);
        for (guint j = 0; j < hooks->len; j++)
            hang(index, i, g_array_index(hooks, guint16, j));
    }
    return index;
}

void rule_index_free(RuleIndex *index)
{
    if (!index)
        return;
    g_free(index->undemanding);
    g_free(index->first);
    g_array_unref(index->chain);
    g_free(index);
}

static void mark_rules(const RuleIndex *index, guint place, guint64 *marks)
{
    for (guint at = index->first[place]; at;) {
        const Hook *hook = &g_array_index(index->chain, Hook, at);
        set_bit(marks, hook->rule);
        at = hook->next;
    }
}

static GArray *bits_set(const guint64 *bits, guint words)
{
    GArray *found = g_array_sized_new(FALSE, FALSE, sizeof(guint), 128);
    for (guint word = 0; word < words; word++)
        for (guint64 left = bits[word]; left; left &= left - 1) {
            guint at = word * WORD + (guint)__builtin_ctzll(left);
            g_array_append_val(found, at);
        }
    return found;
}

GArray *rule_index_find(const RuleIndex *index, const Trigrams *trigrams)
{
    guint words = words_of(index->rule_count);
    g_autofree guint64 *marks = g_memdup2(index->undemanding, words * sizeof *marks);
    for (guint word = 0; word < PLACES / WORD; word++)
        for (guint64 left = trigrams->bits[word] & index->hooks.bits[word]; left; left &= left - 1)
            mark_rules(index, word * WORD + (guint)__builtin_ctzll(left), marks);
    return bits_set(marks, words);
}
