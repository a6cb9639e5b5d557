/* What a test expects of one input. */
#ifndef TESTS_READ_EXPECT_H
#define TESTS_READ_EXPECT_H

#include <string.h>

#include "content/reader/read.h"

/* NULL: not looked at; "": has to be unknown. `cases` 0 is not looked at; the facts are those of
 * the first case. */
typedef struct {
    const char *name, *input;
    InputKind kind;
    guint cases;
    const char *recipient, *sender, *code, *status, *host, *ip, *source_ip;
    Action action;
} Expected;

static inline GPtrArray *read_bytes(const char *bytes, gsize length)
{
    g_autoptr(GBytes) input = g_bytes_new(bytes, length);
    return read_input(input);
}

static inline void expect_fact(const Fact *fact, const char *expected, const char *what)
{
    if (!expected)
        return;
    g_test_message("%s", what);
    g_assert_cmpstr(fact->text, ==, *expected ? expected : NULL);
}

static inline void expect(const Expected *expected)
{
    g_autoptr(GPtrArray) messages = read_bytes(expected->input, strlen(expected->input));
    const Message *message = messages->pdata[0];
    const Facts *facts = message->cases->pdata[0];
    g_assert_cmpstr(kind_name(message->kind), ==, kind_name(expected->kind));
    if (expected->cases)
        g_assert_cmpuint(message->cases->len, ==, expected->cases);
    expect_fact(&facts->recipient, expected->recipient, "recipient");
    expect_fact(&facts->sender, expected->sender, "sender");
    expect_fact(&facts->reply_code, expected->code, "reply code");
    expect_fact(&facts->enhanced_status, expected->status, "enhanced status");
    expect_fact(&facts->remote_mta_name, expected->host, "remote host");
    expect_fact(&facts->remote_mta_ip, expected->ip, "remote IP");
    expect_fact(&facts->source_ip, expected->source_ip, "source IP");
    if (expected->action != ACTION_UNKNOWN)
        g_assert_cmpstr(action_name(facts->action), ==, action_name(expected->action));
}

static inline void expect_data(gconstpointer data)
{
    expect(data);
}

static inline void add_all(const char *folder, const Expected *table, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *path = g_strdup_printf("%s/%s", folder, table[i].name);
        g_test_add_data_func(path, &table[i], expect_data);
    }
}

#endif
