#include "tui/report/case_text.h"

#include <string.h>

#include "content/base/safe_text.h"
#include "tui/base/document.h"

/* More than any text of ours; what is foreign and longer ends in "...". */
#define TEXT_LIMIT 16384

struct CaseTexts {
    GStringChunk *chunk;
};

CaseTexts *case_texts_new(void)
{
    CaseTexts *texts = g_new(CaseTexts, 1);
    texts->chunk = g_string_chunk_new(4096);
    return texts;
}

void case_texts_free(CaseTexts *texts)
{
    g_string_chunk_free(texts->chunk);
    g_free(texts);
}

/* Folded words come with the indentation of their lines. */
static void collapse_blanks(char *text)
{
    char *end = text;
    for (const char *p = text; *p; p++)
        if (*p != ' ' || p[1] != ' ')
            *end++ = *p;
    *end = '\0';
}

static const char *keep(CaseTexts *texts, const json_t *value, SafeTextFlags flags)
{
    g_autofree char *safe = NULL;
    if (json_is_string(value))
        safe = safe_text(json_string_value(value), (gssize)json_string_length(value), flags,
                         TEXT_LIMIT);
    else if (json_is_integer(value))
        safe = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (safe && !(flags & SAFE_TEXT_LINES))
        collapse_blanks(safe);
    return safe && *safe ? g_string_chunk_insert(texts->chunk, safe) : NULL;
}

const char *case_text(CaseTexts *texts, const json_t *node, const char *path)
{
    return keep(texts, document_get(node, path), SAFE_TEXT_ONE_LINE);
}

const char *case_lines(CaseTexts *texts, const json_t *node, const char *path)
{
    return keep(texts, document_get(node, path), SAFE_TEXT_LINES);
}

const char *case_format(CaseTexts *texts, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return g_string_chunk_insert(texts->chunk, text);
}
