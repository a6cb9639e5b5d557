#include "tui/report/check_table.h"

#include <string.h>
#include "tui/base/document.h"

static char *row_key(const json_t *entry)
{
    const char *check = document_text(entry, "check"), *role = document_text(entry, "role");
    return g_strdup_printf("%s|%s", check != NULL ? check : "", role != NULL ? role : "");
}

static void note(GPtrArray *rows, const json_t *entry)
{
    g_autofree char *key = row_key(entry);
    for (guint i = 0; i < rows->len; i++)
        if (strcmp(rows->pdata[i], key) == 0)
            return;
    g_ptr_array_add(rows, g_steal_pointer(&key));
}

void check_rows_note(WizardCase *wizard_case)
{
    const json_t *document = wizard_case->document;
    for (gsize i = 0; i < document_count(document, "findings"); i++)
        note(wizard_case->rows, document_at(document, "findings", i));
    for (gsize i = 0; i < document_count(document, "pending"); i++)
        note(wizard_case->rows, document_at(document, "pending", i));
}

/* A fault is of one check and one subject; what stands beside the result is none. */
static int rank_of(const json_t *document, const json_t *finding)
{
    const char *id = document_text(finding, "id");
    if (id == NULL || !document_is(finding, "effect", "context") ||
        json_is_true(document_get(finding, "advice")))
        return 0;
    for (gsize i = 0; i < document_count(document, "check.refused"); i++) {
        const json_t *fault = document_at(document, "check.refused", i);
        const char *own = document_text(fault, "id");
        gsize check = own != NULL ? strcspn(own, ".") : 0;
        if (check > 0 && strncmp(id, own, check + 1) == 0 &&
            g_strcmp0(document_text(finding, "role"), document_text(fault, "role")) == 0 &&
            g_strcmp0(document_text(finding, "subject"), document_text(fault, "subject")) == 0)
            return (int)i + 1;
    }
    return 0;
}

static void add_rows(GArray *rows, const json_t *document, const char *list, const char *key)
{
    gboolean found = strcmp(list, "findings") == 0;
    for (gsize i = 0; i < document_count(document, list); i++) {
        const json_t *entry = document_at(document, list, i);
        g_autofree char *own = row_key(entry);
        if (strcmp(own, key) != 0)
            continue;
        CheckRow row = {document_text(entry, "check"), document_text(entry, "role"),
                        document_text(entry, "title"), found ? entry : NULL,
                        found ? rank_of(document, entry) : 0};
        g_array_append_val(rows, row);
    }
}

GArray *check_rows(const WizardCase *wizard_case)
{
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(CheckRow));
    for (guint i = 0; wizard_case != NULL && i < wizard_case->rows->len; i++) {
        const char *key = wizard_case->rows->pdata[i];
        add_rows(rows, wizard_case->document, "findings", key);
        if (!wizard_case->done || wizard_case->broken)
            add_rows(rows, wizard_case->document, "pending", key);
    }
    return rows;
}

static gboolean same_group(const CheckRow *a, const CheckRow *b)
{
    return g_strcmp0(a->check, b->check) == 0 && g_strcmp0(a->role, b->role) == 0;
}

static gboolean same_row(const CheckRow *a, const CheckRow *b)
{
    return same_group(a, b) && a->finding != NULL && b->finding != NULL &&
           g_strcmp0(document_text(a->finding, "id"), document_text(b->finding, "id")) == 0 &&
           g_strcmp0(document_text(a->finding, "subject"), document_text(b->finding, "subject")) ==
               0 &&
           g_strcmp0(document_text(a->finding, "list"), document_text(b->finding, "list")) == 0;
}

/* Untouched, the focus is on the first finding that proves the cause, or on the worst fault. */
static int proving_row(const GArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        if (g_array_index(rows, CheckRow, i).rank == 1)
            return (int)i;
    for (guint i = 0; i < rows->len; i++)
        if (document_is(g_array_index(rows, CheckRow, i).finding, "effect", "confirms"))
            return (int)i;
    return 0;
}

int check_rows_follow(const GArray *before, const GArray *after, int item, gboolean touched)
{
    if (!touched || item < 0 || item >= (int)before->len)
        return touched ? MIN(item, (int)after->len - 1) : proving_row(after);
    const CheckRow *old = &g_array_index(before, CheckRow, item);
    int group = -1;
    for (guint i = 0; i < after->len; i++) {
        const CheckRow *row = &g_array_index(after, CheckRow, i);
        if (same_row(old, row))
            return (int)i;
        if (group < 0 && same_group(old, row))
            group = (int)i;
    }
    return group >= 0 ? group : MIN(item, (int)after->len - 1);
}
