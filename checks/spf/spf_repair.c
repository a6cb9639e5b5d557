/* One record out of what is published: merged, mended, and letting an address send. */
#include "checks/spf/spf_repair_word.h"
#include "checks/answers/address_range.h"
#include "checks/spf/spf_evaluation.h"
#include "checks/spf/spf_term.h"
#include <string.h>

typedef struct {
    Answers *answers;
    const char *sender, *helo;
    int lookups;          /* of the record that was tried, over its whole tree; -1: none was */
    GPtrArray *words;     /* char*, mechanisms and other modifiers, each once */
    char *redirect, *exp; /* whole words */
    char *all;            /* "~all" */
    guint records;
    gboolean hopeless; /* a word that nobody can tell the meaning of */
} Mend;

static void mend_clear(Mend *mend)
{
    g_ptr_array_unref(mend->words);
    g_free(mend->redirect);
    g_free(mend->exp);
    g_free(mend->all);
}

/* U+2010 to U+2015 and the minus sign: what word processors make of "-". */
static gboolean is_dash(const char *bytes, gsize left)
{
    if (left < 3)
        return FALSE;
    guchar last = (guchar)bytes[2];
    return (memcmp(bytes, "\xe2\x80", 2) == 0 && last >= 0x90 && last <= 0x95) ||
           memcmp(bytes, "\xe2\x88\x92", 3) == 0;
}

/* A text with its dashes put right, and all else that is not printable ASCII as a blank. *foreign
 * where there was any. */
static char *plain_text(const char *bytes, gsize length, gboolean *foreign)
{
    GString *text = g_string_sized_new(length);
    for (gsize i = 0; i < length; i++) {
        gboolean dash = is_dash(bytes + i, length - i);
        gboolean good = dash || bytes[i] == ' ' || g_ascii_isgraph(bytes[i]);
        g_string_append_c(text, dash ? '-' : good ? bytes[i] : ' ');
        *foreign = *foreign || !good;
        i += dash ? 2 : 0;
    }
    return g_string_free(text, FALSE);
}

/* What follows the version, lent from `text`; NULL where it is no SPF record. Stray quotes before
 * it and signs behind it are forgiven. */
static const char *after_version(const char *text)
{
    const char *start = text + strspn(text, " \"'\\");
    if (g_ascii_strncasecmp(start, "v=spf1", 6) != 0)
        return NULL;
    start += 6;
    gsize signs = strspn(start, " ;,:\"'");
    return start[0] == '\0' || signs > 0 ? start + signs : NULL;
}

/* Lower is preferred: softfail does no harm where two records disagree. */
static int rank_of_all(const char *all)
{
    const char *place = strchr("~-?+a", all[0]);
    return place != NULL ? (int)(place - "~-?+a") : 9;
}

static gboolean leads_nowhere(const Mend *mend, const SpfTerm *term)
{
    GBytes *bytes = NULL;
    if (strchr(term->domain, '%') != NULL)
        return FALSE;
    const Answer *answer = answers_get(mend->answers, term->domain, TYPE_TXT);
    return answer != NULL && answer_status_known(answer->status) &&
           spf_record_select(answer, &bytes) == 0;
}

static void keep_first(char **place, const char *word)
{
    if (*place == NULL)
        *place = g_strdup(word);
}

static void keep_all(Mend *mend, const char *word, gboolean foreign)
{
    /* The sign in front may be what was not readable. */
    const char *all = foreign && g_ascii_isalpha(word[0]) ? "~all" : word;
    if (mend->all == NULL || rank_of_all(all) < rank_of_all(mend->all)) {
        g_free(mend->all);
        mend->all = g_strdup(all);
    }
}

static gboolean is_kept(const Mend *mend, const char *word)
{
    for (guint i = 0; i < mend->words->len; i++) {
        if (g_ascii_strcasecmp(g_ptr_array_index(mend->words, i), word) == 0)
            return TRUE;
    }
    return FALSE;
}

static void keep_term(Mend *mend, const SpfTerm *term, gboolean foreign)
{
    if (term->kind == SPF_TERM_ALL)
        keep_all(mend, term->text, foreign);
    else if ((term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT) &&
             leads_nowhere(mend, term))
        return;
    else if (term->kind == SPF_TERM_REDIRECT)
        keep_first(&mend->redirect, term->text);
    else if (term->kind == SPF_TERM_EXP)
        keep_first(&mend->exp, term->text);
    else if (!is_kept(mend, term->text))
        g_ptr_array_add(mend->words, g_strdup(term->text));
}

static void keep_word(Mend *mend, const char *word, gboolean foreign)
{
    SpfSyntaxError error = {0, NULL};
    g_autofree char *mended = spf_mend_word(word);
    SpfTerm *term = spf_term_parse(mended != NULL ? mended : word, 0, &error);
    mend->hopeless = mend->hopeless || term == NULL;
    if (term != NULL)
        keep_term(mend, term, foreign);
    spf_term_free(term);
    g_free(error.problem);
}

static void keep_words(Mend *mend, const char *terms, gboolean foreign)
{
    g_auto(GStrv) words = g_strsplit(terms, " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        /* "include: x.example" */
        gboolean open = g_str_has_suffix(words[i], ":") && words[i + 1] != NULL;
        g_autofree char *word = g_strconcat(words[i], open ? words[i + 1] : "", NULL);
        if (word[0] != '\0')
            keep_word(mend, word, foreign);
        i += open ? 1 : 0;
    }
}

/* The records that are SPF (`strict`), or those that were meant to be. */
static void keep_records(Mend *mend, const Answer *answer, gboolean strict)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        gboolean foreign = FALSE;
        gsize length = 0;
        const char *bytes = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
        if (bytes == NULL || strict != spf_record_is(bytes, length))
            continue;
        g_autofree char *text = plain_text(bytes, length, &foreign);
        const char *terms = after_version(text);
        if (terms == NULL)
            continue;
        mend->records++;
        keep_words(mend, terms, foreign);
    }
}

/* Beside an all, a redirect has no effect (RFC 7208 6.1): what it led to in a record of its own is
 * included. */
static void settle_redirect(Mend *mend)
{
    if (mend->redirect == NULL || mend->all == NULL)
        return;
    if (mend->records > 1)
        g_ptr_array_add(mend->words,
                        g_strconcat("include:", strchr(mend->redirect, '=') + 1, NULL));
    g_clear_pointer(&mend->redirect, g_free);
}

static char *compose(const Mend *mend)
{
    GString *text = g_string_new("v=spf1");
    for (guint i = 0; i < mend->words->len; i++)
        g_string_append_printf(text, " %s", (const char *)g_ptr_array_index(mend->words, i));
    const char *const last[] = {mend->all, mend->redirect, mend->exp};
    for (guint i = 0; i < G_N_ELEMENTS(last); i++) {
        if (last[i] != NULL)
            g_string_append_printf(text, " %s", last[i]);
    }
    return g_string_free(text, FALSE);
}

typedef struct {
    Answers *copy;
    const char *name;
} CopyAllBut;

static void copy_answer(const Answer *answer, gpointer data)
{
    const CopyAllBut *but = data;
    if (answer->question.type != TYPE_TXT || strcmp(answer->question.name, but->name) != 0)
        answers_store(but->copy, answer_copy(answer));
}

/* True where this is the one record that stands there already. */
static gboolean is_published(const Answer *answer, const char *text)
{
    GBytes *bytes = NULL;
    if (spf_record_select(answer, &bytes) != 1)
        return FALSE;
    gsize length;
    const char *published = g_bytes_get_data(bytes, &length);
    return length == strlen(text) && memcmp(published, text, length) == 0;
}

/* What the mended record says of the address, as far as is known. */
static SpfResultCode try_text(Mend *mend, const Answer *published, const char *text, const char *ip)
{
    g_autoptr(Answers) answers = answers_new();
    CopyAllBut but = {answers, published->question.name};
    Answer *answer = answer_new(but.name, TYPE_TXT, FALSE, ANSWER_OK);
    Record *record = record_new(TYPE_TXT, but.name, 0);
    answers_foreach(mend->answers, copy_answer, &but);
    record->strings = g_bytes_new(text, strlen(text));
    g_ptr_array_add(answer->records, record);
    answers_store(answers, answer);
    g_autoptr(SpfResult) result =
        spf_check_host(answers, ip, but.name, mend->sender, mend->helo, NULL);
    mend->lookups = result->lookups;
    return result->code;
}

/* The same; of the published record it is known already. */
static SpfResultCode evaluate_text(Mend *mend, const Answer *published, const char *text,
                                   const char *ip)
{
    const SpfResult *known = is_published(published, text)
                                 ? spf_evaluate_once(mend->answers, ip, published->question.name,
                                                     mend->sender, mend->helo)
                                 : NULL;
    if (known == NULL)
        return try_text(mend, published, text, ip);
    mend->lookups = known->lookups;
    return known->code;
}

/* Over the limit of RFC 7208 4.6.4 for some address, whatever it says of this one. An address more
 * in a record costs nothing, so that a tried one need not be tried again with it. */
static gboolean costs_too_much(Mend *mend, const Answer *published, const char *text)
{
    static const char any[] = "192.0.2.0"; /* nobody's (RFC 5737): no term ends the counting */
    if (mend->lookups < 0)
        evaluate_text(mend, published, text, any);
    return mend->lookups > SPF_LOOKUP_LIMIT;
}

/* True where the words name the address itself; what stands before them may not be known yet. */
static gboolean names_address(const Mend *mend, const char *ip)
{
    g_autofree char *record = spf_merge_address("v=spf1", ip);
    return record != NULL && is_kept(mend, record + strlen("v=spf1 "));
}

static gboolean lets_send(Mend *mend, const Answer *published, const char *text, const char *ip)
{
    SpfResultCode code = evaluate_text(mend, published, text, ip);
    return code == SPF_PASS || (code == SPF_PENDING && names_address(mend, ip));
}

/* Nobody knows yet who else sends: the hosts that take its mail may, all others are doubted. */
static char *first_record(Answers *answers, const char *domain, const char *ip)
{
    g_autofree char *record = spf_merge_address(NULL, ip);
    const Answer *mx = answers_get(answers, domain, TYPE_MX);
    const Record *host = mx != NULL && mx->status == ANSWER_OK && mx->records->len > 0
                             ? g_ptr_array_index(mx->records, 0)
                             : NULL;
    if (record == NULL || host == NULL || g_strcmp0(host->target, ".") == 0)
        return g_steal_pointer(&record);
    return g_strconcat("v=spf1 mx", record + strlen("v=spf1"), NULL);
}

static char *mend_answer(Mend *mend, const Answer *answer, const char *domain, const char *ip)
{
    keep_records(mend, answer, TRUE);
    if (mend->records == 0)
        keep_records(mend, answer, FALSE);
    if (mend->records == 0)
        return ip != NULL ? first_record(mend->answers, domain, ip) : NULL;
    settle_redirect(mend);
    g_autofree char *text = compose(mend);
    if (mend->hopeless)
        return NULL;
    if (ip == NULL || lets_send(mend, answer, text, ip))
        return g_steal_pointer(&text);
    return spf_merge_address(text, ip);
}

static gboolean is_public(const char *ip)
{
    guint8 bytes[16];
    gsize length = ip != NULL ? address_parse(ip, bytes) : 0;
    return length > 0 && address_unreachable(bytes, length) == NULL;
}

char *spf_mend(Answers *answers, const char *domain, const char *ip, const char *sender,
               const char *helo)
{
    const Answer *answer = answers_get(answers, domain, TYPE_TXT);
    if (answer == NULL || !answer_status_known(answer->status))
        return NULL;
    Mend mend = {.answers = answers,
                 .sender = sender,
                 .helo = helo,
                 .lookups = -1,
                 .words = g_ptr_array_new_with_free_func(g_free)};
    char *text = mend_answer(&mend, answer, domain, is_public(ip) ? ip : NULL);
    if (text != NULL && (is_published(answer, text) || costs_too_much(&mend, answer, text)))
        g_clear_pointer(&text, g_free);
    mend_clear(&mend);
    return text;
}
