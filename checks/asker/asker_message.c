/* Questions and answers as bytes; each side takes what comes for foreign data. */
#include "checks/asker/asker_message.h"

#include <string.h>

#define QUESTION "(uuayqbmaybx)"
#define RECORD "(quayaymayqaymay)"
#define ANSWER "(uya" RECORD "maymaymayayuxuubbbimay)"

static const char *const types[MESSAGE_KINDS] = {
    [MESSAGE_OPEN] = "(uaayq)", [MESSAGE_ASK] = QUESTION,  [MESSAGE_CANCEL] = "(u)",
    [MESSAGE_CLOSE] = "(u)",    [MESSAGE_ANSWER] = ANSWER,
};

enum { FRAME_MAX = 8 * 1024 * 1024 };

struct head {
    guint32 length, kind;
};

void message_append(GString *out, MessageKind kind, GVariant *body)
{
    g_autoptr(GVariant) sunk = g_variant_ref_sink(body);
    const struct head head = {(guint32)g_variant_get_size(sunk), kind};
    g_string_append_len(out, (const char *)&head, sizeof head);
    g_string_append_len(out, g_variant_get_data(sunk), head.length);
}

/* A head is only taken when all of its frame is here. */
static const char *take_frame(LineBuffer *received, struct head *head, gboolean *broken)
{
    const char *at = line_buffer_peek(received, sizeof *head);
    if (!at)
        return NULL;
    memcpy(head, at, sizeof *head);
    *broken = head->length > FRAME_MAX || head->kind >= MESSAGE_KINDS;
    const char *frame = *broken ? NULL : line_buffer_bytes(received, sizeof *head + head->length);
    return frame ? frame + sizeof *head : NULL;
}

GVariant *message_take(LineBuffer *received, MessageKind *kind, gboolean *broken)
{
    struct head head;
    *broken = FALSE;
    const char *at = take_frame(received, &head, broken);
    if (!at)
        return NULL;
    *kind = head.kind;
    g_autoptr(GBytes) bytes = g_bytes_new(at, head.length);
    GVariant *body = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(types[head.kind]), bytes, FALSE));
    if (g_variant_is_normal_form(body))
        return body;
    g_variant_unref(body);
    *broken = TRUE;
    return NULL;
}

static GVariant *text(const char *string)
{
    return g_variant_new_bytestring(string ? string : "");
}

static GVariant *maybe_text(const char *string)
{
    return g_variant_new_maybe(G_VARIANT_TYPE_BYTESTRING, string ? text(string) : NULL);
}

static GVariant *raw(gconstpointer bytes, gsize length)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, length, 1);
}

/* NULL where there is none. g_free(). */
static char *text_at(GVariant *body, gsize place)
{
    g_autoptr(GVariant) child = g_variant_get_child_value(body, place);
    if (!g_variant_is_of_type(child, G_VARIANT_TYPE_MAYBE))
        return g_variant_dup_bytestring(child, NULL);
    g_autoptr(GVariant) inner = g_variant_get_maybe(child);
    return inner ? g_variant_dup_bytestring(inner, NULL) : NULL;
}

GVariant *message_of_question(guint32 source, guint32 id, const Question *question, gint64 deadline)
{
    return g_variant_new("(uu@ayqb@maybx)", source, id, text(question->name), question->type,
                         question->checking_disabled != 0, maybe_text(question->servers),
                         question->non_recursive != 0, deadline);
}

Question message_question(GVariant *body, guint32 *source, guint32 *id, gint64 *deadline)
{
    Question question = {.name = text_at(body, 2), .servers = text_at(body, 5)};
    g_variant_get_child(body, 0, "u", source);
    g_variant_get_child(body, 1, "u", id);
    g_variant_get_child(body, 3, "q", &question.type);
    g_variant_get_child(body, 4, "b", &question.checking_disabled);
    g_variant_get_child(body, 6, "b", &question.non_recursive);
    g_variant_get_child(body, 7, "x", deadline);
    return question;
}

static GVariant *of_record(const Record *record)
{
    gsize length = 0;
    const void *bytes = record->strings ? g_bytes_get_data(record->strings, &length) : NULL;
    return g_variant_new("(qu@ay@ay@mayq@ay@may)", record->type, record->ttl, text(record->owner),
                         text(record->text), maybe_text(record->target), record->preference,
                         raw(record->address, record->address_length),
                         g_variant_new_maybe(G_VARIANT_TYPE_BYTESTRING,
                                             record->strings ? raw(bytes, length) : NULL));
}

static GVariant *of_records(const Answer *answer)
{
    GVariantBuilder builder;
    g_variant_builder_init(&builder, G_VARIANT_TYPE("a" RECORD));
    for (guint i = 0; i < answer->records->len; i++)
        g_variant_builder_add_value(&builder, of_record(answer->records->pdata[i]));
    return g_variant_builder_end(&builder);
}

GVariant *message_of_answer(guint32 id, const Answer *answer)
{
    return g_variant_new("(uy@a" RECORD "@may@may@may@ayuxuubbbi@may)", id, (guint8)answer->status,
                         of_records(answer), maybe_text(answer->canonical_name),
                         maybe_text(answer->alias), maybe_text(answer->zone), text(answer->server),
                         answer->ttl, answer->asked_at, answer->round_trip, answer->tries,
                         answer->tcp != 0, answer->authoritative != 0, answer->authenticated != 0,
                         answer->extended_error, maybe_text(answer->extended_text));
}

guint32 message_answer_id(GVariant *body)
{
    guint32 id;
    g_variant_get_child(body, 0, "u", &id);
    return id;
}

static GBytes *strings_at(GVariant *body, gsize place)
{
    g_autoptr(GVariant) child = g_variant_get_child_value(body, place);
    g_autoptr(GVariant) inner = g_variant_get_maybe(child);
    gsize length = 0;
    gconstpointer bytes = inner ? g_variant_get_fixed_array(inner, &length, 1) : NULL;
    return inner ? g_bytes_new(bytes, length) : NULL;
}

static void set_address(Record *record, GVariant *body)
{
    gsize length = 0;
    g_autoptr(GVariant) child = g_variant_get_child_value(body, 6);
    gconstpointer bytes = g_variant_get_fixed_array(child, &length, 1);
    if (length != 4 && length != 16)
        return;
    memcpy(record->address, bytes, length);
    record->address_length = length;
}

static Record *record_at(GVariant *records, gsize place)
{
    g_autoptr(GVariant) body = g_variant_get_child_value(records, place);
    g_autofree char *owner = text_at(body, 2);
    guint16 type;
    guint32 ttl;
    g_variant_get_child(body, 0, "q", &type);
    g_variant_get_child(body, 1, "u", &ttl);
    Record *record = record_new(type, owner, ttl);
    g_free(record->text);
    record->text = text_at(body, 3);
    record->target = text_at(body, 4);
    g_variant_get_child(body, 5, "q", &record->preference);
    set_address(record, body);
    record->strings = strings_at(body, 7);
    return record;
}

static void read_way(Answer *answer, GVariant *body)
{
    g_variant_get_child(body, 7, "u", &answer->ttl);
    g_variant_get_child(body, 8, "x", &answer->asked_at);
    g_variant_get_child(body, 9, "u", &answer->round_trip);
    g_variant_get_child(body, 10, "u", &answer->tries);
    g_variant_get_child(body, 11, "b", &answer->tcp);
    g_variant_get_child(body, 12, "b", &answer->authoritative);
    g_variant_get_child(body, 13, "b", &answer->authenticated);
    g_variant_get_child(body, 14, "i", &answer->extended_error);
    answer->extended_text = text_at(body, 15);
}

Answer *message_answer(GVariant *body, const Question *question)
{
    guint8 status;
    g_variant_get_child(body, 1, "y", &status);
    if (status > ANSWER_BAD_NAME)
        return answer_to(question, ANSWER_GARBLED);
    Answer *answer = answer_to(question, status);
    g_autoptr(GVariant) records = g_variant_get_child_value(body, 2);
    for (gsize i = 0; i < g_variant_n_children(records); i++)
        g_ptr_array_add(answer->records, record_at(records, i));
    answer->canonical_name = text_at(body, 3);
    answer->alias = text_at(body, 4);
    answer->zone = text_at(body, 5);
    g_free(answer->server);
    answer->server = text_at(body, 6);
    read_way(answer, body);
    return answer;
}
