#include "tui/base/saved_case.h"

#include "tui/base/document.h"
#include "tui/base/request.h"

static void set_fact(json_t *facts, const char *key, const json_t *document, const char *path)
{
    const char *text = document_text(document, path);
    if (text != NULL)
        json_object_set_new(facts, key, json_string(text));
}

/* What was read then stands for what would be read again. */
static void set_facts(json_t *request, const json_t *document)
{
    json_t *facts = json_object_get(request, "facts");
    set_fact(facts, "recipient", document, "facts.recipient");
    set_fact(facts, "sender", document, "facts.sender");
    set_fact(facts, "ip", document, "facts.source_ip");
    set_fact(facts, "helo", document, "facts.helo");
    const json_t *signature = document_at(document, "facts.dkim", 0);
    set_fact(facts, "selector", signature, "selector");
    const char *cause = document_text(document, "cause.id");
    if (cause != NULL)
        json_object_set_new(request, "cause", json_string(cause));
}

GBytes *saved_case_words(json_t *request, const json_t *document)
{
    set_facts(request, document);
    GString *text = g_string_new(document_text(document, "facts.diagnostic"));
    for (gsize i = 0; i < document_count(document, "facts.urls"); i++) {
        const char *url = json_string_value(document_at(document, "facts.urls", i));
        g_string_append_printf(text, "\n%s", url != NULL ? url : "");
    }
    return g_string_free_to_bytes(text);
}

json_t *saved_case_request(const json_t *template, GBytes *bytes, GBytes **input)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    json_auto_t *document = length ? json_loadb(text, length, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
    const char *source = document_text(document, "input.source");
    *input = NULL;
    if (json_integer_value(document_get(document, "whybounce")) != 1)
        return NULL;
    const char *domain = document_text(document, "facts.sender_domain");
    if (document_get(document, "cause") == NULL && domain != NULL) {
        json_t *check = request_check(template, domain);
        set_facts(check, document);
        return check;
    }
    json_t *request = request_diagnose(template, source != NULL ? source : "-");
    *input = saved_case_words(request, document);
    return request;
}
