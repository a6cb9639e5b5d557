#include "tui/frontend/draw.h"

#include <string.h>
#include "content/base/safe_text.h"
#include "tui/base/layout.h"
#include "tui/base/locale_charset.h"
#include "tui/base/width.h"
#include "tui/base/i18n.h"

#define ROOMY_ROWS 12 /* below, rules and the notice's own row are dropped */
#define MIN_ROWS 4
#define MIN_COLUMNS 16
#define WIDE_COLUMNS 64  /* below, the breadcrumb names the step only */
#define TEXT_COLUMNS 100 /* wider lines are not read well */

/* Where the parts of the screen are. */
typedef struct {
    const Theme *theme;
    int rows, columns;
    int margin; /* columns before the text: the focus mark */
    int body, body_rows;
    int detail, detail_rows; /* 0 rows: none */
    int cursor_row, cursor_column;
    gboolean more; /* there is more below */
} Frame;

/* Texts are UTF-8; the terminal may not be. */
static void put(const char *text, gsize length)
{
    g_autofree char *safe = safe_text(text, (gssize)length, SAFE_TEXT_ONE_LINE, 0);
    g_autofree char *own = own_charset_cells(safe);
    addstr(own);
}

static void put_at(int row, int column, attr_t attributes, const char *text, int columns)
{
    g_autofree char *safe = safe_text(text, -1, SAFE_TEXT_ONE_LINE, 0);
    g_autofree char *cut = text_cut(safe, columns);
    move(row, column);
    attrset((int)attributes);
    put(cut, strlen(cut));
    attrset(A_NORMAL);
}

static void rule(const Frame *frame, int row, const char *title)
{
    if (frame->theme->ascii)
        mvhline(row, 0, '-', frame->columns);
    else
        mvhline_set(row, 0, WACS_HLINE, frame->columns);
    if (title == NULL || *title == '\0')
        return;
    g_autofree char *spaced = g_strdup_printf(" %s ", title);
    put_at(row, 2, A_BOLD, spaced, frame->columns - 4);
}

static char *breadcrumb(const Wizard *wizard, int columns)
{
    const char *const steps[] = {_("Paste"), _("Identify"), _("Check"), _("Fix")};
    int current = wizard_step(wizard);
    GString *text = g_string_new(NULL);
    if (columns < WIDE_COLUMNS) {
        g_string_append(text, "whybounce");
        if (current > 0)
            g_string_append_printf(text, " %d/4 %s", current, steps[current - 1]);
        return g_string_free(text, FALSE);
    }
    g_string_append(text, "whybounce  ");
    for (int i = 1; i <= 4; i++)
        g_string_append_printf(text, i == current ? "%s[%d %s]" : "%s%d %s", i > 1 ? " > " : "", i,
                               steps[i - 1]);
    return g_string_free(text, FALSE);
}

static void draw_header(const Wizard *wizard, const Frame *frame)
{
    g_autofree char *crumbs = breadcrumb(wizard, frame->columns);
    g_autofree char *place = wizard_place(wizard);
    put_at(0, 1, A_BOLD, crumbs, frame->columns - 2);
    int free_columns = frame->columns - text_width(crumbs, -1) - 5;
    int width = MIN(text_width(place, -1), free_columns);
    if (width > 3)
        put_at(0, frame->columns - 1 - width, A_NORMAL, place, width);
    if (frame->rows >= ROOMY_ROWS)
        rule(frame, 1, NULL);
}

static int put_key(const Frame *frame, int column, const char *key, const char *label)
{
    int key_columns = text_width(key, -1), label_columns = text_width(label, -1);
    if (column + key_columns + 1 + label_columns > frame->columns)
        return frame->columns;
    put_at(frame->rows - 1, column, A_BOLD, key, key_columns);
    put_at(frame->rows - 1, column + key_columns + 1, A_NORMAL, label, label_columns);
    return column + key_columns + label_columns + 4;
}

/* As many keys as fit; those of the edit field while there is one. */
static void draw_footer(const Wizard *wizard, const Frame *frame, gboolean editing)
{
    int column = 1;
    if (editing) {
        column = put_key(frame, column, "Enter", _("take it"));
        column = put_key(frame, column, "Esc", _("leave it"));
        const GPtrArray *words = wizard_field_words(wizard);
        if (wizard_field_is_file(wizard) || (words != NULL && words->len > 0))
            put_key(frame, column, "Tab", _("complete"));
        return;
    }
    g_autoptr(GPtrArray) bindings = wizard_footer(wizard);
    for (guint i = 0; i < bindings->len; i++) {
        const KeyBinding *binding = bindings->pdata[i];
        column = put_key(frame, column, binding->shown, _(binding->label));
    }
}

static void draw_line(const Frame *frame, int row, const Line *line, gboolean focused)
{
    gsize at = 0;
    attr_t focus = focused ? A_REVERSE : 0;
    move(row, frame->margin);
    for (guint i = 0; i < line->runs->len; i++) {
        Run run = g_array_index(line->runs, Run, i);
        attrset((int)focus);
        put(line->text + at, run.start - at);
        attrset((int)(theme_attributes(frame->theme, run.style) | focus));
        put(line->text + run.start, run.end - run.start);
        at = run.end;
    }
    attrset((int)focus);
    put(line->text + at, strlen(line->text) - at);
    attrset(A_NORMAL);
}

/* Fits the scrolling to what there is, and to the focus where that has moved. */
static void fit_view(View *view, const GPtrArray *lines, const Page *page, int rows)
{
    int first, last, end = MAX(0, (int)lines->len - rows);
    view->follow = view->follow || view->rows != rows; /* the window has another size */
    view->rows = rows;
    int here = view->follow ? layout_style(lines, STYLE_HERE) : -1;
    if (page->follow_end)
        view->scroll = end;
    else if (here >= 0 && (here < view->scroll || here >= view->scroll + rows))
        view->scroll = here - rows / 3;
    else if (here >= 0)
        ; /* it is in sight */
    else if (view->follow && layout_item(lines, view->item, &first, &last)) {
        if (last >= view->scroll + rows)
            view->scroll = last - rows + 1;
        if (first < view->scroll)
            view->scroll = first;
        if (view->item == 0 && last < rows)
            view->scroll = 0;
    } else if (view->follow && page->items->len > 0)
        view->scroll = 0;
    else if (view->follow && page->show_mark)
        view->scroll = layout_style(lines, STYLE_MARK) - rows / 2;
    view->scroll = CLAMP(view->scroll, 0, end);
    view->follow = FALSE;
    view->top =
        view->scroll < (int)lines->len ? ((const Line *)lines->pdata[view->scroll])->block : 0;
}

static int text_columns(const Frame *frame)
{
    return MIN(TEXT_COLUMNS, frame->columns - frame->margin - (frame->margin > 1));
}

static void draw_body(Frame *frame, const Page *page, View *view)
{
    g_autoptr(GPtrArray) lines = page_layout(page, text_columns(frame));
    fit_view(view, lines, page, frame->body_rows);
    int marked = -1;
    for (int i = 0; i < frame->body_rows && view->scroll + i < (int)lines->len; i++) {
        const Line *line = lines->pdata[view->scroll + i];
        gboolean focused = line->item >= 0 && line->item == view->item;
        if (focused && marked < 0) {
            marked = i;
            mvaddch(frame->body + i, 0, '>');
        }
        draw_line(frame, frame->body + i, line, focused);
    }
    frame->more = view->scroll + frame->body_rows < (int)lines->len;
    int here = layout_style(lines, STYLE_HERE) - view->scroll;
    if (marked < 0 && here >= 0 && here < frame->body_rows)
        marked = here;
    frame->cursor_row = frame->body + MAX(0, marked);
    frame->cursor_column = frame->margin;
    if (page->caret >= 0 && lines->len > 0) {
        const Line *last = lines->pdata[lines->len - 1];
        frame->cursor_row = frame->body + (int)lines->len - 1 - view->scroll;
        frame->cursor_column = MIN(frame->columns - 1, frame->margin + text_width(last->text, -1));
    }
}

static void draw_detail(Frame *frame, const Page *page, View *view)
{
    if (frame->detail_rows == 0)
        return;
    g_autoptr(GPtrArray) lines = page_layout(page->detail, text_columns(frame));
    view->detail_scroll =
        CLAMP(view->detail_scroll, 0, MAX(0, (int)lines->len - frame->detail_rows));
    rule(frame, frame->detail - 1, page->detail_title);
    for (int i = 0; i < frame->detail_rows && view->detail_scroll + i < (int)lines->len; i++)
        draw_line(frame, frame->detail + i, lines->pdata[view->detail_scroll + i], FALSE);
    if (view->detail_scroll + frame->detail_rows < (int)lines->len)
        frame->more = TRUE;
}

/* The row above the footer: a field, a notice, or a rule that tells whether there is more. */
static void draw_notice(Wizard *wizard, Edit *edit, Frame *frame)
{
    const char *label, *initial, *notice = wizard_notice(wizard);
    gboolean roomy = frame->rows >= ROOMY_ROWS;
    int row = roomy ? frame->rows - 2 : frame->rows - 1;
    if (edit != NULL && wizard_field(wizard, &label, &initial)) {
        g_autofree char *prompt = g_strdup_printf("%s: ", label);
        int start = MIN(1 + text_width(prompt, -1), frame->columns / 2), cursor = 0;
        g_autofree char *text = edit_visible(edit, MAX(1, frame->columns - start - 1), &cursor);
        move(row, 0);
        clrtoeol();
        put_at(row, 1, A_BOLD, prompt, start - 1);
        put_at(row, start, A_NORMAL, text, frame->columns - start);
        frame->cursor_row = row;
        frame->cursor_column = start + cursor;
        g_autofree char *reason = wizard_field_reason(wizard);
        const char *above = edit_hint(edit) != NULL ? edit_hint(edit) : reason;
        above = notice != NULL && reason != NULL ? notice : above;
        if (above != NULL && roomy) {
            rule(frame, row - 1, NULL);
            put_at(row - 1, 2, A_NORMAL, above, frame->columns - 4);
        }
    } else if (notice != NULL) {
        move(row, 0);
        clrtoeol();
        put_at(row, 1, A_BOLD, notice, frame->columns - 2);
    } else if (roomy) {
        rule(frame, row, frame->more ? _("more: PgDn") : NULL);
    }
}

static void place_parts(Frame *frame, const Page *page)
{
    gboolean roomy = frame->rows >= ROOMY_ROWS;
    frame->margin = frame->columns >= 30 ? 2 : 1;
    frame->body = roomy ? 2 : 1;
    int rows = frame->rows - frame->body - (roomy ? 2 : 1);
    if (page->detail != NULL && rows >= 4) {
        frame->detail_rows = MIN(page->detail_rows, rows / 2 - (rows < 8));
        rows -= frame->detail_rows + 1;
        frame->detail = frame->body + rows + 1;
    }
    frame->body_rows = rows;
}

void draw_wizard(Wizard *wizard, Edit *edit, const Theme *theme)
{
    Frame frame = {.theme = theme};
    getmaxyx(stdscr, frame.rows, frame.columns);
    erase();
    if (frame.rows < MIN_ROWS || frame.columns < MIN_COLUMNS) {
        put_at(0, 0, A_NORMAL, _("Enlarge, please"), frame.columns);
        refresh();
        return;
    }
    g_autoptr(Page) page = wizard_page(wizard);
    place_parts(&frame, page);
    draw_header(wizard, &frame);
    draw_body(&frame, page, wizard_view(wizard));
    draw_detail(&frame, page, wizard_view(wizard));
    draw_footer(wizard, &frame, edit != NULL);
    draw_notice(wizard, edit, &frame);
    move(CLAMP(frame.cursor_row, 0, frame.rows - 1),
         CLAMP(frame.cursor_column, 0, frame.columns - 1));
    refresh();
}

/* A row of the screen: its characters, or a letter for the style of each cell. */
static void dump_row(GString *out, int row, int columns, gboolean styles)
{
    gsize start = out->len;
    for (int column = 0; column < columns;) {
        cchar_t cell;
        wchar_t characters[CCHARW_MAX + 1] = {0};
        attr_t attributes;
        short pair;
        mvin_wch(row, column, &cell);
        getcchar(&cell, characters, &attributes, &pair, NULL);
        int width = 0;
        for (int i = 0; characters[i] != 0; i++) {
            if (!styles)
                g_string_append_unichar(out, (gunichar)characters[i]);
            width = MAX(width, char_width((gunichar)characters[i]));
        }
        for (int i = 0; i < MAX(1, width) && styles; i++)
            g_string_append_c(out, theme_cell_letter(attributes, pair, characters[0] == L' '));
        column += MAX(1, width);
    }
    while (out->len > start && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

static char *dump(gboolean styles)
{
    int rows, columns, row, column;
    getmaxyx(stdscr, rows, columns);
    getyx(stdscr, row, column);
    GString *out = g_string_new(NULL);
    for (int i = 0; i < rows; i++) {
        gsize start = out->len;
        dump_row(out, i, columns, styles);
        if (styles && i == row && out->len - start > (gsize)column)
            out->str[start + (gsize)column] = '@';
    }
    move(row, column);
    return g_string_free(out, FALSE);
}

char *draw_dump(void)
{
    return dump(FALSE);
}

char *draw_dump_styles(void)
{
    return dump(TRUE);
}
