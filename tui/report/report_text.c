/* Plain text for tickets and mail: at most 76 columns, the verdict in the first 12 lines. */
#include <string.h>

#include "tui/report/report_writer.h"
#include "tui/base/width.h"
#include "tui/base/i18n.h"

#define COLUMNS 76
#define TITLE_LINES 2
#define ANSWER_LINES 10
#define LABEL_COLUMNS 16

static void append_blanks(GString *out, int count)
{
    for (int i = 0; i < count; i++)
        g_string_append_c(out, ' ');
}

/* Writes the ranges as lines, each but the first behind `hang` blanks; after `most` lines the rest
 * is dropped and marked. */
static void append_ranges(GString *out, const char *text, const GArray *ranges, int hang,
                          guint most)
{
    guint count = MIN(ranges->len, most);
    for (guint i = 0; i < count; i++) {
        const TextRange *range = &g_array_index(ranges, TextRange, i);
        gsize length = range->end - range->start;
        if (i > 0)
            append_blanks(out, hang);
        if (i + 1 < ranges->len && i + 1 == count) {
            gsize fit = text_fit(text + range->start, length, COLUMNS - hang - 3);
            g_string_append_len(out, text + range->start, (gssize)fit);
            g_string_append(out, "...");
        } else {
            g_string_append_len(out, text + range->start, (gssize)length);
        }
        g_string_append_c(out, '\n');
    }
}

/* Writes `text` behind what already stands in the line (`used` columns). */
static void append_wrapped(GString *out, const char *text, int used, int hang, guint most)
{
    g_autoptr(GArray) ranges = text_wrap(text, strlen(text), COLUMNS - used, COLUMNS - hang);
    append_ranges(out, text, ranges, hang, most);
}

static void between(GString *out)
{
    g_string_append_c(out, '\n');
    for (int i = 0; i < COLUMNS; i++)
        g_string_append_c(out, '=');
    g_string_append(out, "\n\n");
}

static void title(GString *out, const char *text)
{
    append_wrapped(out, text, 0, 0, TITLE_LINES);
}

static int label_columns(const GArray *pairs)
{
    int columns = 0;
    for (guint i = 0; i < pairs->len; i++)
        columns = MAX(columns, text_width(g_array_index(pairs, ReportPair, i).label, -1));
    return MIN(columns, LABEL_COLUMNS);
}

static void append_pair(GString *out, const ReportPair *pair, int columns, guint most)
{
    g_string_append(out, pair->label);
    append_blanks(out, MAX(0, columns - text_width(pair->label, -1)) + 2);
    int used = MAX(columns, text_width(pair->label, -1)) + 2;
    append_wrapped(out, pair->text, used, columns + 2, most);
}

/* How many lines each pair may take, so that all together are ANSWER_LINES at most: the longest
 * give way first. */
static void share_lines(const GArray *pairs, int columns, guint *shares)
{
    guint total = 0;
    for (guint i = 0; i < pairs->len; i++) {
        const ReportPair *pair = &g_array_index(pairs, ReportPair, i);
        int room = COLUMNS - columns - 2;
        g_autoptr(GArray) ranges = text_wrap(pair->text, strlen(pair->text), room, room);
        shares[i] = ranges->len;
        total += shares[i];
    }
    while (total > MAX(ANSWER_LINES, pairs->len)) {
        guint longest = 0;
        for (guint i = 1; i < pairs->len; i++)
            longest = shares[i] > shares[longest] ? i : longest;
        guint excess = total - MAX(ANSWER_LINES, pairs->len);
        guint second = 1;
        for (guint i = 0; i < pairs->len; i++)
            second = i != longest ? MAX(second, shares[i]) : second;
        guint cut = CLAMP(shares[longest] - MIN(second, shares[longest] - 1), 1, excess);
        shares[longest] -= cut;
        total -= cut;
    }
}

static void heading(GString *out, const char *text)
{
    g_string_append_printf(out, "\n%s\n", text);
    for (int i = 0; i < MIN(text_width(text, -1), COLUMNS); i++)
        g_string_append_c(out, '-');
    g_string_append_c(out, '\n');
}

static void append_in_full(GString *out, const GArray *pairs, int columns, const guint *shares)
{
    gboolean headed = FALSE;
    for (guint i = 0; i < pairs->len; i++) {
        const ReportPair *pair = &g_array_index(pairs, ReportPair, i);
        g_autoptr(GArray) ranges =
            text_wrap(pair->text, strlen(pair->text), COLUMNS - columns - 2, COLUMNS - columns - 2);
        if (ranges->len <= shares[i])
            continue;
        if (!headed)
            heading(out, _("In full"));
        headed = TRUE;
        append_pair(out, pair, columns, G_MAXUINT);
    }
}

static void answer(GString *out, const GArray *pairs)
{
    int columns = label_columns(pairs);
    g_autofree guint *shares = g_new0(guint, pairs->len + 1);
    share_lines(pairs, columns, shares);
    for (guint i = 0; i < pairs->len; i++)
        append_pair(out, &g_array_index(pairs, ReportPair, i), columns, shares[i]);
    append_in_full(out, pairs, columns, shares);
}

/* A blank line before a block, unless it follows its heading. */
static void set_apart(GString *out)
{
    if (!g_str_has_suffix(out->str, "-\n") && !g_str_has_suffix(out->str, "\n\n"))
        g_string_append_c(out, '\n');
}

static void subheading(GString *out, const char *text)
{
    set_apart(out);
    g_string_append(out, "* ");
    append_wrapped(out, text, 2, 2, G_MAXUINT);
}

static void paragraph(GString *out, const char *text)
{
    set_apart(out);
    append_wrapped(out, text, 0, 0, G_MAXUINT);
}

static void write_pairs(GString *out, const GArray *pairs)
{
    int columns = label_columns(pairs);
    for (guint i = 0; i < pairs->len; i++)
        append_pair(out, &g_array_index(pairs, ReportPair, i), columns, G_MAXUINT);
}

static void items(GString *out, const GPtrArray *texts, gboolean numbered)
{
    for (guint i = 0; i < texts->len; i++) {
        g_autofree char *mark = numbered ? g_strdup_printf("  %u. ", i + 1) : g_strdup("  - ");
        int width = (int)strlen(mark);
        g_string_append(out, mark);
        append_wrapped(out, texts->pdata[i], width, width, G_MAXUINT);
    }
}

static void finding(GString *out, const ReportFinding *shown)
{
    g_string_append_printf(out, "[%s] ", shown->word);
    append_wrapped(out, shown->text, text_width(shown->word, -1) + 3, 4, G_MAXUINT);
    for (guint i = 0; i < shown->evidence->len; i++) {
        g_string_append(out, "    ");
        append_wrapped(out, shown->evidence->pdata[i], 4, 6, G_MAXUINT);
    }
}

static void code(GString *out, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    set_apart(out);
    for (char **line = lines; *line; line++)
        g_string_append_printf(out, "    %s\n", *line);
}

static void links(GString *out, const GArray *array)
{
    for (guint i = 0; i < array->len; i++) {
        const ReportLink *link = &g_array_index(array, ReportLink, i);
        g_string_append(out, "  - ");
        append_wrapped(out, link->title, 4, 4, G_MAXUINT);
        if (!g_str_equal(link->title, link->url))
            g_string_append_printf(out, "    %s\n", link->url);
    }
}

/* "   1667  ########  label", the note below. */
static void bars(GString *out, const GArray *array)
{
    enum { NUMBER = 7, LENGTH = 12, LABEL = NUMBER + LENGTH + 4 };
    for (guint i = 0; i < array->len; i++) {
        const ReportBar *bar = &g_array_index(array, ReportBar, i);
        guint full = bar->most ? (guint)((guint64)bar->count * LENGTH / bar->most) : 0;
        g_autofree char *drawn = g_strnfill(MAX(full, bar->count ? 1 : 0), '#');
        g_string_append_printf(out, "%*u  %-*s  ", NUMBER, bar->count, LENGTH, drawn);
        append_wrapped(out, bar->label, LABEL, LABEL, G_MAXUINT);
        if (!*bar->note)
            continue;
        append_blanks(out, LABEL);
        append_wrapped(out, bar->note, LABEL, LABEL, G_MAXUINT);
    }
}

const ReportWriter report_text = {
    .between = between,
    .title = title,
    .answer = answer,
    .heading = heading,
    .subheading = subheading,
    .paragraph = paragraph,
    .pairs = write_pairs,
    .items = items,
    .finding = finding,
    .code = code,
    .links = links,
    .bars = bars,
};
