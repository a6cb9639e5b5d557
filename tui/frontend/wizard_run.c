/* The wizard in curses: one loop over the terminal and the engine. */
#include "tui/frontend/wizard_run.h"

#include <curses.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include "tui/frontend/draw.h"
#include "tui/base/locale_charset.h"
#include "tui/frontend/terminal.h"
#include "tui/frontend/terminal_input.h"
#include "tui/frontend/frontend.h"
#include "tui/base/i18n.h"

#define READ_BYTES (256u << 10)

typedef struct {
    Terminal *terminal;
    OwnCharsetInput *own; /* between the terminal and its input */
    TerminalInput *input;
    Session *session;
    Theme theme;
    char *buffer;
} Screen;

static void face_suspend(gpointer data)
{
    Screen *run = data;
    terminal_suspend(run->terminal);
}

static void face_redraw(gpointer data)
{
    (void)data;
    clearok(curscr, TRUE);
}

static gboolean face_edit(gpointer data, const char *path)
{
    Screen *run = data;
    const char *editor = g_getenv("VISUAL");
    if (editor == NULL || *editor == '\0')
        editor = g_getenv("EDITOR");
    g_auto(GStrv) words = NULL;
    if (!g_shell_parse_argv(editor != NULL && *editor != '\0' ? editor : "editor", NULL, &words,
                            NULL))
        return FALSE;
    guint count = g_strv_length(words);
    words = g_renew(char *, words, count + 2);
    words[count] = g_strdup(path);
    words[count + 1] = NULL;
    int status = -1;
    terminal_leave(run->terminal);
    gboolean ran =
        g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL,
                     NULL, NULL, NULL, &status, NULL);
    terminal_return(run->terminal);
    return ran && status == 0;
}

static gboolean face_copy(gpointer data, const char *text, gsize length)
{
    Screen *run = data;
    return terminal_copy(run->terminal, text, length);
}

static void face_ring(gpointer data)
{
    (void)data;
    beep();
}

/* All that has arrived, before anything is drawn again. */
static gboolean read_all(Screen *run)
{
    gssize length = 1;
    while (length > 0) {
        length = terminal_read(run->terminal, run->buffer, READ_BYTES);
        if (length > 0) {
            const GString *text = own_charset_input_feed(run->own, run->buffer, (gsize)length);
            terminal_input_feed(run->input, text->str, text->len);
        }
        InputEvent event;
        while (terminal_input_next(run->input, FALSE, &event) && !session_over(run->session))
            session_input(run->session, &event);
    }
    return length == 0;
}

static void give_up_waiting(Screen *run)
{
    InputEvent event;
    while (terminal_input_next(run->input, TRUE, &event) && !session_over(run->session))
        session_input(run->session, &event);
}

/* One wake-up. FALSE: leave. */
static gboolean turn(Screen *run)
{
    int patience = terminal_input_patience(run->input);
    int watch = wizard_loop_timeout(run->session->loop);
    int timeout = patience < 0 || (watch >= 0 && watch < patience) ? watch : patience;
    Wake wake = terminal_wait(run->terminal, wizard_loop_descriptor(run->session->loop), timeout);
    wizard_loop_time(run->session->loop);
    if (wake & WAKE_END)
        return FALSE;
    if (wake & WAKE_STOP)
        terminal_suspend(run->terminal);
    if (wake & (WAKE_RESIZE | WAKE_RESUME))
        terminal_fit(run->terminal);
    if (wake & WAKE_OTHER)
        wizard_loop_hear(run->session->loop);
    if (wake & WAKE_INPUT)
        return read_all(run);
    if (wake == 0 && patience >= 0 && timeout == patience)
        give_up_waiting(run);
    return TRUE;
}

static void run_loop(Screen *run)
{
    gboolean on = TRUE;
    while (on && !session_over(run->session)) {
        /* A paste that is still arriving is drawn once it is there. */
        if (terminal_input_patience(run->input) < 0 || !terminal_has_input(run->terminal))
            session_draw(run->session, &run->theme);
        on = turn(run);
    }
}

int wizard_run(const WizardOptions *options)
{
    const Face face = {face_suspend, face_redraw, face_edit, face_copy, face_ring};
    g_autoptr(GError) error = NULL;
    Screen run = {0};
    run.terminal = terminal_open(&error);
    if (run.terminal == NULL) {
        own_charset_print(stderr, "whybounce: %s\n", error->message);
        if (options->engine != NULL)
            engine_stop(options->engine);
        return EX_IOERR;
    }
    run.theme = theme_new(options->ascii, options->colour);
    run.own = own_charset_input_new();
    run.input = terminal_input_new();
    run.buffer = g_malloc(READ_BYTES);
    run.session = session_new(options, &face, &run);
    run_loop(&run);
    int ended_by = terminal_end_signal(run.terminal);
    terminal_close(run.terminal);
    session_free(run.session);
    terminal_input_free(run.input);
    own_charset_input_free(run.own);
    g_free(run.buffer);
    if (ended_by != 0)
        raise(ended_by);
    return EX_OK;
}
