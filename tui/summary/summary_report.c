/* The summary in the formats of a report. */
#include "tui/summary/summary_report.h"

#include <string.h>

#include "content/base/phrases.h"
#include "content/base/safe_json.h"
#include "content/base/safe_text.h"
#include "tui/base/i18n.h"
#include "tui/report/report.h"
#include "tui/report/report_writer.h"

enum { ROWS_SHOWN = 10, ADDRESSES_SHOWN = 20, OTHERS_SHOWN = 2, WORDS_SHOWN = 120 };

static char *safe(const char *text)
{
    return safe_text(text, -1, SAFE_TEXT_ONE_LINE, WORDS_SHOWN);
}

static const char *actor(const char *acts, Language language)
{
    g_autofree char *key = g_strconcat("actor.", acts ? acts : "nobody", NULL);
    return phrase(language, key);
}

static const char *title_of(const SummaryRow *row)
{
    return row->title ? row->title : _("No cause was found");
}

/* "2026-11-01 to 2026-11-28"; "" where no date is known. */
static char *span(const char *oldest, const char *newest)
{
    enum { DAY = 10 };
    if (!oldest || !newest)
        return g_strdup("");
    if (!strncmp(oldest, newest, DAY))
        return g_strndup(oldest, DAY);
    g_autofree char *from = g_strndup(oldest, DAY), *to = g_strndup(newest, DAY);
    return g_strdup_printf(_("%s to %s"), from, to);
}

static guint percent(guint part, guint whole)
{
    return whole ? (guint)(((guint64)part * 100 + whole / 2) / whole) : 0;
}

static void append_part(GString *text, const char *part)
{
    if (!*part)
        return;
    if (text->len)
        g_string_append(text, "; ");
    g_string_append(text, part);
}

/* Who acts, when, where, and the words of one. */
static char *cause_note(const SummaryRow *row, Language language)
{
    GString *note = g_string_new(NULL);
    g_autofree char *when = span(row->oldest, row->newest);
    g_autofree char *domains = summary_others(row, OTHERS_SHOWN), *where = safe(domains);
    g_autofree char *words = safe(row->words);
    if (row->acts)
        append_part(note, actor(row->acts, language));
    if (row->delayed) {
        g_autofree char *delayed =
            g_strdup_printf(_("%u of them will be tried again"), row->delayed);
        append_part(note, delayed);
    }
    append_part(note, when);
    append_part(note, where);
    if (*words) {
        g_autofree char *example = g_strdup_printf(_("such as \"%s\""), words);
        append_part(note, example);
    }
    return g_string_free(note, FALSE);
}

static char *plain_note(const SummaryRow *row)
{
    g_autofree char *others = summary_others(row, OTHERS_SHOWN);
    return safe(others);
}

static void write_more(const ReportWriter *writer, GString *out, guint left)
{
    if (!left)
        return;
    g_autofree char *more =
        g_strdup_printf(_("And %u more: --json and --csv have them all."), left);
    writer->paragraph(out, more);
}

static void write_table(const ReportWriter *writer, GString *out, const Summary *summary,
                        SummaryTable table, const char *heading, Language language)
{
    g_autoptr(GPtrArray) rows = summary_rows(summary, table);
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(ReportBar));
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    guint shown = MIN(rows->len, (guint)ROWS_SHOWN);
    for (guint i = 0; i < shown; i++) {
        const SummaryRow *row = rows->pdata[i];
        gboolean causes = table == SUMMARY_CAUSES;
        char *note = causes ? cause_note(row, language) : plain_note(row);
        char *label = safe(causes ? title_of(row) : row->name);
        ReportBar bar = {label, note, summary_row_count(row), summary_row_count(rows->pdata[0])};
        g_ptr_array_add(kept, note);
        g_ptr_array_add(kept, label);
        g_array_append_val(bars, bar);
    }
    if (!shown)
        return;
    writer->heading(out, heading);
    writer->bars(out, bars);
    write_more(writer, out, rows->len - shown);
}

static void write_gone(const ReportWriter *writer, GString *out, const Summary *summary)
{
    g_autoptr(GPtrArray) rows = summary_rows(summary, SUMMARY_GONE);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    guint shown = MIN(rows->len, (guint)ADDRESSES_SHOWN);
    for (guint i = 0; i < shown; i++) {
        const SummaryRow *row = rows->pdata[i];
        g_autofree char *line = g_strdup_printf("%s: %s", row->name, title_of(row));
        g_ptr_array_add(items, safe(line));
    }
    if (!shown)
        return;
    g_autofree char *heading =
        g_strdup_printf(_("Addresses to remove from your lists: %u"), rows->len);
    writer->heading(out, heading);
    writer->paragraph(
        out, _("Each was refused for good, for what the address is. None is here that failed for "
               "a fault on the sender's side."));
    writer->items(out, items, FALSE);
    write_more(writer, out, rows->len - shown);
}

static void add_pair(GArray *pairs, const char *label, const char *text)
{
    ReportPair pair = {label, text, FALSE};
    if (*text)
        g_array_append_val(pairs, pair);
}

static char *first_words(const Summary *summary, Language language)
{
    const SummaryRow *first = summary_first(summary);
    SummaryTotals totals = summary_totals(summary);
    if (!first)
        return g_strdup(totals.recipients ? _("Nothing on the sender's own side was found.") : "");
    return g_strdup_printf(_("%s: %u recipients, %u %% of all. Who must act: %s."), title_of(first),
                           summary_row_count(first),
                           percent(summary_row_count(first), totals.recipients),
                           actor(first->acts, language));
}

static void write_totals(const ReportWriter *writer, GString *out, const Summary *summary,
                         Language language)
{
    SummaryTotals totals = summary_totals(summary);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(ReportPair));
    g_autofree char *failed = g_strdup_printf("%u", totals.failed);
    g_autofree char *delayed = g_strdup_printf("%u", totals.delayed);
    g_autofree char *unknown = g_strdup_printf("%u", totals.unknown);
    g_autofree char *others = totals.others ? g_strdup_printf("%u", totals.others) : g_strdup("");
    g_autofree char *served = totals.served || totals.lines
                                  ? g_strdup_printf("%" G_GUINT64_FORMAT, totals.served)
                                  : g_strdup("");
    g_autofree char *when = span(totals.oldest, totals.newest);
    g_autofree char *first = first_words(summary, language);
    add_pair(pairs, _("Mend first"), first);
    add_pair(pairs, _("Failed"), failed);
    add_pair(pairs, _("Delayed"), delayed);
    add_pair(pairs, _("No cause"), unknown);
    add_pair(pairs, _("No failure"), others);
    add_pair(pairs, _("Served"), served);
    add_pair(pairs, _("From when"), when);
    g_autofree char *title =
        g_strdup_printf(_("%u recipients did not get their mail"), totals.recipients);
    writer->title(out, title);
    writer->answer(out, pairs);
}

static char *written(const ReportWriter *writer, const Summary *summary, Language language)
{
    GString *out = g_string_new(NULL);
    if (writer->open)
        writer->open(out, language);
    write_totals(writer, out, summary, language);
    write_table(writer, out, summary, SUMMARY_CAUSES, _("By cause"), language);
    write_table(writer, out, summary, SUMMARY_DOMAINS, _("By domain of the recipient"), language);
    write_table(writer, out, summary, SUMMARY_PROVIDERS, _("By mail provider"), language);
    write_table(writer, out, summary, SUMMARY_LISTS, _("Block lists named"), language);
    write_gone(writer, out, summary);
    if (writer->close)
        writer->close(out);
    return g_string_free(out, FALSE);
}

/* ---- for programs */

static const char *const table_names[SUMMARY_TABLES] = {[SUMMARY_CAUSES] = "causes",
                                                        [SUMMARY_DOMAINS] = "domains",
                                                        [SUMMARY_PROVIDERS] = "providers",
                                                        [SUMMARY_LISTS] = "lists",
                                                        [SUMMARY_GONE] = "remove"};

static json_t *row_json(const SummaryRow *row)
{
    json_t *others = json_object();
    GHashTableIter iter;
    gpointer name, number;
    g_hash_table_iter_init(&iter, row->others);
    while (g_hash_table_iter_next(&iter, &name, &number))
        json_object_set_new(others, name, json_integer(GPOINTER_TO_UINT(number)));
    return json_pack("{s:s, s:s?, s:s?, s:s?, s:i, s:i, s:s?, s:s?, s:s?, s:s?, s:o}", "name",
                     row->name, "title", row->title, "acts", row->acts, "category", row->category,
                     "failed", (int)row->failed, "delayed", (int)row->delayed, "oldest",
                     row->oldest, "newest", row->newest, "recipient", row->recipient, "words",
                     row->words, "with", others);
}

static char *summary_json(const Summary *summary)
{
    SummaryTotals totals = summary_totals(summary);
    const SummaryRow *first = summary_first(summary);
    json_t *whole = json_pack(
        "{s:i, s:i, s:i, s:i, s:i, s:i, s:I, s:I, s:I, s:s?, s:s?, s:s?}", "whybounce_summary", 1,
        "recipients", (int)totals.recipients, "failed", (int)totals.failed, "delayed",
        (int)totals.delayed, "unknown", (int)totals.unknown, "no_failure", (int)totals.others,
        "served", (json_int_t)totals.served, "lines", (json_int_t)totals.lines, "silent_lines",
        (json_int_t)totals.silent, "oldest", totals.oldest, "newest", totals.newest, "mend_first",
        first ? first->name : NULL);
    for (guint table = 0; table < SUMMARY_TABLES; table++) {
        g_autoptr(GPtrArray) rows = summary_rows(summary, table);
        json_t *array = json_array();
        for (guint i = 0; i < rows->len; i++)
            json_array_append_new(array, row_json(rows->pdata[i]));
        json_object_set_new(whole, table_names[table], array);
    }
    GString *line = g_string_new(NULL);
    safe_json_append(line, whole);
    g_string_append_c(line, '\n');
    json_decref(whole);
    return g_string_free(line, FALSE);
}

/* A spreadsheet takes what begins so for a formula. */
static void append_csv(GString *out, const char *text, gboolean last)
{
    g_autofree char *shown = safe_text(text, -1, SAFE_TEXT_ONE_LINE, 0);
    g_string_append_c(out, '"');
    if (*shown && strchr("=+-@", *shown))
        g_string_append_c(out, '\'');
    for (const char *at = shown; *at; at++) {
        if (*at == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *at);
    }
    g_string_append(out, last ? "\"\r\n" : "\",");
}

static char *summary_csv(const Summary *summary)
{
    GString *out =
        g_string_new("table,name,title,acts,failed,delayed,oldest,newest,recipient,words\r\n");
    for (guint table = 0; table < SUMMARY_TABLES; table++) {
        g_autoptr(GPtrArray) rows = summary_rows(summary, table);
        for (guint i = 0; i < rows->len; i++) {
            const SummaryRow *row = rows->pdata[i];
            g_string_append_printf(out, "%s,", table_names[table]);
            append_csv(out, row->name, FALSE);
            append_csv(out, row->title, FALSE);
            append_csv(out, row->acts, FALSE);
            g_string_append_printf(out, "%u,%u,", row->failed, row->delayed);
            append_csv(out, row->oldest, FALSE);
            append_csv(out, row->newest, FALSE);
            append_csv(out, row->recipient, FALSE);
            append_csv(out, row->words, TRUE);
        }
    }
    return g_string_free(out, FALSE);
}

char *summary_report(const Summary *summary, const char *format, Language language)
{
    if (!strcmp(format, "csv"))
        return summary_csv(summary);
    const ReportWriter *writer = report_writer(format);
    return writer ? written(writer, summary, language) : summary_json(summary);
}
