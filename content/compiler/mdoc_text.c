#include "content/compiler/mdoc_text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void put_character(char character)
{
    switch (character) {
    case '\\':
        fputs("\\e", stdout);
        break;
    case '`':
        fputs("\\(ga", stdout);
        break;
    default:
        putchar(character);
    }
}

/* One word; `first` of its line, or an argument where the names of macros are called. */
static void put_word(const char *word, gboolean first, gboolean argument)
{
    gboolean macro = argument && g_ascii_isupper(word[0]) && strlen(word) <= 3;
    if (macro || (first && (*word == '.' || *word == '\'')))
        fputs("\\&", stdout);
    for (; *word; word++)
        put_character(*word);
}

static gboolean ends_sentence(const char *word)
{
    gsize length = strlen(word);
    while (length && strchr(")\"'", word[length - 1]))
        length--;
    return length && strchr(".!?", word[length - 1]);
}

void mdoc_words(const char *text, gboolean argument)
{
    g_auto(GStrv) list = g_strsplit_set(text, " \n\t", -1);
    gboolean first = TRUE;
    for (char **word = list; *word; word++) {
        if (!**word)
            continue;
        put_word(*word, first && !argument, argument);
        first = !argument && ends_sentence(*word);
        if (word[1])
            putchar(first ? '\n' : ' ');
    }
    putchar('\n');
}

void mdoc_text(const char *text)
{
    mdoc_words(text, FALSE);
}

static gboolean ends_wide(const char *text)
{
    return *text && g_unichar_iswide(g_utf8_get_char(g_utf8_prev_char(text + strlen(text))));
}

void mdoc_append(GString *paragraph, const char *text)
{
    if (paragraph->len && !ends_wide(paragraph->str))
        g_string_append_c(paragraph, ' ');
    g_string_append(paragraph, text);
}

void mdoc_label(const char *label)
{
    g_autofree char *close = g_strconcat(label, ends_wide(label) ? " Ns" : "", NULL);
    printf(".Em %s\n", close);
}

void mdoc_head(const char *name, const char *what, const char *intro)
{
    g_autofree char *title = g_ascii_strup(name, -1);
    printf(".Dd November 24, 2026\n.Dt %s 7\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n.Sh DESCRIPTION\n",
           title, name, what);
    mdoc_text(intro);
}

Language mdoc_language(int argc, char **argv)
{
    return argc == 2 ? language_from_name(argv[1]) : LANGUAGE_COUNT;
}

int mdoc_done(void)
{
    return fflush(stdout) || ferror(stdout) ? EX_IOERR : EX_OK;
}
