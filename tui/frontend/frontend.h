/* A wizard on a screen: keys and pastes go to it or to the edit field that has the focus. Knows no
 * terminal, so that tests can drive it. */
#ifndef TUI_FRONTEND_FRONTEND_H
#define TUI_FRONTEND_FRONTEND_H

#include "tui/frontend/draw.h"
#include "tui/frontend/edit.h"
#include "tui/frontend/terminal_input.h"
#include "tui/wizard/wizard_loop.h"

typedef struct {
    WizardLoop *loop;
    Edit *edit; /* the field that has the focus, NULL: none */
} Session;

Session *session_new(const WizardOptions *options, const Face *face, gpointer data);
void session_free(Session *session);

void session_input(Session *session, const InputEvent *input);
void session_draw(Session *session, const Theme *theme);
gboolean session_over(const Session *session);

#endif
