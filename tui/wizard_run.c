/* The wizard in curses: one loop over the terminal and the engine. */
#include "tui/wizard_run.h"

#include <curses.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sysexits.h>
#include "tui/draw.h"
#include "tui/terminal.h"
#include "tui/terminal_input.h"
#include "tui/wizard_loop.h"
#include "tui/words.h"

#define READ_BYTES (256u << 10)

typedef struct {
    Terminal *terminal;
    TerminalInput *input;
    WizardLoop *loop;
    Theme theme;
    Edit *edit; /* the field that has the focus, NULL: none */
    char *buffer;
} Session;

static void face_suspend(gpointer data)
{
    Session *run = data;
    terminal_suspend(run->terminal);
}

static void face_redraw(gpointer data)
{
    (void)data;
    clearok(curscr, TRUE);
}

static gboolean face_edit(gpointer data, const char *path)
{
    Session *run = data;
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
    Session *run = data;
    return terminal_copy(run->terminal, text, length);
}

/* Opens or closes the edit field as the state has it. */
static void follow_field(Session *run)
{
    const char *label, *initial;
    gboolean wanted = wizard_field(wizard_loop_wizard(run->loop), &label, &initial);
    if (wanted && run->edit == NULL)
        run->edit = edit_begin(initial, wizard_field_is_file(wizard_loop_wizard(run->loop)));
    if (!wanted)
        g_clear_pointer(&run->edit, edit_end);
}

static void finish_field(Session *run, const char *line)
{
    g_autofree char *text = g_strdup(line);
    g_clear_pointer(&run->edit, edit_end);
    Event event = {.kind = EVENT_FIELD, .text = text};
    wizard_loop_event(run->loop, &event);
}

static void take_into_field(Session *run, const InputEvent *input)
{
    const char *line;
    if (input->paste)
        edit_paste(run->edit, input->bytes, input->length);
    else if (input->key == PRESS_ESCAPE || input->key == 3)
        finish_field(run, NULL);
    else
        edit_key(run->edit, input->bytes, input->length);
    if (run->edit != NULL && edit_done(run->edit, &line))
        finish_field(run, line);
}

static void take_input(Session *run, const InputEvent *input)
{
    follow_field(run);
    if (run->edit != NULL) {
        take_into_field(run, input);
    } else if (input->paste) {
        Event event = {.kind = EVENT_PASTE, .bytes = input->bytes, .length = input->length};
        wizard_loop_event(run->loop, &event);
    } else {
        Event event = {.kind = EVENT_KEY, .key = input->key};
        wizard_loop_event(run->loop, &event);
    }
}

/* All that has arrived, before anything is drawn again. */
static gboolean read_all(Session *run)
{
    gssize length = 1;
    while (length > 0) {
        length = terminal_read(run->terminal, run->buffer, READ_BYTES);
        if (length > 0)
            terminal_input_feed(run->input, run->buffer, (gsize)length);
        InputEvent event;
        while (terminal_input_next(run->input, FALSE, &event) && !wizard_loop_quitting(run->loop))
            take_input(run, &event);
    }
    return length == 0;
}

static void give_up_waiting(Session *run)
{
    InputEvent event;
    while (terminal_input_next(run->input, TRUE, &event) && !wizard_loop_quitting(run->loop))
        take_input(run, &event);
}

/* One wake-up. FALSE: leave. */
static gboolean turn(Session *run)
{
    int patience = terminal_input_patience(run->input);
    Wake wake = terminal_wait(run->terminal, wizard_loop_descriptor(run->loop), patience);
    if (wake & WAKE_END)
        return FALSE;
    if (wake & WAKE_STOP)
        terminal_suspend(run->terminal);
    if (wake & (WAKE_RESIZE | WAKE_RESUME))
        terminal_fit(run->terminal);
    if (wake & WAKE_OTHER)
        wizard_loop_hear(run->loop);
    if (wake & WAKE_INPUT)
        return read_all(run);
    if (wake == 0 && patience >= 0)
        give_up_waiting(run);
    return TRUE;
}

static void run_loop(Session *run)
{
    gboolean on = TRUE;
    while (on && !wizard_loop_quitting(run->loop)) {
        follow_field(run);
        /* A paste that is still arriving is drawn once it is there. */
        if (terminal_input_patience(run->input) < 0 || !terminal_has_input(run->terminal))
            draw_wizard(wizard_loop_wizard(run->loop), run->edit, &run->theme);
        on = turn(run);
    }
}

int wizard_run(const WizardOptions *options)
{
    const Face face = {face_suspend, face_redraw, face_edit, face_copy};
    g_autoptr(GError) error = NULL;
    Session run = {0};
    run.terminal = terminal_open(&error);
    if (run.terminal == NULL) {
        fprintf(stderr, "whybounce: %s\n", error->message);
        if (options->engine != NULL)
            engine_stop(options->engine);
        return EX_IOERR;
    }
    run.theme = theme_new(options->ascii || options->language == LANGUAGE_CHINESE, options->colour);
    run.input = terminal_input_new();
    run.buffer = g_malloc(READ_BYTES);
    run.loop = wizard_loop_new(options, &face, &run);
    run_loop(&run);
    edit_end(run.edit);
    int ended_by = terminal_end_signal(run.terminal);
    terminal_close(run.terminal);
    wizard_loop_free(run.loop);
    terminal_input_free(run.input);
    g_free(run.buffer);
    if (ended_by != 0)
        raise(ended_by);
    return EX_OK;
}
