/* libFuzzer: whatever goes in, nothing comes out that a terminal or a reader could be fooled by. */
#include <stdint.h>
#include <string.h>

#include "content/base/safe_text.h"

static void check(const char *text, SafeTextFlags flags)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean layout = (flags & SAFE_TEXT_LINES) && (c == '\n' || c == '\t');
        g_assert_true(c >= 0x20 || layout);
        g_assert_false(c >= 0x7F && c < 0xA0);
        g_assert_false((c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E));
        g_assert_false((c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0xFEFF || c == 0xAD);
        g_assert_false(c >= 0xE0000 && c <= 0xE01EF);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    SafeTextFlags flags = data[0] & 1 ? SAFE_TEXT_LINES : SAFE_TEXT_ONE_LINE;
    gsize limit = data[1];
    g_autofree char *text = safe_text((const char *)data + 2, (gssize)(size - 2), flags, limit);
    check(text, flags);
    if (limit)
        g_assert_cmpuint(strlen(text), <=, limit);
    return 0;
}
