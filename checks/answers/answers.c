/* All that is known in one diagnosis, and what is still to be asked. */
#include "checks/answers/answers.h"
#include "checks/answers/domain_name.h"

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
    GHashTable *kept;   /* key: char*, value: Kept* */
    GHashTable *beyond; /* key: name as given; what cannot be asked: bad names, over the limit */
};

typedef struct {
    gpointer value;
    GDestroyNotify free;
} Kept;

static void kept_free(gpointer data)
{
    Kept *kept = data;
    kept->free(kept->value);
    g_free(kept);
}

static void entry_free(gpointer data)
{
    Entry *entry = data;
    question_clear(&entry->question);
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
    answers->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_free);
    answers->beyond = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, answer_destroy);
    return answers;
}

void answers_free(Answers *answers)
{
    if (!answers)
        return;
    g_hash_table_unref(answers->kept);
    g_ptr_array_unref(answers->wanted);
    g_ptr_array_unref(answers->known);
    g_hash_table_unref(answers->entries);
    g_hash_table_unref(answers->beyond);
    g_free(answers);
}

static Entry *entry_add(Answers *answers, const Question *question)
{
    Entry *entry = g_new0(Entry, 1);
    entry->question = question_copy(question);
    g_hash_table_insert(answers->entries, &entry->question, entry);
    return entry;
}

static void entry_note(Answers *answers, Entry *entry)
{
    answers->asked++;
    g_ptr_array_add(answers->wanted, entry);
}

static const Answer *answer_beyond(Answers *answers, const Question *question, AnswerStatus status)
{
    g_autofree char *text = question_text(question);
    g_autofree char *key = g_strdup_printf("%d %s", status, text);
    Answer *answer = g_hash_table_lookup(answers->beyond, key);
    if (!answer) {
        g_autofree char *valid = g_utf8_make_valid(question->name, -1);
        Question shown = *question;
        shown.name = valid;
        answer = answer_to(&shown, status);
        g_hash_table_insert(answers->beyond, g_steal_pointer(&key), answer);
    }
    return answer;
}

/* Names and server sets are only read through a Question here. */
static char *lend(const char *text)
{
    return (char *)(guintptr)text;
}

/* `as_given`: the name in any spelling. */
static const Answer *get(Answers *answers, Question as_given)
{
    g_autofree char *normalised = domain_name_normalise(as_given.name);
    Question question = as_given;
    if (!normalised) {
        question.name = as_given.name ? as_given.name : lend("");
        return answer_beyond(answers, &question, ANSWER_BAD_NAME);
    }
    question.name = normalised;
    Entry *entry = g_hash_table_lookup(answers->entries, &question);
    if (entry)
        return entry->answer;
    if (answers->asked >= QUESTION_LIMIT)
        return answer_beyond(answers, &question, ANSWER_BUDGET);
    entry_note(answers, entry_add(answers, &question));
    return NULL;
}

const Answer *answers_get(Answers *answers, const char *name, guint16 type)
{
    return get(answers, (Question){.name = lend(name), .type = type});
}

const Answer *answers_get_unchecked(Answers *answers, const char *name, guint16 type)
{
    return get(answers, (Question){.name = lend(name), .type = type, .checking_disabled = TRUE});
}

const Answer *answers_get_held(Answers *answers, const char *servers, const char *name,
                               guint16 type)
{
    return get(answers, (Question){.name = lend(name),
                                   .type = type,
                                   .servers = lend(servers),
                                   .non_recursive = TRUE});
}

const Answer *answers_get_elsewhere(Answers *answers, const char *servers, const char *name,
                                    guint16 type)
{
    return get(answers, (Question){.name = lend(name), .type = type, .servers = lend(servers)});
}

void answers_want(Answers *answers, const char *name, guint16 type)
{
    answers_get(answers, name, type);
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
        entry = entry_add(answers, &answer->question);
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

void answers_keep(Answers *answers, const char *key, gpointer value, GDestroyNotify free)
{
    Kept *kept = g_new(Kept, 1);
    *kept = (Kept){value, free};
    g_hash_table_replace(answers->kept, g_strdup(key), kept);
}

gpointer answers_kept(const Answers *answers, const char *key)
{
    const Kept *kept = g_hash_table_lookup(answers->kept, key);
    return kept ? kept->value : NULL;
}
