#include "content/text/normal_text.h"

#include <string.h>

#define VECTOR 64

/* Appends; nothing that is put is longer than what it stands for, so the buffers of the source's
 * length suffice. */
static void put(NormalText *normal, char byte, gsize origin)
{
    normal->text[normal->length] = byte;
    normal->origin[normal->length++] = (guint32)origin;
}

static void put_blank(NormalText *normal, gsize origin)
{
    if (normal->length > 0 && normal->text[normal->length - 1] != ' ')
        put(normal, ' ', origin);
}

static gboolean is_invisible(gunichar character)
{
    return character == 0xAD || (character >= 0x200B && character <= 0x200F) ||
           (character >= 0x202A && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x2069) || character == 0xFEFF ||
           (character < 0x20 && !g_ascii_isspace((char)character)) || character == 0x7F;
}

/* The ASCII twin of a character, the character itself where it has none. */
static gunichar plain_twin(gunichar character)
{
    static const struct {
        gunichar first, last, twin;
    } twins[] = {
        {0x2018, 0x201B, '\''}, {0x2032, 0x2032, '\''}, {0x201C, 0x201F, '"'},
        {0x300C, 0x300F, '"'},  {0x00AB, 0x00AB, '"'},  {0x00BB, 0x00BB, '"'},
        {0x2010, 0x2015, '-'},  {0x2212, 0x2212, '-'},  {0x3002, 0x3002, '.'},
        {0x3001, 0x3001, ','},  {0x3008, 0x3008, '<'},  {0x300A, 0x300A, '<'},
        {0x3009, 0x3009, '>'},  {0x300B, 0x300B, '>'},  {0x3010, 0x3010, '['},
        {0x3014, 0x3014, '['},  {0x3011, 0x3011, ']'},  {0x3015, 0x3015, ']'},
        {0x2026, 0x2026, '.'},  {0x212A, 0x212A, 'k'},  {0x017F, 0x017F, 's'},
    };
    if (character >= 0xFF01 && character <= 0xFF5E)
        return character - 0xFF01 + '!';
    for (guint i = 0; i < G_N_ELEMENTS(twins); i++)
        if (character >= twins[i].first && character <= twins[i].last)
            return twins[i].twin;
    return character;
}

static void put_character(NormalText *normal, gunichar character, gsize origin)
{
    char bytes[6];
    if (is_invisible(character))
        return;
    if (g_unichar_isspace(character)) {
        put_blank(normal, origin);
        return;
    }
    gsize length = (gsize)g_unichar_to_utf8(plain_twin(character), bytes);
    for (gsize i = 0; i < length; i++)
        put(normal, bytes[i], origin);
}

static gboolean is_reply_code(const char *text)
{
    return (text[0] == '4' || text[0] == '5') && g_ascii_isdigit(text[1]) &&
           g_ascii_isdigit(text[2]);
}

/* "5.7.26 " or "#5.7.26 " at `text`: its length with the blank, 0 where there is none. */
static gsize status_length(const char *text)
{
    gsize length = strspn(text, "0123456789.");
    return length >= 5 && text[1] == '.' && text[length] == ' ' ? length + 1 : 0;
}

/* What to leave out at the start of a word: the repeated code of a reply's further lines. */
static gsize repetition(const char *at, const char *first)
{
    if (!first || at == first || !is_reply_code(at) || memcmp(at, first, 3) != 0)
        return 0;
    if (at[3] != '-' && at[3] != ' ')
        return 0;
    gsize status = status_length(first + 4), own = status_length(at + 4);
    gboolean same = own > 0 && own == status && memcmp(first + 4, at + 4, own) == 0;
    return 4 + (same ? own : 0);
}

static void join_reply_lines(NormalText *normal)
{
    char *text = normal->text;
    const char *first = NULL; /* the code of the multi-line reply that we are in */
    gsize out = 0, skip = 0;
    for (gsize in = 0; in < normal->length; in++) {
        gboolean word = out == 0 || text[out - 1] == ' ';
        if (word && normal->length - in > 4 && skip <= in)
            skip = in + repetition(text + in, first);
        if (in < skip)
            continue;
        text[out] = text[in];
        normal->origin[out++] = normal->origin[in];
        if (out >= 4 && text[out - 1] == '-' && is_reply_code(text + out - 4) &&
            (out == 4 || !g_ascii_isalnum(text[out - 5])) && !first) {
            text[out - 1] = ' ';
            first = text + out - 4;
        }
    }
    normal->origin[out] = normal->origin[normal->length];
    normal->length = out;
    text[out] = '\0';
}

NormalText *normal_text_new(const char *source, gsize limit)
{
    gsize length = source ? strnlen(source, limit) : 0;
    NormalText *normal = g_new0(NormalText, 1);
    /* Zeros behind the text: PCRE2's JIT code reads whole vectors, and memory checkers take it at
     * its word. */
    normal->text = g_malloc0(length + 1 + VECTOR);
    normal->origin = g_new(guint32, length + 1);
    for (gsize at = 0; at < length;) {
        if (source[at] > ' ' && source[at] < 0x7F) {
            put(normal, source[at], at);
            at++;
            continue;
        }
        gunichar character = g_utf8_get_char_validated(source + at, (gssize)(length - at));
        gboolean broken = character >= 0xFFFFFFFEu;
        put_character(normal, broken ? '?' : character, at);
        at += broken ? 1 : (gsize)g_utf8_skip[(guchar)source[at]];
    }
    normal->origin[normal->length] = (guint32)length;
    join_reply_lines(normal);
    return normal;
}

void normal_text_free(NormalText *normal)
{
    if (!normal)
        return;
    g_free(normal->text);
    g_free(normal->origin);
    g_free(normal);
}
