#include "tui/base/search.h"

typedef struct {
    GRegex *pattern;
    GArray *places;
    guint here;
} Search;

/* The words as they stand, blanks stretched. */
static GRegex *pattern_of(const char *words)
{
    g_autofree char *valid = g_utf8_make_valid(words, -1);
    g_auto(GStrv) parts = g_strsplit_set(valid, " \t", -1);
    g_autoptr(GString) pattern = g_string_new(NULL);
    for (guint i = 0; parts[i] != NULL; i++) {
        g_autofree char *quoted = g_regex_escape_string(parts[i], -1);
        if (*quoted != '\0')
            g_string_append_printf(pattern, "%s%s", pattern->len > 0 ? "\\s+" : "", quoted);
    }
    return pattern->len > 0 ? g_regex_new(pattern->str, G_REGEX_CASELESS, 0, NULL) : NULL;
}

/* Cells stand side by side: a place lies in one of them. */
static gboolean in_one_cell(const Block *block, gsize start, gsize end)
{
    if (block->kind != BLOCK_ROW)
        return TRUE;
    for (guint i = 0; i < block->runs->len; i++) {
        Run cell = g_array_index(block->runs, Run, i);
        if (start >= cell.start && end <= cell.end)
            return TRUE;
    }
    return FALSE;
}

static void add_place(Search *search, GArray *found, SearchPlace place, gsize start, gsize end)
{
    g_array_append_val(search->places, place);
    Run run = {search->places->len == search->here ? STYLE_HERE : STYLE_FOUND, start, end};
    g_array_append_val(found, run);
}

/* The places of a text (the block's, or its mark), as runs; NULL: none. */
static GArray *search_text(Search *search, const Block *block, guint number, const char *text)
{
    g_autoptr(GMatchInfo) match = NULL;
    GArray *found = NULL;
    if (text == NULL || !g_regex_match(search->pattern, text, 0, &match))
        return NULL;
    found = g_array_new(FALSE, FALSE, sizeof(Run));
    do {
        int start = 0, end = 0;
        g_match_info_fetch_pos(match, 0, &start, &end);
        if (text == block->mark || in_one_cell(block, (gsize)start, (gsize)end))
            add_place(search, found, (SearchPlace){number, block->item}, (gsize)start, (gsize)end);
    } while (g_match_info_next(match, NULL));
    return found;
}

GArray *search_page(Page *page, const char *words, guint here)
{
    Search search = {pattern_of(words), g_array_new(FALSE, FALSE, sizeof(SearchPlace)), here};
    for (guint i = 0; search.pattern != NULL && i < page->blocks->len; i++) {
        Block *block = page->blocks->pdata[i];
        g_clear_pointer(&block->mark_found, g_array_unref);
        g_clear_pointer(&block->found, g_array_unref);
        block->mark_found = search_text(&search, block, i, block->mark);
        block->found = search_text(&search, block, i, block->text->str);
    }
    g_clear_pointer(&search.pattern, g_regex_unref);
    return search.places;
}
