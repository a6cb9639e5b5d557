#include "tui/base/glossary.h"

#include <string.h>

#define SHORT 4 /* letters of an abbreviation, at most */

static void append_page(GString *text, const Page *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        const Block *block = page->blocks->pdata[i];
        if (block->mark != NULL)
            g_string_append_printf(text, "%s\n", block->mark);
        if (block->kind != BLOCK_ROW)
            g_string_append_printf(text, "%s\n", block->text->str);
        for (guint cell = 0; block->kind == BLOCK_ROW && cell < block->runs->len; cell++) {
            Run run = g_array_index(block->runs, Run, cell);
            g_string_append_len(text, block->text->str + run.start, (gssize)(run.end - run.start));
            g_string_append_c(text, '\n');
        }
    }
    if (page->detail != NULL)
        append_page(text, page->detail);
}

/* A part of a name ("mx" in mx.example.org) is no word. */
static gboolean joins(char byte)
{
    return g_ascii_isalnum(byte) || byte == '-' || byte == '_' || byte == '@';
}

static gboolean is_word(const char *text, const char *at, gsize length)
{
    const char *after = at + length;
    gboolean begins = at == text || !(joins(at[-1]) || (at[-1] == '.' && joins(*at)));
    gboolean ends = !joins(*after) && !(*after == '.' && joins(after[1]));
    return (begins || !joins(*at)) && (ends || !joins(after[-1]));
}

static gboolean stands(const char *text, const char *folded, const char *term)
{
    gsize length = strlen(term);
    gboolean is_short = length <= SHORT;
    if (length < 2)
        return FALSE;
    g_autofree char *wanted = is_short ? g_strdup(term) : g_ascii_strdown(term, -1);
    const char *in = is_short ? text : folded;
    for (const char *at = strstr(in, wanted); at != NULL; at = strstr(at + 1, wanted))
        if (is_word(in, at, length))
            return TRUE;
    return FALSE;
}

GPtrArray *terms_on_page(const Page *page)
{
    g_autoptr(GString) text = g_string_new(NULL);
    append_page(text, page);
    g_autofree char *folded = g_ascii_strdown(text->str, -1);
    const GPtrArray *all = glossary();
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < all->len; i++) {
        const GlossaryEntry *entry = all->pdata[i];
        gboolean here = stands(text->str, folded, entry->term);
        for (unsigned alias = 0; alias < entry->aliases_count && !here; alias++)
            here = stands(text->str, folded, entry->aliases[alias]);
        if (here)
            g_ptr_array_add(found, (gpointer)(guintptr)entry);
    }
    return found;
}
