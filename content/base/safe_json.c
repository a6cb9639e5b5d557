#include "content/base/safe_json.h"

#include <stdlib.h>
#include <string.h>

#include "content/base/safe_text.h"

enum { PLAIN = 0, ESCAPED, ABOVE_ASCII };

static guint8 byte_kind(guchar byte)
{
    if (byte >= 0x80)
        return ABOVE_ASCII;
    return byte < 0x20 || byte == 0x7F || byte == '"' || byte == '\\' ? ESCAPED : PLAIN;
}

static const guint8 *byte_kinds(void)
{
    static guint8 kinds[256];
    static gsize ready;
    if (g_once_init_enter(&ready)) {
        for (guint byte = 0; byte < G_N_ELEMENTS(kinds); byte++)
            kinds[byte] = byte_kind((guchar)byte);
        g_once_init_leave(&ready, 1);
    }
    return kinds;
}

static void append_escape(GString *out, char byte)
{
    static const char letters[] = "\"\\\b\f\n\r\t", escapes[] = "\"\\bfnrt";
    const char *letter = byte ? strchr(letters, byte) : NULL;
    if (letter) {
        g_string_append_c(out, '\\');
        g_string_append_c(out, escapes[letter - letters]);
    } else {
        g_string_append_printf(out, byte == 0x7F ? "\\u%04x" : "\\u%04X", (guint)(guchar)byte);
    }
}

static void append_code_point(GString *out, gunichar c)
{
    if (c >= 0x10000) {
        c -= 0x10000;
        g_string_append_printf(out, "\\u%04x", 0xD800 + (c >> 10));
        c = 0xDC00 + (c & 0x3FF);
    }
    g_string_append_printf(out, "\\u%04x", c);
}

/* jansson holds valid UTF-8 only. */
static void append_string(GString *out, const char *text, gsize length)
{
    const guint8 *kinds = byte_kinds();
    gsize written = 0, at = 0;
    g_string_append_c(out, '"');
    while (at < length) {
        guint8 kind = kinds[(guchar)text[at]];
        gsize size = kind == ABOVE_ASCII ? (gsize)g_utf8_skip[(guchar)text[at]] : 1;
        gunichar c = kind == ABOVE_ASCII ? g_utf8_get_char(text + at) : 0;
        if (kind == PLAIN || (kind == ABOVE_ASCII && safe_text_shows(c))) {
            at += size;
            continue;
        }
        g_string_append_len(out, text + written, (gssize)(at - written));
        if (kind == ESCAPED)
            append_escape(out, text[at]);
        else
            append_code_point(out, c);
        at += size;
        written = at;
    }
    g_string_append_len(out, text + written, (gssize)(length - written));
    g_string_append_c(out, '"');
}

static void append_object(GString *out, const json_t *object)
{
    json_t *lent = (json_t *)(guintptr)object; /* jansson's iterators want it so */
    char separator = '{';
    for (void *at = json_object_iter(lent); at; at = json_object_iter_next(lent, at)) {
        const char *key = json_object_iter_key(at);
        g_string_append_c(out, separator);
        append_string(out, key, strlen(key));
        g_string_append_c(out, ':');
        safe_json_append(out, json_object_iter_value(at));
        separator = ',';
    }
    g_string_append(out, separator == '{' ? "{}" : "}");
}

static void append_array(GString *out, const json_t *array)
{
    size_t count = json_array_size(array);
    g_string_append_c(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        safe_json_append(out, json_array_get(array, i));
    }
    g_string_append_c(out, ']');
}

static void append_real(GString *out, const json_t *number)
{
    char *text = json_dumps(number, JSON_ENCODE_ANY);
    g_string_append(out, text ? text : "null");
    free(text);
}

void safe_json_append(GString *out, const json_t *json)
{
    if (json_is_string(json))
        append_string(out, json_string_value(json), json_string_length(json));
    else if (json_is_object(json))
        append_object(out, json);
    else if (json_is_array(json))
        append_array(out, json);
    else if (json_is_integer(json))
        g_string_append_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
    else if (json_is_real(json))
        append_real(out, json);
    else
        g_string_append(out, json_is_true(json) ? "true" : json_is_false(json) ? "false" : "null");
}
