#include "checks/engine/engine_request.h"

#include <string.h>
#include <sysexits.h>
#include "checks/dns/source_cached.h"
#include "checks/dns/source_recording.h"
#include "content/reader/origin.h"

G_DEFINE_QUARK(whybounce - engine - request, engine_request_error)

static const char *string_of(const json_t *json, const char *key)
{
    return json_string_value(json_object_get(json, key));
}

static GBytes *input_of(const json_t *json)
{
    const json_t *text = json_object_get(json, "text");
    if (json_is_string(text))
        return g_bytes_new(json_string_value(text), json_string_length(text));
    const char *base64 = string_of(json, "base64");
    gsize length = 0;
    guchar *bytes = base64 && *base64 ? g_base64_decode(base64, &length) : NULL;
    return g_bytes_new_take(bytes, length);
}

static char **strings_of(const json_t *array)
{
    size_t count = json_array_size(array);
    if (!count)
        return NULL;
    char **strings = g_new0(char *, count + 1);
    gsize used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *string = json_string_value(json_array_get(array, i));
        if (string)
            strings[used++] = g_strdup(string);
    }
    return strings;
}

static gboolean boolean_of(const json_t *json, const char *key, gboolean otherwise)
{
    const json_t *value = json_object_get(json, key);
    return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

static json_int_t number_of(const json_t *json, const char *key, json_int_t least)
{
    const json_t *value = json_object_get(json, key);
    return json_is_integer(value) ? MAX(json_integer_value(value), least) : least;
}

/* What ages are reckoned from: RFC 3339, so that a recorded case opens as it was. */
static gint64 now_of(const json_t *json)
{
    const char *text = string_of(json, "now");
    g_autoptr(GDateTime) now = text ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    return now ? g_date_time_to_unix(now) * G_USEC_PER_SEC : g_get_real_time();
}

static Language language_of(const json_t *json, const char *key, Language otherwise)
{
    const char *name = string_of(json, key);
    Language language = name ? language_from_name(name) : otherwise;
    return language == LANGUAGE_COUNT ? otherwise : language;
}

/* Unless the request says: where something is wrong. Who names resolvers wants these asked and no
 * others. */
static AuthorityWish authority_wish(const json_t *json, const EngineRequest *request)
{
    const json_t *wish = json_object_get(json, "authority");
    if (request->offline && !request->replay)
        return AUTHORITY_NEVER;
    if (json_is_boolean(wish))
        return json_is_true(wish) ? AUTHORITY_ALWAYS : AUTHORITY_NEVER;
    if (request->watch || request->public)
        return AUTHORITY_ALWAYS;
    return request->resolvers ? AUTHORITY_NEVER : AUTHORITY_WHERE_WRONG;
}

gboolean engine_request_parse(json_t *json, GBytes *input, EngineRequest *request, GError **error)
{
    *request = (EngineRequest){0};
    if (!json_is_object(json)) {
        g_set_error_literal(error, ENGINE_REQUEST_ERROR, EX_DATAERR,
                            "a request is one JSON object a line");
        return FALSE;
    }
    const char *action = string_of(json, "do");
    const char *source_name = string_of(json, "source");
    const json_t *zone = json_object_get(json, "zone");
    const json_t *timeout = json_object_get(json, "timeout");
    request->action = action ? action : "diagnose";
    request->source_name = source_name ? source_name : "-";
    request->input = input ? g_bytes_ref(input) : input_of(json);
    request->language = language_of(json, "lang", LANGUAGE_ENGLISH);
    request->reply_language = language_of(json, "reply_lang", request->language);
    request->translations = string_of(json, "reply_lang") != NULL;
    request->message = (int)MIN(number_of(json, "message", 1), G_MAXINT);
    request->offset = (gsize)number_of(json, "offset", 0);
    request->joined = json_is_null(json_object_get(json, "offset"));
    request->ask = boolean_of(json, "ask", TRUE);
    request->rules = boolean_of(json, "rules", FALSE);
    request->offline = boolean_of(json, "offline", FALSE);
    request->brief = boolean_of(json, "brief", FALSE);
    request->has_input = boolean_of(json, "record", FALSE);
    request->record = request->has_input || !g_strcmp0(string_of(json, "record"), "answers");
    request->replay = json_object_get(json, "replay");
    request->budget =
        json_is_number(timeout) ? (gint64)(json_number_value(timeout) * G_USEC_PER_SEC) : 0;
    request->now = now_of(json);
    request->cause_id = string_of(json, "cause");
    request->facts = json_object_get(json, "facts");
    request->resolvers = strings_of(json_object_get(json, "resolvers"));
    request->public = boolean_of(json, "public", FALSE);
    request->watch = boolean_of(json, "watch", FALSE);
    request->strict = boolean_of(json, "strict", FALSE);
    request->authority = authority_wish(json, request);
    request->zone_text = string_of(zone, "text");
    request->zone_length = json_string_length(json_object_get(zone, "text"));
    request->zone_name = string_of(zone, "name") ? string_of(zone, "name") : "zone";
    return TRUE;
}

void engine_request_clear(EngineRequest *request)
{
    g_clear_pointer(&request->input, g_bytes_unref);
    g_clear_pointer(&request->resolvers, g_strfreev);
}

static void set_exit_code(GError **error, int code)
{
    if (error && *error) {
        GError *coded = g_error_new_literal(ENGINE_REQUEST_ERROR, code, (*error)->message);
        g_clear_error(error);
        *error = coded;
    }
}

static Source *base_source(const EngineRequest *request, Asker *asker, guint16 authority_port,
                           GError **error)
{
    if (request->replay)
        return source_recording_new(json_object_get(request->replay, "answers"));
    if (request->offline || !request->ask)
        return source_offline_new();
    return asker_source_new(asker, request->resolvers, authority_port, error);
}

Source *engine_request_source(const EngineRequest *request, Asker *asker, guint16 authority_port,
                              GError **error)
{
    Source *source = base_source(request, asker, authority_port, error);
    if (!source) {
        set_exit_code(error, EX_USAGE);
        return NULL;
    }
    if (request->zone_text) {
        source = source_overlay_new(request->zone_text, request->zone_length, request->zone_name,
                                    source, error);
        if (!source) {
            set_exit_code(error, EX_DATAERR);
            return NULL;
        }
    }
    return source_cached_new(source);
}

static void correct(Fact *fact, const char *text)
{
    if (text)
        fact_set(fact, *text ? text : NULL, 100);
}

/* The domain of a known sender is a part of its address, whose local part is kept. */
static void correct_sender_domain(Facts *facts, const char *domain)
{
    fact_set(&facts->sender_domain, domain, 100);
    const char *sender = facts->sender.text, *at = sender ? strrchr(sender, '@') : NULL;
    if (!sender)
        return;
    g_autofree char *address = g_strdup_printf(
        "%.*s@%s", (int)(at ? (gsize)(at - sender) : strlen(sender)), sender, domain);
    fact_set(&facts->sender, address, 100);
}

void engine_request_correct(const EngineRequest *request, Facts *facts)
{
    const char *domain = string_of(request->facts, "domain");
    const char *selector = string_of(request->facts, "selector");
    if (string_of(request->facts, "sender") || domain) {
        fact_clear(&facts->from); /* the person speaks of another one */
        facts->sender_is_from = FALSE;
    }
    const char *headers = string_of(request->facts, "headers");
    if (headers)
        origin_read_header(facts, headers, strlen(headers));
    correct(&facts->sender, string_of(request->facts, "sender"));
    correct(&facts->recipient, string_of(request->facts, "recipient"));
    if (string_of(request->facts, "ip"))
        facts->source_is_login = FALSE;
    correct(&facts->source_ip, string_of(request->facts, "ip"));
    correct(&facts->helo, string_of(request->facts, "helo"));
    if (domain && *domain)
        correct_sender_domain(facts, domain);
    if (selector && *selector) {
        g_autofree char *signer = facts_sender_domain(facts);
        g_ptr_array_set_size(facts->dkim, 0);
        g_ptr_array_add(facts->dkim, dkim_signature_new(signer, selector));
    }
}
