#include "checks/spf/spf_lint.h"
#include "checks/spf/spf_evaluation.h"
#include <string.h>

/* RFC 7208 3.4: name and record together should fit an answer of 512 octets. */
enum { LENGTH_ADVISED = 450, RECORDS_MAX = 10, TARGETS_MAX = 40 };

typedef struct {
    Answers *answers;
    const char *domain;
    const SpfResult *result;
    const Answer *answer;
    const SpfRecord *record; /* the one SPF record; NULL: none, or several */
    GPtrArray *lints;
    gboolean pending;
} Linter;

static void lint_free(gpointer data)
{
    SpfLint *lint = data;
    g_free(lint->detail);
    g_free(lint);
}

/* Takes over `detail`. */
static void add(const Linter *linter, const char *id, char *detail, const Answer *answer)
{
    SpfLint *lint = g_new0(SpfLint, 1);
    lint->id = id;
    lint->detail = detail;
    lint->answer = answer;
    g_ptr_array_add(linter->lints, lint);
}

static void add_term(const Linter *linter, const char *id, const SpfTerm *term)
{
    add(linter, id, g_strdup(term->text), linter->answer);
}

static gboolean open_to_all(const SpfTerm *term)
{
    if (term->qualifier != SPF_PASS)
        return FALSE;
    return term->kind == SPF_TERM_ALL || (term->kind == SPF_TERM_IP4 && term->prefix4 == 0) ||
           (term->kind == SPF_TERM_IP6 && term->prefix6 == 0);
}

static gboolean uses_ptr(const SpfTerm *term)
{
    return term->kind == SPF_TERM_PTR ||
           (term->domain != NULL && term->kind != SPF_TERM_OTHER_MODIFIER &&
            spf_macro_uses(term->domain, 'p'));
}

/* RFC 7208 5.1: what stands behind all, and a redirect beside it. */
static gboolean never_reached(const SpfRecord *record, const SpfTerm *term)
{
    if (record->all == NULL || term->kind > SPF_TERM_REDIRECT)
        return FALSE;
    return term->kind == SPF_TERM_REDIRECT || term->position > record->all->position;
}

/* The first term of each kind is enough. */
static void look_at_terms(const Linter *linter)
{
    const SpfRecord *record = linter->record;
    const SpfTerm *ptr = NULL, *open = NULL, *after = NULL;
    for (guint i = record->terms->len; i-- > 0;) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        if (never_reached(record, term))
            after = term;
        else if (open_to_all(term))
            open = term;
        if (uses_ptr(term))
            ptr = term;
    }
    if (open != NULL)
        add_term(linter, "spf.lint-open", open);
    if (after != NULL)
        add_term(linter, "spf.lint-after-all", after);
    if (ptr != NULL)
        add_term(linter, "spf.lint-ptr", ptr);
    if (record->all == NULL && record->redirect == NULL)
        add(linter, "spf.lint-no-all", NULL, linter->answer);
}

/* Includes that lead nowhere make the mail of everyone behind them permerror. */
static void look_at_targets(Linter *linter, const SpfRecord *record)
{
    for (guint i = 0; i < MIN(record->terms->len, TARGETS_MAX); i++) {
        const SpfTerm *term = g_ptr_array_index(record->terms, i);
        GBytes *bytes = NULL;
        if ((term->kind != SPF_TERM_INCLUDE && term->kind != SPF_TERM_REDIRECT) ||
            strchr(term->domain, '%') != NULL)
            continue;
        const Answer *answer = answers_get(linter->answers, term->domain, TYPE_TXT);
        if (answer == NULL)
            linter->pending = TRUE;
        else if ((answer_status_known(answer->status) || answer->status == ANSWER_BAD_NAME) &&
                 spf_record_select(answer, &bytes) == 0)
            add(linter, "spf.lint-void-include", g_strdup(term->text), answer);
    }
}

static void append_branch(GString *text, const SpfStep *branch, int cost)
{
    if (branch != NULL && cost > 0)
        g_string_append_printf(text, "%s%s %d", strchr(text->str, ':') != NULL ? ", " : ": ",
                               branch->term, cost);
}

/* "14: include:a.example 6, include:b.example 7, mx 1". */
static char *lookups_by_branch(const SpfResult *result)
{
    GString *text = g_string_new(NULL);
    const SpfStep *branch = NULL;
    int before = 0, last = 0;
    g_string_printf(text, "%d", result->lookups);
    for (guint i = 0; i < result->steps->len; i++) {
        const SpfStep *step = g_ptr_array_index(result->steps, i);
        if (step->depth == 0) {
            append_branch(text, branch, last - before);
            branch = step;
            before = last;
        }
        last = step->lookups;
    }
    append_branch(text, branch, result->lookups - before);
    return g_string_free(text, FALSE);
}

/* "ip4:192.0.2.1|-all": the word before the joint, and what follows. */
static char *joint_text(const char *text, const char *joint, const char *word)
{
    const char *start = joint;
    while (start > text && joint - start < 40 && start[-1] != ' ' && start[-1] != '"')
        start--;
    return g_strdup_printf("%.*s|%s", (int)(joint - start), start, word);
}

/* Where two strings of one record meet without a blank, words grow together: "...example.net"
 * "-all". */
static char *bad_joint(const Record *record)
{
    static const char *const words[] = {"include:", "ip4:", "ip6:", "a:",   "mx:", "redirect=",
                                        "exists:",  "-all", "~all", "?all", "+all"};
    const char *joint = record->text != NULL ? strstr(record->text, "\" \"") : NULL;
    for (; joint != NULL; joint = strstr(joint + 3, "\" \"")) {
        if (joint == record->text || joint[-1] == ' ' || joint[-1] == '"')
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
            if (g_ascii_strncasecmp(joint + 3, words[i], strlen(words[i])) == 0)
                return joint_text(record->text, joint, words[i]);
        }
    }
    return NULL;
}

static void look_at_strings(const Linter *linter)
{
    for (guint i = 0; i < linter->answer->records->len; i++) {
        const Record *record = g_ptr_array_index(linter->answer->records, i);
        gsize length = 0;
        const char *text = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        char *joint = text != NULL && spf_record_is(text, length) ? bad_joint(record) : NULL;
        if (joint != NULL)
            add(linter, "spf.lint-joint", joint, linter->answer);
    }
}

/* Texts that were meant to be an SPF record and are none: "spf1 ...", "\"v=spf1", "v=spf1;". */
static void look_for_misspelt(const Linter *linter)
{
    for (guint i = 0; i < linter->answer->records->len; i++) {
        const Record *record = g_ptr_array_index(linter->answer->records, i);
        gsize length = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if (bytes == NULL || spf_record_is(bytes, length))
            continue;
        g_autofree char *head = g_ascii_strdown(bytes, (gssize)MIN(length, 16));
        const char *start = head + strspn(head, " \t\"'\\");
        if (g_str_has_prefix(start, "v=spf") || g_str_has_prefix(start, "v= spf") ||
            g_str_has_prefix(start, "v:spf") || g_str_has_prefix(start, "spf1") ||
            g_str_has_prefix(start, "spf=") || g_str_has_prefix(start, "v =spf") ||
            g_str_has_prefix(start, "v = spf"))
            add(linter, "spf.lint-misspelt", g_strndup(record->text ? record->text : "", 60),
                linter->answer);
    }
}

/* Of several records too: whoever merges them must know. */
static void look_at_all_targets(Linter *linter)
{
    for (guint i = 0; i < MIN(linter->answer->records->len, RECORDS_MAX); i++) {
        const Record *found = g_ptr_array_index(linter->answer->records, i);
        gsize length = 0;
        const char *text = found->strings ? g_bytes_get_data(found->strings, &length) : NULL;
        if (text == NULL || !spf_record_is(text, length))
            continue;
        g_autoptr(SpfRecord) record = spf_record_parse(text, length);
        look_at_targets(linter, record);
    }
}

/* Where control panels and readers of half a manual put the record. */
static void look_at_wrong_names(Linter *linter)
{
    g_autofree char *doubled = g_strconcat(linter->domain, ".", linter->domain, NULL);
    g_autofree char *underscore = g_strconcat("_spf.", linter->domain, NULL);
    g_autofree char *plain = g_strconcat("spf.", linter->domain, NULL);
    const char *const names[] = {doubled, underscore, plain};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        GBytes *bytes = NULL;
        const Answer *answer = answers_get(linter->answers, names[i], TYPE_TXT);
        if (answer == NULL)
            linter->pending = TRUE;
        else if (spf_record_select(answer, &bytes) > 0)
            add(linter, "spf.lint-wrong-name", g_strdup(answer->question.name), answer);
    }
}

static void look_at_record(Linter *linter, gsize length)
{
    if (linter->record->problem != NULL)
        return;
    look_at_terms(linter);
    if (length > LENGTH_ADVISED)
        add(linter, "spf.lint-long", g_strdup_printf("%" G_GSIZE_FORMAT, length), linter->answer);
    if (linter->result->lookups > SPF_LOOKUP_LIMIT)
        add(linter, "spf.lint-lookups", lookups_by_branch(linter->result), linter->answer);
}

GPtrArray *spf_lint(Answers *answers, const char *domain, const SpfResult *result)
{
    g_autoptr(GPtrArray) lints = g_ptr_array_new_with_free_func(lint_free);
    g_autoptr(SpfRecord) record = NULL;
    Linter linter = {answers, domain, result, answers_get(answers, domain, TYPE_TXT),
                     NULL,    lints,  FALSE};
    GBytes *bytes = NULL;
    if (linter.answer == NULL)
        return NULL;
    guint count = spf_record_select(linter.answer, &bytes);
    look_at_strings(&linter);
    look_for_misspelt(&linter);
    look_at_all_targets(&linter);
    if (count == 0 && answer_status_known(linter.answer->status))
        look_at_wrong_names(&linter);
    if (count == 1) {
        gsize length;
        const char *text = g_bytes_get_data(bytes, &length);
        linter.record = record = spf_record_parse(text, length);
        look_at_record(&linter, length);
    }
    return linter.pending ? NULL : g_steal_pointer(&lints);
}
