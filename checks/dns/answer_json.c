#include "checks/dns/answer_json.h"

#include "checks/dnsbl/dnsbl_mask.h"

enum { RECORDS_MAX = 4096 };

static void set_text(json_t *object, const char *key, const char *text)
{
    g_autofree char *valid = text && *text ? g_utf8_make_valid(text, -1) : NULL;
    if (valid)
        json_object_set_new(object, key, json_string(valid));
}

/* A name that a block list was asked by may hold the person's key. */
static void set_name(json_t *object, const char *key, const char *name)
{
    g_autofree char *masked = name ? dnsbl_mask_keys(name) : NULL;
    set_text(object, key, masked);
}

static void set_number(json_t *object, const char *key, gint64 number)
{
    if (number)
        json_object_set_new(object, key, json_integer(number));
}

static void set_flag(json_t *object, const char *key, gboolean flag)
{
    if (flag)
        json_object_set_new(object, key, json_true());
}

/* Of a replayed answer the owner is masked and the question is not. */
static json_t *records_to_json(const Answer *answer)
{
    g_autofree char *asked = dnsbl_mask_keys(answer->question.name);
    json_t *array = json_array();
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = answer->records->pdata[i];
        json_t *object = json_object();
        g_autofree char *owner = dnsbl_mask_keys(record->owner);
        if (!g_str_equal(owner, asked))
            set_text(object, "owner", owner);
        set_number(object, "ttl", record->ttl);
        set_text(object, "data", record->text);
        json_array_append_new(array, object);
    }
    return array;
}

static void set_question(json_t *object, const Question *question)
{
    set_name(object, "name", question->name);
    set_text(object, "type", type_name(question->type));
    set_flag(object, "cd", question->checking_disabled);
    set_flag(object, "norec", question->non_recursive);
    set_text(object, "servers", question->servers);
}

static void set_flags(json_t *object, const Answer *answer)
{
    set_flag(object, "tcp", answer->tcp);
    set_flag(object, "aa", answer->authoritative);
    set_flag(object, "ad", answer->authenticated);
    if (answer->extended_error >= 0)
        json_object_set_new(object, "ede", json_integer(answer->extended_error));
    set_text(object, "ede_text", answer->extended_text);
}

json_t *answer_to_json(const Answer *answer)
{
    json_t *object = json_object();
    set_question(object, &answer->question);
    set_text(object, "status", answer_status_name(answer->status));
    if (answer->records->len)
        json_object_set_new(object, "records", records_to_json(answer));
    set_name(object, "canonical_name", answer->canonical_name);
    set_name(object, "alias", answer->alias);
    set_text(object, "zone", answer->zone);
    set_text(object, "server", answer->server);
    set_number(object, "ttl", answer->ttl);
    set_number(object, "time", answer->asked_at);
    set_number(object, "rtt", answer->round_trip);
    set_number(object, "tries", answer->tries);
    set_flags(object, answer);
    return object;
}

static const char *text_of(const json_t *json, const char *key)
{
    return json_string_value(json_object_get(json, key));
}

static guint32 number_of(const json_t *json, const char *key)
{
    json_int_t number = json_integer_value(json_object_get(json, key));
    return (guint32)CLAMP(number, 0, (json_int_t)G_MAXUINT32);
}

static gboolean flag_of(const json_t *json, const char *key)
{
    return json_is_true(json_object_get(json, key));
}

static void read_records(Answer *answer, const json_t *array)
{
    for (size_t i = 0; i < json_array_size(array) && i < RECORDS_MAX; i++) {
        const json_t *json = json_array_get(array, i);
        const char *owner = text_of(json, "owner"), *data = text_of(json, "data");
        if (data)
            g_ptr_array_add(answer->records, record_from_text(answer->question.type,
                                                              owner ? owner : answer->question.name,
                                                              number_of(json, "ttl"), data));
    }
}

static void read_way(Answer *answer, const json_t *json)
{
    const char *server = text_of(json, "server");
    const json_t *extended = json_object_get(json, "ede");
    g_free(answer->server);
    answer->server = g_strdup(server ? server : "");
    answer->ttl = number_of(json, "ttl");
    answer->asked_at = json_integer_value(json_object_get(json, "time"));
    answer->round_trip = number_of(json, "rtt");
    answer->tries = number_of(json, "tries");
    answer->tcp = flag_of(json, "tcp");
    answer->authoritative = flag_of(json, "aa");
    answer->authenticated = flag_of(json, "ad");
    answer->extended_error = json_is_integer(extended) ? (int)number_of(json, "ede") : -1;
    answer->extended_text = g_strdup(text_of(json, "ede_text"));
}

Answer *answer_from_json(const json_t *json)
{
    const char *name = text_of(json, "name"), *type = text_of(json, "type");
    const char *status_text = text_of(json, "status");
    AnswerStatus status;
    if (!name || !type || !type_from_name(type) || !status_text ||
        !answer_status_from_name(status_text, &status))
        return NULL;
    g_autofree char *servers = g_strdup(text_of(json, "servers"));
    g_autofree char *copy = g_strdup(name);
    Question question = {.name = copy,
                         .type = type_from_name(type),
                         .checking_disabled = flag_of(json, "cd"),
                         .servers = servers,
                         .non_recursive = flag_of(json, "norec")};
    Answer *answer = answer_to(&question, status);
    read_records(answer, json_object_get(json, "records"));
    answer->canonical_name = g_strdup(text_of(json, "canonical_name"));
    answer->alias = g_strdup(text_of(json, "alias"));
    answer->zone = g_strdup(text_of(json, "zone"));
    read_way(answer, json);
    return answer;
}
