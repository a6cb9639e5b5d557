#include "tui/base/request.h"

#include <string.h>
#include "content/base/embedded.h"
#include "tui/base/inputs.h"

static void set_string(json_t *object, const char *key, const char *value)
{
    if (value)
        json_object_set_new(object, key, json_string(value));
}

static json_t *zone_object(const char *name, GBytes *text)
{
    gsize length;
    const char *bytes = g_bytes_get_data(text, &length);
    json_t *string = json_stringn(bytes ? bytes : "", length);
    if (!string) {
        g_autofree char *valid = g_utf8_make_valid(bytes, (gssize)length);
        string = json_string(valid);
    }
    g_autofree char *shown = g_filename_display_name(name);
    return json_pack("{s:s, s:o}", "name", shown, "text", string);
}

static gboolean set_zone(json_t *template, char *file, GError **error)
{
    const Input input = {.name = file, .path = strcmp(file, "-") ? file : NULL};
    g_autoptr(GBytes) text = input_read(&input, error);
    if (!text)
        return FALSE;
    json_object_set_new(template, "zone", zone_object(file, text));
    return TRUE;
}

static json_t *corrections(const Options *options)
{
    json_t *facts = json_object();
    set_string(facts, "sender", options->sender);
    set_string(facts, "recipient", options->recipient);
    set_string(facts, "ip", options->ip);
    set_string(facts, "domain", options->domain);
    set_string(facts, "selector", options->selector);
    set_string(facts, "helo", options->helo);
    return facts;
}

json_t *request_template(const Options *options, Language language, GError **error)
{
    json_t *template = json_pack("{s:s, s:b, s:o}", "lang", language_name(language), "offline",
                                 options->offline, "facts", corrections(options));
    set_string(template, "cause", options->cause);
    if (options_said(options, "authority"))
        json_object_set_new(template, "authority", json_boolean(options->authority));
    if (options->public)
        json_object_set_new(template, "public", json_true());
    if (options->strict)
        json_object_set_new(template, "strict", json_true());
    if (options->verbose)
        json_object_set_new(template, "rules", json_true());
    if (options->record)
        json_object_set_new(template, "record", json_true());
    set_string(template, "reply_lang", options->reply_lang);
    if (options->timeout > 0)
        json_object_set_new(template, "timeout", json_real(options->timeout));
    if (options->resolvers) {
        json_t *resolvers = json_array();
        for (char **resolver = options->resolvers; *resolver; resolver++)
            json_array_append_new(resolvers, json_string(*resolver));
        json_object_set_new(template, "resolvers", resolvers);
    }
    if (options->zone && !set_zone(template, options->zone, error)) {
        json_decref(template);
        return NULL;
    }
    return template;
}

json_t *request_diagnose(const json_t *template, const char *source_name)
{
    g_autofree char *shown = g_filename_display_name(source_name);
    json_t *request = json_deep_copy(template);
    set_string(request, "do", "diagnose");
    set_string(request, "source", shown);
    return request;
}

void request_set_place(json_t *request, gsize offset, int number)
{
    if (number == 1)
        return;
    json_object_set_new(request, "message", json_integer(number));
    json_object_set_new(request, "offset", json_integer((json_int_t)offset));
}

void request_set_joined(json_t *request, int number)
{
    json_object_set_new(request, "message", json_integer(number));
    json_object_set_new(request, "offset", json_null());
}

json_t *request_check(const json_t *template, const char *domain)
{
    json_t *request = json_deep_copy(template);
    set_string(request, "do", "check");
    set_string(request, "source", domain);
    set_string(json_object_get(request, "facts"), "domain", domain);
    return request;
}

void request_set_sample_time(json_t *request)
{
    set_string(request, "now", "2026-11-24T08:08:52Z");
}

json_t *request_sample(const json_t *template, const char *name, GBytes **mail)
{
    g_autofree char *zone_name = g_strdup_printf("sample %s", name);
    g_autofree char *mail_path = g_strdup_printf("samples/%s.eml", name);
    g_autofree char *zone_path = g_strdup_printf("samples/%s.zone", name);
    g_autoptr(GBytes) zone = embedded_file(zone_path);
    *mail = embedded_file(mail_path);
    if (!*mail)
        return NULL;
    json_t *request = request_diagnose(template, name);
    json_object_set_new(request, "offline", json_true());
    request_set_sample_time(request);
    if (zone)
        json_object_set_new(request, "zone", zone_object(zone_name, zone));
    return request;
}
