#include "tui/report/trace_tree.h"

#include <string.h>
#include "tui/base/document.h"
#include "tui/base/i18n.h"

#define LOOKUPS_MAX 10 /* RFC 7208 4.6.4 */
#define DEPTH_MAX 12   /* deeper ones are drawn at this depth */
#define LINES_MAX 200

typedef struct {
    int depth, lookups; /* so far, this one included */
    int cost;           /* of it and all below it */
    gboolean last;      /* of its siblings */
} Step;

static int number(const json_t *step, const char *key)
{
    return (int)CLAMP(json_integer_value(json_object_get(step, key)), 0, 100000);
}

static Step *read_steps(const json_t *finding, gsize count)
{
    Step *steps = g_new0(Step, count);
    for (gsize i = 0; i < count; i++) {
        const json_t *step = document_at(finding, "trace", i);
        steps[i].depth = MIN(number(step, "depth"), DEPTH_MAX);
        steps[i].lookups = number(step, "lookups");
    }
    return steps;
}

/* A step's branch ends before the next one that is not deeper. */
static void measure(Step *steps, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        gsize end = i + 1;
        while (end < count && steps[end].depth > steps[i].depth)
            end++;
        steps[i].cost = steps[end - 1].lookups - (i > 0 ? steps[i - 1].lookups : 0);
        steps[i].last = end == count || steps[end].depth < steps[i].depth;
    }
}

static void line_free(gpointer data)
{
    TraceLine *line = data;
    g_free(line->branch);
    g_free(line->text);
    g_free(line);
}

static TraceLine *add_line(GPtrArray *lines, char *branch, char *text)
{
    TraceLine *line = g_new0(TraceLine, 1);
    line->branch = branch;
    line->text = text;
    g_ptr_array_add(lines, line);
    return line;
}

/* `open[d]`: a sibling at depth d is still to come. */
static char *branch_of(const Step *step, const gboolean *open, gboolean ascii)
{
    GString *branch = g_string_new(NULL);
    for (int depth = 0; depth < step->depth; depth++)
        g_string_append(branch, !open[depth] ? "   " : ascii ? "|  " : "│  ");
    if (ascii)
        g_string_append(branch, step->last ? "`-" : "|-");
    else
        g_string_append(branch, step->last ? "└─" : "├─");
    return g_string_free(branch, FALSE);
}

static char *text_of(const json_t *json, const Step *step, gboolean beyond)
{
    const char *term = document_text(json, "term"), *outcome = document_text(json, "outcome_word");
    GString *text = g_string_new(term != NULL ? term : "?");
    outcome = outcome != NULL ? outcome : document_text(json, "outcome");
    if (outcome != NULL)
        g_string_append_printf(text, _(": %s"), outcome);
    if (step->cost > 0)
        g_string_append_printf(
            text, ngettext("  [%d look-up]", "  [%d look-ups]", (gulong)step->cost), step->cost);
    if (beyond)
        g_string_append(text, _("  <- one too many"));
    return g_string_free(text, FALSE);
}

static void add_total(GPtrArray *lines, const json_t *finding, int total)
{
    const char *subject = document_text(document_at(finding, "trace", 0), "subject");
    char *text =
        g_strdup_printf(total > LOOKUPS_MAX ? _("%s: look-ups %d, more than the %d allowed")
                                            : _("%s: look-ups %d of the %d allowed"),
                        subject != NULL ? subject : "?", total, LOOKUPS_MAX);
    add_line(lines, g_strdup(""), text)->beyond = total > LOOKUPS_MAX;
}

GPtrArray *trace_tree(const json_t *finding, gboolean ascii)
{
    gsize count = document_count(finding, "trace");
    if (count == 0)
        return NULL;
    gboolean open[DEPTH_MAX + 1] = {FALSE};
    g_autofree Step *steps = read_steps(finding, count);
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    measure(steps, count);
    add_total(lines, finding, steps[count - 1].lookups);
    for (gsize i = 0; i < MIN(count, LINES_MAX); i++) {
        const json_t *json = document_at(finding, "trace", i);
        int before = i > 0 ? steps[i - 1].lookups : 0;
        gboolean beyond = before <= LOOKUPS_MAX && steps[i].lookups > LOOKUPS_MAX;
        TraceLine *line =
            add_line(lines, branch_of(&steps[i], open, ascii), text_of(json, &steps[i], beyond));
        line->beyond = beyond;
        line->decided = document_is(json, "outcome", "match");
        open[steps[i].depth] = !steps[i].last;
    }
    if (count > LINES_MAX)
        add_line(lines, g_strdup(""), g_strdup("..."));
    return lines;
}
