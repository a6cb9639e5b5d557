#include <string.h>

#include "content/reader/read_prose.h"

enum { USERS_MAX = 100, USER_MAX = 64 };

static gsize name_length(const char *text, gsize length)
{
    gsize i = 0;
    while (i < length && (g_ascii_isalnum(text[i]) || strchr("._+-", text[i])))
        i++;
    return i;
}

/* A line of one word that can be a user's name, or one that explanations follow in a column of
 * their own. */
static gboolean read_user(const char *line, gsize length, Span *name)
{
    gsize start = 0;
    while (start < length && g_ascii_isspace(line[start]))
        start++;
    gsize size = name_length(line + start, length - start), end = start + size;
    gboolean column = end + 1 < length && line[end] == ' ' && line[end + 1] == ' ';
    gsize rest = end;
    while (rest < length && g_ascii_isspace(line[rest]))
        rest++;
    *name = (Span){start, end};
    return size > 1 && size <= USER_MAX && g_ascii_isalnum(line[start]) &&
           g_ascii_isalnum(line[end - 1]) && (column || rest == length || line[end] == '\t');
}

static void add_user(const SpottedText *spotted, gsize start, gsize end, const char *domain,
                     GPtrArray *cases)
{
    g_autofree char *user = g_strndup(spotted->text + start, end - start);
    g_autofree char *address = g_strconcat(user, "@", domain, NULL);
    Facts *facts = facts_new(KIND_FAILURE);
    fact_set(&facts->recipient, address, 50);
    facts->action = ACTION_FAILED;
    g_ptr_array_add(cases, facts);
}

/* The lines below one that ends with a colon. */
static void read_list(const SpottedText *spotted, gsize at, const char *domain, GPtrArray *cases)
{
    const char *text = spotted->text;
    const char *colon = memmem(text + at, spotted->end - at, ":\n", 2);
    at = colon ? (gsize)(colon - text) + 2 : spotted->end;
    while (at < spotted->end && cases->len < USERS_MAX) {
        const char *feed = memchr(text + at, '\n', spotted->end - at);
        gsize end = feed ? (gsize)(feed - text) : spotted->end;
        Span name;
        if (read_user(text + at, end - at, &name))
            add_user(spotted, at + name.start, at + name.end, domain, cases);
        else if (end > at)
            return;
        at = end + 1;
    }
}

void prose_read_users(const SpottedText *spotted, const char *domain, GPtrArray *cases)
{
    for (guint i = 0; i < spotted->spots->len && !cases->len; i++) {
        const Spot *spot = &g_array_index(spotted->spots, Spot, i);
        if (spot->meaning == PHRASE_FAILED && spot->end < spotted->end)
            read_list(spotted, spot->end, domain, cases);
    }
}
