/* The tally of many bounces. */
#include "tui/summary/summary.h"

#include <string.h>

enum { ROWS_MAX = 100000, OTHERS_MAX = 200 };

struct Summary {
    SummaryTotals totals;
    char *oldest, *newest;
    GHashTable *tables[SUMMARY_TABLES]; /* name to SummaryRow */
};

static void row_free(gpointer data)
{
    SummaryRow *row = data;
    char *texts[] = {row->name,   row->title,  row->acts,      row->category,
                     row->oldest, row->newest, row->recipient, row->words};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_hash_table_unref(row->others);
    g_free(row);
}

Summary *summary_new(void)
{
    Summary *summary = g_new0(Summary, 1);
    for (guint i = 0; i < SUMMARY_TABLES; i++)
        summary->tables[i] = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, row_free);
    return summary;
}

void summary_free(Summary *summary)
{
    if (!summary)
        return;
    for (guint i = 0; i < SUMMARY_TABLES; i++)
        g_hash_table_unref(summary->tables[i]);
    g_free(summary->oldest);
    g_free(summary->newest);
    g_free(summary);
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* RFC 3339 in UTC sorts as text. */
static void widen(char **oldest, char **newest, const char *date)
{
    if (!date)
        return;
    if (!*oldest || strcmp(date, *oldest) < 0) {
        g_free(*oldest);
        *oldest = g_strdup(date);
    }
    if (!*newest || strcmp(date, *newest) > 0) {
        g_free(*newest);
        *newest = g_strdup(date);
    }
}

static void count_other(SummaryRow *row, const char *name)
{
    gpointer count = name ? g_hash_table_lookup(row->others, name) : NULL;
    if (!name || (!count && g_hash_table_size(row->others) >= OTHERS_MAX))
        return;
    g_hash_table_insert(row->others, g_strdup(name), GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

static SummaryRow *row_of(Summary *summary, SummaryTable table, const char *name)
{
    SummaryRow *row = g_hash_table_lookup(summary->tables[table], name);
    if (row)
        return row;
    if (g_hash_table_size(summary->tables[table]) >= ROWS_MAX) {
        summary->totals.dropped++;
        return NULL;
    }
    row = g_new0(SummaryRow, 1);
    row->name = g_strdup(name);
    row->others = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(summary->tables[table], row->name, row);
    return row;
}

/* `other`: what is counted within the row, or NULL. NULL where there is no room. */
static SummaryRow *count(Summary *summary, SummaryTable table, const char *name,
                         const json_t *brief, const char *other)
{
    SummaryRow *row = name ? row_of(summary, table, name) : NULL;
    if (!row)
        return NULL;
    gboolean failed = !g_strcmp0(text_of(brief, "action"), "failed");
    row->failed += failed ? 1 : 0;
    row->delayed += failed ? 0 : 1;
    widen(&row->oldest, &row->newest, text_of(brief, "date"));
    count_other(row, other);
    if (!row->words) {
        row->words = g_strdup(text_of(brief, "words"));
        row->recipient = g_strdup(text_of(brief, "recipient"));
    }
    return row;
}

/* Refused for good, for what the address is, by another server than the log's own. An address that
 * failed for what the sender did is none. */
static gboolean is_gone(const json_t *brief, const json_t *cause)
{
    static const char *const reasons[] = {"userunknown", "hostunknown", "hasmoved", "suspend"};
    const char *code = text_of(brief, "reply_code"), *status = text_of(brief, "enhanced_status");
    const char *reason = text_of(cause, "reason"), *acts = text_of(cause, "acts");
    if (g_strcmp0(text_of(brief, "action"), "failed") ||
        json_is_true(json_object_get(brief, "incoming")))
        return FALSE;
    if ((code && *code == '4') || (status && *status == '4') ||
        g_strcmp0(text_of(cause, "category"), "recipient") || !g_strcmp0(acts, "sender-host") ||
        !g_strcmp0(acts, "ip-owner"))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (!g_strcmp0(reason, reasons[i]))
            return TRUE;
    return FALSE;
}

static void count_cause(Summary *summary, const json_t *brief, const json_t *cause)
{
    const char *id = text_of(cause, "id");
    SummaryRow *row =
        count(summary, SUMMARY_CAUSES, id ? id : "", brief, text_of(brief, "recipient_domain"));
    if (!row || row->title)
        return;
    row->title = g_strdup(text_of(cause, "title"));
    row->acts = g_strdup(text_of(cause, "acts"));
    row->category = g_strdup(text_of(cause, "category"));
}

void summary_add(Summary *summary, const json_t *brief)
{
    const json_t *cause = json_object_get(brief, "cause");
    const char *action = text_of(brief, "action"), *title = text_of(cause, "title");
    gboolean failed = !g_strcmp0(action, "failed");
    if (!failed && g_strcmp0(action, "delayed")) {
        gboolean served = !g_strcmp0(text_of(brief, "kind"), "log-line");
        summary->totals.served += served ? 1 : 0;
        summary->totals.others += served ? 0 : 1;
        return;
    }
    summary->totals.recipients++;
    *(failed ? &summary->totals.failed : &summary->totals.delayed) += 1;
    summary->totals.unknown += json_is_null(cause) ? 1 : 0;
    widen(&summary->oldest, &summary->newest, text_of(brief, "date"));
    count_cause(summary, brief, cause);
    count(summary, SUMMARY_DOMAINS, text_of(brief, "recipient_domain"), brief, title);
    count(summary, SUMMARY_PROVIDERS, text_of(brief, "provider"), brief, title);
    size_t index;
    json_t *list;
    json_array_foreach(json_object_get(brief, "lists"), index, list)
        count(summary, SUMMARY_LISTS, json_string_value(list), brief, title);
    if (!is_gone(brief, cause))
        return;
    SummaryRow *gone = count(summary, SUMMARY_GONE, text_of(brief, "recipient"), brief, NULL);
    if (gone && !gone->title)
        gone->title = g_strdup(title);
}

void summary_add_log(Summary *summary, guint64 lines, guint64 silent, guint64 served)
{
    summary->totals.lines += lines;
    summary->totals.silent += silent;
    summary->totals.served += served;
}

SummaryTotals summary_totals(const Summary *summary)
{
    SummaryTotals totals = summary->totals;
    totals.oldest = summary->oldest;
    totals.newest = summary->newest;
    return totals;
}

guint summary_row_count(const SummaryRow *row)
{
    return row->failed + row->delayed;
}

static int by_count(gconstpointer a, gconstpointer b)
{
    const SummaryRow *left = *(SummaryRow *const *)a, *right = *(SummaryRow *const *)b;
    guint first = summary_row_count(left), second = summary_row_count(right);
    return first != second ? (first < second ? 1 : -1) : strcmp(left->name, right->name);
}

GPtrArray *summary_rows(const Summary *summary, SummaryTable table)
{
    GPtrArray *rows = g_ptr_array_new();
    GHashTableIter iter;
    gpointer row;
    g_hash_table_iter_init(&iter, summary->tables[table]);
    while (g_hash_table_iter_next(&iter, NULL, &row))
        g_ptr_array_add(rows, row);
    g_ptr_array_sort(rows, by_count);
    return rows;
}

const SummaryRow *summary_first(const Summary *summary)
{
    static const char *const ours[] = {"sender", "sender-host", "ip-owner", NULL};
    g_autoptr(GPtrArray) rows = summary_rows(summary, SUMMARY_CAUSES);
    for (guint i = 0; i < rows->len; i++) {
        const SummaryRow *row = rows->pdata[i];
        if (row->acts && g_strv_contains(ours, row->acts) &&
            g_strcmp0(row->category, "recipient") && g_strcmp0(row->category, "quota"))
            return row;
    }
    return NULL;
}

typedef struct {
    const char *name;
    guint count;
} Other;

static int by_other(gconstpointer a, gconstpointer b)
{
    const Other *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return strcmp(left->name, right->name);
}

char *summary_others(const SummaryRow *row, guint most)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Other));
    GHashTableIter iter;
    gpointer name, number;
    g_hash_table_iter_init(&iter, row->others);
    while (g_hash_table_iter_next(&iter, &name, &number)) {
        Other other = {name, GPOINTER_TO_UINT(number)};
        g_array_append_val(all, other);
    }
    g_array_sort(all, by_other);
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < all->len && i < most; i++) {
        const Other *other = &g_array_index(all, Other, i);
        g_string_append_printf(joined, "%s%s", i ? ", " : "", other->name);
        if (all->len > 1)
            g_string_append_printf(joined, " (%u)", other->count);
    }
    if (all->len > most)
        g_string_append(joined, ", ...");
    return g_string_free(joined, FALSE);
}
