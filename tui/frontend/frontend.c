#include "tui/frontend/frontend.h"

#include <string.h>

Session *session_new(const WizardOptions *options, const Face *face, gpointer data)
{
    Session *session = g_new0(Session, 1);
    session->loop = wizard_loop_new(options, face, data);
    return session;
}

void session_free(Session *session)
{
    if (session == NULL)
        return;
    edit_end(session->edit);
    wizard_loop_free(session->loop);
    g_free(session);
}

gboolean session_over(const Session *session)
{
    return wizard_loop_quitting(session->loop);
}

/* Opens or closes the edit field as the state has it. */
static void follow_field(Session *session)
{
    const char *label, *initial;
    gboolean wanted = wizard_field(wizard_loop_wizard(session->loop), &label, &initial);
    if (wanted && session->edit == NULL)
        session->edit = edit_begin(initial, wizard_field_is_file(wizard_loop_wizard(session->loop)),
                                   wizard_field_words(wizard_loop_wizard(session->loop)));
    if (!wanted)
        g_clear_pointer(&session->edit, edit_end);
}

static void finish_field(Session *session, const char *line)
{
    g_autofree char *text = g_strdup(line);
    g_clear_pointer(&session->edit, edit_end);
    Event event = {.kind = EVENT_FIELD, .text = text};
    wizard_loop_event(session->loop, &event);
}

/* A block of header lines answers as it is; any other paste is one line of the field. */
static gboolean is_block(const Session *session, const InputEvent *input)
{
    g_autofree char *reason = wizard_field_reason(wizard_loop_wizard(session->loop));
    return reason != NULL && memchr(input->bytes, '\n', input->length) != NULL &&
           memchr(input->bytes, ':', input->length) != NULL;
}

/* The page behind the field can be read on. */
static gboolean is_for_page(const Session *session, Key key)
{
    g_autofree char *reason = wizard_field_reason(wizard_loop_wizard(session->loop));
    return reason != NULL && (key == PRESS_PAGE_UP || key == PRESS_PAGE_DOWN);
}

static void take_into_field(Session *session, const InputEvent *input)
{
    const char *line;
    if (input->paste && is_block(session, input)) {
        g_autofree char *block = g_strndup(input->bytes, input->length);
        finish_field(session, block);
    } else if (input->paste)
        edit_paste(session->edit, input->bytes, input->length);
    else if (input->key == PRESS_ESCAPE || input->key == 3)
        finish_field(session, NULL);
    else
        edit_key(session->edit, input->bytes, input->length);
    if (session->edit != NULL && edit_done(session->edit, &line))
        finish_field(session, line);
}

void session_input(Session *session, const InputEvent *input)
{
    follow_field(session);
    if (session->edit != NULL && !(!input->paste && is_for_page(session, input->key))) {
        take_into_field(session, input);
    } else if (input->paste) {
        Event event = {.kind = EVENT_PASTE, .bytes = input->bytes, .length = input->length};
        wizard_loop_event(session->loop, &event);
    } else {
        Event event = {.kind = EVENT_KEY, .key = input->key};
        wizard_loop_event(session->loop, &event);
    }
}

void session_draw(Session *session, const Theme *theme)
{
    follow_field(session);
    draw_wizard(wizard_loop_wizard(session->loop), session->edit, theme);
}
