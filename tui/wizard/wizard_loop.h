/* What the curses wizard and the plain mode share: an engine and a reducer, effects carried out. */
#ifndef TUI_WIZARD_WIZARD_LOOP_H
#define TUI_WIZARD_WIZARD_LOOP_H

#include "tui/wizard/wizard.h"
#include "tui/frontend/wizard_run.h"

/* What only a face can do: the curses one leaves the screen for it. */
typedef struct {
    void (*suspend)(gpointer data);
    void (*redraw)(gpointer data);
    /* Runs the person's editor on a file; FALSE: there is none, or it failed. */
    gboolean (*edit)(gpointer data, const char *path);
    /* FALSE: this face has no clipboard. */
    gboolean (*copy)(gpointer data, const char *text, gsize length);
    void (*ring)(gpointer data); /* may be NULL */
} Face;

typedef struct WizardLoop WizardLoop;

WizardLoop *wizard_loop_new(const WizardOptions *options, const Face *face, gpointer data);
/* Stops the engine too. */
void wizard_loop_free(WizardLoop *loop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WizardLoop, wizard_loop_free)

Wizard *wizard_loop_wizard(const WizardLoop *loop); /* lent */
gboolean wizard_loop_quitting(const WizardLoop *loop);

/* An event into the reducer, and its effects carried out, and what they bring about. */
void wizard_loop_event(WizardLoop *loop, const Event *event);

/* Milliseconds until the wizard waits for no longer, 0: it is due; -1: it waits for no time. And
 * what is due done. */
int wizard_loop_timeout(const WizardLoop *loop);
void wizard_loop_time(WizardLoop *loop);

/* The engine's descriptor for poll(), -1: none; and what it has to say taken in, without waiting.
 */
int wizard_loop_descriptor(const WizardLoop *loop);
void wizard_loop_hear(WizardLoop *loop);
/* Waits until nothing is outstanding, at most `timeout` milliseconds. */
void wizard_loop_settle(WizardLoop *loop, int timeout);

#endif
