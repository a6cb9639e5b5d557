#include "checks/dns/source_cached.h"

typedef struct {
    SourceCallback callback;
    gpointer data;
} Waiter;

typedef struct {
    Question question;
    Answer *answer;  /* NULL while it is under way */
    GArray *waiters; /* Waiter */
} Entry;

typedef struct {
    Source source;
    Source *below;
    GHashTable *entries; /* by their own Question */
} CachedSource;

static void entry_free(gpointer data)
{
    Entry *entry = data;
    question_clear(&entry->question);
    if (entry->answer)
        answer_free(entry->answer);
    g_array_unref(entry->waiters);
    g_free(entry);
}

static void on_answer(Answer *answer, gpointer data)
{
    Entry *entry = data;
    g_autoptr(GArray) waiters = entry->waiters;
    entry->answer = answer;
    entry->waiters = g_array_new(FALSE, FALSE, sizeof(Waiter));
    for (guint i = 0; i < waiters->len; i++) {
        const Waiter *waiter = &g_array_index(waiters, Waiter, i);
        waiter->callback(answer_copy(answer), waiter->data);
    }
}

static void cached_ask(Source *source, const Question *question, gint64 deadline,
                       SourceCallback callback, gpointer data)
{
    CachedSource *cached = (CachedSource *)source;
    Entry *entry = g_hash_table_lookup(cached->entries, question);
    if (entry && entry->answer) {
        callback(answer_copy(entry->answer), data);
        return;
    }
    Waiter waiter = {callback, data};
    gboolean under_way = entry != NULL;
    if (!under_way) {
        entry = g_new0(Entry, 1);
        entry->question = question_copy(question);
        entry->waiters = g_array_new(FALSE, FALSE, sizeof(Waiter));
        g_hash_table_insert(cached->entries, &entry->question, entry);
    }
    g_array_append_val(entry->waiters, waiter);
    if (!under_way)
        cached->below->ask(cached->below, &entry->question, deadline, on_answer, entry);
}

static void cached_cancel(Source *source)
{
    Source *below = ((CachedSource *)source)->below;
    below->cancel(below);
}

static void cached_free(Source *source)
{
    CachedSource *cached = (CachedSource *)source;
    cached->below->cancel(cached->below);
    source_free(cached->below);
    g_hash_table_unref(cached->entries);
    g_free(cached);
}

Source *source_cached_new(Source *below)
{
    CachedSource *cached = g_new0(CachedSource, 1);
    cached->source = (Source){.ask = cached_ask, .cancel = cached_cancel, .free = cached_free};
    cached->below = below;
    cached->entries = g_hash_table_new_full(question_hash, question_equal, NULL, entry_free);
    return &cached->source;
}
