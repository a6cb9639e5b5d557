/* All that is known in one diagnosis, and what is still to be asked. */
#include "checks/answers.h"
#include "checks/domain_name.h"

#include <string.h>

/* More than any honest diagnosis needs: a hostile bounce must not make us flood a resolver. */
enum { QUESTION_LIMIT = 4096 };

typedef struct {
    Question question;
    Answer *answer; /* NULL: not known yet */
} Entry;

struct Answers {
    GHashTable *entries; /* by their own Question */
    GPtrArray *wanted;   /* Entry*, lent */
    GPtrArray *known;    /* Entry*, lent, in the order they were stored */
    guint asked;
    GHashTable *beyond; /* key: name as given; what cannot be asked: bad names, over the limit */
};

static guint question_hash(gconstpointer key)
{
    const Question *question = key;
    return g_str_hash(question->name) ^ ((guint)question->type << 1) ^
           (guint)question->checking_disabled;
}

static gboolean question_equal(gconstpointer left, gconstpointer right)
{
    const Question *a = left, *b = right;
    return a->type == b->type && !a->checking_disabled == !b->checking_disabled &&
           strcmp(a->name, b->name) == 0;
}

static void entry_free(gpointer data)
{
    Entry *entry = data;
    g_free(entry->question.name);
    answer_free(entry->answer);
    g_free(entry);
}

static void answer_destroy(gpointer answer)
{
    answer_free(answer);
}

Answers *answers_new(void)
{
    Answers *answers = g_new0(Answers, 1);
    answers->entries = g_hash_table_new_full(question_hash, question_equal, NULL, entry_free);
    answers->wanted = g_ptr_array_new();
    answers->known = g_ptr_array_new();
    answers->beyond = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, answer_destroy);
    return answers;
}

void answers_free(Answers *answers)
{
    if (!answers)
        return;
    g_ptr_array_unref(answers->wanted);
    g_ptr_array_unref(answers->known);
    g_hash_table_unref(answers->entries);
    g_hash_table_unref(answers->beyond);
    g_free(answers);
}

/* Takes over `name`. */
static Entry *entry_add(Answers *answers, char *name, guint16 type, gboolean checking_disabled)
{
    Entry *entry = g_new0(Entry, 1);
    entry->question = (Question){name, type, checking_disabled};
    g_hash_table_insert(answers->entries, &entry->question, entry);
    return entry;
}

static void entry_note(Answers *answers, Entry *entry)
{
    answers->asked++;
    g_ptr_array_add(answers->wanted, entry);
}

static const Answer *answer_beyond(Answers *answers, const char *name, guint16 type,
                                   gboolean checking_disabled, AnswerStatus status)
{
    g_autofree char *key =
        g_strdup_printf("%u %d %d %s", type, !!checking_disabled, status, name ? name : "");
    Answer *answer = g_hash_table_lookup(answers->beyond, key);
    if (!answer) {
        answer = answer_new(name ? name : "", type, checking_disabled, status);
        g_hash_table_insert(answers->beyond, g_steal_pointer(&key), answer);
    }
    return answer;
}

static const Answer *get(Answers *answers, const char *name, guint16 type,
                         gboolean checking_disabled)
{
    g_autofree char *normalised = domain_name_normalise(name);
    if (!normalised)
        return answer_beyond(answers, name, type, checking_disabled, ANSWER_BAD_NAME);
    Question question = {normalised, type, checking_disabled};
    Entry *entry = g_hash_table_lookup(answers->entries, &question);
    if (entry)
        return entry->answer;
    if (answers->asked >= QUESTION_LIMIT)
        return answer_beyond(answers, normalised, type, checking_disabled, ANSWER_BUDGET);
    entry_note(answers, entry_add(answers, g_steal_pointer(&normalised), type, checking_disabled));
    return NULL;
}

const Answer *answers_get(Answers *answers, const char *name, guint16 type)
{
    return get(answers, name, type, FALSE);
}

const Answer *answers_get_unchecked(Answers *answers, const char *name, guint16 type)
{
    return get(answers, name, type, TRUE);
}

void answers_want(Answers *answers, const char *name, guint16 type)
{
    get(answers, name, type, FALSE);
}

GPtrArray *answers_take_wanted(Answers *answers)
{
    GPtrArray *questions = g_ptr_array_new();
    for (guint i = 0; i < answers->wanted->len; i++) {
        Entry *entry = g_ptr_array_index(answers->wanted, i);
        if (!entry->answer)
            g_ptr_array_add(questions, &entry->question);
    }
    g_ptr_array_set_size(answers->wanted, 0);
    return questions;
}

void answers_store(Answers *answers, Answer *answer)
{
    Entry *entry = g_hash_table_lookup(answers->entries, &answer->question);
    if (!entry)
        entry = entry_add(answers, g_strdup(answer->question.name), answer->question.type,
                          answer->question.checking_disabled);
    if (entry->answer) {
        answer_free(answer);
        return;
    }
    entry->answer = answer;
    g_ptr_array_add(answers->known, entry);
}

guint answers_known(const Answers *answers)
{
    return answers->known->len;
}

void answers_foreach(const Answers *answers, void (*see)(const Answer *, gpointer), gpointer data)
{
    for (guint i = 0; i < answers->known->len; i++) {
        const Entry *entry = g_ptr_array_index(answers->known, i);
        see(entry->answer, data);
    }
}
