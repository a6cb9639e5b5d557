#include "checks/spf/spf_record.h"
#include "checks/spf/spf_macro.h"
#include "checks/spf/spf_term.h"
#include <string.h>

static const char version[] = "v=spf1";
enum { VERSION_LENGTH = sizeof version - 1 };

gboolean spf_record_is(const char *bytes, gsize length)
{
    return length >= VERSION_LENGTH && g_ascii_strncasecmp(bytes, version, VERSION_LENGTH) == 0 &&
           (length == VERSION_LENGTH || bytes[VERSION_LENGTH] == ' ');
}

guint spf_record_select(const Answer *answer, GBytes **bytes)
{
    guint count = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gsize length = 0;
        const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if (text == NULL || !spf_record_is(text, length))
            continue;
        if (count++ == 0)
            *bytes = record->strings;
    }
    return count;
}

gboolean spf_term_costs_lookup(const SpfTerm *term)
{
    switch (term->kind) {
    case SPF_TERM_INCLUDE:
    case SPF_TERM_A:
    case SPF_TERM_MX:
    case SPF_TERM_PTR:
    case SPF_TERM_EXISTS:
    case SPF_TERM_REDIRECT:
        return TRUE;
    default:
        return FALSE;
    }
}

static char *printable(const char *bytes, gsize length)
{
    GString *text = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] == ' ' || g_ascii_isgraph(bytes[i]))
            g_string_append_c(text, bytes[i]);
        else
            g_string_append_printf(text, "\\%03u", (guchar)bytes[i]);
    }
    return g_string_free(text, FALSE);
}

/* Takes over `problem`. */
static void set_problem(SpfRecord *record, gsize position, char *problem, const char *word)
{
    record->problem = problem;
    record->problem_word = g_strdup(word);
    record->problem_at = position;
}

/* Takes over `term`. False where it may not stand here. */
static gboolean add_term(SpfRecord *record, SpfTerm *term)
{
    const SpfTerm **first = term->kind == SPF_TERM_REDIRECT ? &record->redirect
                            : term->kind == SPF_TERM_EXP    ? &record->exp
                            : term->kind == SPF_TERM_ALL    ? &record->all
                                                            : NULL;
    g_ptr_array_add(record->terms, term);
    if (first != NULL && *first != NULL && term->kind != SPF_TERM_ALL) {
        set_problem(record, term->position,
                    g_strdup_printf("%s= stands in the record twice",
                                    term->kind == SPF_TERM_EXP ? "exp" : "redirect"),
                    term->text);
        return FALSE;
    }
    if (first != NULL && *first == NULL)
        *first = term;
    return TRUE;
}

static void read_terms(SpfRecord *record, const char *bytes, gsize length)
{
    gsize at = VERSION_LENGTH;
    while (at < length) {
        if (bytes[at] == ' ') {
            at++;
            continue;
        }
        const char *blank = memchr(bytes + at, ' ', length - at);
        gsize end = blank != NULL ? (gsize)(blank - bytes) : length;
        g_autofree char *word = g_strndup(bytes + at, end - at);
        SpfSyntaxError error = {0, NULL};
        SpfTerm *term = spf_term_parse(word, at, &error);
        if (term == NULL)
            set_problem(record, error.position, error.problem, word);
        if (term == NULL || !add_term(record, term))
            return;
        at = end;
    }
}

SpfRecord *spf_record_parse(const char *bytes, gsize length)
{
    SpfRecord *record = g_new0(SpfRecord, 1);
    record->text = printable(bytes, length);
    record->terms = g_ptr_array_new_with_free_func((GDestroyNotify)spf_term_free);
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] == ' ' || g_ascii_isgraph(bytes[i]))
            continue;
        g_autofree char *escaped = printable(bytes + i, 1);
        set_problem(record, i,
                    g_strdup_printf("byte 0x%02x is not printable ASCII", (guchar)bytes[i]),
                    escaped);
        return record;
    }
    read_terms(record, bytes, length);
    return record;
}

void spf_record_free(SpfRecord *record)
{
    if (record == NULL)
        return;
    g_free(record->text);
    g_free(record->problem);
    g_free(record->problem_word);
    g_ptr_array_unref(record->terms);
    g_free(record);
}
