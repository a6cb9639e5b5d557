/* chinese_breaks: copies a page of the manual from stdin to stdout and says where a Chinese line
 * may be broken (\: of roff(7)), which groff(1) knows at blanks only. Run by make. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* What is read by programs too, or named by its words, stays as it is. */
static gboolean is_verbatim(const char *line)
{
    static const char *const macros[] = {".\\\"", ".Dd", ".Dt", ".Sh", ".Ss", ".Nm", ".Nd", ".Xr"};
    for (gsize i = 0; i < G_N_ELEMENTS(macros); i++)
        if (g_str_has_prefix(line, macros[i]))
            return TRUE;
    return FALSE;
}

/* 、 ， 。 ） ” and the like end a line and never begin one. */
static gboolean closes(gunichar c)
{
    switch (g_unichar_break_type(c)) {
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARENTHESIS:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_EXCLAMATION:
        return TRUE;
    default:
        return g_unichar_type(c) == G_UNICODE_FINAL_PUNCTUATION;
    }
}

static gboolean opens(gunichar c)
{
    return g_unichar_break_type(c) == G_UNICODE_BREAK_OPEN_PUNCTUATION ||
           g_unichar_type(c) == G_UNICODE_INITIAL_PUNCTUATION;
}

/* Whether a line may end behind the character `before`, in front of `rest`. */
static gboolean may_break(gunichar before, const char *rest)
{
    gunichar after = g_utf8_get_char(rest);
    if (!g_unichar_iswide(before) || opens(before))
        return FALSE;
    if (g_str_has_prefix(rest, " Ns") || g_str_has_prefix(rest, "\\c"))
        return TRUE;
    return (g_unichar_iswide(after) || g_unichar_isalnum(after) || opens(after)) && !closes(after);
}

static void put_line(const char *line)
{
    for (const char *at = line; *at; at = g_utf8_next_char(at)) {
        const char *next = g_utf8_next_char(at);
        fwrite(at, 1, (gsize)(next - at), stdout);
        if (may_break(g_utf8_get_char(at), next))
            fputs("\\:", stdout);
    }
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    gboolean literal = FALSE;
    while (getline(&line, &size, stdin) >= 0) {
        literal = (literal || g_str_has_prefix(line, ".Bd")) && !g_str_has_prefix(line, ".Ed");
        if (!g_utf8_validate(line, -1, NULL))
            return EX_DATAERR;
        if (literal || is_verbatim(line))
            fputs(line, stdout);
        else
            put_line(line);
    }
    free(line);
    return fflush(stdout) || ferror(stdin) || ferror(stdout) ? EX_IOERR : EX_OK;
}
