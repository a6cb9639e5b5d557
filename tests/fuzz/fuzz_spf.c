/* libFuzzer: any records, any answers. The first byte picks the client, the second how names that
 * are not given answer; each line after that is the TXT record of example.org, n1.example.org,
 * n2.example.org, and so on. */
#include <stdint.h>
#include <string.h>

#include "checks/spf/spf_evaluation.h"
#include "checks/spf/spf_lint.h"

enum { ROUNDS_MAX = 150, TEXTS_MAX = 16 };

typedef struct {
    GBytes *texts[TEXTS_MAX];
    guint count;
    guint8 mood;
} FuzzWorld;

static void add_record(Answer *answer, guint16 type, guint index)
{
    Record *record = record_new(type, answer->question.name, 300);
    if (type == TYPE_A || type == TYPE_AAAA) {
        record->address_length = type == TYPE_A ? 4 : 16;
        memcpy(record->address, "\xc0\x00\x02\x01", 4);
        record->address[3] = (guint8)(record->address[3] + index);
    } else {
        record->target = index == 11 ? g_strdup(".") : g_strdup_printf("n%u.example.org", index);
    }
    g_ptr_array_add(answer->records, record);
}

static GBytes *text_of(const FuzzWorld *world, const char *name)
{
    if (strcmp(name, "example.org") == 0)
        return world->count > 0 ? world->texts[0] : NULL;
    guint64 index = name[0] == 'n' ? g_ascii_strtoull(name + 1, NULL, 10) : G_MAXUINT64;
    return index < world->count && g_str_has_suffix(name, ".example.org") ? world->texts[index]
                                                                          : NULL;
}

static Answer *answer_of(const FuzzWorld *world, const Question *question)
{
    static const AnswerStatus statuses[] = {ANSWER_NXDOMAIN, ANSWER_NO_DATA,  ANSWER_OK,
                                            ANSWER_OK,       ANSWER_SERVFAIL, ANSWER_TIMEOUT,
                                            ANSWER_OK,       ANSWER_NOT_ASKED};
    guint hash = g_str_hash(question->name) ^ question->type ^ world->mood;
    GBytes *text = question->type == TYPE_TXT ? text_of(world, question->name) : NULL;
    AnswerStatus status = text != NULL ? ANSWER_OK : statuses[hash % G_N_ELEMENTS(statuses)];
    Answer *answer = answer_new(question->name, question->type, FALSE, status);
    if (text != NULL) {
        Record *record = record_new(TYPE_TXT, question->name, 300);
        record->strings = g_bytes_ref(text);
        g_ptr_array_add(answer->records, record);
    } else if (status == ANSWER_OK && question->type != TYPE_TXT) {
        for (guint i = 0; i < hash / 8 % 13; i++)
            add_record(answer, question->type, i);
    }
    return answer;
}

static void serve(const FuzzWorld *world, Answers *answers)
{
    g_autoptr(GPtrArray) wanted = answers_take_wanted(answers);
    for (guint i = 0; i < wanted->len; i++)
        answers_store(answers, answer_of(world, g_ptr_array_index(wanted, i)));
}

static void look_at_result(const SpfResult *result)
{
    g_assert_cmpint(result->code, <, SPF_PENDING);
    g_assert_cmpint(result->lookups_spent, <=, SPF_LOOKUP_LIMIT + 1);
    g_assert_cmpint(result->lookups, <=, SPF_COUNT_LIMIT + SPF_LOOKUP_LIMIT + SPF_DEPTH_LIMIT);
    g_assert_cmpuint(result->steps->len, <=, SPF_STEP_LIMIT);
    for (guint i = 0; i < result->steps->len; i++) {
        const SpfStep *step = g_ptr_array_index(result->steps, i);
        g_assert_true(g_str_is_ascii(step->term));
        g_assert_nonnull(step->outcome);
    }
    if (result->code == SPF_PERMERROR || result->code == SPF_TEMPERROR)
        g_assert_nonnull(result->problem);
    if (result->record != NULL)
        g_assert_true(g_str_is_ascii(result->record));
    if (result->explanation != NULL)
        g_assert_cmpuint(strlen(result->explanation), <=, 2048);
}

static void look_at_lints(const FuzzWorld *world, Answers *answers, const SpfResult *result)
{
    g_autoptr(GPtrArray) lints = NULL;
    for (int round = 0; lints == NULL; round++) {
        g_assert_cmpint(round, <, ROUNDS_MAX);
        lints = spf_lint(answers, "example.org", result);
        serve(world, answers);
    }
}

static void look_at_text(GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    if (text == NULL || !spf_record_is(text, length))
        return;
    g_autoptr(SpfRecord) record = spf_record_parse(text, length);
    if (record->problem != NULL)
        g_assert_cmpuint(record->problem_at, <=, length);
    if (memchr(text, '\0', length) != NULL)
        return;
    g_autofree char *raw = g_strndup(text, length);
    g_autofree char *merged = spf_merge_address(raw, "192.0.2.77");
    g_assert_true((merged == NULL) == (record->problem != NULL));
    g_autoptr(SpfRecord) again = merged != NULL ? spf_record_parse(merged, strlen(merged)) : NULL;
    g_assert_true(again == NULL || again->problem == NULL);
}

/* What is proposed is a record, and not longer than what it is made of. */
static void look_at_mended(const FuzzWorld *world, Answers *answers)
{
    gsize most = 64;
    g_autofree char *text = spf_mend(answers, "example.org", "192.0.2.77", "", NULL);
    for (guint i = 0; i < world->count; i++)
        most += 2 * g_bytes_get_size(world->texts[i]);
    if (text == NULL)
        return;
    g_autoptr(SpfRecord) record = spf_record_parse(text, strlen(text));
    g_assert_null(record->problem);
    g_assert_cmpuint(strlen(text), <=, most);
}

static void evaluate(const FuzzWorld *world, const char *ip, const char *sender)
{
    g_autoptr(Answers) answers = answers_new();
    g_autoptr(SpfResult) result = NULL;
    for (int round = 0; result == NULL || result->code == SPF_PENDING; round++) {
        g_assert_cmpint(round, <, ROUNDS_MAX);
        g_clear_pointer(&result, spf_result_free);
        result = spf_check_host(answers, ip, "example.org", sender, "mail.example.org", NULL);
        serve(world, answers);
    }
    look_at_result(result);
    look_at_lints(world, answers, result);
    look_at_mended(world, answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const clients[] = {"192.0.2.1", "2001:db8::1", NULL, "::ffff:192.0.2.5"};
    static const char *const senders[] = {"me@example.org", "strong-bad+x@n1.example.org", "",
                                          "\xc3\xbc@example.org"};
    FuzzWorld world = {.mood = size > 1 ? data[1] : 0};
    if (size < 2)
        return 0;
    const uint8_t *at = data + 2, *end = data + size;
    while (at < end && world.count < TEXTS_MAX) {
        const uint8_t *line = memchr(at, '\n', (size_t)(end - at));
        const uint8_t *stop = line != NULL ? line : end;
        world.texts[world.count++] = g_bytes_new(at, (gsize)(stop - at));
        at = stop + 1;
    }
    for (guint i = 0; i < world.count; i++)
        look_at_text(world.texts[i]);
    evaluate(&world, clients[data[0] % 4], senders[data[0] / 4 % 4]);
    for (guint i = 0; i < world.count; i++)
        g_bytes_unref(world.texts[i]);
    return 0;
}
