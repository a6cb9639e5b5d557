/* What many bounces have in common: a tally of briefs (checks/case/case_brief.h), by cause, by
 * domain, by provider, the block lists named, and the addresses that are gone. */
#ifndef TUI_SUMMARY_SUMMARY_H
#define TUI_SUMMARY_SUMMARY_H

#include <glib.h>
#include <jansson.h>

typedef enum {
    SUMMARY_CAUSES,    /* name: the cause's id, "" where none was found */
    SUMMARY_DOMAINS,   /* of the recipients */
    SUMMARY_PROVIDERS, /* who answered: the organisational domain of its host */
    SUMMARY_LISTS,     /* block lists that the refusals name: zones */
    SUMMARY_GONE,      /* addresses to be taken off lists of recipients */
    SUMMARY_TABLES
} SummaryTable;

typedef struct {
    char *name;
    char *title;    /* of the cause; of GONE too; else NULL */
    char *acts;     /* who has to act, as the contract has it; causes only */
    char *category; /* causes only */
    guint failed, delayed;
    char *oldest, *newest;   /* RFC 3339, NULL where no date is known */
    char *recipient, *words; /* of an example; may be NULL */
    GHashTable *others; /* of causes the recipients' domains, else the titles of causes: char* to
                         * count */
} SummaryRow;

typedef struct {
    guint recipients; /* failed or delayed; the sum of the causes */
    guint failed, delayed;
    guint unknown;         /* of them: without a cause */
    guint others;          /* cases that tell of no failure and no delay */
    guint dropped;         /* names that were too many to be kept; their counts are in the sums */
    guint64 served;        /* recipients of logs that got their mail */
    guint64 lines, silent; /* of logs; those that tell of no recipient */
    const char *oldest, *newest;
} SummaryTotals;

typedef struct Summary Summary;

Summary *summary_new(void);
void summary_free(Summary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Summary, summary_free)

void summary_add(Summary *summary, const json_t *brief);
/* What a log says besides. */
void summary_add_log(Summary *summary, guint64 lines, guint64 silent, guint64 served);

SummaryTotals summary_totals(const Summary *summary);
/* const SummaryRow*, the most first, then by name. g_ptr_array_unref(). */
GPtrArray *summary_rows(const Summary *summary, SummaryTable table);
/* The cause on the sender's own side that explains most; NULL: there is none. */
const SummaryRow *summary_first(const Summary *summary);
/* The names of the row's `others`, the most first, at most so many, joined; "" where there is
 * none. g_free(). */
char *summary_others(const SummaryRow *row, guint most);

guint summary_row_count(const SummaryRow *row);

#endif
