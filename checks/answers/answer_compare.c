#include "checks/answers/answer_compare.h"

#include <string.h>

/* What a record says, in one spelling: names in lower case, a text as its bytes. */
static char *record_meaning(const Record *record)
{
    gsize length;
    if (!record->strings)
        return g_ascii_strdown(record->text ? record->text : "", -1);
    const char *bytes = g_bytes_get_data(record->strings, &length);
    return g_strndup(bytes ? bytes : "", length);
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *meanings(const Answer *answer)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < answer->records->len; i++)
        g_ptr_array_add(all, record_meaning(answer->records->pdata[i]));
    g_ptr_array_sort(all, by_text);
    return all;
}

/* A name server outside of whose zones an alias leads tells the alias alone. */
static gboolean is_bare_alias(const Answer *answer)
{
    return answer->status == ANSWER_OK && answer->alias && !answer->records->len;
}

gboolean answer_same(const Answer *one, const Answer *other)
{
    if (is_bare_alias(one) || is_bare_alias(other))
        return g_strcmp0(one->alias, other->alias) == 0;
    if (one->status != other->status || one->records->len != other->records->len)
        return FALSE;
    g_autoptr(GPtrArray) left = meanings(one), right = meanings(other);
    for (guint i = 0; i < left->len; i++)
        if (strcmp(left->pdata[i], right->pdata[i]) != 0)
            return FALSE;
    return TRUE;
}

/* "10 mail.example.org" and "10 mail.example.org." are one; blanks between fields are one blank. */
static char *rdata_spelling(const char *rdata)
{
    g_autoptr(GString) spelt = g_string_new(NULL);
    g_auto(GStrv) fields = g_strsplit_set(rdata, " \t", -1);
    for (char **field = fields; *field; field++)
        if (**field)
            g_string_append_printf(spelt, "%s%s", spelt->len ? " " : "", *field);
    if (spelt->len && spelt->str[spelt->len - 1] == '.')
        g_string_truncate(spelt, spelt->len - 1);
    return g_ascii_strdown(spelt->str, -1);
}

gboolean answer_holds(const Answer *answer, const char *wanted)
{
    g_autofree char *spelt = rdata_spelling(wanted);
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = answer->records->pdata[i];
        g_autofree char *meaning = record_meaning(record);
        g_autofree char *own = record->strings ? NULL : rdata_spelling(meaning);
        if (strcmp(own ? own : meaning, own ? spelt : wanted) == 0)
            return TRUE;
    }
    return FALSE;
}
