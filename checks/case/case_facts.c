/* "facts" of the case document. */
#include "checks/case/case_document.h"

#include <stdlib.h>

json_t *case_string(const char *text)
{
    if (!text)
        return json_null();
    json_t *string = json_string(text);
    if (string)
        return string;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}

static json_t *reply_code(const Fact *fact)
{
    return fact->text ? json_integer(atoi(fact->text)) : json_null();
}

static json_t *fact_texts(GPtrArray *facts)
{
    json_t *array = json_array();
    for (guint i = 0; i < facts->len; i++)
        json_array_append_new(array, case_string(((const Fact *)facts->pdata[i])->text));
    return array;
}

static json_t *signatures(GPtrArray *dkim)
{
    json_t *array = json_array();
    for (guint i = 0; i < dkim->len; i++) {
        const DkimSignature *signature = dkim->pdata[i];
        json_array_append_new(array,
                              json_pack("{s:o, s:o}", "domain", case_string(signature->domain),
                                        "selector", case_string(signature->selector)));
    }
    return array;
}

static void set_place(json_t *object, const Fact *fact, gsize input_offset)
{
    json_object_set_new(object, "confidence", json_integer(fact->confidence));
    if (fact->start == FACT_NOT_VERBATIM)
        return;
    json_object_set_new(object, "start", json_integer((json_int_t)(fact->start + input_offset)));
    json_object_set_new(object, "end", json_integer((json_int_t)(fact->end + input_offset)));
}

static json_t *rewritten(const GPtrArray *addresses, gsize input_offset)
{
    json_t *array = json_array();
    for (guint i = 0; i < addresses->len; i++) {
        const RewrittenAddress *address = addresses->pdata[i];
        json_t *object = json_pack("{s:s, s:s, s:o, s:o}", "fact", address->fact, "form",
                                   address_form_name(address->form), "original",
                                   case_string(address->original.text), "forwarder",
                                   case_string(address->forwarder));
        set_place(object, &address->original, input_offset);
        json_array_append_new(array, object);
    }
    return array;
}

static void set_domains(json_t *object, const Facts *facts)
{
    g_autofree char *sender_domain = facts_sender_domain(facts);
    g_autofree char *recipient_domain = facts_recipient_domain(facts);
    json_object_set_new(object, "sender_domain", case_string(sender_domain));
    json_object_set_new(object, "recipient_domain", case_string(recipient_domain));
}

static const char *speaker_name(Speaker speaker)
{
    static const char *const names[] = {NULL, "our-side", "other-side"};
    return names[speaker];
}

/* Where each fact stands in the input, for the screen that marks it. */
static json_t *fact_places(const Facts *facts, gsize input_offset)
{
    const struct {
        const char *name;
        const Fact *fact;
    } places[] = {{"recipient", &facts->recipient},
                  {"original_recipient", &facts->original_recipient},
                  {"sender", &facts->sender},
                  {"sender_domain", &facts->sender_domain},
                  {"from", &facts->from},
                  {"login", &facts->login},
                  {"reply_code", &facts->reply_code},
                  {"enhanced_status", &facts->enhanced_status},
                  {"diagnostic", &facts->diagnostic},
                  {"reporting_mta", &facts->reporting_mta},
                  {"remote_mta", &facts->remote_mta_name},
                  {"source_ip", &facts->source_ip},
                  {"helo", &facts->helo},
                  {"date", &facts->date},
                  {"arrival_date", &facts->arrival_date},
                  {"last_attempt_date", &facts->last_attempt_date},
                  {"will_retry_until", &facts->will_retry_until}};
    json_t *object = json_object();
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        const Fact *fact = places[i].fact;
        if (!fact->text)
            continue;
        json_t *place = json_object();
        set_place(place, fact, input_offset);
        json_object_set_new(object, places[i].name, place);
    }
    return object;
}

/* Where a message was too large to be read whole: said of each of its cases. */
static void set_left_out(json_t *object, const Facts *facts)
{
    if (facts->left_out)
        json_object_set_new(object, "left_out", json_integer(facts->left_out));
    if (facts->unread)
        json_object_set_new(object, "unread_bytes", json_integer((json_int_t)facts->unread));
}

json_t *case_facts(const Facts *facts, gsize input_offset)
{
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "recipient", case_string(facts->recipient.text),
        "original_recipient", case_string(facts->original_recipient.text), "sender",
        case_string(facts->sender.text), "reply_code", reply_code(&facts->reply_code),
        "enhanced_status", case_string(facts->enhanced_status.text), "action",
        case_string(action_name(facts->action)), "diagnostic", case_string(facts->diagnostic.text));
    json_object_set_new(object, "reporting_mta", case_string(facts->reporting_mta.text));
    json_object_set_new(object, "remote_mta",
                        json_pack("{s:o, s:o}", "name", case_string(facts->remote_mta_name.text),
                                  "ip", case_string(facts->remote_mta_ip.text)));
    json_object_set_new(object, "from", case_string(facts->from.text));
    json_object_set_new(object, "source_ip", case_string(facts->source_ip.text));
    json_object_set_new(object, "helo", case_string(facts->helo.text));
    set_domains(object, facts);
    json_object_set_new(object, "rewritten", rewritten(facts->rewritten, input_offset));
    json_object_set_new(object, "dkim", signatures(facts->dkim));
    json_object_set_new(object, "urls", fact_texts(facts->urls));
    json_object_set_new(object, "attachments", fact_texts(facts->attachments));
    json_object_set_new(object, "subject", case_string(facts->subject.text));
    json_object_set_new(object, "date", case_string(facts->date.text));
    json_object_set_new(object, "arrival_date", case_string(facts->arrival_date.text));
    json_object_set_new(object, "last_attempt_date", case_string(facts->last_attempt_date.text));
    json_object_set_new(object, "will_retry_until", case_string(facts->will_retry_until.text));
    json_object_set_new(object, "speaker", case_string(speaker_name(facts->speaker)));
    json_object_set_new(object, "answer", case_string(answer_name(facts->answer)));
    json_object_set_new(object, "forwarded", json_boolean(facts->forwarded));
    json_object_set_new(object, "login", case_string(facts->login.text));
    if (facts->source_is_login)
        json_object_set_new(object, "source_is_login", json_true());
    set_left_out(object, facts);
    json_object_set_new(object, "places", fact_places(facts, input_offset));
    return object;
}
