#include "content/help/manual_text.h"

#include <string.h>

enum { BODY_INDENT = 2, LIST_INDENT = 4, MARK_INDENT = 3 };

/* What an element of the page does. */
typedef enum {
    INLINE,  /* nothing but its style */
    BLOCK,   /* begins and ends a paragraph */
    APART,   /* ... with a blank line before it */
    TERM,    /* of a list of terms: the first in a row stands apart */
    MEANING, /* ... what it means */
    ITEM,    /* of a list with marks */
    LITERAL, /* lines stay as they are */
    BREAK,   /* the line ends here */
    CELL,    /* of SYNOPSIS: the first is what the others hang on */
    SKIPPED  /* with all that is in it */
} Role;

static const struct {
    const char *element, *class; /* class: one of its words; NULL: any */
    Role role;
    ManualStyle style; /* MANUAL_PLAIN: as around it */
    int indent;        /* more than around it */
} elements[] = {
    {"table", "head", SKIPPED, MANUAL_PLAIN, 0},
    {"table", "foot", SKIPPED, MANUAL_PLAIN, 0},
    {"tr", NULL, BLOCK, MANUAL_PLAIN, 0},
    {"td", NULL, CELL, MANUAL_PLAIN, 0},
    {"section", NULL, BLOCK, MANUAL_PLAIN, 0},
    {"cite", NULL, BLOCK, MANUAL_PLAIN, 0},
    {"h1", NULL, APART, MANUAL_HEADING, -BODY_INDENT},
    {"h2", NULL, APART, MANUAL_HEADING, 0},
    {"p", NULL, APART, MANUAL_PLAIN, 0},
    {"dl", NULL, APART, MANUAL_PLAIN, 0},
    {"dt", NULL, TERM, MANUAL_PLAIN, 0},
    {"dd", NULL, MEANING, MANUAL_PLAIN, LIST_INDENT},
    {"ol", NULL, APART, MANUAL_PLAIN, 0},
    {"ul", NULL, APART, MANUAL_PLAIN, 0},
    {"li", NULL, ITEM, MANUAL_PLAIN, MARK_INDENT},
    {"div", "Bd-indent", BLOCK, MANUAL_PLAIN, LIST_INDENT},
    {"div", "Bd", BLOCK, MANUAL_PLAIN, 0},
    {"pre", NULL, LITERAL, MANUAL_STRONG, 0},
    {"br", NULL, BREAK, MANUAL_PLAIN, 0},
    {"code", NULL, INLINE, MANUAL_STRONG, 0},
    {"b", NULL, INLINE, MANUAL_STRONG, 0},
    {"var", NULL, INLINE, MANUAL_EMPHASIS, 0},
    {"i", NULL, INLINE, MANUAL_EMPHASIS, 0},
    {"span", "Pa", INLINE, MANUAL_EMPHASIS, 0},
};

/* An element that is open. */
typedef struct {
    Role role;
    ManualStyle style;
    int indent;
    gboolean literal, skipped;
    guint items; /* of a list, so far */
} Level;

typedef struct {
    GPtrArray *paragraphs;
    GArray *levels;
    ManualParagraph *open;              /* the paragraph that is being read */
    char *mark;                         /* for the next one */
    gboolean apart;                     /* the next one stands apart */
    gboolean under_heading, under_term; /* what the next one stands under, and close to */
} Reader;

static ManualParagraph *paragraph_new(void)
{
    ManualParagraph *paragraph = g_new0(ManualParagraph, 1);
    paragraph->text = g_string_new(NULL);
    paragraph->runs = g_array_new(FALSE, FALSE, sizeof(ManualRun));
    return paragraph;
}

static void paragraph_free(gpointer data)
{
    ManualParagraph *paragraph = data;
    if (!paragraph)
        return;
    g_free(paragraph->mark);
    g_string_free(paragraph->text, TRUE);
    g_array_unref(paragraph->runs);
    g_free(paragraph);
}

static Level *top(const Reader *reader)
{
    return &g_array_index(reader->levels, Level, reader->levels->len - 1);
}

/* Takes away the blanks and line ends that the text ends with. */
static void trim(ManualParagraph *paragraph)
{
    gsize length = paragraph->text->len;
    while (length && g_ascii_isspace(paragraph->text->str[length - 1]))
        length--;
    g_string_truncate(paragraph->text, length);
    for (guint i = 0; i < paragraph->runs->len; i++) {
        ManualRun *run = &g_array_index(paragraph->runs, ManualRun, i);
        run->start = MIN(run->start, length);
        run->end = MIN(run->end, length);
    }
}

/* Ends the paragraph that is open; one without words is none. */
static void flush(Reader *reader)
{
    trim(reader->open);
    if (!reader->open->text->len)
        return;
    ManualParagraph *paragraph = reader->open;
    const Level *level = top(reader);
    reader->open = paragraph_new();
    paragraph->apart = reader->apart && reader->paragraphs->len > 0;
    paragraph->mark = g_steal_pointer(&reader->mark);
    paragraph->indent = level->indent - (paragraph->mark && level->role == ITEM ? MARK_INDENT : 0);
    reader->apart = level->role == LITERAL;
    reader->under_heading = level->style == MANUAL_HEADING;
    reader->under_term = level->role == TERM;
    g_ptr_array_add(reader->paragraphs, paragraph);
}

static gboolean has_class(const char **names, const char **values, const char *class)
{
    for (; *names; names++)
        if (!strcmp(*names, "class")) {
            g_auto(GStrv) words = g_strsplit(*values, " ", -1);
            return g_strv_contains((const char *const *)words, class);
        } else {
            values++;
        }
    return FALSE;
}

/* The level of an element within the one that is open. */
static Level level_of(const Reader *reader, const char *element, const char **names,
                      const char **values)
{
    Level level = *top(reader);
    level.role = INLINE;
    level.items = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
        if (strcmp(elements[i].element, element) ||
            (elements[i].class && !has_class(names, values, elements[i].class)))
            continue;
        level.role = elements[i].role;
        level.style = elements[i].style != MANUAL_PLAIN ? elements[i].style : level.style;
        level.indent += elements[i].indent;
        level.literal = level.literal || level.role == LITERAL;
        level.skipped = level.skipped || level.role == SKIPPED;
        break;
    }
    return level;
}

/* The mark of the next item of the list that is open. */
static char *item_mark(const Reader *reader, const char *list)
{
    guint number = ++top(reader)->items;
    return strcmp(list, "ol") ? g_strdup("-") : g_strdup_printf("%u.", number);
}

static void start(GMarkupParseContext *context, const char *element, const char **names,
                  const char **values, gpointer data, GError **error)
{
    Reader *reader = data;
    const GSList *above = g_markup_parse_context_get_element_stack(context);
    Level level = level_of(reader, element, names, values);
    (void)error;
    if (level.role == BREAK && reader->open->text->len)
        g_string_append_c(reader->open->text, '\n');
    if (level.role != INLINE && level.role != BREAK && level.role != CELL)
        flush(reader);
    if (level.role == ITEM) {
        g_free(reader->mark);
        reader->mark = item_mark(reader, above->next ? above->next->data : "");
    }
    if (level.role == APART || level.role == LITERAL || level.role == TERM)
        reader->apart = !reader->under_heading && !(level.role == TERM && reader->under_term);
    else if (level.role == MEANING)
        reader->apart = FALSE;
    g_array_append_val(reader->levels, level);
}

static void end(GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
    Reader *reader = data;
    Role role = top(reader)->role;
    (void)context, (void)element, (void)error;
    if (role == CELL && !reader->mark && reader->open->text->len) {
        reader->mark = g_strchomp(g_strdup(reader->open->text->str));
        g_string_truncate(reader->open->text, 0);
        g_array_set_size(reader->open->runs, 0);
    } else if (role != INLINE && role != BREAK && role != CELL) {
        flush(reader);
    }
    g_array_set_size(reader->levels, reader->levels->len - 1);
}

/* Blanks and line ends are one blank, but for literal lines. */
static void append_words(GString *out, const char *text, gsize length, gboolean literal)
{
    for (gsize i = 0; i < length; i++) {
        gboolean space = g_ascii_isspace(text[i]);
        if (literal || !space)
            g_string_append_c(out, text[i]);
        else if (out->len && !g_ascii_isspace(out->str[out->len - 1]))
            g_string_append_c(out, ' ');
    }
}

static void text(GMarkupParseContext *context, const char *bytes, gsize length, gpointer data,
                 GError **error)
{
    Reader *reader = data;
    const Level *level = top(reader);
    ManualParagraph *open = reader->open;
    (void)context, (void)error;
    if (level->skipped)
        return;
    ManualRun run = {level->style, open->text->len, 0};
    append_words(open->text, bytes, length, level->literal);
    run.end = open->text->len;
    if (run.style != MANUAL_PLAIN && run.start < run.end)
        g_array_append_val(open->runs, run);
}

GPtrArray *manual_text_read(const char *html, gsize length)
{
    static const GMarkupParser parser = {.start_element = start, .end_element = end, .text = text};
    Reader reader = {.paragraphs = g_ptr_array_new_with_free_func(paragraph_free),
                     .levels = g_array_new(FALSE, TRUE, sizeof(Level)),
                     .open = paragraph_new()};
    Level page = {.role = BLOCK, .indent = BODY_INDENT};
    g_array_append_val(reader.levels, page);
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
    /* A document has one element at its top, a fragment several. */
    if (g_markup_parse_context_parse(context, "<page>", -1, NULL) &&
        g_markup_parse_context_parse(context, html, (gssize)length, NULL))
        g_markup_parse_context_parse(context, "</page>", -1, NULL);
    flush(&reader);
    paragraph_free(reader.open);
    g_free(reader.mark);
    g_array_unref(reader.levels);
    return reader.paragraphs;
}
