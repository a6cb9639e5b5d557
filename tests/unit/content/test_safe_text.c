#include <glib.h>
#include <jansson.h>
#include <string.h>

#include "content/base/safe_json.h"
#include "content/base/safe_text.h"

static void expect(const char *bytes, gssize length, SafeTextFlags flags, gsize limit,
                   const char *wanted)
{
    g_autofree char *text = safe_text(bytes, length, flags, limit);
    g_assert_cmpstr(text, ==, wanted);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void test_plain(void)
{
    expect("550 5.1.1 no such user", -1, SAFE_TEXT_ONE_LINE, 0, "550 5.1.1 no such user");
    expect("域名不存在 é ü", -1, SAFE_TEXT_ONE_LINE, 0, "域名不存在 é ü");
    expect(NULL, -1, SAFE_TEXT_ONE_LINE, 0, "");
    expect("", -1, SAFE_TEXT_LINES, 0, "");
}

static void test_controls(void)
{
    expect("\033[2Jx", -1, SAFE_TEXT_ONE_LINE, 0, "\\x1b[2Jx");
    expect("a\0b", 3, SAFE_TEXT_ONE_LINE, 0, "a\\x00b");
    expect("\x7f\b\v\f", -1, SAFE_TEXT_LINES, 0, "\\x7f\\x08\\x0b\\x0c");
    expect("\x9b"
           "31m",
           -1, SAFE_TEXT_ONE_LINE, 0, "<9b>31m");
    expect("\xc2\x9b"
           "31m",
           -1, SAFE_TEXT_ONE_LINE, 0, "<U+009B>31m");
}

static void test_invisible(void)
{
    expect("moc\u202Ettxt", -1, SAFE_TEXT_ONE_LINE, 0, "moc<U+202E>ttxt");
    expect("\u061C\u200E\u200F\u2066\u2069", -1, SAFE_TEXT_ONE_LINE, 0,
           "<U+061C><U+200E><U+200F><U+2066><U+2069>");
    expect("a\u200Bb\u200Dc\u00ADd\uFEFF", -1, SAFE_TEXT_ONE_LINE, 0,
           "a<U+200B>b<U+200D>c<U+00AD>d<U+FEFF>");
    expect("\u2028\u2029", -1, SAFE_TEXT_LINES, 0, "<U+2028><U+2029>");
    expect("\U000E0001\U000E0041\U000E0100", -1, SAFE_TEXT_ONE_LINE, 0,
           "<U+E0001><U+E0041><U+E0100>");
    expect("\uFFFE", -1, SAFE_TEXT_ONE_LINE, 0, "<U+FFFE>");
}

static void test_not_utf8(void)
{
    expect("\xff\xc3(", -1, SAFE_TEXT_ONE_LINE, 0, "<ff><c3>(");
    expect("\xe5\x9f", -1, SAFE_TEXT_ONE_LINE, 0, "<e5><9f>");
    expect("\xc0\xaf", -1, SAFE_TEXT_ONE_LINE, 0, "<c0><af>");
    expect("\xed\xa0\x80", -1, SAFE_TEXT_ONE_LINE, 0, "<ed><a0><80>");
    expect("\xe5\0\x9f", 3, SAFE_TEXT_ONE_LINE, 0, "<e5>\\x00<9f>");
}

static void test_lines(void)
{
    expect("a\tb\r\nc\rd\n\ne", -1, SAFE_TEXT_LINES, 0, "a\tb\nc\nd\n\ne");
    expect("a\tb\r\nc\rd\n\ne", -1, SAFE_TEXT_ONE_LINE, 0, "a b c d e");
}

static void test_limit(void)
{
    expect("abcdef", -1, SAFE_TEXT_ONE_LINE, 6, "abcdef");
    expect("abcdefg", -1, SAFE_TEXT_ONE_LINE, 6, "abc...");
    expect("域名不", -1, SAFE_TEXT_ONE_LINE, 9, "域名不");
    expect("域名不存", -1, SAFE_TEXT_ONE_LINE, 10, "域名...");
    expect("abc\033def", -1, SAFE_TEXT_ONE_LINE, 8, "abc...");
    expect("abcdef", -1, SAFE_TEXT_ONE_LINE, 2, "..");
    expect("abc", -1, SAFE_TEXT_ONE_LINE, 3, "abc");
    expect("abcd", -1, SAFE_TEXT_ONE_LINE, 3, "...");
}

/* Draws nothing by itself: zero-width, yet neither a mark upon a letter nor part of a Hangul
 * syllable. */
static gboolean must_be_shown(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return TRUE;
    if (c >= 0xD7B0 && c <= 0xD7FF) /* unassigned ones among the Hangul medials */
        return FALSE;
    return g_unichar_iszerowidth(c) && type != G_UNICODE_NON_SPACING_MARK &&
           type != G_UNICODE_ENCLOSING_MARK && type != G_UNICODE_OTHER_LETTER;
}

/* Every code point there is, by the rule of the header, not by the tables of the program. */
static void test_every_character(void)
{
    for (gunichar c = 1; c <= 0x10FFFF; c++) {
        char bytes[8] = {0};
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        g_unichar_to_utf8(c, bytes);
        g_autofree char *text = safe_text(bytes, -1, SAFE_TEXT_ONE_LINE, 0);
        if (g_str_equal(text, bytes) && must_be_shown(c))
            g_error("U+%04X came through", c);
        g_assert_true((guchar)text[0] >= 0x20);
    }
}

static void expect_json(const char *json, const char *wanted)
{
    json_t *before = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    g_autoptr(GString) safe = g_string_new(NULL);
    g_assert_nonnull(before);
    safe_json_append(safe, before);
    g_assert_cmpstr(safe->str, ==, wanted);
    json_t *after = json_loads(safe->str, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    g_assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

static void test_json(void)
{
    expect_json("{\n\t\"a\": \"域\", \"0\": []}", "{\"a\":\"域\",\"0\":[]}");
    expect_json("[\"\u202E\u200B\x7f\xc2\x9b\"]", "[\"\\u202e\\u200b\\u007f\\u009b\"]");
    expect_json("\"\U000E0041\U0001F4E7\"", "\"\\udb40\\udc41\U0001F4E7\"");
    expect_json("\"\\u0000\\u001b \\n\\t\\/\\\\\\\"\"", "\"\\u0000\\u001B \\n\\t/\\\\\\\"\"");
    expect_json("{\"\u200B\": [true, false, null, {}, -12, 1.5]}",
                "{\"\\u200b\":[true,false,null,{},-12,1.5]}");
    g_autoptr(GString) none = g_string_new(NULL);
    safe_json_append(none, NULL);
    g_assert_cmpstr(none->str, ==, "null");
}

/* The policy of text and that of JSON are one. */
static void test_json_every_character(void)
{
    for (gunichar c = 1; c <= 0x10FFFF; c++) {
        char bytes[7] = "";
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        bytes[g_unichar_to_utf8(c, bytes)] = '\0';
        g_autofree char *text = safe_text(bytes, -1, SAFE_TEXT_LINES, 0);
        gboolean kept = !strcmp(text, bytes) && c != '\t' && c != '\n';
        g_assert_cmpint(safe_text_shows(c), ==, kept);
    }
}

static void test_large_is_linear(void)
{
    gsize size = 10 << 20;
    g_autofree char *bytes = g_malloc(size);
    memset(bytes, 0x1b, size);
    gint64 before = g_get_monotonic_time();
    g_autofree char *text = safe_text(bytes, (gssize)size, SAFE_TEXT_LINES, 0);
    g_assert_cmpuint(strlen(text), ==, size * 4);
    g_autofree char *cut = safe_text(bytes, (gssize)size, SAFE_TEXT_LINES, 100);
    g_assert_cmpuint(strlen(cut), <=, 100);
    g_assert_cmpint(g_get_monotonic_time() - before, <, 30 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/safe_text/plain", test_plain);
    g_test_add_func("/safe_text/controls", test_controls);
    g_test_add_func("/safe_text/invisible", test_invisible);
    g_test_add_func("/safe_text/not-utf8", test_not_utf8);
    g_test_add_func("/safe_text/lines", test_lines);
    g_test_add_func("/safe_text/limit", test_limit);
    g_test_add_func("/safe_text/every-character", test_every_character);
    g_test_add_func("/safe_text/json", test_json);
    g_test_add_func("/safe_text/json-every-character", test_json_every_character);
    g_test_add_func("/safe_text/large-is-linear", test_large_is_linear);
    return g_test_run();
}
