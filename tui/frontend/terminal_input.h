/* What comes from a terminal, in keys and pastes. Bytes in, no I/O: a paste is one event whatever
 * its size, and nothing inside of it is ever a key. */
#ifndef TUI_FRONTEND_TERMINAL_INPUT_H
#define TUI_FRONTEND_TERMINAL_INPUT_H

#include "tui/base/keys.h"

typedef struct TerminalInput TerminalInput;

typedef struct {
    gboolean paste; /* else a key */
    Key key;        /* PRESS_UNKNOWN: a sequence that means nothing here */
    const char
        *bytes; /* the paste, line ends as LF; the key's own bytes. Lent until the next call */
    gsize length;
} InputEvent;

TerminalInput *terminal_input_new(void);
void terminal_input_free(TerminalInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TerminalInput, terminal_input_free)

/* Bytes as they were read. Where the terminal does not mark pastes, a burst of text that comes
 * faster than anybody types is one. */
void terminal_input_feed(TerminalInput *input, const char *bytes, gsize length);

/* The next event; FALSE: none complete. `idle`: the time of terminal_input_patience() went by and
 * nothing more came, so what is half there is all there is. */
gboolean terminal_input_next(TerminalInput *input, gboolean idle, InputEvent *event);

/* Milliseconds to wait for the rest of what is half there; -1: nothing is. */
int terminal_input_patience(const TerminalInput *input);

/* What the keys Delete, Home and End send, in readline's notation; ended by NULL. Not every inputrc
 * has them. */
typedef struct {
    const char *sequence;
    Key key;
} EditKey;
extern const EditKey terminal_edit_keys[];

#endif
