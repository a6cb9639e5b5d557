#include "tui/frontend/edit.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#undef columns /* a macro of term.h */
#undef lines
#include <readline/readline.h>
#include "content/base/safe_text.h"
#include "tui/frontend/terminal_input.h"
#include "tui/base/width.h"

#define LINE_MAX_BYTES 1024 /* nothing that is edited here is longer: addresses, names, paths */
#define HINT_NAMES 12

struct Edit {
    GByteArray *ring; /* bytes for readline, from `at` on */
    guint at;
    gboolean done;
    const GPtrArray *words; /* char*, lent; or NULL */
    char *line;
    char *hint;
    int offset; /* first column that is seen */
};

/* Readline's callbacks have no argument for us: the field that has the focus, NULL: none. */
static Edit *focused;

/* All that a key sent is in the ring before readline is called, so there is nothing to wait for. */
static int take_byte(FILE *stream)
{
    (void)stream;
    if (focused == NULL || focused->at >= focused->ring->len)
        return EOF;
    return focused->ring->data[focused->at++];
}

static int byte_available(void)
{
    return focused != NULL && focused->at < focused->ring->len;
}

static void redisplay_later(void)
{
}

static void take_line(char *line)
{
    rl_callback_handler_remove();
    focused->done = TRUE;
    g_free(focused->line);
    focused->line = g_strdup(line);
    free(line);
}

static void keep_matches(char **matches, int count, int longest)
{
    (void)longest;
    GString *hint = g_string_new(NULL);
    for (int i = 1; i <= MIN(count, HINT_NAMES); i++) {
        g_autofree char *name = g_path_get_basename(matches[i]);
        g_string_append_printf(hint, "%s%s", i > 1 ? "  " : "", name);
    }
    if (count > HINT_NAMES)
        g_string_append_printf(hint, "  ... (%d)", count);
    g_free(focused->hint);
    focused->hint = g_string_free(hint, FALSE);
}

static char no_breaks[] = " "; /* an address is one word */

static void set_up_readline(gboolean files)
{
    rl_readline_name = "whybounce";
    rl_prep_term_function = NULL; /* the terminal is curses' */
    rl_deprep_term_function = NULL;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0; /* LINES in the environment would stop resizing */
    rl_getc_function = take_byte;
    rl_input_available_hook = byte_available;
    rl_redisplay_function = redisplay_later;
    rl_completion_display_matches_hook = keep_matches;
    if (rl_outstream == NULL || rl_outstream == stdout)
        rl_outstream = fopen("/dev/null", "we");
    rl_variable_bind("disable-completion", files ? "off" : "on");
    rl_variable_bind("bell-style", "none");
}

/* Readline's own bracketed paste reads past its buffer when the end mark is missing (8.2), and
 * pastes come by edit_paste(): its start means nothing here. */
static int ignore_key(int count, int key)
{
    (void)count;
    (void)key;
    return 0;
}

static void bind_keys(void)
{
    for (const EditKey *key = terminal_edit_keys; key->sequence != NULL; key++)
        if (key->key == PRESS_UNKNOWN)
            rl_bind_keyseq(key->sequence, ignore_key);
        else
            rl_bind_keyseq_if_unbound(key->sequence, key->key == PRESS_DELETE ? rl_delete
                                                     : key->key == PRESS_HOME ? rl_beg_of_line
                                                                              : rl_end_of_line);
}

/* The words that begin with what stands there, the first for the first call. */
static char *next_word(const char *text, int state)
{
    static guint at;
    at = state == 0 ? 0 : at;
    while (focused->words != NULL && at < focused->words->len) {
        const char *word = focused->words->pdata[at++];
        if (g_ascii_strncasecmp(word, text, strlen(text)) == 0)
            return strdup(word);
    }
    return NULL;
}

static char **complete_word(const char *text, int start, int end)
{
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;
    return rl_completion_matches(text, next_word);
}

Edit *edit_begin(const char *initial, gboolean files, const GPtrArray *words)
{
    g_return_val_if_fail(focused == NULL, NULL);
    Edit *edit = g_new0(Edit, 1);
    edit->ring = g_byte_array_new();
    edit->words = words;
    focused = edit;
    /* Readline asks terminfo too, and would leave its own entry in the place of curses'. */
    TERMINAL *curses_terminal = cur_term;
    gboolean offers = words != NULL && words->len > 0;
    set_up_readline(files || offers);
    rl_attempted_completion_function = files || !offers ? NULL : complete_word;
    rl_completer_word_break_characters = files || !offers ? NULL : no_breaks;
    rl_callback_handler_install("", take_line);
    bind_keys();
    if (curses_terminal != NULL)
        set_curterm(curses_terminal);
    if (initial != NULL)
        rl_insert_text(initial);
    return edit;
}

void edit_end(Edit *edit)
{
    if (edit == NULL)
        return;
    if (!edit->done) {
        rl_callback_sigcleanup();
        rl_replace_line("", 0);
        rl_callback_handler_remove();
    }
    focused = NULL;
    g_byte_array_unref(edit->ring);
    g_free(edit->line);
    g_free(edit->hint);
    g_free(edit);
}

void edit_key(Edit *edit, const char *bytes, gsize length)
{
    g_clear_pointer(&edit->hint, g_free);
    g_byte_array_append(edit->ring, (const guint8 *)bytes, (guint)length);
    while (!edit->done && edit->at < edit->ring->len)
        rl_callback_read_char();
    g_byte_array_set_size(edit->ring, 0);
    edit->at = 0;
}

void edit_paste(Edit *edit, const char *bytes, gsize length)
{
    if (edit->done)
        return;
    GString *line = g_string_new(NULL);
    for (gsize i = 0; i < length && line->len < LINE_MAX_BYTES; i++) {
        guchar byte = (guchar)bytes[i];
        if (byte == '\n' && line->len > 0)
            break;
        if (byte >= ' ' && byte != 0x7f)
            g_string_append_c(line, (char)byte);
    }
    rl_insert_text(g_strstrip(line->str));
    g_string_free(line, TRUE);
}

gboolean edit_done(const Edit *edit, const char **line)
{
    *line = edit->line;
    return edit->done;
}

char *edit_visible(Edit *edit, int columns, int *cursor)
{
    const char *buffer = edit->done ? "" : rl_line_buffer;
    gsize length = strlen(buffer), point = edit->done ? 0 : (gsize)rl_point;
    g_autofree char *before = safe_text(buffer, (gssize)MIN(point, length), SAFE_TEXT_ONE_LINE, 0);
    g_autofree char *text = safe_text(buffer, (gssize)length, SAFE_TEXT_ONE_LINE, 0);
    int column = text_width(before, -1);
    if (column < edit->offset)
        edit->offset = column;
    if (column - edit->offset >= columns)
        edit->offset = column - columns + 1;
    gsize skip = text_fit(text, strlen(text), edit->offset);
    int hidden = text_width(text, (gssize)skip);
    *cursor = CLAMP(column - hidden, 0, MAX(0, columns - 1));
    return g_strndup(text + skip, text_fit(text + skip, strlen(text + skip), columns));
}

const char *edit_hint(const Edit *edit)
{
    return edit->hint;
}
