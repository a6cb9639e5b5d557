#include "content/catalogue/pattern_parts.h"

#include "content/catalogue/literals.h"

static PatternDemand *demands_of(const GPtrArray *clauses, guint *count)
{
    GArray *demands = g_array_new(FALSE, FALSE, sizeof(PatternDemand));
    for (guint i = 0; i < clauses->len; i++) {
        const GPtrArray *clause = g_ptr_array_index(clauses, i);
        for (guint j = 0; j < clause->len; j++) {
            PatternDemand demand = {trigram_key(g_ptr_array_index(clause, j)), i};
            g_array_append_val(demands, demand);
        }
    }
    *count = demands->len;
    return (PatternDemand *)(gpointer)g_array_free(demands, FALSE);
}

static PatternBranch branch_of(const char *source, const GPtrArray *clauses)
{
    PatternBranch branch = {.source = g_strdup(source)};
    if (clauses)
        branch.demands = demands_of(clauses, &branch.demand_count);
    return branch;
}

PatternParts *pattern_parts_new(const char *source)
{
    PatternParts *parts = g_new0(PatternParts, 1);
    Literals literals;
    literals_of_pattern(source, &literals);
    parts->source = source;
    parts->minimum = literals.minimum;
    parts->branch_count = literals.branches ? literals.branches->len : 1;
    PatternBranch *branches = g_new0(PatternBranch, parts->branch_count);
    for (guint i = 0; literals.branches && i < parts->branch_count; i++)
        branches[i] = branch_of(g_ptr_array_index(literals.sources, i),
                                g_ptr_array_index(literals.branches, i));
    if (!literals.branches)
        branches[0] = branch_of(source, NULL);
    parts->branches = branches;
    literals_clear(&literals);
    return parts;
}

void pattern_parts_free(PatternParts *parts)
{
    if (!parts)
        return;
    for (guint i = 0; i < parts->branch_count; i++) {
        g_free((gpointer)(guintptr)parts->branches[i].source);
        g_free((gpointer)(guintptr)parts->branches[i].demands);
    }
    g_free((gpointer)(guintptr)parts->branches);
    g_free(parts);
}
