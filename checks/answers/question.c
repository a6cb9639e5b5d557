/* A question as a value and as a key. */
#include "checks/answers/answers.h"

#include <string.h>

Question question_copy(const Question *question)
{
    Question copy = *question;
    copy.name = g_strdup(question->name);
    copy.servers = g_strdup(question->servers);
    return copy;
}

void question_clear(Question *question)
{
    g_clear_pointer(&question->name, g_free);
    g_clear_pointer(&question->servers, g_free);
}

guint question_hash(gconstpointer key)
{
    const Question *question = key;
    guint hash = g_str_hash(question->name) ^ ((guint)question->type << 2);
    if (question->servers)
        hash ^= g_str_hash(question->servers);
    return hash ^ (question->checking_disabled ? 1 : 0) ^ (question->non_recursive ? 2 : 0);
}

gboolean question_equal(gconstpointer one, gconstpointer other)
{
    const Question *a = one, *b = other;
    return a->type == b->type && !a->checking_disabled == !b->checking_disabled &&
           !a->non_recursive == !b->non_recursive && g_strcmp0(a->servers, b->servers) == 0 &&
           strcmp(a->name, b->name) == 0;
}

char *question_text(const Question *question)
{
    return g_strdup_printf("%s %s%s%s%s%s", question->name, type_name(question->type),
                           question->checking_disabled ? " +cd" : "",
                           question->non_recursive ? " +norec" : "", question->servers ? " @" : "",
                           question->servers ? question->servers : "");
}
