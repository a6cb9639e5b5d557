#include "content/reader/mime_repair.h"
#include <gmime/gmime-encodings.h>
#include <string.h>

enum { LOOK_MAX = 1 << 18 };

char *repair_find_boundary(const char *body, gsize length)
{
    const char *stop = body + MIN(length, LOOK_MAX);
    for (const char *line = body; line < stop;) {
        const char *end = memchr(line, '\n', (gsize)(stop - line));
        if (!end)
            return NULL;
        gsize size = (gsize)(end - line);
        gboolean dashes = size > 2 && size < 80 && line[0] == '-' && line[1] == '-' &&
                          !g_ascii_isspace(line[2]) && !memchr(line, '"', size);
        if (dashes && stop - end > 9 && g_ascii_strncasecmp(end + 1, "Content-", 8) == 0) {
            char *boundary = g_strndup(line + 2, size - 2);
            return g_strchomp(boundary);
        }
        line = end + 1;
    }
    return NULL;
}

static gboolean is_base64_line(const char *line, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(line[i]) && !strchr("+/=", line[i]))
            return FALSE;
    return length >= 4;
}

/* All lines but one or two (a boundary, a signature) are base64, and long. */
static gboolean looks_like_base64(const char *text, gsize length)
{
    gsize encoded = 0, other = 0, bytes = 0;
    const char *stop = text + length;
    for (const char *line = text; line < stop;) {
        const char *end = memchr(line, '\n', (gsize)(stop - line));
        end = end ? end : stop;
        gboolean is_encoded = is_base64_line(line, (gsize)(end - line));
        encoded += is_encoded ? 1 : 0;
        other += !is_encoded && end > line ? 1 : 0;
        bytes += is_encoded ? (gsize)(end - line) : 0;
        line = end + 1;
    }
    return encoded && other == 0 && bytes / encoded >= 40;
}

static gboolean looks_like_quoted_printable(const char *text, gsize length)
{
    gsize soft = 0, hex = 0;
    const char *stop = text + length;
    for (const char *at = text; at + 1 < stop && (at = memchr(at, '=', (gsize)(stop - at))) != NULL;
         at++) {
        soft += at + 1 < stop && at[1] == '\n';
        hex += at + 2 < stop && g_ascii_isxdigit(at[1]) && g_ascii_isxdigit(at[2]) &&
               !g_ascii_islower(at[1]) && !g_ascii_islower(at[2]);
    }
    return soft >= 2 || (hex >= 6 && hex * 12 > length / 4);
}

char *repair_decode(const char *text, gsize length, gsize *decoded_length)
{
    length = MIN(length, LOOK_MAX);
    GMimeContentEncoding encoding = GMIME_CONTENT_ENCODING_DEFAULT;
    if (looks_like_base64(text, length))
        encoding = GMIME_CONTENT_ENCODING_BASE64;
    else if (looks_like_quoted_printable(text, length))
        encoding = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
    if (encoding == GMIME_CONTENT_ENCODING_DEFAULT)
        return NULL;
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    char *decoded = g_malloc(g_mime_encoding_outlen(&state, length) + 1);
    *decoded_length = g_mime_encoding_flush(&state, text, length, decoded);
    decoded[*decoded_length] = '\0';
    return decoded;
}
