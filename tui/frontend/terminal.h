/* The terminal: the only place that changes its modes and writes escape sequences. */
#ifndef TUI_FRONTEND_TERMINAL_H
#define TUI_FRONTEND_TERMINAL_H

#include <glib.h>

typedef struct Terminal Terminal;

/* What the terminal woke up for. */
typedef enum {
    WAKE_INPUT = 1 << 0,  /* bytes to read */
    WAKE_OTHER = 1 << 1,  /* the other descriptor is readable */
    WAKE_RESIZE = 1 << 2, /* size may have changed */
    WAKE_STOP = 1 << 3,   /* SIGTSTP */
    WAKE_RESUME = 1 << 4, /* SIGCONT */
    WAKE_END = 1 << 5     /* SIGHUP, SIGTERM, SIGINT: leave */
} Wake;

/* Takes the terminal: curses up, bracketed paste on, stderr captured, fatal signals caught to
 * restore it. NULL and *error when there is none. One at a time. */
Terminal *terminal_open(GError **error);
/* Gives it back as it was, and prints what was written to stderr meanwhile. NULL is fine. */
void terminal_close(Terminal *terminal);

/* Waits for input, for `other` (-1: none) or a signal, at most `timeout` milliseconds (-1: for
 * ever). Signals are taken only in here. */
Wake terminal_wait(Terminal *terminal, int other, int timeout);
/* Reads what is there, without waiting; 0: nothing, -1: the terminal is gone. */
gssize terminal_read(Terminal *terminal, char *bytes, gsize size);
/* True while more input is waiting. */
gboolean terminal_has_input(const Terminal *terminal);

/* Fits curses to the size that the terminal has now. */
void terminal_fit(Terminal *terminal);
/* Leaves the screen to others (a shell, an editor) and comes back. */
void terminal_leave(Terminal *terminal);
void terminal_return(Terminal *terminal);
/* Stops this process group as Ctrl-Z does; returns when it goes on. */
void terminal_suspend(Terminal *terminal);
/* The signal that ended the wait, 0: none. */
int terminal_end_signal(const Terminal *terminal);

/* To the terminal's clipboard (OSC 52). FALSE where terminfo knows of none or the text is too long.
 */
gboolean terminal_copy(Terminal *terminal, const char *text, gsize length);

#endif
