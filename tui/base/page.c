#include "tui/base/page.h"

#include <string.h>
#include "content/base/safe_text.h"

static void block_free(gpointer data)
{
    Block *block = data;
    g_free(block->mark);
    g_string_free(block->text, TRUE);
    g_array_unref(block->runs);
    g_clear_pointer(&block->found, g_array_unref);
    g_clear_pointer(&block->mark_found, g_array_unref);
    g_free(block);
}

Page *page_new(void)
{
    Page *page = g_new0(Page, 1);
    page->blocks = g_ptr_array_new_with_free_func(block_free);
    page->items = g_array_new(FALSE, FALSE, sizeof(PageItem));
    page->next_item = -1;
    page->caret = -1;
    return page;
}

void page_free(Page *page)
{
    if (page == NULL)
        return;
    g_ptr_array_unref(page->blocks);
    g_array_unref(page->items);
    page_free(page->detail);
    g_free(page->detail_title);
    g_free(page);
}

static Block *add_block(Page *page, BlockKind kind, int indent)
{
    Block *block = g_new0(Block, 1);
    block->kind = kind;
    block->indent = indent;
    block->item = page->next_item;
    block->text = g_string_new(NULL);
    block->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    page->next_item = -1;
    g_ptr_array_add(page->blocks, block);
    return block;
}

static void add_run(Block *block, Style style, const char *bytes, gssize length,
                    SafeTextFlags flags)
{
    g_autofree char *safe = safe_text(bytes, length, flags, 0);
    Run run = {style, block->text->len, 0};
    g_string_append(block->text, safe);
    run.end = block->text->len;
    g_array_append_val(block->runs, run);
}

void page_blank(Page *page)
{
    if (page->blocks->len == 0)
        return;
    const Block *last = page->blocks->pdata[page->blocks->len - 1];
    if (last->kind != BLOCK_BLANK)
        add_block(page, BLOCK_BLANK, 0);
}

void page_heading(Page *page, const char *text)
{
    page_blank(page);
    page_text(page, STYLE_TITLE, 0, text);
}

void page_text(Page *page, Style style, int indent, const char *text)
{
    page_marked(page, NULL, style, indent, text);
}

void page_format(Page *page, Style style, int indent, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    page_text(page, style, indent, text);
}

void page_marked(Page *page, const char *mark, Style style, int indent, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    Block *block = add_block(page, BLOCK_TEXT, indent);
    block->mark = g_strdup(mark);
    add_run(block, style, text, -1, SAFE_TEXT_LINES);
    while (block->text->len > 0 && block->text->str[block->text->len - 1] == '\n')
        g_string_truncate(block->text, block->text->len - 1);
    g_array_index(block->runs, Run, 0).end = block->text->len;
}

void page_pair(Page *page, const char *label, Style style, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    Block *block = add_block(page, BLOCK_PAIR, 0);
    block->mark = g_strdup(label);
    add_run(block, style, value, -1, SAFE_TEXT_LINES);
}

void page_begin(Page *page, int indent)
{
    add_block(page, BLOCK_TEXT, indent);
}

void page_begin_marked(Page *page, const char *mark, int indent)
{
    add_block(page, BLOCK_TEXT, indent)->mark = g_strdup(mark);
}

void page_run(Page *page, Style style, const char *bytes, gssize length)
{
    g_return_if_fail(page->blocks->len > 0);
    add_run(page->blocks->pdata[page->blocks->len - 1], style, bytes, length, SAFE_TEXT_LINES);
}

void page_table(Page *page)
{
    page->tables++;
}

void page_row(Page *page, const Cell *cells, guint count)
{
    Block *block = add_block(page, BLOCK_ROW, 0);
    block->table = page->tables;
    for (guint i = 0; i < count; i++)
        add_run(block, cells[i].style, cells[i].text, -1, SAFE_TEXT_ONE_LINE);
}

void page_item(Page *page, Command command, int argument)
{
    PageItem item = {command, argument};
    page->next_item = (int)page->items->len;
    g_array_append_val(page->items, item);
}

Page *page_detail(Page *page, const char *title, int rows)
{
    page->detail = page_new();
    page->detail_title = g_strdup(title);
    page->detail_rows = rows;
    return page->detail;
}
