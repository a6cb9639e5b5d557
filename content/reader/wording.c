/* Reads and lints the lines of content/wording/. */
#include "content/reader/wording.h"

#include <string.h>

#include "content/base/suggestion.h"

enum { LEAST_BYTES = 3 };

static const char *const sections[] = {
    [PHRASE_NONE] = "nothing",
    [PHRASE_FAILED] = "failed",
    [PHRASE_DELAYED] = "delayed",
    [PHRASE_DELIVERED] = "delivered",
    [PHRASE_UNDELIVERED] = "undelivered",
    [PHRASE_MAIL_TO] = "mail-to",
    [PHRASE_USER] = "user",
    [PHRASE_NOT_RECIPIENT] = "not-recipient",
    [PHRASE_ORIGIN] = "origin",
    [PHRASE_SENDER] = "sender",
    [PHRASE_TRANSCRIPT] = "transcript",
    [PHRASE_REPLY] = "reply",
    [PHRASE_RETURNED] = "returned",
    [PHRASE_HOST] = "host",
    [PHRASE_OWN_HOST] = "own-host",
    [PHRASE_GENERATOR] = "generator",
    [PHRASE_AUTO_REPLY] = "auto-reply",
    [PHRASE_BOUNCE] = "bounce",
    [PHRASE_WARNING] = "warning",
    [PHRASE_MODERATION] = "moderation",
    [PHRASE_CHALLENGE] = "challenge",
    [PHRASE_PROMOTION] = "promotion",
    [PHRASE_FAREWELL] = "farewell",
    NULL,
};

/* Where a reading stands. */
typedef struct {
    const char *name;
    guint line;
    int section; /* -1: none, or one that is not known */
    GHashTable *seen;
    GPtrArray *problems; /* NULL: nothing is linted */
    void (*see)(const char *phrase, Phrase meaning, gpointer data);
    gpointer data;
} Reading;

static void problem(Reading *reading, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void problem(Reading *reading, const char *format, ...)
{
    if (!reading->problems)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(reading->problems,
                    g_strdup_printf("%s:%u: %s", reading->name, reading->line, what));
}

static void read_section(Reading *reading, const char *line)
{
    gsize length = strlen(line);
    g_autofree char *name = g_strndup(line + 1, length - 1 - (line[length - 1] == ']'));
    reading->section = -1;
    for (guint i = 0; sections[i]; i++)
        if (strcmp(sections[i], name) == 0)
            reading->section = (int)i;
    g_autofree char *hint = suggestion(name, sections);
    if (reading->section < 0)
        problem(reading, "no section is called \"%s\"%s", name, hint);
}

static gboolean is_folded(const char *phrase)
{
    g_autoptr(FoldedText) folded = folded_text_new(phrase, strlen(phrase));
    return strcmp(folded->bytes, phrase) == 0;
}

static void read_phrase(Reading *reading, const char *phrase)
{
    if (reading->section < 0)
        problem(reading, "\"%s\" stands in no section: write [failed] or the like above", phrase);
    else if (strlen(phrase) < LEAST_BYTES)
        problem(reading, "\"%s\" is too short: at least %d bytes", phrase, LEAST_BYTES);
    else if (!is_folded(phrase))
        problem(reading,
                "\"%s\" can never be found: write small letters, straight quotes, single "
                "blanks",
                phrase);
    else if (reading->seen && !g_hash_table_add(reading->seen, g_strdup(phrase)))
        problem(reading, "\"%s\" is said already: remove one", phrase);
    else if (reading->see)
        reading->see(phrase, (Phrase)reading->section, reading->data);
}

static void read_line(Reading *reading, char *line)
{
    char *comment = *line == '#' ? line : strstr(line, "  #");
    if (comment)
        *comment = '\0';
    g_strstrip(line);
    if (*line == '[')
        read_section(reading, line);
    else if (*line)
        read_phrase(reading, line);
}

static void read_lines(Reading *reading, const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (gsize)(end - text));
        stop = stop ? stop : end;
        g_autofree char *line = g_strndup(text, (gsize)(stop - text));
        reading->line++;
        read_line(reading, line);
        text = stop + 1;
    }
}

void wording_foreach(const char *text, gsize length,
                     void (*see)(const char *phrase, Phrase meaning, gpointer data), gpointer data)
{
    Reading reading = {.section = -1, .see = see, .data = data};
    read_lines(&reading, text, length);
}

GPtrArray *wording_lint(const char *text, gsize length, const char *name, GHashTable *seen)
{
    Reading reading = {.name = name,
                       .section = -1,
                       .seen = seen,
                       .problems = g_ptr_array_new_with_free_func(g_free)};
    read_lines(&reading, text, length);
    return reading.problems;
}
