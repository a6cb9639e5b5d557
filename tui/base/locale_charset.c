#include "tui/base/locale_charset.h"

#include <errno.h>
#include <string.h>

/* Longest characters of the charsets that locales have (GB18030, EUC-TW). */
#define CHARACTER_MAX 4

struct OwnCharsetInput {
    GIConv converter; /* (GIConv)-1: nothing to convert */
    GString *waiting, *converted;
};

/* NULL: UTF-8, or as good as. */
static const char *own_charset(void)
{
    const char *charset;
    if (g_get_charset(&charset) || g_str_equal(charset, "ANSI_X3.4-1968") ||
        g_str_equal(charset, "US-ASCII") || g_str_equal(charset, "ASCII"))
        return NULL;
    return charset;
}

gboolean own_charset_holds(const char *text)
{
    const char *charset;
    if (g_get_charset(&charset))
        return TRUE;
    g_autofree char *own = g_convert(text, -1, charset, "UTF-8", NULL, NULL, NULL);
    return own != NULL;
}

/* `charset` NULL: as it is. `instead`: where nothing is known of the charset. */
static char *converted(const char *text, const char *charset, const char *instead)
{
    if (charset == NULL)
        return g_strdup(text);
    char *own = g_convert_with_fallback(text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
    return own != NULL ? own : g_strdup(instead);
}

char *own_charset_text(const char *text)
{
    return converted(text, own_charset(), text);
}

char *own_charset_cells(const char *text)
{
    const char *charset;
    return converted(text, g_get_charset(&charset) ? NULL : charset, "?");
}

void own_charset_put(const char *text, FILE *stream)
{
    g_autofree char *own = own_charset_text(text);
    fputs(own, stream);
}

void own_charset_print(FILE *stream, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    own_charset_put(text, stream);
}

char *own_charset_typed(const char *line)
{
    const char *charset = own_charset();
    char *text = charset != NULL ? g_convert(line, -1, "UTF-8", charset, NULL, NULL, NULL) : NULL;
    return text != NULL ? text : g_strdup(line);
}

OwnCharsetInput *own_charset_input_new(void)
{
    const char *charset = own_charset();
    OwnCharsetInput *input = g_new(OwnCharsetInput, 1);
    input->converter = charset != NULL ? g_iconv_open("UTF-8", charset) : (GIConv)-1;
    input->waiting = g_string_new(NULL);
    input->converted = g_string_new(NULL);
    return input;
}

void own_charset_input_free(OwnCharsetInput *input)
{
    if (input == NULL)
        return;
    if (input->converter != (GIConv)-1)
        g_iconv_close(input->converter);
    g_string_free(input->waiting, TRUE);
    g_string_free(input->converted, TRUE);
    g_free(input);
}

/* Converts what it can; FALSE: a character at the end is not whole. */
static gboolean convert_some(OwnCharsetInput *input, char **at, gsize *left)
{
    char buffer[4096];
    char *out = buffer;
    gsize room = sizeof buffer;
    gsize result = g_iconv(input->converter, at, left, &out, &room);
    int problem = result == (gsize)-1 ? errno : 0;
    g_string_append_len(input->converted, buffer, out - buffer);
    if (problem == EILSEQ || (problem == EINVAL && *left >= CHARACTER_MAX)) {
        g_string_append_c(input->converted, **at);
        (*at)++;
        (*left)--;
    }
    return problem != EINVAL || *left >= CHARACTER_MAX;
}

const GString *own_charset_input_feed(OwnCharsetInput *input, const char *bytes, gsize length)
{
    g_string_truncate(input->converted, 0);
    if (input->converter == (GIConv)-1)
        return g_string_append_len(input->converted, bytes, (gssize)length);
    g_string_append_len(input->waiting, bytes, (gssize)length);
    char *at = input->waiting->str;
    gsize left = input->waiting->len;
    while (left > 0 && convert_some(input, &at, &left))
        ;
    g_string_erase(input->waiting, 0, (gssize)(input->waiting->len - left));
    return input->converted;
}
